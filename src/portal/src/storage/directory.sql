-- The Directory's tables, version 1.

CREATE TABLE directory (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    -- the key of the permutation of block numbers, in hexadecimal; never changed
    permutation_key TEXT NOT NULL,
    -- the number of block numbers that were given out
    blocks_taken INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE due_portal (
    hub_id TEXT PRIMARY KEY,
    -- milliseconds since 1970; NULL: not due until the portal reports again
    due INTEGER
) WITHOUT ROWID;
CREATE INDEX due_portal_by_due ON due_portal (due, hub_id);

-- The owner of each link host: the first portal that claimed it, until that portal releases it.
CREATE TABLE link_host (
    host TEXT PRIMARY KEY,
    hub_id TEXT NOT NULL
) WITHOUT ROWID;
