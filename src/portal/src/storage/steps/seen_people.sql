-- Whether HubSpot has shown the contact of a referral's person. A claim can name a contact that HubSpot never had.
ALTER TABLE referral ADD COLUMN person_seen INTEGER NOT NULL DEFAULT 0;
UPDATE referral SET person_seen = 1 WHERE person_id IS NOT NULL AND hubspot IN ('known', 'written');
