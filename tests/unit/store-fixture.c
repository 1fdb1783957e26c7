/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the store's tests share. */
#include "config.h"

#include "store-fixture.h"

#include <string.h>

#include <glib/gstdio.h>

#define START_US G_GINT64_CONSTANT (1750000000000000)

void
store_fixture_set_up (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("kon-store-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->directory = g_build_filename (fixture->folder, "org", NULL);
  fixture->clock = kon_clock_new_fixed (START_US, G_USEC_PER_SEC, 7);
  fixture->store = kon_store_open (fixture->directory, "Personal", NULL, fixture->clock, &error);
  g_assert_no_error (error);
}

void
store_fixture_tear_down (StoreFixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->store, kon_store_close);
  kon_clock_unref (fixture->clock);
  remove_tree (fixture->folder);
  g_free (fixture->directory);
  g_free (fixture->folder);
}

void
store_fixture_reopen (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->store, kon_store_close);
  fixture->store = kon_store_open (fixture->directory, "Personal", NULL, fixture->clock, &error);
  g_assert_no_error (error);
}

void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

char *
make_sha256 (guint number)
{
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) &number, sizeof number);
}

KonDetection *
make_plate (const char *text, double confidence, double x, double y)
{
  KonDetection *detection = kon_detection_new ("plate");

  detection->box = (KonBox) { x, y, 100, 30 };
  detection->quad = kon_quad_from_box (&detection->box);
  detection->find_confidence = 0.875;
  detection->layout = KON_LAYOUT_ONE_ROW;
  if (text == NULL)
    return detection;

  detection->read = kon_read_new ();
  detection->read->text = g_strdup (text);
  detection->read->raw = g_strdup_printf ("%s?", text);
  detection->read->confidence = confidence;
  for (const char *at = text; *at != '\0'; at++)
    {
      KonCharacter character = { { *at, '\0' }, confidence };
      g_array_append_val (detection->read->characters, character);
    }
  return detection;
}

static GBytes *
make_bytes (const char *kind, guint number, gsize size)
{
  g_autofree char *text = g_strdup_printf ("%s %u", kind, number);
  char *bytes = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    bytes[i] = text[i % strlen (text)];
  return g_bytes_new_take (bytes, size);
}

KonStoreRun *
make_run (guint picture, KonKeep keep, KonDetection *first, ...)
{
  KonStoreRun *run = g_new0 (KonStoreRun, 1);
  va_list arguments;

  run->user_id = "user";
  run->sha256 = make_sha256 (picture);
  run->original = make_bytes ("original", picture, 5000);
  run->thumbnail = make_bytes ("thumbnail", picture, 700);
  run->keep = keep;
  run->mime = "image/jpeg";
  run->width = 1280;
  run->height = 960;
  run->source_name = g_strdup_printf ("photo %u.jpg", picture);
  run->source_uri = g_strdup_printf ("file:///photos/photo%%20%u.jpg", picture);
  run->seen_at = (KonTimestamp) { START_US - picture * G_TIME_SPAN_HOUR, 3600, KON_TIME_EXIF };
  run->provider = "local";
  run->find_model = "finder 1";
  run->find_model_sha256 = "aa";
  run->read_model = "reader 1";
  run->read_model_sha256 = "bb";
  run->decode_ms = 10;
  run->find_ms = 20;
  run->read_ms = 30;
  run->detections = g_ptr_array_new_with_free_func ((GDestroyNotify) kon_detection_unref);
  run->crops = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  va_start (arguments, first);
  for (KonDetection *detection = first; detection != NULL; detection = va_arg (arguments, KonDetection *))
    {
      g_ptr_array_add (run->crops, make_bytes ("crop", picture * 100 + run->detections->len, 300));
      g_ptr_array_add (run->detections, detection);
    }
  va_end (arguments);
  return run;
}

void
run_free (KonStoreRun *run)
{
  g_free ((char *) run->sha256);
  g_free ((char *) run->source_name);
  g_free ((char *) run->source_uri);
  g_clear_pointer (&run->original, g_bytes_unref);
  g_clear_pointer (&run->thumbnail, g_bytes_unref);
  g_ptr_array_unref (run->detections);
  g_clear_pointer (&run->crops, g_ptr_array_unref);
  g_free (run);
}

KonStoreRunResult *
add_run (KonStore *store, KonStoreRun *run)
{
  g_autoptr (GError) error = NULL;
  KonStoreRunResult *result = kon_store_add_run (store, run, &error);

  g_assert_no_error (error);
  g_assert_nonnull (result);
  g_assert_cmpuint (result->record_ids->len, ==, run->detections->len);
  run_free (run);
  return result;
}

GPtrArray *
list_all (KonStore *store)
{
  g_autoptr (GError) error = NULL;
  KonStoreQuery query = { .before_us = G_MAXINT64, .limit = 1000 };
  GPtrArray *records = kon_store_list_records (store, &query, NULL, &error);

  g_assert_no_error (error);
  return records;
}

gint64
ask_database (StoreFixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->directory, "store.db", NULL);
  g_autoptr (KonDb) db = kon_db_open (path, KON_DB_READ_ONLY, NULL, &error);
  g_autoptr (KonDbStatement) statement = NULL;

  g_assert_no_error (error);
  statement = kon_db_prepare (db, sql, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kon_db_statement_step (statement, &error), ==, KON_DB_ROW);
  g_assert_no_error (error);
  return kon_db_statement_get_int (statement, 0);
}

static guint
count_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      n += g_file_test (child, G_FILE_TEST_IS_DIR) ? count_tree (child) : 1;
    }
  return n;
}

guint
count_files (StoreFixture *fixture)
{
  g_autofree char *images = g_build_filename (fixture->directory, "images", NULL);
  g_autofree char *thumbs = g_build_filename (fixture->directory, "thumbs", NULL);

  return count_tree (images) + count_tree (thumbs);
}

char *
path_of (StoreFixture *fixture, const char *folder, const char *id)
{
  return g_build_filename (fixture->directory, folder, id + strlen (id) - 2, id, NULL);
}
