-- When a delivery ended: sent, given up or taken back. Its row goes some time afterwards (src/jobs.rs).
ALTER TABLE deliveries ADD COLUMN ended_at BIGINT;
UPDATE deliveries SET ended_at = COALESCE(sent_at, next_at) WHERE state IN ('sent', 'dead', 'cancelled');
CREATE INDEX deliveries_by_end ON deliveries (ended_at) WHERE ended_at IS NOT NULL;
