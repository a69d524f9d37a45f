-- The deals that have met a rule, with the referral for which each counts in a campaign.
CREATE TABLE deal_credit (
    campaign_id INTEGER NOT NULL,
    deal_id TEXT NOT NULL,
    referral_id INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, deal_id)
) WITHOUT ROWID;
