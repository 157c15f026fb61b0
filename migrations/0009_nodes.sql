-- What the schema has beside the migrations (triggers, indexes of searches), to tell whether it is there.
CREATE TABLE schema_parts (
    name TEXT NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL
);

-- The processes that serve this database. Each writes its row every few seconds: whether that works is
-- what it says when it is asked whether it is ready.
CREATE TABLE nodes (
    id UUID NOT NULL PRIMARY KEY,
    version TEXT NOT NULL,
    seen_at BIGINT NOT NULL
);
