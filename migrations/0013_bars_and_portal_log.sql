-- Whom the people of an organization itself removed or revoked: nobody who acts for its provider brings these
-- accounts back in while they are the provider's people, or were when it happened. An owner lifts it.
CREATE TABLE member_bars (
    organization_id UUID NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    of_provider BOOLEAN NOT NULL,
    barred_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, account_id)
);
CREATE INDEX member_bars_by_account ON member_bars (account_id);

-- Which number the portal's own log, the operator's, has come to.
CREATE TABLE portal_logs (
    id UUID NOT NULL PRIMARY KEY,
    event_sequence BIGINT NOT NULL
);
