-- A session that was ended is remembered for a day, so that a page of it can be told what became of it: whose it was,
-- and what ended it. One that ended by time still stands among the sessions until then.
CREATE TABLE ended_sessions (
    id_hash BYTEA NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    ending TEXT NOT NULL,
    ended_at BIGINT NOT NULL
);
CREATE INDEX ended_sessions_by_account ON ended_sessions (account_id);
CREATE INDEX ended_sessions_by_time ON ended_sessions (ended_at);

-- A form that came when its session was over, for an hour: one of each browser, sealed with the key of the portal.
CREATE TABLE kept_forms (
    browser_hash BYTEA NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    sealed BYTEA NOT NULL,
    kept_at BIGINT NOT NULL
);
CREATE INDEX kept_forms_by_account ON kept_forms (account_id);
CREATE INDEX kept_forms_by_time ON kept_forms (kept_at);
