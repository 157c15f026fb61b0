-- One text for SQLite and PostgreSQL. Times are milliseconds since 1970-01-01 UTC;
-- ids are made by the program (UUID version 7).

CREATE TABLE accounts (
    id UUID NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT,
    password_version BIGINT NOT NULL DEFAULT 0,
    language TEXT CHECK (language IN ('en', 'nl')),
    disabled_at BIGINT,
    event_sequence BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
);

CREATE TABLE providers (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    name_key BYTEA NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('active', 'suspended')),
    event_sequence BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
);

CREATE TABLE provider_members (
    id UUID NOT NULL PRIMARY KEY,
    provider_id UUID NOT NULL REFERENCES providers (id),
    account_id UUID REFERENCES accounts (id),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('admin', 'service')),
    status TEXT NOT NULL CHECK (status IN ('invited', 'accepted', 'confirmed')),
    created_at BIGINT NOT NULL,
    UNIQUE (provider_id, email_key),
    UNIQUE (provider_id, account_id),
    CHECK (status = 'invited' OR account_id IS NOT NULL)
);
CREATE INDEX provider_members_by_account ON provider_members (account_id);

-- A client is an organization whose provider_id is set: one column, so one provider at most.
-- The sort keys of the Clients table stand in the same row as the provider.
CREATE TABLE organizations (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    name_key BYTEA NOT NULL,
    name_search TEXT NOT NULL,
    plan TEXT NOT NULL,
    plan_rank BIGINT NOT NULL,
    seats BIGINT NOT NULL CHECK (seats BETWEEN 1 AND 1000000),
    occupied BIGINT NOT NULL DEFAULT 0,
    state TEXT NOT NULL CHECK (state IN ('active', 'suspended')),
    provider_id UUID REFERENCES providers (id),
    linked_at BIGINT,
    linked_by UUID REFERENCES accounts (id),
    import_key TEXT UNIQUE,
    version BIGINT NOT NULL DEFAULT 0,
    event_sequence BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    CHECK (occupied >= 0 AND occupied <= seats),
    CHECK ((provider_id IS NULL) = (linked_at IS NULL))
);
-- Each order of the table is one index; name_search rides along so that a search reads the index only.
CREATE INDEX clients_by_name ON organizations (provider_id, name_key, id, name_search);
CREATE INDEX clients_by_occupied ON organizations (provider_id, occupied, name_key, id, name_search);
CREATE INDEX clients_by_plan ON organizations (provider_id, plan_rank, name_key, id, name_search);

CREATE TABLE members (
    id UUID NOT NULL PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organizations (id),
    account_id UUID REFERENCES accounts (id),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'user')),
    status TEXT NOT NULL CHECK (status IN ('invited', 'accepted', 'confirmed', 'revoked')),
    invited_by UUID REFERENCES accounts (id),
    removal_asked_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (organization_id, email_key),
    UNIQUE (organization_id, account_id),
    CHECK (status IN ('invited', 'revoked') OR account_id IS NOT NULL)
);
CREATE INDEX members_by_account ON members (account_id, status);
CREATE INDEX members_by_status ON members (organization_id, status, email_key);
CREATE INDEX members_by_role ON members (organization_id, role, status);

-- One-time links. Only the hash of a link's secret is kept.
CREATE TABLE tokens (
    id UUID NOT NULL PRIMARY KEY,
    hash BYTEA NOT NULL UNIQUE,
    purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'password')),
    account_id UUID REFERENCES accounts (id) ON DELETE CASCADE,
    member_id UUID REFERENCES members (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    replaced_at BIGINT,
    CHECK ((purpose = 'invitation') = (member_id IS NOT NULL)),
    CHECK ((purpose = 'password') = (account_id IS NOT NULL))
);
CREATE INDEX tokens_by_member ON tokens (member_id);
CREATE INDEX tokens_by_account ON tokens (account_id);

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
    details TEXT NOT NULL,
    PRIMARY KEY (log_id, sequence)
);
CREATE INDEX events_by_time ON events (log_id, at, sequence);

-- Mails that are owed. A row is written in the transaction of the change and sent afterwards.
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
CREATE INDEX outbox_mails_by_next ON outbox_mails (state, next_at);
CREATE INDEX outbox_mails_by_organization ON outbox_mails (organization_id, state);
CREATE INDEX outbox_mails_by_token ON outbox_mails (token_id);

-- Signed-in browsers. The cookie's value is kept as a hash only.
CREATE TABLE sessions (
    id_hash BYTEA NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    password_version BIGINT NOT NULL,
    data TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account_id);
CREATE INDEX sessions_by_seen ON sessions (seen_at);

-- Counters of attempts, by a hash of what is counted.
CREATE TABLE throttles (
    key BYTEA NOT NULL PRIMARY KEY,
    attempts BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX throttles_by_end ON throttles (ends_at);
