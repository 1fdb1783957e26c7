/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The batch: order, bad items, cancelling, saving twice, and what happens when saving or a model fails. */
#include "config.h"

#include "engine-fixture.h"

#include <glib/gstdio.h>

#include "kon-db.h"

static const KonReadOptions crops_only = { .crops = TRUE };
static const KonReadOptions crops_saved = { .crops = TRUE, .save = TRUE };

static void
picture_done_cb (KonReadJob *job, KonPicture *picture, gpointer user_data)
{
  g_string_append_printf (user_data, "%s ", kon_picture_get_name (picture));
}

static void
folder_empty_cb (KonReadJob *job, GFile *folder, const char *name, gpointer user_data)
{
  g_string_append_printf (user_data, "(%s) ", name);
}

static void
warning_cb (KonReadJob *job, const char *sentence, gpointer user_data)
{
  g_string_append (user_data, "warned ");
}

static void
add_file (EngineFixture *f, KonReadJob *job, const char *name)
{
  g_autofree char *path = g_build_filename (f->pictures, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  kon_read_job_add_file (job, file, name);
}

/* As given, below folders by name, large and small alike; empty folders in their place. */
static void
test_order (EngineFixture *f, gconstpointer data)
{
  g_autofree char *photo = engine_fixture_add_photo (f, "slow.bmp");
  g_autofree char *b = engine_fixture_add_plate (f, "folder/b.bmp", 11);
  g_autofree char *a = engine_fixture_add_plate (f, "folder/a.bmp", 10);
  g_autofree char *text = engine_fixture_add_file (f, "folder/notes.txt", "no picture");
  g_autofree char *only_text = engine_fixture_add_file (f, "empty/notes.txt", "no picture");
  g_autofree char *last = engine_fixture_add_plate (f, "last.bmp", 12);
  g_autoptr (GString) done = g_string_new (NULL);
  g_autoptr (KonReadJob) job = kon_engine_read (f->engine, f->session, &(const KonReadOptions){ 0 }, NULL);

  g_signal_connect (job, "picture-done", G_CALLBACK (picture_done_cb), done);
  g_signal_connect (job, "folder-empty", G_CALLBACK (folder_empty_cb), done);
  g_signal_connect (job, "warning::empty-folder", G_CALLBACK (warning_cb), done);
  add_file (f, job, "slow.bmp");
  add_file (f, job, "folder");
  add_file (f, job, "empty");
  add_file (f, job, "last.bmp");
  kon_read_job_seal (job);
  wait_for_job (KON_JOB (job));
  g_assert_cmpstr (done->str, ==, "slow.bmp folder/a.bmp folder/b.bmp (empty) warned last.bmp ");
  g_assert_cmpuint (kon_job_get_total (KON_JOB (job)), ==, 4);
  g_assert_cmpuint (kon_job_get_done (KON_JOB (job)), ==, 4);
  g_assert_cmpuint (g_list_model_get_n_items (kon_read_job_get_pictures (job)), ==, 4);
  g_assert_cmpstr (kon_job_get_status_text (KON_JOB (job)), ==, "4 pictures read");
}

static void
test_result (EngineFixture *f, gconstpointer data)
{
  g_autofree char *path = engine_fixture_add_photo (f, "photo.bmp");
  g_autoptr (KonReadJob) job = engine_fixture_read (f, f->session, &(const KonReadOptions){ .save = TRUE }, "photo.bmp", NULL);
  g_autoptr (KonPicture) picture = get_picture (job, 0);
  g_autoptr (KonPlate) plate = get_plate (picture, 0);
  g_autoptr (KonFrame) crop = NULL;
  g_autoptr (KonFrame) thumbnail = NULL;
  g_autoptr (GPtrArray) records = engine_fixture_list (f, f->session);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  const KonDetection *detection = kon_plate_get_detection (plate);

  g_assert_cmpint (kon_picture_get_state (picture), ==, KON_PICTURE_DONE);
  g_assert_cmpstr (kon_picture_get_uri (picture), ==, uri);
  g_assert_cmpint (kon_picture_get_width (picture), ==, 640);
  g_assert_cmpuint (g_list_model_get_n_items (kon_picture_get_plates (picture)), ==, 1);
  g_assert_cmpstr (kon_plate_get_text (plate), ==, "88");
  g_assert_cmpfloat_with_epsilon (detection->box.x, 172, 2);
  g_assert_cmpfloat_with_epsilon (detection->box.w, 64, 2);
  g_object_get (plate, "crop", &crop, NULL);
  g_assert_nonnull (crop);
  g_object_get (picture, "thumbnail", &thumbnail, NULL);
  g_assert_cmpint (kon_frame_get_width (thumbnail), ==, 256);
  g_assert_cmpuint (records->len, ==, 1);
  g_assert_cmpstr (kon_plate_get_record_id (plate), ==, kon_record_get_id (g_ptr_array_index (records, 0)));
  g_assert_cmpstr (kon_picture_get_image_id (picture), ==, kon_record_get_image_id (g_ptr_array_index (records, 0)));
  g_assert_cmpstr (kon_record_get_fields (g_ptr_array_index (records, 0))->source_uri, ==, uri);
}

static void
test_bad_items (EngineFixture *f, gconstpointer data)
{
  g_autofree char *good = engine_fixture_add_plate (f, "good.bmp", 10);
  g_autofree char *text = engine_fixture_add_file (f, "text.jpg", "no picture");
  g_autofree char *empty = engine_fixture_add_file (f, "empty.jpg", "");
  g_autoptr (KonReadJob) job = engine_fixture_read (f, f->session, &crops_saved, "missing.jpg", "text.jpg", "empty.jpg", "good.bmp", NULL);
  g_autoptr (KonPicture) missing = get_picture (job, 0);
  g_autoptr (KonPicture) last = get_picture (job, 3);

  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_DONE);
  g_assert_cmpuint (kon_job_get_failed (KON_JOB (job)), ==, 3);
  g_assert_error (kon_picture_get_error (missing), KON_ERROR, KON_ERROR_NOT_FOUND);
  g_assert_cmpint (kon_picture_get_state (last), ==, KON_PICTURE_DONE);
  g_assert_cmpstr (kon_job_get_status_text (KON_JOB (job)), ==, "1 picture read, 3 could not be opened");
}

static void
cancel_cb (KonReadJob *job, KonPicture *picture, gpointer user_data)
{
  guint *n = user_data;

  (*n)++;
  kon_job_cancel (KON_JOB (job));
}

/* The state is there at once, what comes late is dropped, and no picture stays "reading". */
static void
test_cancel (EngineFixture *f, gconstpointer data)
{
  g_autoptr (KonReadJob) job = NULL;
  guint n = 0;

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *name = g_strdup_printf ("many/%02u.bmp", i);
      g_autofree char *path = engine_fixture_add_plate (f, name, i);
    }
  job = kon_engine_read (f->engine, f->session, &crops_only, NULL);
  g_signal_connect (job, "picture-done", G_CALLBACK (cancel_cb), &n);
  add_file (f, job, "many");
  kon_read_job_seal (job);
  wait_for_job (KON_JOB (job));
  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_CANCELLED);
  engine_fixture_restart (f);
  iterate ();
  g_assert_cmpuint (n, ==, 1);
  for (guint i = 0; i < 30; i++)
    {
      g_autoptr (KonPicture) picture = get_picture (job, i);

      g_assert_cmpint (kon_picture_get_state (picture), ==, i == 0 ? KON_PICTURE_DONE : KON_PICTURE_WAITING);
    }
}

/* What is behind the picture makes it slow to store, but not to read. */
static void
append_zeros (const char *path, gsize size)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  bytes = g_realloc (bytes, length + size);
  memset (bytes + length, 0, size);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) (length + size), NULL));
}

static gint64
ask_store (EngineFixture *f, const char *sql)
{
  g_autofree char *org_dir = engine_fixture_get_org_dir (f);
  g_autofree char *path = g_build_filename (org_dir, "store.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KonDb) db = kon_db_open (path, KON_DB_READ_ONLY, NULL, &error);
  g_autoptr (KonDbStatement) statement = NULL;

  g_assert_no_error (error);
  statement = kon_db_prepare (db, sql, &error);
  g_assert_cmpint (kon_db_statement_step (statement, &error), ==, KON_DB_ROW);
  return kon_db_statement_get_int (statement, 0);
}

static void
records_changed_cb (KonEngine *engine, const char *organization_id, gpointer user_data)
{
  (*(guint *) user_data)++;
}

/* Cancelled while a picture is being saved: it is in the history, so who looks at the history learns of it. */
static void
test_cancel_while_saving (EngineFixture *f, gconstpointer data)
{
  g_autoptr (KonReadJob) job = NULL;
  guint n_told = 0, n_tries = 50;
  gboolean is_saving = FALSE;

  g_signal_connect (f->engine, "records-changed", G_CALLBACK (records_changed_cb), &n_told);
  while (!is_saving)
    {
      g_autofree char *name = g_strdup_printf ("%u.bmp", n_tries);
      g_autofree char *path = engine_fixture_add_plate (f, name, 10);

      g_assert_cmpuint (n_tries--, >, 0);
      append_zeros (path, (16 << 20) + n_tries);
      g_clear_object (&job);
      job = kon_engine_read (f->engine, f->session, &crops_saved, NULL);
      add_file (f, job, name);
      kon_read_job_seal (job);
      while (kon_job_get_state (KON_JOB (job)) == KON_JOB_RUNNING && !is_saving)
        {
          iterate ();
          is_saving = ask_store (f, "SELECT count(*) FROM lease") > 0;
        }
    }
  kon_job_cancel (KON_JOB (job));
  while (ask_store (f, "SELECT count(*) FROM lease") > 0)
    g_thread_yield ();
  n_told = 0;
  while (n_told == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_CANCELLED);
}

/* An open job takes more while it runs and waits for more when it has nothing to do. */
static void
test_more_while_running (EngineFixture *f, gconstpointer data)
{
  g_autofree char *a = engine_fixture_add_plate (f, "a.bmp", 10);
  g_autofree char *b = engine_fixture_add_plate (f, "b.bmp", 11);
  g_autoptr (KonReadJob) job = kon_engine_read (f->engine, f->session, &crops_only, NULL);

  add_file (f, job, "a.bmp");
  while (kon_job_get_done (KON_JOB (job)) < 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_RUNNING);
  add_file (f, job, "b.bmp");
  while (kon_job_get_done (KON_JOB (job)) < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_RUNNING);
  kon_read_job_seal (job);
  wait_for_job (KON_JOB (job));
  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_DONE);
}

static void
test_pasted (EngineFixture *f, gconstpointer data)
{
  g_autofree char *path = engine_fixture_add_plate (f, "a.bmp", 10);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, NULL, NULL, NULL);
  g_autoptr (KonReadJob) job = kon_engine_read (f->engine, f->session, &crops_saved, NULL);
  g_autoptr (KonPicture) picture = NULL;
  g_autoptr (KonPlate) plate = NULL;

  kon_read_job_add_bytes (job, bytes, "Pasted picture");
  kon_read_job_seal (job);
  wait_for_job (KON_JOB (job));
  picture = get_picture (job, 0);
  plate = get_plate (picture, 0);
  g_assert_cmpstr (kon_picture_get_name (picture), ==, "Pasted picture");
  g_assert_null (kon_picture_get_uri (picture));
  g_assert_cmpstr (kon_plate_get_text (plate), ==, "AA");
  g_assert_nonnull (kon_plate_get_record_id (plate));
}

/* A pasted picture lies nowhere else: it is copied also where files are only referred to. */
static void
test_pasted_is_copied (EngineFixture *f, gconstpointer data)
{
  const KonSettings settings = { .max_megapixels = 10, .originals = KON_ORIGINALS_REFER };
  g_autofree char *path = engine_fixture_add_plate (f, "a.bmp", 10);
  g_autofree char *other = engine_fixture_add_plate (f, "b.bmp", 11);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, NULL, NULL, NULL);
  g_autoptr (GAsyncResult) set = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KonReadJob) pasted = NULL;
  g_autoptr (KonReadJob) referred = NULL;

  kon_engine_set_settings_async (f->engine, f->session, &settings, NULL, keep_result, &set);
  wait_for_result (&set);
  g_assert_true (kon_engine_set_settings_finish (f->engine, set, &error));
  pasted = kon_engine_read (f->engine, f->session, &crops_saved, NULL);
  kon_read_job_add_bytes (pasted, bytes, "Pasted picture");
  kon_read_job_seal (pasted);
  wait_for_job (KON_JOB (pasted));
  referred = engine_fixture_read (f, f->session, &crops_saved, "b.bmp", NULL);
  g_assert_cmpint (ask_store (f, "SELECT has_original FROM image ORDER BY rowid"), ==, 1);
  g_assert_cmpint (ask_store (f, "SELECT has_original FROM image ORDER BY rowid DESC"), ==, 0);
}

/* The same picture again: the same record. */
static void
test_twice (EngineFixture *f, gconstpointer data)
{
  g_autofree char *a = engine_fixture_add_plate (f, "a.bmp", 10);
  g_autofree char *copy = engine_fixture_add_plate (f, "copy.bmp", 10);
  g_autoptr (KonReadJob) first = engine_fixture_read (f, f->session, &crops_saved, "a.bmp", "copy.bmp", NULL);
  g_autoptr (KonReadJob) second = engine_fixture_read (f, f->session, &crops_saved, "a.bmp", NULL);
  g_autoptr (KonPicture) picture_1 = get_picture (first, 0);
  g_autoptr (KonPicture) picture_2 = get_picture (second, 0);
  g_autoptr (KonPlate) plate_1 = get_plate (picture_1, 0);
  g_autoptr (KonPlate) plate_2 = get_plate (picture_2, 0);
  g_autoptr (GPtrArray) records = engine_fixture_list (f, f->session);

  g_assert_cmpuint (records->len, ==, 1);
  g_assert_cmpstr (kon_plate_get_record_id (plate_1), ==, kon_plate_get_record_id (plate_2));
}

/* The store cannot take files any more: told once, and what was read is shown all the same. */
static void
test_saving_fails (EngineFixture *f, gconstpointer data)
{
  g_autofree char *a = engine_fixture_add_plate (f, "a.bmp", 10);
  g_autofree char *org_dir = engine_fixture_get_org_dir (f);
  g_autofree char *images = g_build_filename (org_dir, "images", NULL);
  g_autoptr (KonReadJob) job = NULL;
  g_autoptr (KonPicture) picture = NULL;
  g_autoptr (KonPlate) plate = NULL;

  remove_folder (images);
  g_assert_true (g_file_set_contents (images, "in the way", -1, NULL));
  job = engine_fixture_read (f, f->session, &crops_saved, "a.bmp", NULL);
  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_FAILED);
  picture = get_picture (job, 0);
  plate = get_plate (picture, 0);
  g_assert_cmpint (kon_picture_get_state (picture), ==, KON_PICTURE_DONE);
  g_assert_cmpstr (kon_plate_get_text (plate), ==, "AA");
  g_assert_null (kon_plate_get_record_id (plate));
  g_assert_cmpstr (kon_picture_get_warnings (picture)[0], ==, "Read, but not saved to the history.");
  g_assert_cmpint (g_remove (images), ==, 0);
}

static void
test_model_fails (EngineFixture *f, gconstpointer data)
{
  g_autofree char *a = engine_fixture_add_plate (f, "a.bmp", 10);
  g_autofree char *manifest = g_build_filename (f->models_dir, "plate-reader.json", NULL);
  g_autoptr (KonReadJob) job = NULL;
  g_autoptr (KonPicture) picture = NULL;

  g_assert_cmpint (g_remove (manifest), ==, 0);
  job = engine_fixture_read (f, f->session, &crops_only, "a.bmp", NULL);
  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_FAILED);
  g_assert_error (kon_job_get_error (KON_JOB (job)), KON_ERROR, KON_ERROR_MODEL);
  picture = get_picture (job, 0);
  g_assert_cmpint (kon_picture_get_state (picture), ==, KON_PICTURE_WAITING);
}

/* A model of a newer program is no fault of the pictures. */
static void
test_model_is_newer (EngineFixture *f, gconstpointer data)
{
  g_autofree char *a = engine_fixture_add_plate (f, "a.bmp", 10);
  g_autofree char *b = engine_fixture_add_plate (f, "b.bmp", 11);
  g_autofree char *manifest = g_build_filename (f->models_dir, "plate-reader.json", NULL);
  g_autoptr (KonReadJob) job = NULL;

  g_assert_cmpint (g_remove (manifest), ==, 0);
  g_assert_true (g_file_set_contents (manifest, "{\"format\":99}", -1, NULL));
  job = engine_fixture_read (f, f->session, &crops_only, "a.bmp", "b.bmp", NULL);
  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_FAILED);
  g_assert_error (kon_job_get_error (KON_JOB (job)), KON_ERROR, KON_ERROR_NEWER_VERSION);
  g_assert_cmpuint (kon_job_get_failed (KON_JOB (job)), ==, 0);
}

static void
test_unknown_provider (EngineFixture *f, gconstpointer data)
{
  g_autoptr (KonReadJob) job = kon_engine_read (f->engine, f->session, &crops_only, "cloud");

  wait_for_job (KON_JOB (job));
  g_assert_error (kon_job_get_error (KON_JOB (job)), KON_ERROR, KON_ERROR_NOT_FOUND);
}

/* What the command line asks for keeps no pixels. */
static void
test_without_pixels (EngineFixture *f, gconstpointer data)
{
  g_autofree char *a = engine_fixture_add_plate (f, "a.bmp", 10);
  g_autoptr (KonReadJob) job
    = engine_fixture_read (f, f->session, &(const KonReadOptions){ .crops = TRUE, .save = TRUE, .skip_thumbnails = TRUE }, "a.bmp", NULL);
  g_autoptr (KonPicture) picture = get_picture (job, 0);
  g_autoptr (KonPlate) plate = get_plate (picture, 0);
  g_autoptr (KonFrame) thumbnail = NULL;

  g_object_get (picture, "thumbnail", &thumbnail, NULL);
  g_assert_null (thumbnail);
  g_assert_null (kon_plate_get_detection (plate)->crop);
  g_assert_nonnull (kon_plate_get_record_id (plate));
}

static void
test_too_large (EngineFixture *f, gconstpointer data)
{
  const KonReadOptions options = { .max_megapixels = 1 };
  g_autofree char *photo = engine_fixture_add_photo (f, "photo.bmp");
  g_autofree char *bomb = g_test_build_filename (G_TEST_DIST, "data", "bomb.png", NULL);
  g_autoptr (KonReadJob) job = engine_fixture_read (f, f->session, &options, bomb, photo, NULL);
  g_autoptr (KonPicture) first = get_picture (job, 0);

  g_assert_error (kon_picture_get_error (first), KON_ERROR, KON_ERROR_TOO_LARGE);
  g_assert_cmpuint (kon_job_get_failed (KON_JOB (job)), ==, 1);
}

#define ADD(name, func) g_test_add ("/read-job/" name, EngineFixture, NULL, engine_fixture_set_up, func, engine_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("order", test_order);
  ADD ("result", test_result);
  ADD ("bad-items", test_bad_items);
  ADD ("cancel", test_cancel);
  ADD ("cancel-while-saving", test_cancel_while_saving);
  ADD ("more-while-running", test_more_while_running);
  ADD ("pasted", test_pasted);
  ADD ("pasted-is-copied", test_pasted_is_copied);
  ADD ("twice", test_twice);
  ADD ("saving-fails", test_saving_fails);
  ADD ("model-fails", test_model_fails);
  ADD ("model-is-newer", test_model_is_newer);
  ADD ("unknown-provider", test_unknown_provider);
  ADD ("without-pixels", test_without_pixels);
  ADD ("too-large", test_too_large);
  return g_test_run ();
}
