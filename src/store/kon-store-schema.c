/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The tables, and the numbered steps that lead to them. A step is never changed once a release has it: a new one is added, with
 * a test from a stored older file. PRAGMA user_version counts the steps taken. */
#define G_LOG_DOMAIN "kon-store"
#include "config.h"

#include "kon-store-private.h"

#include <glib/gi18n-lib.h>

#include "kon-error.h"

/* Step 1. Times are microseconds UTC with the zone's offset in seconds and how they are known. Ids are UUIDs; rows refer to each
 * other by rowid. "by" columns: the user's id. */
static const char step_1_tables[] =
  "CREATE TABLE source ("
  "  rowid INTEGER PRIMARY KEY,"
  "  uri TEXT NOT NULL,"
  "  name TEXT NOT NULL,"
  "  UNIQUE (uri, name)"
  ");"

  /* A picture, once, however often it was read. */
  "CREATE TABLE image ("
  "  rowid INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL UNIQUE,"
  "  sha256 TEXT NOT NULL UNIQUE,"
  "  mime TEXT NOT NULL,"
  "  width INTEGER NOT NULL,"
  "  height INTEGER NOT NULL,"
  "  bytes INTEGER NOT NULL," /* of the original */
  "  keep TEXT NOT NULL,"     /* copy, crops, refer: what was asked for last */
  "  has_original INTEGER NOT NULL DEFAULT 0,"
  "  has_thumbnail INTEGER NOT NULL DEFAULT 0,"
  "  stored_bytes INTEGER NOT NULL DEFAULT 0," /* original and thumbnail on disk */
  "  source INTEGER NOT NULL REFERENCES source (rowid)," /* where it was read last */
  "  seen_us INTEGER NOT NULL,"
  "  seen_offset INTEGER NOT NULL,"
  "  seen_origin TEXT NOT NULL,"
  "  added_us INTEGER NOT NULL,"
  "  added_offset INTEGER NOT NULL,"
  "  added_by TEXT"
  ");"

  /* One reading of one picture: who detected, with which models, how long it took. */
  "CREATE TABLE run ("
  "  rowid INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL UNIQUE,"
  "  image INTEGER NOT NULL REFERENCES image (rowid),"
  "  source INTEGER NOT NULL REFERENCES source (rowid),"
  "  provider TEXT NOT NULL,"
  "  find_model TEXT,"
  "  find_model_sha256 TEXT,"
  "  read_model TEXT,"
  "  read_model_sha256 TEXT,"
  "  decode_ms REAL NOT NULL,"
  "  find_ms REAL NOT NULL,"
  "  read_ms REAL NOT NULL,"
  "  ran_us INTEGER NOT NULL,"
  "  ran_offset INTEGER NOT NULL,"
  "  ran_by TEXT"
  ");"
  "CREATE INDEX run_by_image ON run (image);"

  /* Distinct texts, never changed; a correction points the record at another one. The search index is kept in step by
   * kon_plate_find_or_add(), not by a trigger: schemas are not trusted to reach virtual tables. */
  "CREATE TABLE plate ("
  "  rowid INTEGER PRIMARY KEY,"
  "  text TEXT NOT NULL UNIQUE,"
  "  fold TEXT NOT NULL" /* characters that look alike made one: 0OQD, 1IL, 8B, 5S, 2Z */
  ");"
  "CREATE INDEX plate_by_fold ON plate (fold);"
  "CREATE VIRTUAL TABLE plate_search USING fts5 (text, content = 'plate', content_rowid = 'rowid', tokenize = 'trigram');"

  /* What the history keeps of one detection. The machine's read and the human's word are different columns. */
  "CREATE TABLE record ("
  "  rowid INTEGER PRIMARY KEY,"
  "  id TEXT NOT NULL UNIQUE,"
  "  image INTEGER NOT NULL REFERENCES image (rowid),"
  "  run INTEGER NOT NULL REFERENCES run (rowid)," /* the one whose read it is */
  "  source INTEGER NOT NULL REFERENCES source (rowid),"
  "  plate INTEGER REFERENCES plate (rowid)," /* the text that counts: correction, else read; NULL where nothing was read */
  "  class TEXT NOT NULL,"
  "  find_confidence REAL NOT NULL,"
  "  box_x REAL NOT NULL, box_y REAL NOT NULL, box_w REAL NOT NULL, box_h REAL NOT NULL,"
  "  quad_x0 REAL NOT NULL, quad_y0 REAL NOT NULL, quad_x1 REAL NOT NULL, quad_y1 REAL NOT NULL,"
  "  quad_x2 REAL NOT NULL, quad_y2 REAL NOT NULL, quad_x3 REAL NOT NULL, quad_y3 REAL NOT NULL,"
  "  layout TEXT,"
  "  read_text TEXT," /* NULL where nothing was read */
  "  raw TEXT,"
  "  confidence REAL NOT NULL,"
  "  characters TEXT," /* JSON */
  "  alternatives TEXT," /* JSON */
  "  region_code TEXT,"
  "  region_name TEXT,"
  "  region_confidence REAL,"
  "  seen_us INTEGER NOT NULL,"
  "  seen_offset INTEGER NOT NULL,"
  "  seen_origin TEXT NOT NULL,"
  "  added_us INTEGER NOT NULL,"
  "  added_offset INTEGER NOT NULL,"
  "  added_by TEXT,"
  "  review TEXT NOT NULL DEFAULT 'unreviewed',"
  "  correction TEXT,"
  "  reviewed_us INTEGER,"
  "  reviewed_by TEXT,"
  "  note TEXT,"
  "  deleted_us INTEGER," /* NULL: alive */
  "  deleted_by TEXT,"
  "  has_crop INTEGER NOT NULL DEFAULT 0,"
  "  crop_bytes INTEGER NOT NULL DEFAULT 0"
  ");"
  "CREATE INDEX record_by_seen ON record (seen_us, id) WHERE deleted_us IS NULL;"
  "CREATE INDEX record_by_added ON record (added_us, id) WHERE deleted_us IS NULL;"
  "CREATE INDEX record_by_plate ON record (plate, seen_us) WHERE deleted_us IS NULL;"
  "CREATE INDEX record_by_image ON record (image);"
  "CREATE INDEX record_by_source ON record (source, seen_us) WHERE deleted_us IS NULL;"

  "CREATE TABLE setting ("
  "  key TEXT PRIMARY KEY,"
  "  value TEXT NOT NULL," /* JSON */
  "  set_us INTEGER NOT NULL,"
  "  set_by TEXT"
  ") WITHOUT ROWID;"

  /* Files that may lie on disk without a row that names them. */
  "CREATE TABLE lease ("
  "  rowid INTEGER PRIMARY KEY,"
  "  folder INTEGER NOT NULL," /* KonStoreFolder */
  "  id TEXT NOT NULL,"
  "  taken_us INTEGER NOT NULL"
  ");";

/* Totals, kept by the database itself, so that nobody counts ten million rows. */
static const char step_1_totals[] =
  "CREATE TABLE total (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;"
  "INSERT INTO total VALUES ('images', 0), ('records', 0), ('bytes', 0);"
  "CREATE TRIGGER image_added AFTER INSERT ON image BEGIN"
  "  UPDATE total SET value = value + 1 WHERE name = 'images';"
  "  UPDATE total SET value = value + new.stored_bytes WHERE name = 'bytes';"
  "END;"
  "CREATE TRIGGER image_changed AFTER UPDATE OF stored_bytes ON image BEGIN"
  "  UPDATE total SET value = value + new.stored_bytes - old.stored_bytes WHERE name = 'bytes';"
  "END;"
  "CREATE TRIGGER image_removed AFTER DELETE ON image BEGIN"
  "  UPDATE total SET value = value - 1 WHERE name = 'images';"
  "  UPDATE total SET value = value - old.stored_bytes WHERE name = 'bytes';"
  "END;"
  "CREATE TRIGGER record_added AFTER INSERT ON record BEGIN"
  "  UPDATE total SET value = value + (new.deleted_us IS NULL) WHERE name = 'records';"
  "  UPDATE total SET value = value + new.crop_bytes WHERE name = 'bytes';"
  "END;"
  "CREATE TRIGGER record_changed AFTER UPDATE OF deleted_us, crop_bytes ON record BEGIN"
  "  UPDATE total SET value = value + (new.deleted_us IS NULL) - (old.deleted_us IS NULL) WHERE name = 'records';"
  "  UPDATE total SET value = value + new.crop_bytes - old.crop_bytes WHERE name = 'bytes';"
  "END;"
  "CREATE TRIGGER record_removed AFTER DELETE ON record BEGIN"
  "  UPDATE total SET value = value - (old.deleted_us IS NULL) WHERE name = 'records';"
  "  UPDATE total SET value = value - old.crop_bytes WHERE name = 'bytes';"
  "END;";

static gboolean
run_step_1 (KonDb *db, GError **error)
{
  return kon_db_exec (db, step_1_tables, error) && kon_db_exec (db, step_1_totals, error);
}

/* Step n leads from version n to n + 1. */
static gboolean (*const steps[]) (KonDb *db, GError **error) = {
  run_step_1,
};

G_STATIC_ASSERT (G_N_ELEMENTS (steps) == KON_STORE_SCHEMA_VERSION);

static gboolean
fail_on_newer (const char *path, int version, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, KON_ERROR, KON_ERROR_NEWER_VERSION,
               _ ("The database “%s” was made by a newer version of this program (its format is %d, this version knows %d). "
                  "Update the program to open it; nothing was changed."),
               name, version, KON_STORE_SCHEMA_VERSION);
  return FALSE;
}

gboolean
kon_store_schema_check (const char *path, GBytes *key, GError **error)
{
  g_autoptr (KonDb) db = NULL;
  int version;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  db = kon_db_open (path, KON_DB_READ_ONLY, key, error);
  if (db == NULL)
    return FALSE;
  version = kon_db_get_user_version (db, error);
  if (version > KON_STORE_SCHEMA_VERSION)
    return fail_on_newer (path, version, error);
  return version >= 0;
}

gboolean
kon_store_schema_migrate (KonDb *db, gboolean alone, GError **error)
{
  int version = kon_db_get_user_version (db, error);

  if (version < 0)
    return FALSE;
  if (version > KON_STORE_SCHEMA_VERSION)
    return fail_on_newer ("store.db", version, error);
  if (version == KON_STORE_SCHEMA_VERSION)
    return TRUE;
  if (version > 0 && !alone)
    {
      g_set_error_literal (error, KON_ERROR, KON_ERROR_BUSY,
                           _ ("The database must be brought up to date, but another window or command is using it. "
                              "Close that one, then try again."));
      return FALSE;
    }
  for (; version < KON_STORE_SCHEMA_VERSION; version++)
    if (!steps[version](db, error) || !kon_db_set_user_version (db, version + 1, error))
      return FALSE;
  return TRUE;
}
