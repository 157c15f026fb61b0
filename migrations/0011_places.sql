-- Browsers and networks that an account was signed in to from: strangers elsewhere never hold them back, and
-- its owner hears of a sign-in from any other. Only hashes are stored.
CREATE TABLE known_places (
    account_id UUID NOT NULL REFERENCES accounts (id),
    hash BYTEA NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, hash)
);
CREATE INDEX known_places_by_age ON known_places (seen_at);

-- What is done a moment after an answer that must not tell whether there is an account: the answer writes a row
-- here, whoever asked.
CREATE TABLE follow_ups (
    id UUID NOT NULL PRIMARY KEY,
    details TEXT NOT NULL,
    due_at BIGINT NOT NULL
);
CREATE INDEX follow_ups_by_due ON follow_ups (due_at);
