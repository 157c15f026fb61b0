-- One table of mailed links, with a purpose and a target in place of a column for each kind of
-- target, and one table of what is owed to the outside, with a channel. Neither lists its words: a new
-- purpose or channel needs no table built anew; the program's enums are the lists.

-- One-time links. Only the hash of a link's secret is kept.
CREATE TABLE mailed_links (
    id UUID NOT NULL PRIMARY KEY,
    hash BYTEA NOT NULL UNIQUE,
    purpose TEXT NOT NULL,
    -- Who alone may use it, where the purpose is an account's own business.
    account_id UUID REFERENCES accounts (id) ON DELETE CASCADE,
    -- What it is about: a member, a member of a provider, a provider. It stays when that is removed,
    -- and whoever removes it withdraws the link.
    target_id UUID,
    -- The address that a registration or a change of address proves.
    email TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    replaced_at BIGINT,
    withdrawn_at BIGINT
);
-- An invitation without a member is one whose member was removed.
INSERT INTO mailed_links (id, hash, purpose, account_id, target_id, email, created_at, expires_at, used_at, replaced_at, withdrawn_at)
SELECT id, hash, purpose, account_id, COALESCE(member_id, provider_member_id, provider_id), email, created_at, expires_at, used_at,
    replaced_at, CASE WHEN purpose IN ('invitation', 'provider_invitation') AND member_id IS NULL AND provider_member_id IS NULL
    THEN COALESCE(replaced_at, created_at) END
FROM tokens;
CREATE INDEX mailed_links_by_target ON mailed_links (target_id);
CREATE INDEX mailed_links_by_account ON mailed_links (account_id);
CREATE INDEX mailed_links_by_email ON mailed_links (email);

-- What is owed to the outside. A row is written in the transaction of the change and carried out
-- afterwards; what its payload means is its channel's business.
CREATE TABLE deliveries (
    id UUID NOT NULL PRIMARY KEY,
    channel TEXT NOT NULL,
    payload TEXT NOT NULL,
    recipient TEXT NOT NULL,
    language TEXT NOT NULL,
    organization_id UUID REFERENCES organizations (id),
    link_id UUID REFERENCES mailed_links (id) ON DELETE SET NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    next_at BIGINT NOT NULL,
    lease_until BIGINT,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    sent_at BIGINT
);
INSERT INTO deliveries (id, channel, payload, recipient, language, organization_id, link_id, state, attempts, next_at, lease_until,
    last_error, created_at, sent_at)
SELECT id, 'mail', message, recipient, language, organization_id, token_id, state, attempts, next_at, lease_until, last_error,
    created_at, sent_at
FROM outbox_mails;
DROP TABLE outbox_mails;
DROP TABLE tokens;
CREATE INDEX deliveries_by_next ON deliveries (channel, state, next_at);
CREATE INDEX deliveries_by_organization ON deliveries (organization_id, state);
CREATE INDEX deliveries_by_link ON deliveries (link_id);
