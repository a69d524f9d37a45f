-- A rewrite of a campaign may be only about the referrers that HubSpot has nothing of: those who were enrolled by hand
-- before the properties existed.
ALTER TABLE campaign_rewrite RENAME TO former_rewrite;
CREATE TABLE campaign_rewrite (
    campaign_id INTEGER NOT NULL,
    only_unwritten INTEGER NOT NULL DEFAULT 0,
    -- the fields: a JSON array
    fields TEXT NOT NULL,
    after TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (campaign_id, only_unwritten)
) WITHOUT ROWID;
INSERT INTO campaign_rewrite (campaign_id, fields, after) SELECT campaign_id, fields, after FROM former_rewrite;
DROP TABLE former_rewrite;
