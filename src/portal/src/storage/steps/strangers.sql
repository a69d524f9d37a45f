-- The number of times that everybody was signed out. A session carries the number at its beginning.
ALTER TABLE account ADD COLUMN session_epoch INTEGER NOT NULL DEFAULT 0;

-- The network from which a claim by the public came: a hash under a key that changes each day. It is forgotten after a
-- day, unless the referral is still in review.
ALTER TABLE referral ADD COLUMN network TEXT;
CREATE INDEX referral_by_network ON referral (network, at) WHERE network IS NOT NULL;
CREATE INDEX referral_network_by_age ON referral (at) WHERE network IS NOT NULL AND status <> 'inReview';
-- A person in review only has to be known in HubSpot. Nothing is written about a contact that exists already.
CREATE INDEX referral_review_waiting ON referral (id) WHERE hubspot = 'waiting' AND status = 'inReview';

-- The rate limits: the number of forms and script reports that a network sent within a minute.
DROP TABLE rate_limit;
CREATE TABLE rate_limit (
    -- minutes since 1970
    minute INTEGER NOT NULL,
    network TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (minute, network)
) WITHOUT ROWID;

-- Keys without a proof cannot be used any more.
DELETE FROM api_key;

-- A referral that an earlier version refused to count because of a flood is in review, and its person becomes a lead.
UPDATE referral SET status = 'inReview', not_counted = NULL,
    why = 'The referrer had more than 20 referrals within an hour. Admit the referral if the person is real.'
    WHERE not_counted = 'burst' AND status = 'rejected' AND by_hand = 0;
REPLACE INTO referral_index (rowid, words, marks, referrer) SELECT referral.id,
    COALESCE(referral.first_name, '') || ' ' || COALESCE(referral.last_name, '') || ' '
    || COALESCE(referral.email, ''),
    'campaign' || referral.campaign_id || ' referrer' || referrer_id || ' ' || status,
    NULLIF(TRIM(COALESCE(referrer.first_name, '') || ' ' || COALESCE(referrer.last_name, '')), '')
    FROM referral JOIN referrer ON referrer.campaign_id = referral.campaign_id AND referrer.contact_id = referrer_id
    WHERE status = 'inReview';
