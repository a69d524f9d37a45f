-- The answers of referred people that HubSpot refused: a JSON array of objects with property, answer and problem. The
-- people are created without them.
ALTER TABLE referral ADD COLUMN answers_refused TEXT NOT NULL DEFAULT '[]';
