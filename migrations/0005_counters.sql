-- Pages show numbers that are kept, and do not count. Triggers keep them (store/engine/migrate.rs), as they
-- keep the confirmed owners.

-- The clients of a provider.
ALTER TABLE providers ADD COLUMN clients BIGINT NOT NULL DEFAULT 0;
UPDATE providers SET clients = (SELECT COUNT(*) FROM organizations o WHERE o.provider_id = providers.id);

-- Members by status; those that are confirmed are the rest of the occupied seats.
ALTER TABLE organizations ADD COLUMN invited BIGINT NOT NULL DEFAULT 0;
ALTER TABLE organizations ADD COLUMN accepted BIGINT NOT NULL DEFAULT 0;
ALTER TABLE organizations ADD COLUMN revoked BIGINT NOT NULL DEFAULT 0;
UPDATE organizations SET
    invited = (SELECT COUNT(*) FROM members m WHERE m.organization_id = organizations.id AND m.status = 'invited'),
    accepted = (SELECT COUNT(*) FROM members m WHERE m.organization_id = organizations.id AND m.status = 'accepted'),
    revoked = (SELECT COUNT(*) FROM members m WHERE m.organization_id = organizations.id AND m.status = 'revoked')
WHERE EXISTS (SELECT 1 FROM members m WHERE m.organization_id = organizations.id AND m.status <> 'confirmed');

-- Few clients are suspended, or have no seat left: a filter that asks for them reads no others.
CREATE INDEX clients_suspended ON organizations (provider_id, name_key, id) WHERE state = 'suspended';
CREATE INDEX clients_full ON organizations (provider_id, name_key, id) WHERE occupied = seats;

-- The provider in which somebody of several works is read with the session. Until now it stood in the session's
-- data alone, from where it is taken behind this (store/engine/migrate.rs): each engine reads JSON in its own way.
ALTER TABLE sessions ADD COLUMN provider_id UUID;
