-- The outbox: the failures that count against a batch, and when HubSpot's values of its contacts were last read.
ALTER TABLE outbox_batch ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox_batch ADD COLUMN read_at INTEGER;

-- The mapped properties that a run of the sync has found in HubSpot: a JSON array. Changes of numbers are written to
-- these alone, because the others may not exist yet.
ALTER TABLE sync ADD COLUMN known_properties TEXT NOT NULL DEFAULT '[]';
UPDATE sync SET known_properties = (SELECT json_group_array(value ->> 'property') FROM json_each(outbound))
    WHERE properties_made <> 0;

-- The properties whose last write HubSpot did not take, or that was dropped: a JSON array; NULL if there is none.
-- sync_problem says why, and goes when HubSpot has these properties.
ALTER TABLE referrer ADD COLUMN unwritten TEXT;

-- The end of a wait for the whole portal that HubSpot has asked for.
ALTER TABLE account ADD COLUMN wait_until INTEGER NOT NULL DEFAULT 0;

-- The campaigns whose fields are written to HubSpot anew for all of their referrers, because the value of all has
-- changed. `after` is the last contact that was put into the outbox.
CREATE TABLE campaign_rewrite (
    campaign_id INTEGER PRIMARY KEY,
    -- the fields: a JSON array
    fields TEXT NOT NULL,
    after TEXT NOT NULL DEFAULT ''
);
