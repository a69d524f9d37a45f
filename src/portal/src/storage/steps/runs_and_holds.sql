-- The time for which a run was under way, without its holds, up to `moving_since`; that is NULL while it is held.
ALTER TABLE run ADD COLUMN worked_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN moving_since INTEGER;
-- The last contact that a run of all contacts has decided, and the number of times that HubSpot did not take the
-- run's cursor any more, so that the contacts were read from the first one again.
ALTER TABLE run ADD COLUMN read_to TEXT;
ALTER TABLE run ADD COLUMN rereads INTEGER NOT NULL DEFAULT 0;
-- The time when HubSpot last showed the mapped properties; NULL if they are to be looked at again.
ALTER TABLE sync ADD COLUMN properties_seen_at INTEGER;
-- The time since when HubSpot refuses to refresh the grant in words that say neither whose fault it is.
ALTER TABLE account ADD COLUMN unclear_since INTEGER;
