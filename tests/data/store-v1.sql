-- A store of version 1, as that version wrote it. Never changed: newer versions must open it (tests/unit/test-store.c).
CREATE TABLE source (
  rowid INTEGER PRIMARY KEY,
  uri TEXT NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (uri, name)
);
CREATE TABLE image (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  sha256 TEXT NOT NULL UNIQUE,
  mime TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  keep TEXT NOT NULL,
  has_original INTEGER NOT NULL DEFAULT 0,
  has_thumbnail INTEGER NOT NULL DEFAULT 0,
  stored_bytes INTEGER NOT NULL DEFAULT 0,
  source INTEGER NOT NULL REFERENCES source (rowid),
  seen_us INTEGER NOT NULL,
  seen_offset INTEGER NOT NULL,
  seen_origin TEXT NOT NULL,
  added_us INTEGER NOT NULL,
  added_offset INTEGER NOT NULL,
  added_by TEXT
);
CREATE TABLE run (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  image INTEGER NOT NULL REFERENCES image (rowid),
  source INTEGER NOT NULL REFERENCES source (rowid),
  provider TEXT NOT NULL,
  find_model TEXT,
  find_model_sha256 TEXT,
  read_model TEXT,
  read_model_sha256 TEXT,
  decode_ms REAL NOT NULL,
  find_ms REAL NOT NULL,
  read_ms REAL NOT NULL,
  ran_us INTEGER NOT NULL,
  ran_offset INTEGER NOT NULL,
  ran_by TEXT
);
CREATE INDEX run_by_image ON run (image);
CREATE TABLE plate (
  rowid INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE,
  fold TEXT NOT NULL
);
CREATE INDEX plate_by_fold ON plate (fold);
CREATE VIRTUAL TABLE plate_search USING fts5 (text, content = 'plate', content_rowid = 'rowid', tokenize = 'trigram');
CREATE TABLE record (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  image INTEGER NOT NULL REFERENCES image (rowid),
  run INTEGER NOT NULL REFERENCES run (rowid),
  source INTEGER NOT NULL REFERENCES source (rowid),
  plate INTEGER REFERENCES plate (rowid),
  class TEXT NOT NULL,
  find_confidence REAL NOT NULL,
  box_x REAL NOT NULL, box_y REAL NOT NULL, box_w REAL NOT NULL, box_h REAL NOT NULL,
  quad_x0 REAL NOT NULL, quad_y0 REAL NOT NULL, quad_x1 REAL NOT NULL, quad_y1 REAL NOT NULL,
  quad_x2 REAL NOT NULL, quad_y2 REAL NOT NULL, quad_x3 REAL NOT NULL, quad_y3 REAL NOT NULL,
  layout TEXT,
  read_text TEXT,
  raw TEXT,
  confidence REAL NOT NULL,
  characters TEXT,
  alternatives TEXT,
  region_code TEXT,
  region_name TEXT,
  region_confidence REAL,
  seen_us INTEGER NOT NULL,
  seen_offset INTEGER NOT NULL,
  seen_origin TEXT NOT NULL,
  added_us INTEGER NOT NULL,
  added_offset INTEGER NOT NULL,
  added_by TEXT,
  review TEXT NOT NULL DEFAULT 'unreviewed',
  correction TEXT,
  reviewed_us INTEGER,
  reviewed_by TEXT,
  note TEXT,
  deleted_us INTEGER,
  deleted_by TEXT,
  has_crop INTEGER NOT NULL DEFAULT 0,
  crop_bytes INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX record_by_seen ON record (seen_us, id) WHERE deleted_us IS NULL;
CREATE INDEX record_by_added ON record (added_us, id) WHERE deleted_us IS NULL;
CREATE INDEX record_by_plate ON record (plate, seen_us) WHERE deleted_us IS NULL;
CREATE INDEX record_by_image ON record (image);
CREATE INDEX record_by_source ON record (source, seen_us) WHERE deleted_us IS NULL;
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  set_us INTEGER NOT NULL,
  set_by TEXT
) WITHOUT ROWID;
CREATE TABLE lease (
  rowid INTEGER PRIMARY KEY,
  folder INTEGER NOT NULL,
  id TEXT NOT NULL,
  taken_us INTEGER NOT NULL
);
CREATE TABLE total (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO total VALUES ('images', 0), ('records', 0), ('bytes', 0);
CREATE TRIGGER image_added AFTER INSERT ON image BEGIN
  UPDATE total SET value = value + 1 WHERE name = 'images';
  UPDATE total SET value = value + new.stored_bytes WHERE name = 'bytes';
END;
CREATE TRIGGER image_changed AFTER UPDATE OF stored_bytes ON image BEGIN
  UPDATE total SET value = value + new.stored_bytes - old.stored_bytes WHERE name = 'bytes';
END;
CREATE TRIGGER image_removed AFTER DELETE ON image BEGIN
  UPDATE total SET value = value - 1 WHERE name = 'images';
  UPDATE total SET value = value - old.stored_bytes WHERE name = 'bytes';
END;
CREATE TRIGGER record_added AFTER INSERT ON record BEGIN
  UPDATE total SET value = value + (new.deleted_us IS NULL) WHERE name = 'records';
  UPDATE total SET value = value + new.crop_bytes WHERE name = 'bytes';
END;
CREATE TRIGGER record_changed AFTER UPDATE OF deleted_us, crop_bytes ON record BEGIN
  UPDATE total SET value = value + (new.deleted_us IS NULL) - (old.deleted_us IS NULL) WHERE name = 'records';
  UPDATE total SET value = value + new.crop_bytes - old.crop_bytes WHERE name = 'bytes';
END;
CREATE TRIGGER record_removed AFTER DELETE ON record BEGIN
  UPDATE total SET value = value - (old.deleted_us IS NULL) WHERE name = 'records';
  UPDATE total SET value = value - old.crop_bytes WHERE name = 'bytes';
END;
INSERT INTO source VALUES (1, 'file:///photos/gate.jpg', 'gate.jpg');
INSERT INTO image (rowid, id, sha256, mime, width, height, bytes, keep, source, seen_us, seen_offset, seen_origin, added_us, added_offset, added_by)
VALUES (1, '5f0c4b1e-8a51-4c9f-9d5e-0d6f7a1b2c3d', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', 'image/jpeg', 1280, 960, 1000, 'refer', 1,
 1750000000000000, 7200, 'exif-local', 1750000100000000, 7200, 'user');
INSERT INTO run (rowid, id, image, source, provider, find_model, find_model_sha256, read_model, read_model_sha256, decode_ms, find_ms, read_ms, ran_us, ran_offset, ran_by)
VALUES (1, '0197739c-c5a0-7111-8222-333344445555', 1, 1, 'local', 'finder 1', 'aa', 'reader 1', 'bb', 1, 2, 3, 1750000100000000, 7200, 'user');
INSERT INTO plate (rowid, text, fold) VALUES (1, 'KA8999', 'KA8999'), (2, 'KAB999', 'KA8999'), (3, 'MX1', 'MX1');
INSERT INTO plate_search (rowid, text) VALUES (1, 'KA8999'), (2, 'KAB999'), (3, 'MX1');
INSERT INTO record (id, image, run, source, plate, class, find_confidence, box_x, box_y, box_w, box_h,
 quad_x0, quad_y0, quad_x1, quad_y1, quad_x2, quad_y2, quad_x3, quad_y3, layout, read_text, raw, confidence, characters, alternatives,
 seen_us, seen_offset, seen_origin, added_us, added_offset, added_by, review, correction, reviewed_us, reviewed_by)
VALUES ('0197739c-c5a1-7111-8222-333344445555', 1, 1, 1, 3, 'plate', 0.9, 1, 2, 100, 30, 1, 2, 101, 2, 101, 32, 1, 32, 'one-row', 'MX1', 'MX1', 0.8,
 '[{"text":"M","confidence":0.8},{"text":"X","confidence":0.8},{"text":"1","confidence":0.8}]', '[]',
 1750000000000000, 7200, 'exif-local', 1750000100000000, 7200, 'user', 'unreviewed', NULL, NULL, NULL),
 ('0197739c-c5a2-7111-8222-333344445555', 1, 1, 1, 2, 'plate', 0.9, 500, 2, 100, 30, 500, 2, 600, 2, 600, 32, 500, 32, NULL, 'KA8999', 'KA8999', 0.5,
 '[]', '[]', 1750000000000000, 7200, 'exif-local', 1750000100000000, 7200, 'user', 'corrected', 'KAB999', 1750000200000000, 'reviewer');
INSERT INTO setting VALUES ('keep', '"copy"', 1750000000000000, 'user');
PRAGMA user_version=1;
