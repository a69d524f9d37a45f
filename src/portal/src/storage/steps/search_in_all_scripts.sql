-- Words in all scripts can be searched. Marks (the vowels of Indic and Thai words, the points of Arabic and Hebrew ones)
-- belong to words, so that a word is one token. And with all details, the index finds phrases: a search never fails,
-- wherever SQLite divides what looks like a word. Each index is filled again from its own entries.
CREATE TABLE moved AS SELECT rowid AS entry, words, marks, campaign_id, contact_id FROM referrer_index;
DROP TABLE referrer_index;
CREATE VIRTUAL TABLE referrer_index USING fts5(
    words, marks, campaign_id UNINDEXED, contact_id UNINDEXED, tokenize = "unicode61 categories 'L* N* Co M*'"
);
INSERT INTO referrer_index (rowid, words, marks, campaign_id, contact_id)
    SELECT entry, words, marks, campaign_id, contact_id FROM moved ORDER BY entry;
DROP TABLE moved;

CREATE TABLE moved AS SELECT rowid AS entry, words, marks, referrer FROM referral_index;
DROP TABLE referral_index;
CREATE VIRTUAL TABLE referral_index USING fts5(
    words, marks, referrer UNINDEXED, tokenize = "unicode61 categories 'L* N* Co M*'"
);
INSERT INTO referral_index (rowid, words, marks, referrer)
    SELECT entry, words, marks, referrer FROM moved ORDER BY entry;
DROP TABLE moved;
