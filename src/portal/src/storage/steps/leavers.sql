-- An audience snapshot has a number of its own, because a run may read its lists several times before it believes
-- them. In a snapshot, the list '' holds the contacts that are covered although the lists lack them, until it is
-- proven that they left.
ALTER TABLE audience_snapshot_page RENAME COLUMN run_id TO reading;
ALTER TABLE sync RENAME COLUMN snapshot_run_id TO snapshot;

-- The audience for which the contacts that a sync covers were read, and the time of that reading. Contacts that are
-- left out of a later audience are found by comparing with it.
ALTER TABLE sync ADD COLUMN snapshot_audience TEXT;
ALTER TABLE sync ADD COLUMN snapshot_at INTEGER;
UPDATE sync SET snapshot_audience = audience, snapshot_at = snapshot_revisions ->> 'at'
    WHERE snapshot_revisions IS NOT NULL;
UPDATE sync SET snapshot_audience = audience,
    snapshot_at = (SELECT MAX(finished_at) FROM run WHERE sync_id = sync.id AND stage = 'finished')
    WHERE snapshot IS NULL AND (audience ->> 'lists') IS NULL
    AND EXISTS (SELECT 1 FROM run WHERE sync_id = sync.id AND stage = 'finished' AND retry_of IS NULL);

-- How far a run has come with its lists (JSON), and a remark about them for people.
ALTER TABLE run ADD COLUMN gathering TEXT NOT NULL DEFAULT '{}';
ALTER TABLE run ADD COLUMN notice TEXT;

-- The contacts that a run misses in the audience and that have a live link.
CREATE TABLE leaver (
    run_id INTEGER NOT NULL,
    contact_id TEXT NOT NULL,
    -- the number of the reading that last missed the contact
    reading INTEGER NOT NULL,
    -- 'left' or 'gone' (HubSpot has no such contact) as HubSpot answered about this contact, or else 'unproven'
    state TEXT NOT NULL,
    -- the lists of which it was a member, and the excluded lists that it is in: JSON arrays of list ids
    was_in TEXT NOT NULL,
    excluded_by TEXT NOT NULL,
    -- a person's decision, 'end' or 'keep'; NULL if nobody was asked or has decided
    decision TEXT,
    PRIMARY KEY (run_id, contact_id)
) WITHOUT ROWID;
