-- Hosts are proven by DNS before they are claimed, are looked at again and again, and are kept for a while after they
-- were given up (see links/hosts.rs). The states are 'waiting', 'claiming', 'taken', 'held', 'moving', 'leaving',
-- 'givenUp' and 'takenBack'.

-- whether the Directory may have the host for this portal
ALTER TABLE link_host ADD COLUMN claimed INTEGER NOT NULL DEFAULT 1;
-- the last look at the host as JSON, its time, the number of looks in a row that did not find everything, and the time
-- of the next look
ALTER TABLE link_host ADD COLUMN look TEXT;
ALTER TABLE link_host ADD COLUMN looked_at INTEGER;
ALTER TABLE link_host ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE link_host ADD COLUMN look_at INTEGER;
-- the end of the quarantine: another portal's for 'taken', the portal's own for 'givenUp' and 'takenBack'
ALTER TABLE link_host ADD COLUMN free_at INTEGER;
-- the time when a portal without a connection gives the host up; NULL while there is a connection
ALTER TABLE link_host ADD COLUMN release_at INTEGER;
-- the operator's reason for taking the host back
ALTER TABLE link_host ADD COLUMN reason TEXT;
-- hosts of earlier versions were never looked at
UPDATE link_host SET look_at = 0 WHERE state IN ('held', 'taken');
UPDATE link_host SET claimed = 0 WHERE state = 'taken';

-- The value by which DNS proves that the account owns a host.
CREATE TABLE host_token (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    token TEXT NOT NULL
);

-- The pass that writes all addresses to HubSpot again after the portal's host changed: the last referrer whose
-- addresses are in the outbox. There is no row if no pass is under way.
CREATE TABLE address_rewrite (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    campaign_id INTEGER NOT NULL,
    contact_id TEXT NOT NULL
);
