/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Backups: whole or not there at all, unpacked they are the store again. */
#include "config.h"

#include <glib/gstdio.h>

#include "kon-error.h"
#include "store-fixture.h"

typedef struct
{
  gint64 done, total;
  guint n_calls;
  GCancellable *cancellable; /* cancelled by the first call */
} Told;

static void
progress_cb (gint64 done, gint64 total, gpointer user_data)
{
  Told *told = user_data;

  g_assert_cmpint (done, >, told->done);
  told->done = done;
  told->total = total;
  told->n_calls++;
  if (told->cancellable != NULL)
    g_cancellable_cancel (told->cancellable);
}

static void
add_two (StoreFixture *fixture)
{
  for (guint i = 1; i <= 2; i++)
    {
      g_autoptr (KonStoreRunResult) result = add_run (fixture->store, make_run (i, KON_KEEP_COPY, make_plate ("AB12CD", 0.9, 1, 2), NULL));
      g_assert_nonnull (result);
    }
}

/* Unpacks @archive into @folder, which it makes. */
static void
unpack (const char *archive, const char *folder)
{
  const char *argv[] = { "tar", "-xf", archive, "-C", folder, NULL };
  int status;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
}

static void
assert_no_rest (StoreFixture *fixture, const char *archive)
{
  g_autofree char *part = g_strconcat (archive, ".part", NULL);
  g_autofree char *backups = g_build_filename (fixture->directory, "backups", NULL);
  g_autoptr (GDir) dir = g_dir_open (backups, 0, NULL);

  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_nonnull (dir);
  g_assert_null (g_dir_read_name (dir));
}

static void
test_comes_back (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *archive = g_build_filename (fixture->directory, "out.tar", NULL);
  g_autofree char *folder = g_build_filename (fixture->directory, "unpacked", NULL);
  g_autofree char *directory = g_build_filename (folder, kon_store_get_id (fixture->store), NULL);
  g_autoptr (KonStore) again = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GError) error = NULL;
  Told told = { 0 };

  add_two (fixture);
  g_assert_true (kon_store_back_up (fixture->store, archive, FALSE, progress_cb, NULL, &told, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (told.done, ==, told.total);
  g_assert_cmpint (told.total, ==, count_files (fixture));
  assert_no_rest (fixture, archive);

  unpack (archive, folder);
  again = kon_store_open (directory, "Personal", NULL, fixture->clock, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kon_store_get_id (again), ==, kon_store_get_id (fixture->store));
  before = list_all (fixture->store);
  after = list_all (again);
  g_assert_cmpuint (after->len, ==, before->len);
  for (guint i = 0; i < after->len; i++)
    {
      const KonRecordFields *fields = kon_record_get_fields (g_ptr_array_index (after, i));
      g_autoptr (GBytes) original = kon_store_load_original (again, fields->image_id, NULL, &error);
      g_autoptr (GBytes) crop = kon_store_load_crop (again, fields->id, &error);

      g_assert_no_error (error);
      g_assert_true (original != NULL && crop != NULL);
      g_assert_cmpstr (fields->id, ==, kon_record_get_id (g_ptr_array_index (before, i)));
    }
}

static void
test_nothing_is_overwritten (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *archive = g_build_filename (fixture->directory, "out.tar", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;

  add_two (fixture);
  g_assert_true (g_file_set_contents (archive, "dear to somebody", -1, NULL));
  g_assert_false (kon_store_back_up (fixture->store, archive, FALSE, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (archive, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "dear to somebody");
  assert_no_rest (fixture, archive);

  g_assert_true (kon_store_back_up (fixture->store, archive, TRUE, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
test_cancelled (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *archive = g_build_filename (fixture->directory, "out.tar", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Told told = { .cancellable = cancellable };

  add_two (fixture);
  g_assert_false (kon_store_back_up (fixture->store, archive, FALSE, progress_cb, NULL, &told, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (told.n_calls, ==, 1);
  g_assert_false (g_file_test (archive, G_FILE_TEST_EXISTS));
  assert_no_rest (fixture, archive);
}

static gboolean
refuse_cb (gpointer user_data)
{
  guint *n_asked = user_data;

  (*n_asked)++;
  return FALSE;
}

/* The last word before the archive takes its name. */
static void
test_not_committed (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *archive = g_build_filename (fixture->directory, "out.tar", NULL);
  g_autoptr (GError) error = NULL;
  guint n_asked = 0;

  add_two (fixture);
  g_assert_false (kon_store_back_up (fixture->store, archive, FALSE, NULL, refuse_cb, &n_asked, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (n_asked, ==, 1);
  g_assert_false (g_file_test (archive, G_FILE_TEST_EXISTS));
  assert_no_rest (fixture, archive);
}

/* What is gone from the store already does not keep the rest from being backed up. */
static void
test_picture_gone (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *archive = g_build_filename (fixture->directory, "out.tar", NULL);
  g_autoptr (GPtrArray) records = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  add_two (fixture);
  records = list_all (fixture->store);
  path = path_of (fixture, "images", kon_record_get_fields (g_ptr_array_index (records, 0))->image_id);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_true (kon_store_back_up (fixture->store, archive, FALSE, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
test_no_folder (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *archive = g_build_filename (fixture->directory, "nowhere", "out.tar", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (kon_store_back_up (fixture->store, archive, FALSE, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_NOT_FOUND);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/store/backup/" name, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)
  ADD ("comes-back", test_comes_back);
  ADD ("nothing-is-overwritten", test_nothing_is_overwritten);
  ADD ("cancelled", test_cancelled);
  ADD ("not-committed", test_not_committed);
  ADD ("picture-gone", test_picture_gone);
  ADD ("no-folder", test_no_folder);
  return g_test_run ();
}
