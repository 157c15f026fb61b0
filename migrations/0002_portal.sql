-- The whole portal: provider members come in by invitation and can be suspended, links serve more
-- purposes, accounts have a time zone and a second step, logs can be searched.
-- A table whose CHECK changes is built anew: neither engine's way of changing one works on the other.

ALTER TABLE accounts ADD COLUMN time_zone TEXT;

ALTER TABLE providers ADD COLUMN billing_email TEXT NOT NULL DEFAULT '';
ALTER TABLE providers ADD COLUMN require_two_step BOOLEAN NOT NULL DEFAULT FALSE;
-- How long its people stay signed in at most, in minutes; the portal's own limit where there is none.
ALTER TABLE providers ADD COLUMN session_minutes BIGINT;

ALTER TABLE organizations ADD COLUMN note TEXT NOT NULL DEFAULT '';

ALTER TABLE members ADD COLUMN search TEXT NOT NULL DEFAULT '';
-- What a revoked member was, to be restored as.
ALTER TABLE members ADD COLUMN status_before TEXT;
UPDATE members SET search = email_key || ' ' || LOWER(COALESCE((SELECT a.name FROM accounts a WHERE a.id = members.account_id), name));
CREATE INDEX members_by_email ON members (organization_id, email_key, search);

-- When somebody of the provider last opened a client.
CREATE TABLE client_openings (
    organization_id UUID NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    opened_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, account_id)
);
CREATE INDEX client_openings_by_account ON client_openings (account_id);

-- Seats at the end of each day (days since 1970-01-01 UTC) on which they changed.
CREATE TABLE seat_days (
    organization_id UUID NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    day BIGINT NOT NULL,
    occupied BIGINT NOT NULL,
    seats BIGINT NOT NULL,
    PRIMARY KEY (organization_id, day)
);

-- The second step of signing in. The secret is derived from the key file and the nonce.
CREATE TABLE two_steps (
    account_id UUID NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    nonce UUID NOT NULL,
    confirmed_at BIGINT,
    last_step BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
);
CREATE TABLE recovery_codes (
    account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    hash BYTEA NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (account_id, hash)
);

-- Everybody signs in once more after this version.
DROP TABLE sessions;
CREATE TABLE sessions (
    id_hash BYTEA NOT NULL PRIMARY KEY,
    public_id UUID NOT NULL UNIQUE,
    account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    password_version BIGINT NOT NULL,
    data TEXT NOT NULL,
    address TEXT NOT NULL DEFAULT '',
    agent TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account_id);
CREATE INDEX sessions_by_seen ON sessions (seen_at);

-- A suspended person is locked out: only 'confirmed' gives a right.
ALTER TABLE provider_members RENAME TO old_provider_members;
DROP INDEX provider_members_by_account;
CREATE TABLE provider_members (
    id UUID NOT NULL PRIMARY KEY,
    provider_id UUID NOT NULL REFERENCES providers (id),
    account_id UUID REFERENCES accounts (id),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('admin', 'service')),
    status TEXT NOT NULL CHECK (status IN ('invited', 'accepted', 'confirmed', 'suspended')),
    invited_by UUID REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    UNIQUE (provider_id, email_key),
    UNIQUE (provider_id, account_id),
    CHECK (status = 'invited' OR account_id IS NOT NULL)
);
INSERT INTO provider_members (id, provider_id, account_id, email, email_key, role, status, created_at)
SELECT id, provider_id, account_id, email, email_key, role, status, created_at FROM old_provider_members;
DROP TABLE old_provider_members;
CREATE INDEX provider_members_by_account ON provider_members (account_id);

ALTER TABLE outbox_mails RENAME TO old_outbox_mails;
ALTER TABLE tokens RENAME TO old_tokens;
DROP INDEX tokens_by_member;
DROP INDEX tokens_by_account;
DROP INDEX outbox_mails_by_next;
DROP INDEX outbox_mails_by_organization;
DROP INDEX outbox_mails_by_token;

-- One-time links. Only the hash of a link's secret is kept. Each purpose points to its own object.
CREATE TABLE tokens (
    id UUID NOT NULL PRIMARY KEY,
    hash BYTEA NOT NULL UNIQUE,
    purpose TEXT NOT NULL CHECK (purpose IN
        ('invitation', 'password', 'provider_invitation', 'registration', 'address', 'provider_deletion')),
    account_id UUID REFERENCES accounts (id) ON DELETE CASCADE,
    -- Empty once the member is removed: the link is then known to be withdrawn.
    member_id UUID REFERENCES members (id) ON DELETE SET NULL,
    provider_member_id UUID REFERENCES provider_members (id) ON DELETE SET NULL,
    provider_id UUID REFERENCES providers (id) ON DELETE CASCADE,
    -- The address that a registration or a change of address proves.
    email TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    replaced_at BIGINT,
    CHECK (purpose = 'invitation' OR member_id IS NULL),
    CHECK (purpose = 'provider_invitation' OR provider_member_id IS NULL),
    CHECK ((purpose IN ('password', 'address', 'provider_deletion')) = (account_id IS NOT NULL)),
    CHECK ((purpose = 'provider_deletion') = (provider_id IS NOT NULL)),
    CHECK ((purpose IN ('registration', 'address')) = (email IS NOT NULL))
);
INSERT INTO tokens (id, hash, purpose, account_id, member_id, created_at, expires_at, used_at, replaced_at)
SELECT id, hash, purpose, account_id, member_id, created_at, expires_at, used_at, replaced_at FROM old_tokens;

CREATE TABLE outbox_mails (
    id UUID NOT NULL PRIMARY KEY,
    message TEXT NOT NULL,
    recipient TEXT NOT NULL,
    language TEXT NOT NULL,
    organization_id UUID REFERENCES organizations (id),
    token_id UUID REFERENCES tokens (id) ON DELETE SET NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'dead', 'cancelled')),
    attempts BIGINT NOT NULL DEFAULT 0,
    next_at BIGINT NOT NULL,
    lease_until BIGINT,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    sent_at BIGINT
);
INSERT INTO outbox_mails (id, message, recipient, language, organization_id, token_id, state, attempts, next_at, lease_until,
    last_error, created_at, sent_at)
SELECT id, message, recipient, language, organization_id, token_id, state, attempts, next_at, lease_until, last_error, created_at,
    sent_at FROM old_outbox_mails;
DROP TABLE old_outbox_mails;
DROP TABLE old_tokens;
CREATE INDEX tokens_by_member ON tokens (member_id);
CREATE INDEX tokens_by_account ON tokens (account_id);
CREATE INDEX tokens_by_provider_member ON tokens (provider_member_id);
CREATE INDEX tokens_by_provider ON tokens (provider_id);
CREATE INDEX tokens_by_email ON tokens (email);
CREATE INDEX outbox_mails_by_next ON outbox_mails (state, next_at);
CREATE INDEX outbox_mails_by_organization ON outbox_mails (organization_id, state);
CREATE INDEX outbox_mails_by_token ON outbox_mails (token_id);

-- feed_id is the provider that an organization had when something happened in it; search is the
-- folded text of the line, itself in three lines: who, which organization, every other name.
ALTER TABLE events RENAME TO old_events;
DROP INDEX events_by_time;
CREATE TABLE events (
    log_id UUID NOT NULL,
    sequence BIGINT NOT NULL,
    log_kind TEXT NOT NULL CHECK (log_kind IN ('organization', 'provider', 'account')),
    at BIGINT NOT NULL,
    actor_id UUID,
    actor TEXT NOT NULL,
    address TEXT,
    kind TEXT NOT NULL,
    organization_id UUID,
    feed_id UUID,
    details TEXT NOT NULL,
    search TEXT NOT NULL,
    PRIMARY KEY (log_id, sequence)
);
INSERT INTO events (log_id, sequence, log_kind, at, actor_id, actor, address, kind, organization_id, feed_id, details, search)
SELECT e.log_id, e.sequence, e.log_kind, e.at, e.actor_id, e.actor, e.address, e.kind, e.organization_id,
    CASE WHEN e.log_kind = 'organization' THEN o.provider_id END, e.details, LOWER(e.actor || '

' || e.details)
FROM old_events e LEFT JOIN organizations o ON o.id = e.log_id;
DROP TABLE old_events;
CREATE INDEX events_by_time ON events (log_id, at, sequence);
CREATE INDEX events_by_feed ON events (feed_id, at, log_id, sequence);

-- Confirmed owners, kept by triggers on members (store/migrate.rs), so that the filters of the Clients
-- table read no member. What they ask for rides along in the index of each order.
ALTER TABLE organizations ADD COLUMN owners BIGINT NOT NULL DEFAULT 0;
UPDATE organizations SET owners =
    (SELECT COUNT(*) FROM members m WHERE m.organization_id = organizations.id AND m.role = 'owner' AND m.status = 'confirmed');
DROP INDEX clients_by_name;
DROP INDEX clients_by_occupied;
DROP INDEX clients_by_plan;
CREATE INDEX clients_by_name ON organizations (provider_id, name_key, id, name_search, state, plan_rank, seats, occupied, owners);
CREATE INDEX clients_by_occupied ON organizations (provider_id, occupied, name_key, id, name_search, state, plan_rank, seats, owners);
CREATE INDEX clients_by_plan ON organizations (provider_id, plan_rank, name_key, id, name_search, state, seats, occupied, owners);

-- The organizations, clients or not, of which the provider's own people are confirmed owners. It stands
-- last: a table that it reads cannot be built anew behind it.
CREATE VIEW provider_owners AS
SELECT p.provider_id, m.organization_id FROM provider_members p JOIN members m ON m.account_id = p.account_id
WHERE p.status = 'confirmed' AND m.role = 'owner' AND m.status = 'confirmed';
