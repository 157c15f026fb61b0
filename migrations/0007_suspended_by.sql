-- Who suspended an organization: its provider, or the operator; nobody while it is active. One column in place of a
-- state, so that there is no suspension without somebody who can lift it.
ALTER TABLE organizations ADD COLUMN suspended_by TEXT;
-- Until now providers alone suspended. One without a provider was suspended by hand.
UPDATE organizations SET suspended_by = CASE WHEN provider_id IS NULL THEN 'operator' ELSE 'provider' END WHERE state = 'suspended';
DROP INDEX clients_by_name;
DROP INDEX clients_by_occupied;
DROP INDEX clients_by_plan;
DROP INDEX clients_suspended;
ALTER TABLE organizations DROP COLUMN state;
CREATE INDEX clients_by_name ON organizations (provider_id, name_key, id, name_search, suspended_by, plan_rank, seats, occupied, owners);
CREATE INDEX clients_by_occupied ON organizations (provider_id, occupied, name_key, id, name_search, suspended_by, plan_rank, seats, owners);
CREATE INDEX clients_by_plan ON organizations (provider_id, plan_rank, name_key, id, name_search, suspended_by, seats, occupied, owners);
-- Whose suspension it is rides along: that of a suspended provider does not hold.
CREATE INDEX clients_suspended ON organizations (provider_id, name_key, id, suspended_by) WHERE suspended_by IS NOT NULL;

-- Whom the operator invited as the owner of an organization in which nobody could confirm: accepting confirms.
ALTER TABLE members ADD COLUMN accepting_confirms BOOLEAN NOT NULL DEFAULT FALSE;
