-- The logs say through what and for which provider somebody acted; what ends sessions is counted under
-- its own name. No table lists its words any more: a new role, status or kind of log needs no table
-- built anew. The words are the program's, and `portico check` asks for each that is stored.
-- CHECKs that compare columns stay.

-- It rises with a new password, a second step and disabling. Whoever is signed in stays so.
ALTER TABLE accounts RENAME COLUMN password_version TO session_epoch;
ALTER TABLE sessions RENAME COLUMN password_version TO session_epoch;

-- It reads tables that are built anew, and is made again at the end.
DROP VIEW provider_owners;

-- A table to which others point keeps its rows: the column alone is replaced.
ALTER TABLE accounts ADD COLUMN new_language TEXT;
UPDATE accounts SET new_language = language;
ALTER TABLE accounts DROP COLUMN language;
ALTER TABLE accounts RENAME COLUMN new_language TO language;

ALTER TABLE providers ADD COLUMN new_state TEXT NOT NULL DEFAULT 'active';
UPDATE providers SET new_state = state WHERE state <> new_state;
ALTER TABLE providers DROP COLUMN state;
ALTER TABLE providers RENAME COLUMN new_state TO state;

DROP INDEX clients_by_name;
DROP INDEX clients_by_occupied;
DROP INDEX clients_by_plan;
ALTER TABLE organizations ADD COLUMN new_state TEXT NOT NULL DEFAULT 'active';
UPDATE organizations SET new_state = state WHERE state <> new_state;
ALTER TABLE organizations DROP COLUMN state;
ALTER TABLE organizations RENAME COLUMN new_state TO state;
CREATE INDEX clients_by_name ON organizations (provider_id, name_key, id, name_search, state, plan_rank, seats, occupied, owners);
CREATE INDEX clients_by_occupied ON organizations (provider_id, occupied, name_key, id, name_search, state, plan_rank, seats, owners);
CREATE INDEX clients_by_plan ON organizations (provider_id, plan_rank, name_key, id, name_search, state, seats, occupied, owners);

-- Nothing points to the following tables: they are built anew. Indexes go with the old ones, and so do triggers, which
-- every start sets again.
ALTER TABLE provider_members RENAME TO old_provider_members;
CREATE TABLE provider_members (
    id UUID NOT NULL PRIMARY KEY,
    provider_id UUID NOT NULL REFERENCES providers (id),
    account_id UUID REFERENCES accounts (id),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    role TEXT NOT NULL,
    status TEXT NOT NULL,
    invited_by UUID REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    UNIQUE (provider_id, email_key),
    UNIQUE (provider_id, account_id),
    CHECK (status = 'invited' OR account_id IS NOT NULL)
);
INSERT INTO provider_members (id, provider_id, account_id, email, email_key, role, status, invited_by, created_at)
SELECT id, provider_id, account_id, email, email_key, role, status, invited_by, created_at FROM old_provider_members;
DROP TABLE old_provider_members;
CREATE INDEX provider_members_by_account ON provider_members (account_id);

ALTER TABLE members RENAME TO old_members;
CREATE TABLE members (
    id UUID NOT NULL PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organizations (id),
    account_id UUID REFERENCES accounts (id),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    search TEXT NOT NULL DEFAULT '',
    role TEXT NOT NULL,
    status TEXT NOT NULL,
    -- What a revoked member was, to be restored as.
    status_before TEXT,
    invited_by UUID REFERENCES accounts (id),
    removal_asked_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (organization_id, email_key),
    UNIQUE (organization_id, account_id),
    CHECK (status IN ('invited', 'revoked') OR account_id IS NOT NULL)
);
INSERT INTO members (id, organization_id, account_id, email, email_key, name, search, role, status, status_before, invited_by,
    removal_asked_at, created_at)
SELECT id, organization_id, account_id, email, email_key, name, search, role, status, status_before, invited_by, removal_asked_at,
    created_at FROM old_members;
DROP TABLE old_members;
CREATE INDEX members_by_account ON members (account_id, status);
CREATE INDEX members_by_status ON members (organization_id, status, email_key);
CREATE INDEX members_by_role ON members (organization_id, role, status);
CREATE INDEX members_by_email ON members (organization_id, email_key, search);

ALTER TABLE events RENAME TO old_events;
CREATE TABLE events (
    log_id UUID NOT NULL,
    sequence BIGINT NOT NULL,
    log_kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor_id UUID,
    actor TEXT NOT NULL,
    -- What it was done through: a session, or the operator's command.
    through TEXT NOT NULL,
    -- The provider for which it was done in one of its clients, and its name as it was then.
    for_provider_id UUID,
    for_provider TEXT,
    address TEXT,
    kind TEXT NOT NULL,
    organization_id UUID,
    -- The provider that an organization had when it happened there.
    feed_id UUID,
    details TEXT NOT NULL,
    -- The folded text of the line, itself in three lines: who, which organization, every other name.
    search TEXT NOT NULL,
    PRIMARY KEY (log_id, sequence),
    CHECK ((for_provider_id IS NULL) = (for_provider IS NULL))
);
-- What somebody did for a provider stands in the provider's log too, written a moment later at most. What people do for
-- themselves may stand there as well. The name is the one of today; that of a deleted provider is not known.
INSERT INTO events (log_id, sequence, log_kind, at, actor_id, actor, through, for_provider_id, for_provider, address, kind,
    organization_id, feed_id, details, search)
SELECT e.log_id, e.sequence, e.log_kind, e.at, e.actor_id, e.actor, CASE WHEN e.actor_id IS NULL THEN 'command' ELSE 'session' END,
    p.id, p.name, e.address, e.kind, e.organization_id, e.feed_id, e.details, e.search
FROM old_events e LEFT JOIN providers p ON p.id = CASE WHEN e.log_kind = 'provider' THEN e.log_id ELSE e.feed_id END
    AND e.kind NOT IN ('invitation_accepted', 'member_left', 'removal_asked') AND EXISTS (
    SELECT 1 FROM old_events same WHERE same.log_id = p.id AND same.at BETWEEN e.at AND e.at + 1000 AND same.kind = e.kind
    AND same.organization_id = e.organization_id AND same.actor_id = e.actor_id AND same.details = e.details);
DROP TABLE old_events;
CREATE INDEX events_by_time ON events (log_id, at, sequence);
CREATE INDEX events_by_feed ON events (feed_id, at, log_id, sequence);

-- The organizations, clients or not, of which the provider's own people are confirmed owners. It stands
-- last: a table that it reads cannot be built anew behind it.
CREATE VIEW provider_owners AS
SELECT p.provider_id, m.organization_id FROM provider_members p JOIN members m ON m.account_id = p.account_id
WHERE p.status = 'confirmed' AND m.role = 'owner' AND m.status = 'confirmed';
