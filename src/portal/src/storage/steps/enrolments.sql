-- The contacts that somebody wants to enrol by their ids, from a file or a call. HubSpot is asked whether they exist
-- before they get a link.
CREATE TABLE enrolment (
    -- 'waiting' until HubSpot has been asked, 'unclear' if it must be asked about the contact alone, 'refused' with the
    -- reason in words. A contact that was enrolled has no row.
    state TEXT NOT NULL,
    campaign_id INTEGER NOT NULL,
    contact_id TEXT NOT NULL,
    first_name TEXT,
    last_name TEXT,
    email TEXT,
    problem TEXT,
    -- the time of the request, then that of the refusal
    at INTEGER NOT NULL,
    PRIMARY KEY (state, campaign_id, contact_id)
) WITHOUT ROWID;
