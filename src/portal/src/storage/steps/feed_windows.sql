-- The change feeds walk through windows by ids. `from_ms` is where the next window begins, or the one whose pages are
-- being read; `until_ms` and `from_id` are its end and the place of its next page, and NULL between two windows.
-- `settled_ms`: earlier changes were seen even if HubSpot's index had them an hour late.
ALTER TABLE change_feed ADD COLUMN settled_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE change_feed ADD COLUMN until_ms INTEGER;
UPDATE change_feed SET settled_ms = from_ms - 3660000, from_id = NULL;
