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
ALTER TABLE shipment ADD COLUMN summary_adapter TEXT;      -- whose codes they are; none: the carrier's own
UPDATE shipment SET first_promised_at = promised_at;
-- Numbers come back after years: the newest parcel of a number has the highest generation.
DROP INDEX shipment_number;
CREATE UNIQUE INDEX shipment_number ON shipment (number, carrier, generation) WHERE number IS NOT NULL;

-- Parcels of which news are expected.
CREATE INDEX shipment_open ON shipment (id) WHERE status NOT IN (7, 10, 11);

ALTER TABLE shipment_event ADD COLUMN local_at $int;       -- what the clock at the place showed, as if it were UTC
ALTER TABLE shipment_event ADD COLUMN zone_source $int CHECK (zone_source BETWEEN 0 AND 4);  -- none carrier adapter place sibling
ALTER TABLE shipment_event ADD COLUMN turn $int NOT NULL DEFAULT 0;  -- the carrier's order among events of one minute
ALTER TABLE shipment_event ADD COLUMN native TEXT;         -- JSON array of all codes
ALTER TABLE shipment_event ADD COLUMN adapter TEXT;        -- whose codes they are; none: the carrier's own
ALTER TABLE shipment_event ADD COLUMN raw_time TEXT;
ALTER TABLE shipment_event ADD COLUMN raw TEXT;            -- JSON
ALTER TABLE shipment_event ADD COLUMN city TEXT;
ALTER TABLE shipment_event ADD COLUMN region TEXT;
ALTER TABLE shipment_event ADD COLUMN postal TEXT;
ALTER TABLE shipment_event ADD COLUMN identity TEXT;       -- of the parcel, as shipment.identity
ALTER TABLE shipment_event ADD COLUMN aside TEXT;          -- why it does not count: before_shipping other_parcel ambiguous bad_event
ALTER TABLE shipment_event ADD COLUMN taken_at $int;       -- when we learnt it
UPDATE shipment_event SET turn = (SELECT COUNT(*) FROM shipment_event o
  WHERE o.shipment = shipment_event.shipment AND o.at = shipment_event.at AND o.id < shipment_event.id);
-- Codes that no map knows.
CREATE INDEX shipment_event_unknown ON shipment_event (shipment) WHERE status = 13 AND aside IS NULL;

-- Polling ---------------------------------------------------------------
-- When each parcel is asked about, and how much may be asked of whom. All of it outlives a run, so that a restart cannot
-- burst.

CREATE TABLE polling (
  shipment TEXT PRIMARY KEY REFERENCES shipment (id),
  carrier TEXT NOT NULL,
  since $int NOT NULL,              -- handed over, or taken up
  next_poll_at $int,                -- none: no more
  last_poll_at $int,
  failures $int NOT NULL DEFAULT 0, -- in a row
  absences $int NOT NULL DEFAULT 0, -- how often in a row the carrier did not know it
  day $int,                         -- of the carrier's days, and how often it was asked about on it
  day_polls $int NOT NULL DEFAULT 0,
  lease_until $int,
  lease_owner TEXT,
  registered_at $int,               -- where a carrier wants to be told of a parcel first
  remembered TEXT,                  -- JSON object: what the carrier's replies gave to be said again
  body_hash TEXT,                   -- of the events last read: the same again are no news
  etag TEXT
) $keyed;
CREATE INDEX polling_due ON polling (carrier, next_poll_at) WHERE next_poll_at IS NOT NULL;
CREATE INDEX polling_lease ON polling (lease_owner) WHERE lease_owner IS NOT NULL;
CREATE INDEX shipment_under_way ON shipment (id) WHERE number IS NOT NULL AND status NOT IN (7, 10, 11, 12);

-- Who is asked about a carrier's parcels; a carrier without a row has the adapter of its name.
CREATE TABLE carrier (
  name TEXT PRIMARY KEY CHECK (name <> ''),
  adapter TEXT NOT NULL,
  account TEXT NOT NULL,            -- whose secrets and budget; by default the adapter's id
  base TEXT,
  sandbox $int NOT NULL DEFAULT 0 CHECK (sandbox IN (0, 1)),
  paused_until $int,
  reason TEXT
) $keyed;

CREATE TABLE carrier_account (
  id TEXT PRIMARY KEY,
  closed_until $int NOT NULL DEFAULT 0,  -- not asked before
  failures $int NOT NULL DEFAULT 0,      -- in a row
  reason TEXT,
  stretched_on $int,                     -- the day on which it was said that the quota is too small
  token TEXT,                            -- OAuth2
  token_until $int NOT NULL DEFAULT 0,
  token_lease_until $int NOT NULL DEFAULT 0  -- somebody is fetching one
) $keyed;

-- What was asked: counts in slots of each span (second minute hour day).
CREATE TABLE budget (
  account TEXT NOT NULL,
  span $int NOT NULL CHECK (span BETWEEN 0 AND 3),
  slot $int NOT NULL,
  used $int NOT NULL,
  PRIMARY KEY (account, span, slot)
) $keyed;

CREATE TABLE poll_total (
  carrier TEXT NOT NULL,
  result TEXT NOT NULL,
  count $int NOT NULL,
  last_at $int NOT NULL,
  PRIMARY KEY (carrier, result)
) $keyed;

-- Webhooks taken, by their message id: senders repeat themselves.
CREATE TABLE push (
  adapter TEXT NOT NULL,
  id TEXT NOT NULL,
  at $int NOT NULL,
  PRIMARY KEY (adapter, id)
) $keyed;
CREATE INDEX push_at ON push (at);

-- Notices ---------------------------------------------------------------
-- Who is told of what and how, what a channel can take, and what an alert still owes.

-- Of each event whose topic fits, each subscription makes one message.
CREATE TABLE subscription (
  topic TEXT NOT NULL CHECK (topic <> ''),       -- "shipment.delivered", "shipment.*", "*"
  channel TEXT NOT NULL CHECK (channel <> ''),
  recipient TEXT NOT NULL,                       -- "customer": whom the event is about
  enabled $int NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
  template TEXT,                                 -- instead of the topic's
  lang TEXT,
  zone TEXT,
  quiet TEXT,                                    -- "22:00-07:00", by the clock of the zone
  since $int NOT NULL,                           -- events from here on
  PRIMARY KEY (topic, channel, recipient)
) $keyed;

-- What is known of a receiver; goes before what the subscription says.
CREATE TABLE recipient (
  channel TEXT NOT NULL CHECK (channel <> ''),
  recipient TEXT NOT NULL,
  allowed $int NOT NULL DEFAULT 1 CHECK (allowed IN (0, 1)),  -- 0: wants nothing, or is gone
  reason TEXT,
  lang TEXT,
  zone TEXT,
  quiet TEXT,
  account TEXT,                                  -- whose secrets are used; NULL: the channel's
  since $int NOT NULL,
  PRIMARY KEY (channel, recipient)
) $keyed;

-- How much of what a channel's account takes in a span of time is used; span 0: it is closed until then.
CREATE TABLE pace (
  account TEXT NOT NULL,
  span_ms $int NOT NULL CHECK (span_ms >= 0),
  used $int NOT NULL,
  ends_at $int NOT NULL,
  PRIMARY KEY (account, span_ms)
) $keyed;

ALTER TABLE outbox ADD COLUMN series TEXT;       -- what it is a word on: of two unsent ones the newer counts
ALTER TABLE outbox ADD COLUMN spread_at $int;    -- of an event: when its messages were made
UPDATE outbox SET spread_at = at WHERE channel = 'event';
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (next_try_at, id) WHERE state = 0 AND channel <> 'event';
CREATE INDEX outbox_event ON outbox (id) WHERE channel = 'event' AND spread_at IS NULL;
CREATE INDEX outbox_series ON outbox (channel, recipient, series, id) WHERE state = 0 AND series IS NOT NULL;

ALTER TABLE alert ADD COLUMN told_at $int;       -- when it was last told to fire
ALTER TABLE alert ADD COLUMN owed $int NOT NULL DEFAULT 0 CHECK (owed IN (0, 1));  -- its state is still to be told
UPDATE alert SET told_at = since;

-- Until when nothing is told of an alert, or of all of a rule (key '').
CREATE TABLE snooze (
  rule TEXT NOT NULL,
  key TEXT NOT NULL,
  ends_at $int NOT NULL,
  PRIMARY KEY (rule, key)
) $keyed;
