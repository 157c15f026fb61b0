-- The last unlinking of an organization by its provider itself: for a week that provider may ask the owners to link
-- it again. It ends once the organization has a provider.
CREATE TABLE unlinkings (
    id UUID NOT NULL PRIMARY KEY,
    organization_id UUID NOT NULL UNIQUE REFERENCES organizations (id) ON DELETE CASCADE,
    provider_id UUID NOT NULL REFERENCES providers (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    unlinked_at BIGINT NOT NULL,
    asks BIGINT NOT NULL,
    asked_by UUID REFERENCES accounts (id) ON DELETE SET NULL,
    ended_at BIGINT
);
CREATE INDEX unlinkings_by_provider ON unlinkings (provider_id, unlinked_at);
CREATE INDEX unlinkings_by_asker ON unlinkings (asked_by);
