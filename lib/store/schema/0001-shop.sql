-- The shop's store. One text for both drivers, which put in their own words for:
--   $int    INTEGER (SQLite), BIGINT (PostgreSQL)
--   $real   REAL / DOUBLE PRECISION
--   $id     a key that numbers itself
--   $table  the end of a table: STRICT / nothing
--   $keyed  the end of a narrow table stored in the order of its key: STRICT, WITHOUT ROWID / nothing
-- A section between "-- only sqlite" or "-- only postgresql" and "-- end" is for that driver.
-- Instants are milliseconds since 1970 in UTC, money is minor units, JSON is text.

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) $table;

CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  value $int NOT NULL
) $table;

-- Catalog ---------------------------------------------------------------

CREATE TABLE product (
  sku TEXT PRIMARY KEY CHECK (sku <> ''),
  name TEXT NOT NULL,
  description TEXT,
  category TEXT,
  price $int CHECK (price >= 0),
  currency TEXT,
  cost $int CHECK (cost >= 0),
  barcode TEXT,
  weight_g $int CHECK (weight_g >= 0),
  status $int NOT NULL CHECK (status BETWEEN 0 AND 2),  -- draft active archived
  attributes TEXT,
  images TEXT,
  price_since $int NOT NULL,   -- the standing price holds from here; earlier ones stand in price
  CHECK (price IS NULL OR currency IS NOT NULL)
) $table;

-- Prices that held or will hold: [valid_from, valid_to). A dated one (a campaign with an end) goes before the lasting
-- ones (the former standing prices, and changes planned for later).
CREATE TABLE price (
  sku TEXT NOT NULL REFERENCES product (sku),
  currency TEXT NOT NULL,
  dated $int NOT NULL CHECK (dated IN (0, 1)),
  valid_from $int NOT NULL,
  valid_to $int CHECK (valid_to > valid_from),
  price $int NOT NULL CHECK (price >= 0),
  PRIMARY KEY (sku, currency, dated, valid_from)
) $keyed;

-- The words of a product's text, for search; brought up to date from the audit trail.
CREATE TABLE product_term (
  term TEXT NOT NULL,
  sku TEXT NOT NULL,
  weight $int NOT NULL,
  PRIMARY KEY (term, sku)
) $keyed;
CREATE INDEX product_term_sku ON product_term (sku);

-- Stock -----------------------------------------------------------------

CREATE TABLE location (
  location TEXT PRIMARY KEY CHECK (location <> ''),
  name TEXT,
  priority $int NOT NULL DEFAULT 100,  -- lower is asked first
  active $int NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) $table;

-- Materialised sums of the movements and reservations; recomputed by ecom-store check.
CREATE TABLE level (
  sku TEXT NOT NULL REFERENCES product (sku),
  location TEXT NOT NULL REFERENCES location (location),
  on_hand $int NOT NULL DEFAULT 0 CHECK (on_hand >= 0),
  reserved $int NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  unavailable $int NOT NULL DEFAULT 0 CHECK (unavailable >= 0),
  incoming $int NOT NULL DEFAULT 0 CHECK (incoming >= 0),
  floor $int NOT NULL DEFAULT 0 CHECK (floor >= 0),
  PRIMARY KEY (sku, location)
) $keyed;

-- The double-entry ledger: ${quantity} of a SKU leaves one account and enters another. An account is a
-- location, a part of one ("main#unavailable", "main#incoming"), or @supplier @customer @loss @adjust @transit.
CREATE TABLE movement (
  id $id,
  at $int NOT NULL,
  sku TEXT NOT NULL REFERENCES product (sku),
  source TEXT NOT NULL,
  target TEXT NOT NULL CHECK (target <> source),
  quantity $int NOT NULL CHECK (quantity > 0),
  reason TEXT NOT NULL,
  reference TEXT,
  actor TEXT NOT NULL,
  key TEXT
) $table;
CREATE INDEX movement_sku ON movement (sku, id);
-- What is expected under a reference and not yet received.
CREATE INDEX movement_incoming ON movement (reference, sku)
  WHERE reference IS NOT NULL AND (source LIKE '%#incoming' OR target LIKE '%#incoming');

-- A claim on stock with one owner: an order's line ("order:1001:1") or a hold by hand ("hold:web-7").
CREATE TABLE reservation (
  id $id,
  owner TEXT NOT NULL,
  sku TEXT NOT NULL,
  location TEXT NOT NULL,
  quantity $int NOT NULL CHECK (quantity > 0),   -- as first taken
  open $int NOT NULL CHECK (open >= 0 AND open <= quantity), -- still counted in level.reserved
  state $int NOT NULL CHECK (state BETWEEN 0 AND 4),  -- held allocated shipped released expired
  created_at $int NOT NULL,
  expires_at $int,
  FOREIGN KEY (sku, location) REFERENCES level (sku, location)
) $table;
CREATE INDEX reservation_owner ON reservation (owner);
CREATE INDEX reservation_open ON reservation (sku, location) WHERE open > 0;
CREATE INDEX reservation_expiry ON reservation (expires_at) WHERE open > 0 AND expires_at IS NOT NULL;

CREATE TABLE rule (
  sku TEXT NOT NULL REFERENCES product (sku),
  location TEXT NOT NULL REFERENCES location (location),
  reorder_point $int NOT NULL DEFAULT 0,
  target $int,
  lead_time_days $int,
  supplier TEXT,
  pack $int CHECK (pack > 0),
  safety $int,
  PRIMARY KEY (sku, location)
) $keyed;

-- Orders ----------------------------------------------------------------

CREATE TABLE sale (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  status $int NOT NULL CHECK (status BETWEEN 0 AND 11),
  customer TEXT,
  email TEXT,
  channel TEXT,
  currency TEXT NOT NULL,
  placed_at $int NOT NULL,
  expires_at $int,
  subtotal $int NOT NULL,
  discount $int NOT NULL,
  shipping $int NOT NULL,
  tax $int NOT NULL,
  total $int NOT NULL,
  paid $int NOT NULL DEFAULT 0,       -- sums of payment, kept in the same transaction
  refunded $int NOT NULL DEFAULT 0,
  stock $int NOT NULL CHECK (stock IN (0, 1)),  -- 0: imported history that never touched stock
  shipping_tax $int NOT NULL DEFAULT 0,
  CHECK (total = subtotal - discount + shipping + tax)
) $table;
CREATE INDEX sale_status ON sale (status, placed_at);
CREATE INDEX sale_placed ON sale (placed_at);

CREATE TABLE sale_line (
  sale TEXT NOT NULL REFERENCES sale (id),
  line $int NOT NULL,
  sku TEXT NOT NULL REFERENCES product (sku),
  location TEXT,                      -- asked for; NULL = chosen by priority
  quantity $int NOT NULL CHECK (quantity > 0),
  price $int NOT NULL,
  discount $int NOT NULL,
  tax $int NOT NULL,
  total $int NOT NULL,
  cancelled $int NOT NULL DEFAULT 0,
  shipped $int NOT NULL DEFAULT 0,
  delivered $int NOT NULL DEFAULT 0,
  returned $int NOT NULL DEFAULT 0,
  PRIMARY KEY (sale, line),
  CHECK (0 <= returned AND returned <= delivered AND delivered <= shipped AND shipped <= quantity - cancelled AND cancelled >= 0)
) $keyed;
CREATE INDEX sale_line_sku ON sale_line (sku);

-- What happened to an order, append-only: each is one move of the table of transitions.
CREATE TABLE sale_event (
  id $id,
  sale TEXT NOT NULL REFERENCES sale (id),
  at $int NOT NULL,
  event TEXT NOT NULL,
  from_status $int,
  to_status $int NOT NULL,
  reason TEXT,
  reference TEXT,
  actor TEXT NOT NULL
) $table;
CREATE INDEX sale_event_sale ON sale_event (sale, id);

CREATE TABLE payment (
  id $id,
  sale TEXT NOT NULL REFERENCES sale (id),
  amount $int NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL,
  provider TEXT NOT NULL,
  reference TEXT NOT NULL,
  status $int NOT NULL CHECK (status BETWEEN 0 AND 4), -- authorized captured refunded failed voided
  at $int NOT NULL,
  UNIQUE (provider, reference, status)
) $table;
CREATE INDEX payment_sale ON payment (sale);

-- Shipments -------------------------------------------------------------

CREATE TABLE shipment (
  id TEXT PRIMARY KEY CHECK (id <> ''),
  sale TEXT REFERENCES sale (id),
  carrier TEXT NOT NULL,
  number TEXT,
  status $int NOT NULL CHECK (status BETWEEN 0 AND 13),
  substatus TEXT,
  shipped_at $int,
  promised_at $int,
  delivered_at $int,
  last_event_at $int
) $table;
CREATE UNIQUE INDEX shipment_number ON shipment (carrier, number) WHERE number IS NOT NULL;
CREATE INDEX shipment_sale ON shipment (sale);

-- What of an order travels in a parcel.
CREATE TABLE shipment_line (
  shipment TEXT NOT NULL REFERENCES shipment (id),
  line $int NOT NULL,
  quantity $int NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (shipment, line)
) $keyed;

CREATE TABLE shipment_event (
  id $id,
  shipment TEXT NOT NULL REFERENCES shipment (id),
  at $int NOT NULL,
  utc_offset $int,            -- seconds east of UTC as the carrier gave it
  status $int NOT NULL CHECK (status BETWEEN 0 AND 13),
  substatus TEXT,
  code TEXT,
  text TEXT,
  place TEXT,
  country TEXT,
  lat $real,
  lng $real,
  digest TEXT NOT NULL,       -- the same event again has no effect
  UNIQUE (shipment, digest)
) $table;

-- Journal ---------------------------------------------------------------

CREATE TABLE audit (
  id $id,
  at $int NOT NULL,
  actor TEXT NOT NULL,
  verb TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  before TEXT,
  after TEXT
) $table;

CREATE TABLE idempotency (
  verb TEXT NOT NULL,
  key TEXT NOT NULL,
  digest TEXT NOT NULL,
  answer TEXT NOT NULL,
  at $int NOT NULL,
  PRIMARY KEY (verb, key)
) $keyed;

CREATE TABLE outbox (
  id $id,
  at $int NOT NULL,
  channel TEXT NOT NULL,
  recipient TEXT NOT NULL,
  topic TEXT NOT NULL,
  dedupe TEXT NOT NULL UNIQUE,
  subject TEXT,
  payload TEXT NOT NULL,
  state $int NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 4), -- queued sent failed dead cancelled
  attempts $int NOT NULL DEFAULT 0,
  next_try_at $int NOT NULL,
  lease_until $int,
  sent_at $int,
  last_error TEXT
) $table;
CREATE INDEX outbox_due ON outbox (next_try_at) WHERE state = 0;

CREATE TABLE alert (
  rule TEXT NOT NULL,
  key TEXT NOT NULL,
  state $int NOT NULL CHECK (state IN (0, 1)),   -- firing ok
  since $int NOT NULL,
  severity TEXT,
  subject TEXT,
  record TEXT NOT NULL,
  seen_at $int NOT NULL,
  generation $int NOT NULL DEFAULT 0,   -- how often it has begun to fire: part of the message's identity
  PRIMARY KEY (rule, key)
) $keyed;

-- Append-only tables refuse to be changed, whoever asks.
-- only sqlite
CREATE TRIGGER movement_no_update BEFORE UPDATE ON movement BEGIN SELECT RAISE(ABORT, 'movements are append-only'); END;
CREATE TRIGGER movement_no_delete BEFORE DELETE ON movement BEGIN SELECT RAISE(ABORT, 'movements are append-only'); END;
CREATE TRIGGER movement_no_replace BEFORE INSERT ON movement
  WHEN EXISTS (SELECT 1 FROM movement WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'movements are append-only'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER sale_event_no_update BEFORE UPDATE ON sale_event BEGIN SELECT RAISE(ABORT, 'order history is append-only'); END;
CREATE TRIGGER sale_event_no_delete BEFORE DELETE ON sale_event BEGIN SELECT RAISE(ABORT, 'order history is append-only'); END;
-- end
-- only postgresql
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23514'; END $$;
CREATE TRIGGER movement_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON movement EXECUTE FUNCTION append_only();
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit EXECUTE FUNCTION append_only();
CREATE TRIGGER sale_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sale_event EXECUTE FUNCTION append_only();
-- end
