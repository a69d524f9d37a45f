-- A host that was given up stays its last owner's until its quarantine is over.

-- the end of the quarantine; NULL: the owner has the host
ALTER TABLE link_host ADD COLUMN free_at INTEGER;
-- milliseconds of quarantine that the operator set when taking the host back; NULL: the operator has not
ALTER TABLE link_host ADD COLUMN taken_back INTEGER;
