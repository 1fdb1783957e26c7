/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Opening a store: new, again, by two at once, of older and newer versions, damaged, not writable; settings, usage. */
#include "config.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "kon-error.h"
#include "store-fixture.h"

#define NOBODY 65534

static char *
in_directory (StoreFixture *fixture, const char *name)
{
  return g_build_filename (fixture->directory, name, NULL);
}

/* Opens anew and must get this error, whose message names the folder. */
static char *
assert_open_fails (StoreFixture *fixture, int code)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->store, kon_store_close);
  fixture->store = kon_store_open (fixture->directory, "Personal", NULL, fixture->clock, &error);
  g_assert_null (fixture->store);
  g_assert_error (error, KON_ERROR, code);
  g_assert_nonnull (strstr (error->message, fixture->directory));
  return g_strdup (error->message);
}

static void
test_identity (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *id = g_strdup (kon_store_get_id (fixture->store));

  g_assert_true (kon_id_is_valid (id));
  g_assert_cmpstr (kon_store_get_name (fixture->store), ==, "Personal");
  store_fixture_reopen (fixture);
  g_assert_cmpstr (kon_store_get_id (fixture->store), ==, id);
}

static void
test_layout_of_the_file (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *path = in_directory (fixture, "store.db");
  g_autofree char *contents = NULL;
  gsize size;

  g_clear_pointer (&fixture->store, kon_store_close);
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  g_assert_cmpint ((guint8) contents[16] << 8 | (guint8) contents[17], ==, 4096);
  g_assert_cmpint (contents[18], ==, 2);
  g_assert_cmpint (contents[20], ==, 40);
}

static void
test_two_at_once (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonStore) second = kon_store_open (fixture->directory, "Another name", NULL, fixture->clock, &error);
  g_autoptr (KonStoreRunResult) by_first = NULL;
  g_autoptr (KonStoreRunResult) by_second = NULL;
  g_autoptr (GPtrArray) records = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (kon_store_get_id (second), ==, kon_store_get_id (fixture->store));
  g_assert_cmpstr (kon_store_get_name (second), ==, "Personal");
  by_first = add_run (fixture->store, make_run (1, KON_KEEP_COPY, make_plate ("AB12CD", 0.9, 1, 2), NULL));
  by_second = add_run (second, make_run (1, KON_KEEP_COPY, make_plate ("AB12CE", 0.9, 1, 2), NULL));
  g_assert_true (by_second->known);
  g_assert_cmpstr (by_second->image_id, ==, by_first->image_id);
  records = list_all (fixture->store);
  g_assert_cmpuint (records->len, ==, 1);
  g_assert_cmpstr (kon_record_get_text (g_ptr_array_index (records, 0)), ==, "AB12CE");
}

static void
test_card (StoreFixture *fixture, gconstpointer data)
{
  static const char *const damaged[] = {
    "{\"format\":1,\"id\":\"..\",\"name\":\"x\"}", "no JSON", "{}", "{\"format\":1}", "{\"format\":0,\"id\":\"x\",\"name\":\"x\"}",
    "{\"format\":1,\"id\":7,\"name\":\"x\"}",
  };
  g_autofree char *path = in_directory (fixture, "org.json");
  g_autofree char *good = NULL;
  g_autofree char *message = NULL;
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (path, &good, NULL, NULL));

  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      g_assert_true (g_file_set_contents (path, damaged[i], -1, NULL));
      g_free (message);
      message = assert_open_fails (fixture, KON_ERROR_DAMAGED);
      g_assert_nonnull (strstr (message, "org.json"));
    }
  g_assert_true (g_file_set_contents (path, "{\"format\":2}", -1, NULL));
  g_free (assert_open_fails (fixture, KON_ERROR_NEWER_VERSION));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_free (message);
  message = assert_open_fails (fixture, KON_ERROR_DAMAGED);
  g_assert_nonnull (strstr (message, "org.json"));

  g_assert_true (g_file_set_contents (path, good, -1, NULL));
  store_fixture_reopen (fixture);
}

static void
test_settings (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *unset = kon_store_get_setting (fixture->store, "max-megapixels", &error);
  g_autofree char *set = NULL;
  g_autofree char *large = g_strnfill (2 << 20, 'x');

  g_assert_no_error (error);
  g_assert_null (unset);
  g_assert_true (kon_store_set_setting (fixture->store, "max-megapixels", "50", "user", &error));
  g_assert_true (kon_store_set_setting (fixture->store, "max-megapixels", "60", "other", &error));
  store_fixture_reopen (fixture);
  set = kon_store_get_setting (fixture->store, "max-megapixels", &error);
  g_assert_cmpstr (set, ==, "60");
  g_assert_cmpint (ask_database (fixture, "SELECT count(*) FROM setting WHERE set_by = 'other' AND set_us > 0"), ==, 1);
  g_assert_false (kon_store_set_setting (fixture->store, "large", large, "user", &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_TOO_LARGE);
}

static void
test_usage (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonStoreRunResult) first = NULL;
  g_autoptr (KonStoreRunResult) again = NULL;
  KonStoreUsage usage;

  g_assert_true (kon_store_get_usage (fixture->store, &usage, NULL, &error));
  g_assert_cmpint (usage.n_images, ==, 0);
  g_assert_cmpint (usage.image_bytes, ==, 0);

  first = add_run (fixture->store, make_run (1, KON_KEEP_COPY, make_plate ("A1", 0.9, 1, 2), make_plate ("B2", 0.9, 1, 99), NULL));
  again = add_run (fixture->store, make_run (1, KON_KEEP_COPY, make_plate ("A1", 0.9, 1, 2), NULL));
  g_assert_true (kon_store_get_usage (fixture->store, &usage, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (usage.n_images, ==, 1);
  g_assert_cmpint (usage.n_records, ==, 1);
  g_assert_cmpint (usage.image_bytes, ==, 5000 + 700 + 300 + 300 + 4 * 16);
  g_assert_cmpint (usage.database_bytes, >, 4096);
  g_assert_cmpint (usage.free_bytes, >, 0);
}

static void
test_damage (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *path = in_directory (fixture, "store.db");
  g_autofree char *message = NULL;
  g_autofree char *contents = NULL;
  g_autoptr (KonStoreRunResult) result = NULL;

  result = add_run (fixture->store, make_run (1, KON_KEEP_COPY, make_plate ("AB12CD", 0.9, 1, 2), NULL));
  g_clear_pointer (&fixture->store, kon_store_close);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_true (g_file_set_contents (path, "This is no database, however long one looks at it.", -1, NULL));
  message = assert_open_fails (fixture, KON_ERROR_DAMAGED);
  g_assert_nonnull (strstr (message, fixture->directory));
  g_assert_nonnull (strstr (message, "backup"));

  /* A file cut short. */
  g_assert_true (g_file_set_contents (path, contents, 6000, NULL));
  g_free (assert_open_fails (fixture, KON_ERROR_DAMAGED));
}

static void
test_damage_inside (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = in_directory (fixture, "store.db");
  g_autofree char *contents = NULL;
  KonStoreQuery query = { .before_us = G_MAXINT64, .limit = 1000 };
  gsize size;

  for (guint i = 0; i < 60; i++)
    kon_store_run_result_free (add_run (fixture->store, make_run (i, KON_KEEP_REFER, make_plate ("AB12CD", 0.9, 1, 2), NULL)));
  g_clear_pointer (&fixture->store, kon_store_close);
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  /* All but the schema's pages. */
  for (gsize page = 12; page < size / 4096; page++)
    memset (contents + page * 4096, 0x5a, 200);
  g_assert_true (g_file_set_contents (path, contents, size, NULL));
  fixture->store = kon_store_open (fixture->directory, "Personal", NULL, fixture->clock, &error);
  if (fixture->store != NULL)
    g_assert_null (kon_store_list_records (fixture->store, &query, NULL, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, fixture->directory));
}

static void
test_newer_version (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = in_directory (fixture, "store.db");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *message = NULL;
  g_autoptr (KonDb) db = NULL;
  gsize size_before, size_after;

  g_clear_pointer (&fixture->store, kon_store_close);
  db = kon_db_open (path, KON_DB_READ_WRITE, NULL, &error);
  g_assert_true (kon_db_set_user_version (db, 2, &error));
  g_clear_pointer (&db, kon_db_close);
  g_assert_true (g_file_get_contents (path, &before, &size_before, NULL));

  message = assert_open_fails (fixture, KON_ERROR_NEWER_VERSION);
  g_assert_nonnull (strstr (message, "store.db"));
  g_assert_true (g_file_get_contents (path, &after, &size_after, NULL));
  g_assert_cmpmem (before, size_before, after, size_after);
}

/* An empty database, as a process leaves it that is killed while it makes one. */
static void
test_version_0 (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = in_directory (fixture, "store.db");
  g_autoptr (KonStoreRunResult) result = NULL;
  g_autoptr (KonDb) db = NULL;

  g_clear_pointer (&fixture->store, kon_store_close);
  g_assert_cmpint (g_unlink (path), ==, 0);
  db = kon_db_open (path, KON_DB_CREATE, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&db, kon_db_close);
  store_fixture_reopen (fixture);
  result = add_run (fixture->store, make_run (1, KON_KEEP_COPY, make_plate ("AB12CD", 0.9, 1, 2), NULL));
  g_assert_cmpint (ask_database (fixture, "PRAGMA user_version"), ==, 1);
}

/* All definitions in the database, without white space. */
static char *
read_schema (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = in_directory (fixture, "store.db");
  g_autoptr (KonDb) db = kon_db_open (path, KON_DB_READ_ONLY, NULL, &error);
  g_autoptr (KonDbStatement) statement = NULL;

  g_assert_no_error (error);
  statement = kon_db_prepare (db,
                              "SELECT group_concat (replace (replace (sql, ' ', ''), char (10), ''), ';') "
                              "FROM (SELECT sql FROM sqlite_schema ORDER BY type, name)",
                              &error);
  g_assert_cmpint (kon_db_statement_step (statement, &error), ==, KON_DB_ROW);
  return g_strdup (kon_db_statement_get_text (statement, 0));
}

/* The store as version 1 wrote it: tests/data/store-v1.sql holds tables and rows. */
static void
test_version_1 (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = in_directory (fixture, "store.db");
  g_autofree char *sql_path = g_test_build_filename (G_TEST_DIST, "data", "store-v1.sql", NULL);
  g_autofree char *sql = NULL;
  g_autofree char *setting = NULL;
  g_autofree char *new_schema = read_schema (fixture);
  g_autofree char *old_schema = NULL;
  g_autoptr (KonDb) db = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) found = NULL;
  const KonRecordFields *fields;
  KonStoreUsage usage;
  KonStoreQuery query = { .contains = "b99", .before_us = G_MAXINT64, .limit = 10 };

  g_clear_pointer (&fixture->store, kon_store_close);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_true (g_file_get_contents (sql_path, &sql, NULL, &error));
  db = kon_db_open (path, KON_DB_CREATE, NULL, &error);
  g_assert_true (kon_db_exec (db, sql, &error));
  g_assert_no_error (error);
  g_clear_pointer (&db, kon_db_close);

  store_fixture_reopen (fixture);
  g_assert_cmpint (ask_database (fixture, "PRAGMA user_version"), ==, 1);
  old_schema = read_schema (fixture);
  g_assert_cmpstr (old_schema, ==, new_schema);
  records = list_all (fixture->store);
  g_assert_cmpuint (records->len, ==, 2);
  fields = kon_record_get_fields (g_ptr_array_index (records, 0));
  g_assert_cmpstr (fields->text, ==, "KAB999");
  g_assert_cmpstr (fields->read_text, ==, "KA8999");
  g_assert_cmpint (fields->review, ==, KON_REVIEW_CORRECTED);
  g_assert_cmpstr (fields->source_name, ==, "gate.jpg");
  g_assert_cmpint (fields->seen_at.offset_seconds, ==, 7200);
  g_assert_cmpint (fields->seen_at.origin, ==, KON_TIME_EXIF_LOCAL);
  found = kon_store_list_records (fixture->store, &query, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  setting = kon_store_get_setting (fixture->store, "keep", &error);
  g_assert_cmpstr (setting, ==, "\"copy\"");
  g_assert_true (kon_store_get_usage (fixture->store, &usage, NULL, &error));
  g_assert_cmpint (usage.n_records, ==, 2);
}

/* As another user where the test runs as root, to whom no folder is read-only. */
static void
test_read_only_folder (StoreFixture *fixture, gconstpointer data)
{
  gboolean is_root = geteuid () == 0;
  g_autofree char *message = NULL;

  g_clear_pointer (&fixture->store, kon_store_close);
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
  g_assert_cmpint (g_chmod (fixture->directory, 0555), ==, 0);
  if (is_root)
    g_assert_cmpint (seteuid (NOBODY), ==, 0);
  message = assert_open_fails (fixture, KON_ERROR_READ_ONLY);
  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_cmpint (g_chmod (fixture->directory, 0755), ==, 0);
  store_fixture_reopen (fixture);
}

/* The same where the lock can be had, but not the database. */
static void
test_read_only_database (StoreFixture *fixture, gconstpointer data)
{
  static const char *const files[] = { "lock", "org.json", "store.db" };
  gboolean is_root = geteuid () == 0;
  g_autofree char *message = NULL;

  g_clear_pointer (&fixture->store, kon_store_close);
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
  g_assert_cmpint (g_chmod (fixture->directory, 0555), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = in_directory (fixture, files[i]);
      g_assert_cmpint (g_chmod (path, i == 0 ? 0666 : 0444), ==, 0);
    }
  if (is_root)
    g_assert_cmpint (seteuid (NOBODY), ==, 0);
  message = assert_open_fails (fixture, KON_ERROR_READ_ONLY);
  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_cmpint (g_chmod (fixture->directory, 0755), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) \
  g_test_add ("/store/" path, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)
  ADD ("identity", test_identity);
  ADD ("layout-of-the-file", test_layout_of_the_file);
  ADD ("two-at-once", test_two_at_once);
  ADD ("card", test_card);
  ADD ("settings", test_settings);
  ADD ("usage", test_usage);
  ADD ("damage", test_damage);
  ADD ("damage-inside", test_damage_inside);
  ADD ("newer-version", test_newer_version);
  ADD ("version-0", test_version_0);
  ADD ("version-1", test_version_1);
  ADD ("read-only-folder", test_read_only_folder);
  ADD ("read-only-database", test_read_only_database);
  return g_test_run ();
}
