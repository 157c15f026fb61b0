-- When the person of a session last proved who it is, beside the rest of it: signing in is the first time.
ALTER TABLE sessions ADD COLUMN proven_at BIGINT NOT NULL DEFAULT 0;
UPDATE sessions SET proven_at = created_at;

-- Which of the account's sign-ins a session was begun with. What a provider's admin ended is told by that number,
-- which no clock moves: with a sign-in up to it there is no right through the provider.
ALTER TABLE accounts ADD COLUMN sign_ins BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN sign_in BIGINT NOT NULL DEFAULT 0;
ALTER TABLE provider_members ADD COLUMN ended_sign_in BIGINT NOT NULL DEFAULT -1;
-- When the person was last reminded of two-step sign-in.
ALTER TABLE provider_members ADD COLUMN reminded_at BIGINT;

-- When a session was last used for a provider, and when its person was, in whatever session.
CREATE TABLE session_visits (
    session_hash BYTEA NOT NULL REFERENCES sessions (id_hash) ON DELETE CASCADE,
    member_id UUID NOT NULL REFERENCES provider_members (id) ON DELETE CASCADE,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (session_hash, member_id)
);
CREATE INDEX session_visits_by_member ON session_visits (member_id);
CREATE TABLE member_visits (
    member_id UUID NOT NULL PRIMARY KEY REFERENCES provider_members (id) ON DELETE CASCADE,
    seen_at BIGINT NOT NULL
);
