-- New addresses are a rewrite like any other, so the pass of its own ends. One that is under way begins again.
INSERT INTO campaign_rewrite (campaign_id, fields)
SELECT id, '["referralLink","qrCodeUrl"]' FROM campaign WHERE EXISTS (SELECT 1 FROM address_rewrite)
ON CONFLICT (campaign_id) DO UPDATE SET after = '', fields = (
    SELECT json_group_array(value) FROM (SELECT value FROM json_each(campaign_rewrite.fields)
    UNION SELECT value FROM json_each(excluded.fields))
);
DROP TABLE address_rewrite;
