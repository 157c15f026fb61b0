-- What a provider's people note down about a client: dated entries, each with its author, and none overwritten. They
-- are the provider's and end with the link.
CREATE TABLE client_notes (
    id UUID NOT NULL PRIMARY KEY,
    organization_id UUID NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    -- Nobody for what was written before entries had an author, and once the account is deleted.
    account_id UUID REFERENCES accounts (id),
    -- The name as it was then.
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    written_at BIGINT NOT NULL
);
CREATE INDEX client_notes_by_organization ON client_notes (organization_id, written_at, id);
CREATE INDEX client_notes_by_account ON client_notes (account_id);
-- The one note of before, as it was last changed: by whom each part of it was written is not known. One that was never
-- changed was written with the client.
INSERT INTO client_notes (id, organization_id, author, text, written_at)
SELECT o.id, o.id, '', o.note, COALESCE((SELECT MAX(e.at) FROM events e WHERE e.log_id = o.provider_id AND e.organization_id = o.id
    AND e.kind = 'note_changed'), o.linked_at, o.created_at)
FROM organizations o WHERE o.note <> '' AND o.provider_id IS NOT NULL;
ALTER TABLE organizations DROP COLUMN note;

-- Whom a member asked to be removed, by their names of then, and who declined it.
ALTER TABLE members ADD COLUMN removal_asked_of TEXT;
ALTER TABLE members ADD COLUMN removal_declined_at BIGINT;
ALTER TABLE members ADD COLUMN removal_declined_by TEXT;
CREATE INDEX members_asking ON members (organization_id) WHERE removal_asked_at IS NOT NULL;

-- Who signs in finds the invitations to the own address.
CREATE INDEX members_invited ON members (email_key) WHERE status = 'invited';
CREATE INDEX provider_members_invited ON provider_members (email_key) WHERE status = 'invited';
