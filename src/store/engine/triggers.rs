//! What the database sees to by itself.

/// The logs are append-only, for this program too; an organization counts its confirmed owners and who is
/// invited, accepted and revoked in it, a provider its clients. Triggers are the one thing that the engines
/// spell differently. PostgreSQL keeps each version of a row that one transaction changes often, and looks through all
/// of them: of members that go together it counts once.
pub(super) const SQLITE_TRIGGERS: &str = "
    CREATE TRIGGER IF NOT EXISTS events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
    CREATE TRIGGER IF NOT EXISTS events_last BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
    CREATE TRIGGER IF NOT EXISTS owners_begin AFTER INSERT ON members WHEN NEW.role = 'owner' AND NEW.status = 'confirmed'
    BEGIN UPDATE organizations SET owners = owners + 1 WHERE id = NEW.organization_id; END;
    CREATE TRIGGER IF NOT EXISTS owners_end AFTER DELETE ON members WHEN OLD.role = 'owner' AND OLD.status = 'confirmed'
    BEGIN UPDATE organizations SET owners = owners - 1 WHERE id = OLD.organization_id; END;
    CREATE TRIGGER IF NOT EXISTS owners_become AFTER UPDATE OF role, status ON members
    WHEN NEW.role = 'owner' AND NEW.status = 'confirmed' AND NOT (OLD.role = 'owner' AND OLD.status = 'confirmed')
    BEGIN UPDATE organizations SET owners = owners + 1 WHERE id = NEW.organization_id; END;
    CREATE TRIGGER IF NOT EXISTS owners_cease AFTER UPDATE OF role, status ON members
    WHEN OLD.role = 'owner' AND OLD.status = 'confirmed' AND NOT (NEW.role = 'owner' AND NEW.status = 'confirmed')
    BEGIN UPDATE organizations SET owners = owners - 1 WHERE id = OLD.organization_id; END;
    CREATE TRIGGER IF NOT EXISTS statuses_begin AFTER INSERT ON members WHEN NEW.status <> 'confirmed'
    BEGIN UPDATE organizations SET invited = invited + (NEW.status = 'invited'), accepted = accepted + (NEW.status = 'accepted'),
    revoked = revoked + (NEW.status = 'revoked') WHERE id = NEW.organization_id; END;
    CREATE TRIGGER IF NOT EXISTS statuses_end AFTER DELETE ON members WHEN OLD.status <> 'confirmed'
    BEGIN UPDATE organizations SET invited = invited - (OLD.status = 'invited'), accepted = accepted - (OLD.status = 'accepted'),
    revoked = revoked - (OLD.status = 'revoked') WHERE id = OLD.organization_id; END;
    CREATE TRIGGER IF NOT EXISTS statuses_change AFTER UPDATE OF status ON members WHEN NEW.status <> OLD.status
    BEGIN UPDATE organizations SET invited = invited + (NEW.status = 'invited') - (OLD.status = 'invited'),
    accepted = accepted + (NEW.status = 'accepted') - (OLD.status = 'accepted'),
    revoked = revoked + (NEW.status = 'revoked') - (OLD.status = 'revoked') WHERE id = NEW.organization_id; END;
    CREATE TRIGGER IF NOT EXISTS clients_begin AFTER INSERT ON organizations WHEN NEW.provider_id IS NOT NULL
    BEGIN UPDATE providers SET clients = clients + 1 WHERE id = NEW.provider_id; END;
    CREATE TRIGGER IF NOT EXISTS clients_end AFTER DELETE ON organizations WHEN OLD.provider_id IS NOT NULL
    BEGIN UPDATE providers SET clients = clients - 1 WHERE id = OLD.provider_id; END;
    CREATE TRIGGER IF NOT EXISTS clients_change AFTER UPDATE OF provider_id ON organizations
    WHEN NEW.provider_id IS NOT OLD.provider_id
    BEGIN UPDATE providers SET clients = clients - 1 WHERE id = OLD.provider_id;
    UPDATE providers SET clients = clients + 1 WHERE id = NEW.provider_id; END;";
pub(super) const POSTGRES_TRIGGERS: &str = "
    CREATE OR REPLACE FUNCTION events_are_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$;
    CREATE OR REPLACE TRIGGER events_stay BEFORE UPDATE OR DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION events_are_append_only();
    CREATE OR REPLACE FUNCTION count_owners() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP <> 'INSERT' AND OLD.role = 'owner' AND OLD.status = 'confirmed' THEN
            UPDATE organizations SET owners = owners - 1 WHERE id = OLD.organization_id;
        END IF;
        IF NEW.role = 'owner' AND NEW.status = 'confirmed' THEN
            UPDATE organizations SET owners = owners + 1 WHERE id = NEW.organization_id;
        END IF;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER owners_are_counted AFTER INSERT OR UPDATE OF role, status ON members
    FOR EACH ROW EXECUTE FUNCTION count_owners();
    CREATE OR REPLACE FUNCTION count_new_members() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE organizations o SET invited = o.invited + n.invited, accepted = o.accepted + n.accepted,
            revoked = o.revoked + n.revoked FROM (
            SELECT organization_id, COUNT(*) FILTER (WHERE status = 'invited') AS invited,
                COUNT(*) FILTER (WHERE status = 'accepted') AS accepted, COUNT(*) FILTER (WHERE status = 'revoked') AS revoked
            FROM added WHERE status <> 'confirmed' GROUP BY organization_id) n WHERE o.id = n.organization_id;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER statuses_begin AFTER INSERT ON members REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION count_new_members();
    CREATE OR REPLACE FUNCTION count_statuses() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.status <> OLD.status THEN
            UPDATE organizations SET
                invited = invited + CAST(NEW.status = 'invited' AS INTEGER) - CAST(OLD.status = 'invited' AS INTEGER),
                accepted = accepted + CAST(NEW.status = 'accepted' AS INTEGER) - CAST(OLD.status = 'accepted' AS INTEGER),
                revoked = revoked + CAST(NEW.status = 'revoked' AS INTEGER) - CAST(OLD.status = 'revoked' AS INTEGER)
            WHERE id = OLD.organization_id;
        END IF;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER statuses_change AFTER UPDATE OF status ON members
    FOR EACH ROW EXECUTE FUNCTION count_statuses();
    CREATE OR REPLACE FUNCTION count_gone_members() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE organizations o SET owners = o.owners - g.owners, invited = o.invited - g.invited,
            accepted = o.accepted - g.accepted, revoked = o.revoked - g.revoked FROM (
            SELECT organization_id, COUNT(*) FILTER (WHERE status = 'confirmed') AS owners,
                COUNT(*) FILTER (WHERE status = 'invited') AS invited, COUNT(*) FILTER (WHERE status = 'accepted') AS accepted,
                COUNT(*) FILTER (WHERE status = 'revoked') AS revoked
            FROM removed WHERE status <> 'confirmed' OR role = 'owner' GROUP BY organization_id) g
        WHERE o.id = g.organization_id;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER members_end AFTER DELETE ON members REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION count_gone_members();
    CREATE OR REPLACE FUNCTION count_new_clients() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE providers p SET clients = p.clients + n.number FROM (
            SELECT provider_id, COUNT(*) AS number FROM added WHERE provider_id IS NOT NULL GROUP BY provider_id) n
        WHERE p.id = n.provider_id;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER clients_begin AFTER INSERT ON organizations REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION count_new_clients();
    CREATE OR REPLACE FUNCTION count_clients() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'DELETE' OR OLD.provider_id IS DISTINCT FROM NEW.provider_id THEN
            UPDATE providers SET clients = clients - 1 WHERE id = OLD.provider_id;
        END IF;
        IF TG_OP = 'UPDATE' AND OLD.provider_id IS DISTINCT FROM NEW.provider_id THEN
            UPDATE providers SET clients = clients + 1 WHERE id = NEW.provider_id;
        END IF;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER clients_change AFTER DELETE OR UPDATE OF provider_id ON organizations
    FOR EACH ROW EXECUTE FUNCTION count_clients();";
