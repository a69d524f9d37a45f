-- The Directory's tables, version 1.

CREATE TABLE directory (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    -- key of the permutation of block numbers, hexadecimal; never changed
    permutation_key TEXT NOT NULL,
    -- how many block numbers were given out
    blocks_taken INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE due_portal (
    hub_id TEXT PRIMARY KEY,
    -- milliseconds since 1970; NULL: only when it reports again
    due INTEGER
) WITHOUT ROWID;
CREATE INDEX due_portal_by_due ON due_portal (due, hub_id);

-- Whose a host for links is: the portal's that came first, until it gives the host back.
CREATE TABLE link_host (
    host TEXT PRIMARY KEY,
    hub_id TEXT NOT NULL
) WITHOUT ROWID;
