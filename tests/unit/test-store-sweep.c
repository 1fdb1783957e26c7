/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Strays: what nothing knows of goes, what somebody knows of or did not make stays. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <utime.h>

#include "store-fixture.h"

#define STRAY "3f1f9a52-6f0c-4d8e-9a54-0c1d2e3f4a5b"
#define LEASED "3f1f9a52-6f0c-4d8e-9a54-0c1d2e3f4acd"
#define LIMIT_MS 20000

/* A file that was last written long ago. Returns: (transfer full) its path */
static char *
plant (StoreFixture *fixture, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->directory, folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  const struct utimbuf long_ago = { 1000000000, 1000000000 };

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "KONP", -1, NULL));
  g_assert_cmpint (utime (path, &long_ago), ==, 0);
  return g_steal_pointer (&path);
}

/* As if a day had passed. */
static void
reopen_tomorrow (StoreFixture *fixture)
{
  g_autofree char *stamp = g_build_filename (fixture->directory, "swept", NULL);

  g_clear_pointer (&fixture->store, kon_store_close);
  g_unlink (stamp);
  store_fixture_reopen (fixture);
  for (int i = 0; i < LIMIT_MS && !g_file_test (stamp, G_FILE_TEST_EXISTS); i++)
    g_usleep (1000);
  g_assert_true (g_file_test (stamp, G_FILE_TEST_EXISTS));
}

static void
assert_is_there (const char *path, gboolean is_there)
{
  g_test_message ("%s", path);
  g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, is_there);
}

static void
test_strays_go (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (KonStoreRunResult) result = add_run (fixture->store, make_run (1, KON_KEEP_COPY, make_plate ("AB12CD", 0.9, 1, 2), NULL));
  guint n_files = count_files (fixture);
  g_autofree char *part_name = g_strconcat (strrchr (result->image_id, '\0') - 2, "/", result->image_id, ".part", NULL);
  g_autofree char *original = plant (fixture, "images", "5b/" STRAY);
  g_autofree char *small = plant (fixture, "thumbs", "5b/" STRAY);
  g_autofree char *part = plant (fixture, "images", "5b/" STRAY ".part");
  g_autofree char *part_of_known = plant (fixture, "images", part_name);

  reopen_tomorrow (fixture);
  assert_is_there (original, FALSE);
  assert_is_there (small, FALSE);
  assert_is_there (part, FALSE);
  assert_is_there (part_of_known, FALSE);
  g_assert_cmpuint (count_files (fixture), ==, n_files);
}

/* As another process would. */
static void
take_lease (StoreFixture *fixture, const char *sql)
{
  g_autofree char *path = g_build_filename (fixture->directory, "store.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KonDb) db = kon_db_open (path, KON_DB_READ_WRITE, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (kon_db_exec (db, sql, &error));
}

static void
test_others_stay (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *foreign = plant (fixture, "images", "5b/holiday.jpg");
  g_autofree char *misplaced = plant (fixture, "images", "00/" STRAY);
  g_autofree char *elsewhere = plant (fixture, "images", STRAY);
  g_autofree char *leased = plant (fixture, "images", "cd/" LEASED);
  g_autofree char *young = g_build_filename (fixture->directory, "images", "5b", STRAY, NULL);
  g_autofree char *sql = g_strdup_printf ("INSERT INTO lease (folder, id, taken_us) VALUES (0, '" LEASED "', %" G_GINT64_FORMAT ")",
                                          kon_clock_now_us (fixture->clock));
  g_autoptr (KonStore) other = NULL;
  const struct utimbuf tomorrow = { g_get_real_time () / G_USEC_PER_SEC + 86400, g_get_real_time () / G_USEC_PER_SEC + 86400 };

  take_lease (fixture, sql);
  g_assert_true (g_file_set_contents (young, "KONP", -1, NULL));
  g_assert_cmpint (utime (young, &tomorrow), ==, 0);
  /* Another one has it open: its leases are alive. */
  other = kon_store_open (fixture->directory, "Personal", NULL, fixture->clock, NULL);
  g_assert_nonnull (other);

  reopen_tomorrow (fixture);
  assert_is_there (foreign, TRUE);
  assert_is_there (misplaced, TRUE);
  assert_is_there (elsewhere, TRUE);
  assert_is_there (leased, TRUE);
  assert_is_there (young, TRUE);
}

static void
test_once_a_day (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *stray = NULL;

  reopen_tomorrow (fixture);
  stray = plant (fixture, "images", "5b/" STRAY);
  store_fixture_reopen (fixture);
  g_clear_pointer (&fixture->store, kon_store_close);
  assert_is_there (stray, TRUE);
}

static void
test_backups (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *left = plant (fixture, "backups", STRAY ".db.part");
  g_autofree char *foreign = plant (fixture, "backups", "mine.db");

  store_fixture_reopen (fixture);
  assert_is_there (left, FALSE);
  assert_is_there (foreign, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/store/sweep/" name, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)
  ADD ("strays-go", test_strays_go);
  ADD ("others-stay", test_others_stay);
  ADD ("once-a-day", test_once_a_day);
  ADD ("backups", test_backups);
  return g_test_run ();
}
