-- The account's time zone: HubSpot's name of it, and its rule in the form of POSIX, by which the account's days turn;
-- NULL while they are not known. `details_due`: when HubSpot is to be asked for them again.
ALTER TABLE account ADD COLUMN time_zone TEXT;
ALTER TABLE account ADD COLUMN zone_rule TEXT;
ALTER TABLE account ADD COLUMN details_due INTEGER NOT NULL DEFAULT 0;
