-- The call that HubSpot denies beside the runs, and HubSpot's words; empty if it denies none.
ALTER TABLE account ADD COLUMN denied_call TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN denied TEXT;
