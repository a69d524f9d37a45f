-- One portal's tables, version 1. Times are milliseconds since 1970 UTC. HubSpot's ids are TEXT, because they may
-- pass 2^53. Tables that are written by the hundred have no rowid and no second index: Cloudflare bills each
-- index entry as a row written.

-- The account itself: always exactly one row.
CREATE TABLE portal (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    hub_id TEXT,
    domain TEXT,
    ui_domain TEXT,
    -- 'none' before the first authorisation, then 'connected' or 'disconnected'
    connection TEXT NOT NULL DEFAULT 'none',
    -- tokens, sealed; NULL when there is no grant
    sealed_grant TEXT,
    -- the access token with which HubSpot is told that the customer disconnected, sealed; NULL once it is told
    sealed_farewell TEXT,
    -- counts grants, so that an answer that belongs to an earlier one is recognised
    grant_version INTEGER NOT NULL DEFAULT 0,
    -- what the grant covers, in HubSpot's words, a JSON array
    scopes TEXT NOT NULL DEFAULT '[]',
    access_until INTEGER NOT NULL DEFAULT 0,
    -- HubSpot has refused the app itself, not the customer's grant
    misconfigured INTEGER NOT NULL DEFAULT 0,
    -- calls to HubSpot may have been made up to this time
    calls_until INTEGER NOT NULL DEFAULT 0,
    -- block numbers taken from the Directory and not used yet, a JSON array
    free_blocks TEXT NOT NULL DEFAULT '[]',
    -- what the Directory knows of when the portal is due; -1 while that is unknown, NULL for 'never'
    due_reported INTEGER DEFAULT -1,
    -- since when write_back holds something; NULL while it holds nothing
    numbers_changed_at INTEGER
);
INSERT INTO portal (id) VALUES (1);

CREATE TABLE campaign (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    destination TEXT NOT NULL,
    window_days INTEGER NOT NULL,
    status TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    share_message TEXT NOT NULL,
    -- where its links lead, whose referral counts, what makes one successful: JSON
    terms TEXT NOT NULL DEFAULT '{}',
    -- the number of the terms' next rule: what an earlier one made successful is kept under its number
    next_rule INTEGER NOT NULL DEFAULT 1,
    -- contacts that came to be since then may arrive with a code in the terms' arrival property
    arrivals_since INTEGER,
    -- the hosted page: JSON
    page TEXT NOT NULL DEFAULT '{}',
    -- the slug that it has now; NULL if it has none
    slug TEXT,
    referrers INTEGER NOT NULL DEFAULT 0,
    clicks INTEGER NOT NULL DEFAULT 0,
    people_referred INTEGER NOT NULL DEFAULT 0,
    successful_referrals INTEGER NOT NULL DEFAULT 0
);

-- A contact taking part in a campaign. Its row, once made, is never deleted and its code never changed.
CREATE TABLE referrer (
    campaign_id INTEGER NOT NULL,
    contact_id TEXT NOT NULL,
    -- counts the portal's referrers in the order in which they joined: the rowid in referrer_index
    number INTEGER NOT NULL,
    code TEXT NOT NULL,
    -- the slug that stands for the code now; NULL if none does
    slug TEXT,
    link_status TEXT NOT NULL,
    -- the link was paused because the contact left the audience: it is live again when the contact is back
    away INTEGER NOT NULL DEFAULT 0,
    clicks INTEGER NOT NULL DEFAULT 0,
    people_referred INTEGER NOT NULL DEFAULT 0,
    successful_referrals INTEGER NOT NULL DEFAULT 0,
    last_referral_at INTEGER,
    first_name TEXT,
    last_name TEXT,
    email TEXT,
    -- when HubSpot had everything right, unless the outbox holds the contact; NULL if that never was so
    synced_at INTEGER,
    -- why the last write was refused; NULL if it was not
    sync_problem TEXT,
    joined_at INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, contact_id)
) WITHOUT ROWID;
-- The most active first: of all campaigns or of one, with any link or with one of a status. Newcomers have no entry
-- here.
CREATE INDEX referrer_by_people ON referrer (people_referred, number) WHERE people_referred > 0;
CREATE INDEX referrer_by_status_and_people ON referrer (link_status, people_referred, number)
    WHERE people_referred > 0;
CREATE INDEX referrer_by_campaign_and_people ON referrer (campaign_id, people_referred, number)
    WHERE people_referred > 0;
CREATE INDEX referrer_by_all_and_people ON referrer (campaign_id, link_status, people_referred, number)
    WHERE people_referred > 0;
CREATE INDEX referrer_by_success ON referrer (successful_referrals, number) WHERE successful_referrals > 0;
CREATE INDEX referrer_by_status_and_success ON referrer (link_status, successful_referrals, number)
    WHERE successful_referrals > 0;
CREATE INDEX referrer_by_campaign_and_success ON referrer (campaign_id, successful_referrals, number)
    WHERE successful_referrals > 0;
CREATE INDEX referrer_by_all_and_success ON referrer (campaign_id, link_status, successful_referrals, number)
    WHERE successful_referrals > 0;

-- How referrers are found: by the words of their names, e-mail addresses and codes, and by marks that filter
-- (see referrer_index.rs). Its rowids are in the order of joining.
CREATE VIRTUAL TABLE referrer_index USING fts5(
    words, marks, campaign_id UNINDEXED, contact_id UNINDEXED, detail = column
);


-- A person whom a referrer referred, in the order in which they came.
CREATE TABLE referral (
    id INTEGER PRIMARY KEY,
    campaign_id INTEGER NOT NULL,
    -- the contact who referred
    referrer_id TEXT NOT NULL,
    first_name TEXT,
    last_name TEXT,
    email TEXT,
    -- what e-mail addresses are compared by
    email_key TEXT,
    -- HubSpot's contact of the person; NULL until it is known
    person_id TEXT,
    attribution TEXT NOT NULL,
    status TEXT NOT NULL,
    -- a person decided so
    by_hand INTEGER NOT NULL DEFAULT 0,
    -- why it was not counted when it came; NULL if it was, or once a person let it count
    not_counted TEXT,
    clicked_at INTEGER,
    at INTEGER NOT NULL,
    -- when it came to its present status, and what brought it there, in words; NULL if it began so
    decided_at INTEGER,
    why TEXT,
    -- the rules that are met, by what, and until when their holds last: JSON; when the next is to be looked at
    met TEXT NOT NULL DEFAULT '[]',
    due_at INTEGER,
    -- what the person said on a form, for properties of their contact, as far as HubSpot has nothing there: a JSON
    -- array of [property, answer]
    answers TEXT NOT NULL DEFAULT '[]',
    -- 'waiting' until it is known whom HubSpot has for the person, then 'known' until HubSpot has what is told of who
    -- referred them, then 'written'; 'refused' if HubSpot takes it not, and why. One that does not count waits for
    -- nothing.
    hubspot TEXT NOT NULL DEFAULT 'waiting',
    hubspot_problem TEXT,
    -- when what HubSpot holds of the person is to be looked at next; NULL while no rule asks for that. When it was
    -- looked at last, and how it stood with each rule then, in words: JSON
    look_at INTEGER,
    looked_at INTEGER,
    findings TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX referral_waiting ON referral (id)
    WHERE hubspot IN ('waiting', 'known') AND status IN ('pending', 'qualified');
CREATE INDEX referral_due ON referral (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX referral_look ON referral (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX referral_by_email ON referral (campaign_id, email_key) WHERE email_key IS NOT NULL;
CREATE INDEX referral_by_person ON referral (person_id, campaign_id) WHERE person_id IS NOT NULL;
CREATE INDEX referral_by_referrer ON referral (campaign_id, referrer_id, at);

-- How referrals are found (see referral_index.rs). Its rowids are their ids.
CREATE VIRTUAL TABLE referral_index USING fts5(words, marks, referrer UNINDEXED, detail = column);

-- What the person answered on the hosted page's form: questions and answers, JSON.
CREATE TABLE form_answers (
    referral_id INTEGER PRIMARY KEY,
    answers TEXT NOT NULL
);

-- Referrers whose numbers have changed since HubSpot was last told, and what they were before.
CREATE TABLE write_back (
    contact_id TEXT NOT NULL,
    campaign_id INTEGER NOT NULL,
    people_referred INTEGER NOT NULL,
    successful_referrals INTEGER NOT NULL,
    clicks INTEGER NOT NULL,
    last_referral_at INTEGER,
    PRIMARY KEY (contact_id, campaign_id)
) WITHOUT ROWID;

-- How far what changes in HubSpot has been seen, of each kind of records that is watched.
CREATE TABLE watch (
    -- 'contacts' or 'deals'
    objects TEXT PRIMARY KEY,
    -- what changed from this moment on, in milliseconds; of just that moment, from this id on
    from_ms INTEGER NOT NULL,
    from_id TEXT,
    -- when HubSpot is asked next
    next_at INTEGER NOT NULL
) WITHOUT ROWID;

-- About a hundred links that are published as one value. `version` counts changes, `published` is the last
-- version that the link index is known to have.
CREATE TABLE link_block (
    block INTEGER PRIMARY KEY,
    campaign_id INTEGER NOT NULL,
    slots TEXT NOT NULL,
    -- contact ids in the order of the slots, a JSON array: what leads from a code back to its referrer
    contacts TEXT NOT NULL,
    used INTEGER NOT NULL,
    version INTEGER NOT NULL,
    published INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX link_block_unpublished ON link_block (block) WHERE published < version;
CREATE INDEX link_block_open ON link_block (campaign_id, used) WHERE used < 128;

-- Readable aliases, of referrers' links and of campaigns (contact_id is ''). A row is never deleted and never another
-- owner's: what was replaced keeps working. `version` and `published` are as in link_block.
CREATE TABLE slug (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    campaign_id INTEGER NOT NULL,
    contact_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    published INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX slug_unpublished ON slug (id) WHERE published < version;
CREATE INDEX slug_by_owner ON slug (campaign_id, contact_id);

-- Hosts of the portal's own for its links: the one that is wanted, and those that are being given back (see
-- link_hosts.rs). `version` and `published` are as in link_block, and 0 until the Directory has given the host.
CREATE TABLE link_host (
    id INTEGER PRIMARY KEY,
    host TEXT NOT NULL UNIQUE,
    -- 'claiming', 'taken', 'held' or 'leaving'
    state TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    published INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE sync (
    id INTEGER PRIMARY KEY,
    campaign_id INTEGER NOT NULL,
    ongoing INTEGER NOT NULL,
    -- who takes part, and what becomes of the links of those who leave
    audience TEXT NOT NULL,
    on_leaving TEXT NOT NULL,
    -- which reading of the audience's lists is the present one, and what HubSpot said of the lists then; NULL
    -- before the first
    roll INTEGER,
    roll_state TEXT,
    outbound TEXT NOT NULL,
    inbound TEXT NOT NULL,
    -- Goodword's own properties were made once; one that is missing later was removed by a person
    properties_made INTEGER NOT NULL DEFAULT 0,
    -- when an ongoing sync is next due; NULL while a run is under way and for one-time syncs
    next_run_at INTEGER,
    created_at INTEGER NOT NULL,
    -- its row stays for its runs' sake
    ended_at INTEGER
);

-- Who is in the lists of a sync's audience, a page of HubSpot's a row. A reading (`roll`) is begun by a run and
-- named by its id; the sync names the one that is complete.
CREATE TABLE roll_page (
    sync_id INTEGER NOT NULL,
    roll INTEGER NOT NULL,
    list_id TEXT NOT NULL,
    page INTEGER NOT NULL,
    -- contact ids, a JSON array
    contacts TEXT NOT NULL,
    -- HubSpot's cursor of the next page; NULL on the last
    next TEXT,
    PRIMARY KEY (sync_id, roll, list_id, page)
) WITHOUT ROWID;

CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    sync_id INTEGER NOT NULL,
    -- the run whose failed contacts this one tries again; NULL: it covers the whole audience
    retry_of INTEGER,
    stage TEXT NOT NULL,
    hold TEXT,
    -- what holds the run, in words
    problem TEXT,
    -- HubSpot's cursor of the next page; NULL before the first
    cursor TEXT,
    -- what HubSpot said of the audience's lists before this run read them
    lists TEXT,
    -- how many contacts it had seen when: a JSON array of [seconds after the beginning, contacts]
    pace TEXT NOT NULL DEFAULT '[]',
    -- how many contacts the run is about to see, as far as that is known
    expected INTEGER,
    -- the last page was decided
    all_read INTEGER NOT NULL DEFAULT 0,
    -- how often properties were found missing while the run was under way
    doubts INTEGER NOT NULL DEFAULT 0,
    seen INTEGER NOT NULL DEFAULT 0,
    linked INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    hubspot_calls INTEGER NOT NULL DEFAULT 0,
    kv_writes INTEGER NOT NULL DEFAULT 0,
    rows_written INTEGER NOT NULL DEFAULT 0,
    started_at INTEGER NOT NULL,
    finished_at INTEGER
);
CREATE INDEX run_by_sync ON run (sync_id, id);
CREATE INDEX run_under_way ON run (id) WHERE stage NOT IN ('finished', 'stopped');

-- The outbox: property writes that HubSpot has not acknowledged. `items` says which properties of which contacts;
-- the values are taken from the tables when the batch is sent, so that no older value can follow a newer one.
CREATE TABLE write_batch (
    id INTEGER PRIMARY KEY,
    sync_id INTEGER NOT NULL,
    -- NULL for a contact that was enrolled on the card
    run_id INTEGER,
    items TEXT NOT NULL,
    -- how often HubSpot left contacts of this batch unmentioned
    unconfirmed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX write_batch_by_run ON write_batch (run_id);

-- Contacts of a run that need a person's eye. Linked, updated and unchanged ones are known by their referrer.
CREATE TABLE outcome (
    run_id INTEGER NOT NULL,
    contact_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (run_id, contact_id)
) WITHOUT ROWID;

-- What people asked that HubSpot has to be asked for. Of each kind the newest alone is kept.
CREATE TABLE question (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    -- the question and its answer, JSON
    question TEXT NOT NULL,
    answer TEXT,
    -- why it could not be answered, in words
    problem TEXT,
    asked_at INTEGER NOT NULL
);

-- The properties, lists and pipelines that HubSpot had when they were last fetched: at most one row.
CREATE TABLE catalogue (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    properties TEXT NOT NULL,
    lists TEXT NOT NULL,
    lists_problem TEXT NOT NULL,
    pipelines TEXT NOT NULL,
    pipelines_problem TEXT NOT NULL,
    fetched_at INTEGER NOT NULL
);

-- What happened day by day (UTC), of a campaign (contact_id is '') and of a referrer.
CREATE TABLE activity (
    campaign_id INTEGER NOT NULL,
    contact_id TEXT NOT NULL,
    day TEXT NOT NULL,
    joined INTEGER NOT NULL DEFAULT 0,
    clicks INTEGER NOT NULL DEFAULT 0,
    -- visits that were no clicks: by machines, and again within the hour by those who were counted
    machine_visits INTEGER NOT NULL DEFAULT 0,
    repeated_visits INTEGER NOT NULL DEFAULT 0,
    people_referred INTEGER NOT NULL DEFAULT 0,
    successful_referrals INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (campaign_id, contact_id, day)
) WITHOUT ROWID;

-- Visits of links in the last hours: what tells a second visit from a first, a flood from people, and a report that
-- comes twice from two. Visitor and network are hashes under a key that is another each day.
CREATE TABLE visit (
    -- hours since 1970
    hour INTEGER NOT NULL,
    visitor TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- the report's own, so that its repetition is recognised
    id TEXT NOT NULL,
    code TEXT NOT NULL,
    network TEXT NOT NULL,
    -- it was a click
    counted INTEGER NOT NULL,
    PRIMARY KEY (hour, visitor, at, id)
) WITHOUT ROWID;
CREATE INDEX visit_by_link ON visit (code, network, at);

-- How often somebody sent something at the public doors within an hour: visitors are hashes under a key that is
-- another each day, '' is everybody together.
CREATE TABLE submission (
    -- hours since 1970
    hour INTEGER NOT NULL,
    visitor TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (hour, visitor)
) WITHOUT ROWID;

-- What the machines were that visited a campaign's links.
CREATE TABLE machine_visits (
    campaign_id INTEGER NOT NULL,
    reason TEXT NOT NULL,
    visits INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, reason)
) WITHOUT ROWID;

-- What happened to a referrer after they joined, and to their referrals.
CREATE TABLE happening (
    campaign_id INTEGER NOT NULL,
    contact_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    -- the referral that it happened to; 0 if it happened to none
    referral_id INTEGER NOT NULL DEFAULT 0,
    detail TEXT,
    PRIMARY KEY (campaign_id, contact_id, at, kind, referral_id)
) WITHOUT ROWID;
CREATE INDEX happening_to_referral ON happening (referral_id, at) WHERE referral_id > 0;

-- Keys with which the customer's own systems call the API.
CREATE TABLE api_key (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    -- SHA-256 of the key, base64
    hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- a day of UTC
    last_used_on TEXT
);

-- Answers to requests that may come twice, under the keys that came with them.
CREATE TABLE answered (
    key TEXT PRIMARY KEY,
    request TEXT NOT NULL,
    answer TEXT NOT NULL,
    standing TEXT NOT NULL,
    at INTEGER NOT NULL
) WITHOUT ROWID;
