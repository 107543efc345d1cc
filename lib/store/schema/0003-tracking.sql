-- Carriers polled, parcels understood, people told.

-- Events ----------------------------------------------------------------
-- A parcel as its events and the shop tell of it. What carriers say is kept as it came, so that all else can be derived
-- from it again.

ALTER TABLE shipment ADD COLUMN details TEXT;              -- JSON object of texts: phone, postal, service, carrier_code ...
ALTER TABLE shipment ADD COLUMN first_promised_at $int;    -- promised_at is the latest promise
ALTER TABLE shipment ADD COLUMN changed_at $int;           -- when we last learnt anything new
ALTER TABLE shipment ADD COLUMN expired_at $int;           -- when we gave it up; news revive it
ALTER TABLE shipment ADD COLUMN identity TEXT;             -- the carrier's own id of the parcel, where numbers are not unique
ALTER TABLE shipment ADD COLUMN generation $int NOT NULL DEFAULT 0;  -- how often the carrier had used the number before
ALTER TABLE shipment ADD COLUMN shipped_seen $int NOT NULL DEFAULT 0 CHECK (shipped_seen IN (0, 1));      -- 1: shipped_at
ALTER TABLE shipment ADD COLUMN delivered_seen $int NOT NULL DEFAULT 0 CHECK (delivered_seen IN (0, 1));  -- is of events
ALTER TABLE shipment ADD COLUMN summary_status $int CHECK (summary_status BETWEEN 0 AND 13);  -- the carrier's own summary
ALTER TABLE shipment ADD COLUMN summary_substatus TEXT;
ALTER TABLE shipment ADD COLUMN summary_native TEXT;       -- JSON array of codes
UPDATE shipment SET first_promised_at = promised_at;
-- Numbers come back after years: the newest parcel of a number has the highest generation.
DROP INDEX shipment_number;
CREATE UNIQUE INDEX shipment_number ON shipment (number, carrier, generation) WHERE number IS NOT NULL;

ALTER TABLE shipment_event ADD COLUMN local_at $int;       -- what the clock at the place showed, as if it were UTC
ALTER TABLE shipment_event ADD COLUMN zone_source $int CHECK (zone_source BETWEEN 0 AND 4);  -- none carrier adapter place sibling
ALTER TABLE shipment_event ADD COLUMN turn $int NOT NULL DEFAULT 0;  -- the carrier's order among events of one minute
ALTER TABLE shipment_event ADD COLUMN native TEXT;         -- JSON array of all codes
ALTER TABLE shipment_event ADD COLUMN raw_time TEXT;
ALTER TABLE shipment_event ADD COLUMN raw TEXT;            -- JSON
ALTER TABLE shipment_event ADD COLUMN city TEXT;
ALTER TABLE shipment_event ADD COLUMN region TEXT;
ALTER TABLE shipment_event ADD COLUMN postal TEXT;
ALTER TABLE shipment_event ADD COLUMN identity TEXT;       -- of the parcel, as shipment.identity
ALTER TABLE shipment_event ADD COLUMN aside TEXT;          -- why it does not count: other_parcel ambiguous bad_event
ALTER TABLE shipment_event ADD COLUMN taken_at $int;       -- when we learnt it
-- Codes that no map knows, and all that is to be mapped again.
CREATE INDEX shipment_event_unknown ON shipment_event (shipment) WHERE status = 13 AND aside IS NULL;

-- Polling ---------------------------------------------------------------

-- Notices ---------------------------------------------------------------
