-- One portal's tables, version 1. Times are milliseconds since 1970 UTC. HubSpot's ids are TEXT, because they may
-- exceed 2^53. Tables that are written by the hundred have no rowid and no second index, because Cloudflare bills
-- each index entry as a row written.

-- The account itself; always exactly one row.
CREATE TABLE account (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    hub_id TEXT,
    domain TEXT,
    ui_domain TEXT,
    -- 'none' before the first authorisation, then 'connected' or 'disconnected'
    connection TEXT NOT NULL DEFAULT 'none',
    -- the sealed tokens; NULL if there is no grant
    sealed_grant TEXT,
    -- the sealed access token for the uninstall call after the customer disconnected; NULL after the call
    sealed_farewell TEXT,
    -- the number of grants, so that a response under an earlier grant is recognised
    grant_version INTEGER NOT NULL DEFAULT 0,
    -- the grant's scopes, under HubSpot's names: a JSON array
    scopes TEXT NOT NULL DEFAULT '[]',
    access_until INTEGER NOT NULL DEFAULT 0,
    -- whether HubSpot has refused the app itself, not the customer's grant
    misconfigured INTEGER NOT NULL DEFAULT 0,
    -- the latest time at which calls to HubSpot may have been made
    calls_until INTEGER NOT NULL DEFAULT 0,
    -- the block numbers that were taken from the Directory and not used yet: a JSON array
    free_blocks TEXT NOT NULL DEFAULT '[]',
    -- the due time that the Directory has for the portal; -1 if it is unknown, NULL for 'never'
    due_reported INTEGER DEFAULT -1,
    -- the time since when number_change has rows; NULL while it has none
    numbers_changed_at INTEGER
);
INSERT INTO account (id) VALUES (1);

CREATE TABLE campaign (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    destination TEXT NOT NULL,
    window_days INTEGER NOT NULL,
    status TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    share_message TEXT NOT NULL,
    -- the landing of its links, the referrals that count, the qualification rules: JSON
    terms TEXT NOT NULL DEFAULT '{}',
    -- the id of the terms' next rule; ids are not reused, because a success is stored under the id of its rule
    next_rule INTEGER NOT NULL DEFAULT 1,
    -- contacts that were created since then may arrive with a code in the terms' arrival property
    arrivals_since INTEGER,
    -- the hosted page: JSON
    page TEXT NOT NULL DEFAULT '{}',
    -- the present slug; NULL if there is none
    slug TEXT,
    referrers INTEGER NOT NULL DEFAULT 0,
    clicks INTEGER NOT NULL DEFAULT 0,
    people_referred INTEGER NOT NULL DEFAULT 0,
    successful_referrals INTEGER NOT NULL DEFAULT 0
);

-- The referrers: contacts that take part in a campaign. A row is never deleted, and its code never changes.
CREATE TABLE referrer (
    campaign_id INTEGER NOT NULL,
    contact_id TEXT NOT NULL,
    -- the place in the order of joining, over all campaigns; also the rowid in referrer_index
    number INTEGER NOT NULL,
    code TEXT NOT NULL,
    -- the present slug; NULL if there is none
    slug TEXT,
    link_status TEXT NOT NULL,
    -- whether the link was paused because the contact left the audience; it is live again when the contact comes back
    away INTEGER NOT NULL DEFAULT 0,
    clicks INTEGER NOT NULL DEFAULT 0,
    people_referred INTEGER NOT NULL DEFAULT 0,
    successful_referrals INTEGER NOT NULL DEFAULT 0,
    last_referral_at INTEGER,
    first_name TEXT,
    last_name TEXT,
    email TEXT,
    -- the time when HubSpot had all values, unless the outbox holds the contact; NULL if it never had them
    synced_at INTEGER,
    -- the reason why the last write was refused; NULL if it was not
    sync_problem TEXT,
    joined_at INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, contact_id)
) WITHOUT ROWID;
-- The lists with the most active referrers first: of all campaigns or of one, with any link status or one. Referrers
-- without activity have no entry here.
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

-- The search index of referrers: the words of their names, e-mail addresses and codes, and marks for the filters
-- (see referrer_index.rs). Its rowids are in the order of joining.
CREATE VIRTUAL TABLE referrer_index USING fts5(
    words, marks, campaign_id UNINDEXED, contact_id UNINDEXED, detail = column
);


-- The referrals, in the order in which they arrived.
CREATE TABLE referral (
    id INTEGER PRIMARY KEY,
    campaign_id INTEGER NOT NULL,
    -- the contact who referred the person
    referrer_id TEXT NOT NULL,
    first_name TEXT,
    last_name TEXT,
    email TEXT,
    -- the normalised e-mail address, by which addresses are compared
    email_key TEXT,
    -- the person's contact in HubSpot; NULL until it is known
    person_id TEXT,
    attribution TEXT NOT NULL,
    status TEXT NOT NULL,
    -- whether a person decided the status
    by_hand INTEGER NOT NULL DEFAULT 0,
    -- the reason why it was not counted when it arrived; NULL if it was counted, or after a person let it count
    not_counted TEXT,
    clicked_at INTEGER,
    at INTEGER NOT NULL,
    -- the time and the cause (in words) of the present status; NULL if the referral began with it
    decided_at INTEGER,
    why TEXT,
    -- the rules that are met, with their causes and the ends of their holds: JSON. The end of the next hold.
    met TEXT NOT NULL DEFAULT '[]',
    due_at INTEGER,
    -- the person's answers on a form for properties of their contact; they are written only where HubSpot has no
    -- value: a JSON array of [property, answer]
    answers TEXT NOT NULL DEFAULT '[]',
    -- 'waiting' until the person's contact is known, then 'known' until the properties about the referrer are written,
    -- then 'written'. 'refused' if HubSpot refused the person, with the reason. A referral that does not count waits
    -- for nothing.
    hubspot TEXT NOT NULL DEFAULT 'waiting',
    hubspot_problem TEXT,
    -- the time of the next recheck; NULL while no rule depends on HubSpot. The time of the last recheck, and the state
    -- of each rule then, in words: JSON
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

-- The search index of referrals (see referral_index.rs). Its rowids are the referrals' ids.
CREATE VIRTUAL TABLE referral_index USING fts5(words, marks, referrer UNINDEXED, detail = column);

-- The answers of referred people on the hosted page's form: questions and answers as JSON.
CREATE TABLE form_answers (
    referral_id INTEGER PRIMARY KEY,
    answers TEXT NOT NULL
);

-- The number changes: the referrers whose numbers have changed since the last write to HubSpot, with the numbers
-- before the change.
CREATE TABLE number_change (
    contact_id TEXT NOT NULL,
    campaign_id INTEGER NOT NULL,
    people_referred INTEGER NOT NULL,
    successful_referrals INTEGER NOT NULL,
    clicks INTEGER NOT NULL,
    last_referral_at INTEGER,
    PRIMARY KEY (contact_id, campaign_id)
) WITHOUT ROWID;

-- The change feeds: the cursor over HubSpot's changes for each kind of records that is followed.
CREATE TABLE change_feed (
    -- 'contacts' or 'deals'
    objects TEXT PRIMARY KEY,
    -- the cursor: changes from this moment on, in milliseconds, and at exactly that moment from this id on
    from_ms INTEGER NOT NULL,
    from_id TEXT,
    -- the time of the next call to HubSpot
    next_at INTEGER NOT NULL
) WITHOUT ROWID;

-- The link blocks: up to 128 links that are published as one value. `version` counts changes. `published` is the
-- last version that the link index is known to have.
CREATE TABLE link_block (
    block INTEGER PRIMARY KEY,
    campaign_id INTEGER NOT NULL,
    slots TEXT NOT NULL,
    -- the contact ids in the order of the slots, by which the referrer of a code is found: a JSON array
    contacts TEXT NOT NULL,
    used INTEGER NOT NULL,
    version INTEGER NOT NULL,
    published INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX link_block_unpublished ON link_block (block) WHERE published < version;
CREATE INDEX link_block_open ON link_block (campaign_id, used) WHERE used < 128;

-- The slugs of referrers' links and of campaigns (contact_id is ''). A row is never deleted and never changes its
-- owner, so that a replaced slug keeps working. `version` and `published` are as in link_block.
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

-- The portal's own hosts for links: the one that is in use or being claimed, and those that are being released (see
-- link_hosts.rs). `version` and `published` are as in link_block, and 0 until the Directory has granted the host.
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
    -- the contacts that take part, and the effect on the links of contacts that leave
    audience TEXT NOT NULL,
    on_leaving TEXT NOT NULL,
    -- the run that read the present audience snapshot, and the lists' revisions at that time; NULL before the first
    -- snapshot
    snapshot_run_id INTEGER,
    snapshot_revisions TEXT,
    outbound TEXT NOT NULL,
    inbound TEXT NOT NULL,
    -- whether Goodword's own properties were created once; a property that is missing later was removed by a person
    properties_made INTEGER NOT NULL DEFAULT 0,
    -- the time when an ongoing sync is next due; NULL while a run is under way and for one-time syncs
    next_run_at INTEGER,
    created_at INTEGER NOT NULL,
    -- the time when the sync was ended; its row stays because its runs refer to it
    ended_at INTEGER
);

-- The audience snapshots: the members of the lists of a sync's audience, one page of HubSpot's response in each row.
-- `run_id` is the run that reads the snapshot. The sync names the snapshot that is complete.
CREATE TABLE audience_snapshot_page (
    sync_id INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    list_id TEXT NOT NULL,
    page INTEGER NOT NULL,
    -- the contact ids: a JSON array
    contacts TEXT NOT NULL,
    -- HubSpot's cursor of the next page; NULL on the last page
    next TEXT,
    PRIMARY KEY (sync_id, run_id, list_id, page)
) WITHOUT ROWID;

CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    sync_id INTEGER NOT NULL,
    -- the run whose failed contacts this run retries; NULL if it covers the whole audience
    retry_of INTEGER,
    stage TEXT NOT NULL,
    hold TEXT,
    -- the problem that holds the run, in words
    problem TEXT,
    -- HubSpot's cursor of the next page; NULL before the first page
    cursor TEXT,
    -- the revisions of the audience's lists before this run read their members
    lists TEXT,
    -- samples of the number of contacts seen: a JSON array of [seconds after the beginning, contacts]
    pace TEXT NOT NULL DEFAULT '[]',
    -- the number of contacts that the run will read; NULL if it is unknown
    expected INTEGER,
    -- whether the last page was decided
    all_read INTEGER NOT NULL DEFAULT 0,
    -- the number of times that properties were found missing while the run was under way
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

-- The outbox: property writes that HubSpot has not acknowledged. `items` names the contacts and their properties.
-- The values are read from the tables when the batch is sent, so that no older value can follow a newer one.
CREATE TABLE outbox_batch (
    id INTEGER PRIMARY KEY,
    sync_id INTEGER NOT NULL,
    -- NULL for a contact that was enrolled on the card
    run_id INTEGER,
    items TEXT NOT NULL,
    -- the number of HubSpot's responses that did not mention the contacts of this batch
    unconfirmed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX outbox_batch_by_run ON outbox_batch (run_id);

-- The outcomes that a person should see: contacts of a run that failed or were skipped. Linked, updated and
-- unchanged contacts are known by their referrers.
CREATE TABLE outcome (
    run_id INTEGER NOT NULL,
    contact_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (run_id, contact_id)
) WITHOUT ROWID;

-- The background queries to HubSpot that people started. Only the newest query of each kind is kept.
CREATE TABLE query (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    -- the query and its result: JSON
    query TEXT NOT NULL,
    result TEXT,
    -- the reason why there is no result, in words
    problem TEXT,
    started_at INTEGER NOT NULL
);

-- The properties, lists and pipelines of HubSpot as they were last fetched; at most one row.
CREATE TABLE catalogue (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    properties TEXT NOT NULL,
    lists TEXT NOT NULL,
    lists_problem TEXT NOT NULL,
    pipelines TEXT NOT NULL,
    pipelines_problem TEXT NOT NULL,
    fetched_at INTEGER NOT NULL
);

-- The daily stats (days of UTC) of campaigns (contact_id is '') and of referrers.
CREATE TABLE daily_stats (
    campaign_id INTEGER NOT NULL,
    contact_id TEXT NOT NULL,
    day TEXT NOT NULL,
    joined INTEGER NOT NULL DEFAULT 0,
    clicks INTEGER NOT NULL DEFAULT 0,
    -- visits that are not clicks: by machines, and further visits by people who were counted within the hour
    machine_visits INTEGER NOT NULL DEFAULT 0,
    repeated_visits INTEGER NOT NULL DEFAULT 0,
    people_referred INTEGER NOT NULL DEFAULT 0,
    successful_referrals INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (campaign_id, contact_id, day)
) WITHOUT ROWID;

-- The visits of links in the last hours. They show whether a visit is a person's second one, a part of a flood, or
-- reported twice. Visitor and network are hashes under a key that changes each day.
CREATE TABLE visit (
    -- hours since 1970
    hour INTEGER NOT NULL,
    visitor TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- the report's id, by which a repeated report is recognised
    id TEXT NOT NULL,
    code TEXT NOT NULL,
    network TEXT NOT NULL,
    -- whether the visit was a click
    counted INTEGER NOT NULL,
    PRIMARY KEY (hour, visitor, at, id)
) WITHOUT ROWID;
CREATE INDEX visit_by_link ON visit (code, network, at);

-- The rate limits: the number of forms and script reports that a visitor sent within an hour. Visitors are hashes
-- under a key that changes each day. The visitor '' counts all visitors together.
CREATE TABLE rate_limit (
    -- hours since 1970
    hour INTEGER NOT NULL,
    visitor TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (hour, visitor)
) WITHOUT ROWID;

-- The visits of a campaign's links by machines, by the kind of machine.
CREATE TABLE machine_visits (
    campaign_id INTEGER NOT NULL,
    reason TEXT NOT NULL,
    visits INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, reason)
) WITHOUT ROWID;

-- The event log: the events of referrers after they joined, and of their referrals.
CREATE TABLE event (
    campaign_id INTEGER NOT NULL,
    contact_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    -- the referral of the event; 0 if the event concerns no referral
    referral_id INTEGER NOT NULL DEFAULT 0,
    detail TEXT,
    PRIMARY KEY (campaign_id, contact_id, at, kind, referral_id)
) WITHOUT ROWID;
CREATE INDEX event_by_referral ON event (referral_id, at) WHERE referral_id > 0;

-- The keys with which the customer's own systems call the API.
CREATE TABLE api_key (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    -- SHA-256 of the key, base64
    hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- the day of its last use, in UTC
    last_used_on TEXT
);

-- The idempotency keys: the responses to requests that may be repeated, by the key of the request.
CREATE TABLE idempotency_key (
    key TEXT PRIMARY KEY,
    request TEXT NOT NULL,
    response TEXT NOT NULL,
    status TEXT NOT NULL,
    at INTEGER NOT NULL
) WITHOUT ROWID;
