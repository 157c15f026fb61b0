-- What holds on from a version before where the configuration does not say: until now people registered unless it said no.
CREATE TABLE kept_settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
INSERT INTO kept_settings (name, value) SELECT 'registration', 'open' WHERE EXISTS (SELECT 1 FROM accounts);

-- Beside a mailed link: with which other one the reader says not to know who had it sent. Who that was: an organization
-- or a provider, and an account; nobody where anybody may type the address.
CREATE TABLE opt_outs (
    link_id UUID NOT NULL PRIMARY KEY REFERENCES mailed_links (id) ON DELETE CASCADE,
    hash BYTEA NOT NULL UNIQUE,
    email_key TEXT NOT NULL,
    sender_id UUID,
    account_id UUID,
    is_fresh BOOLEAN NOT NULL,
    pressed_at BIGINT
);

-- To whom nothing more is sent on behalf of whom: an organization, a provider, an account, or (the id of zeros) whoever asks
-- for an account. `counts`: whether it counts against a sender who is new here.
CREATE TABLE suppressions (
    email_key TEXT NOT NULL,
    sender_id UUID NOT NULL,
    counts BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (email_key, sender_id)
);
CREATE INDEX suppressions_by_sender ON suppressions (sender_id);

-- When too many of those who were invited did not know who invites them. The operator lifts it.
ALTER TABLE accounts ADD COLUMN inviting_ended_at BIGINT;
ALTER TABLE organizations ADD COLUMN inviting_ended_at BIGINT;
