/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A viewer goes through every call of kon.h that writes, and is refused each; what may only be looked at is shown.
 * Whoever adds a writing call adds it here. */
#include "config.h"

#include "engine-fixture.h"

static void
add_one_record (EngineFixture *f)
{
  const KonReadOptions options = { .crops = TRUE, .save = TRUE };
  g_autofree char *path = engine_fixture_add_plate (f, "first.bmp", 10);
  g_autoptr (KonReadJob) job = engine_fixture_read (f, f->session, &options, path, NULL);

  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_DONE);
}

static KonRecord *
get_only_record (EngineFixture *f, KonSession *session)
{
  g_autoptr (GPtrArray) records = engine_fixture_list (f, session);

  g_assert_cmpuint (records->len, ==, 1);
  return g_object_ref (g_ptr_array_index (records, 0));
}

static gboolean
review (EngineFixture *f, KonSession *session, KonRecord *record, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kon_engine_review_async (f->engine, session, kon_record_get_id (record), KON_REVIEW_CORRECTED, "XY99", NULL, keep_result, &result);
  wait_for_result (&result);
  return kon_engine_review_finish (f->engine, result, error);
}

static gboolean
set_settings (EngineFixture *f, KonSession *session, GError **error)
{
  const KonSettings settings = { 7, KON_ORIGINALS_CROPS };
  g_autoptr (GAsyncResult) result = NULL;

  kon_engine_set_settings_async (f->engine, session, &settings, NULL, keep_result, &result);
  wait_for_result (&result);
  return kon_engine_set_settings_finish (f->engine, result, error);
}

static void
get_settings (EngineFixture *f, KonSession *session, KonSettings *settings)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kon_engine_get_settings_async (f->engine, session, NULL, keep_result, &result);
  wait_for_result (&result);
  g_assert_true (kon_engine_get_settings_finish (f->engine, result, settings, &error));
  g_assert_no_error (error);
}

static void
test_viewer_writes_nothing (EngineFixture *f, gconstpointer data)
{
  const KonReadOptions saves = { .crops = TRUE, .save = TRUE };
  g_autoptr (KonSession) viewer = kon_session_restrict (f->session, KON_ROLE_VIEWER);
  g_autofree char *path = engine_fixture_add_plate (f, "second.bmp", 11);
  g_autoptr (KonReadJob) job = NULL;
  g_autoptr (KonBackupJob) backup = NULL;
  g_autofree char *backup_path = NULL;
  g_autoptr (KonRecord) record = NULL;
  g_autoptr (KonRecord) after = NULL;
  g_autoptr (GError) error = NULL;
  KonSettings settings;

  add_one_record (f);
  record = get_only_record (f, viewer);

  job = engine_fixture_read (f, viewer, &saves, path, NULL);
  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_FAILED);
  g_assert_error (kon_job_get_error (KON_JOB (job)), KON_ERROR, KON_ERROR_REFUSED);
  backup_path = g_build_filename (f->folder, "out.tar", NULL);
  backup = kon_engine_back_up (f->engine, viewer, backup_path, FALSE);
  g_assert_cmpint (kon_job_get_state (KON_JOB (backup)), ==, KON_JOB_FAILED);
  g_assert_error (kon_job_get_error (KON_JOB (backup)), KON_ERROR, KON_ERROR_REFUSED);
  g_assert_false (g_file_test (backup_path, G_FILE_TEST_EXISTS));
  g_assert_false (review (f, viewer, record, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (set_settings (f, viewer, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_REFUSED);

  /* And indeed nothing was written. */
  after = get_only_record (f, f->session);
  g_assert_cmpstr (kon_record_get_text (after), ==, "AA");
  g_assert_cmpint (kon_record_get_fields (after)->review, ==, KON_REVIEW_UNREVIEWED);
  get_settings (f, f->session, &settings);
  g_assert_cmpint (settings.max_megapixels, ==, 100);
}

static void
test_viewer_looks (EngineFixture *f, gconstpointer data)
{
  const KonReadOptions reads = { .crops = TRUE };
  g_autoptr (KonSession) viewer = kon_session_restrict (f->session, KON_ROLE_VIEWER);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KonReadJob) job = NULL;
  g_autoptr (KonRecord) record = NULL;
  g_autoptr (KonFrame) frame = NULL;
  g_autoptr (GError) error = NULL;
  KonSettings settings;

  add_one_record (f);
  record = get_only_record (f, viewer);
  get_settings (f, viewer, &settings);
  kon_engine_load_image_async (f->engine, viewer, kon_record_get_image_id (record), 0, NULL, keep_result, &result);
  wait_for_result (&result);
  frame = kon_engine_load_image_finish (f->engine, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kon_frame_get_width (frame), ==, 160);
  job = engine_fixture_read (f, viewer, &reads, "first.bmp", NULL);
  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_DONE);
  g_assert_cmpuint (kon_job_get_failed (KON_JOB (job)), ==, 0);
}

static void
test_creator (EngineFixture *f, gconstpointer data)
{
  const KonReadOptions saves = { .crops = TRUE, .save = TRUE };
  g_autoptr (KonSession) creator = kon_session_restrict (f->session, KON_ROLE_CREATOR);
  g_autofree char *path = engine_fixture_add_plate (f, "first.bmp", 10);
  g_autoptr (KonReadJob) job = engine_fixture_read (f, creator, &saves, path, NULL);
  g_autoptr (KonRecord) record = NULL;
  g_autoptr (KonRecord) after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_DONE);
  record = get_only_record (f, creator);
  g_assert_true (review (f, creator, record, &error));
  g_assert_no_error (error);
  after = get_only_record (f, creator);
  g_assert_cmpstr (kon_record_get_text (after), ==, "XY99");
  g_assert_cmpstr (kon_record_get_fields (after)->read_text, ==, "AA");
  g_assert_false (set_settings (f, creator, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_REFUSED);
}

#define ADD(name, func) g_test_add ("/engine-permission/" name, EngineFixture, NULL, engine_fixture_set_up, func, engine_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("viewer-writes-nothing", test_viewer_writes_nothing);
  ADD ("viewer-looks", test_viewer_looks);
  ADD ("creator", test_creator);
  return g_test_run ();
}
