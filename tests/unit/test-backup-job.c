/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A backup as a job: it says how far it is, ends with a whole archive or with none, and goes with the engine. */
#include "config.h"

#include <glib/gstdio.h>

#include "engine-fixture.h"

static void
save_one (EngineFixture *f)
{
  const KonReadOptions options = { .crops = TRUE, .save = TRUE };
  g_autofree char *path = engine_fixture_add_plate (f, "one.bmp", 10);
  g_autoptr (KonReadJob) job = engine_fixture_read (f, f->session, &options, path, NULL);

  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_DONE);
}

static void
test_done (EngineFixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->folder, "out.tar", NULL);
  g_autoptr (KonBackupJob) job = NULL;

  save_one (f);
  job = kon_engine_back_up (f->engine, f->session, path, FALSE);
  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_RUNNING);
  wait_for_job (KON_JOB (job));
  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_DONE);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

static void
notify_cb (KonJob *job, GParamSpec *pspec, gpointer user_data)
{
  g_assert_true (g_thread_self () == user_data);
}

/* What the job says of itself it says on the thread that made it, also when that is busy elsewhere meanwhile. */
static void
test_own_thread (EngineFixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->folder, "out.tar", NULL);
  g_autoptr (KonBackupJob) job = NULL;

  save_one (f);
  job = kon_engine_back_up (f->engine, f->session, path, FALSE);
  g_signal_connect (job, "notify", G_CALLBACK (notify_cb), g_thread_self ());
  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_thread_yield ();
  wait_for_job (KON_JOB (job));
  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_DONE);
}

static void
test_cancelled (EngineFixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->folder, "out.tar", NULL);
  g_autoptr (KonBackupJob) job = NULL;

  save_one (f);
  job = kon_engine_back_up (f->engine, f->session, path, FALSE);
  kon_job_cancel (KON_JOB (job));
  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_CANCELLED);
  kon_engine_shut_down (f->engine);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* Whoever comes when the archive has its name already comes too late, and is told so: what is said is true. */
static void
test_too_late (EngineFixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->folder, "out.tar", NULL);
  g_autoptr (KonBackupJob) job = NULL;

  save_one (f);
  job = kon_engine_back_up (f->engine, f->session, path, FALSE);
  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_thread_yield ();
  kon_job_cancel (KON_JOB (job));
  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_RUNNING);
  kon_engine_shut_down (f->engine);
  wait_for_job (KON_JOB (job));
  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_DONE);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

static void
test_failed (EngineFixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->folder, "nowhere", "out.tar", NULL);
  g_autoptr (KonSession) transient = kon_engine_open_transient (f->engine);
  g_autoptr (KonBackupJob) job = kon_engine_back_up (f->engine, f->session, path, FALSE);
  g_autoptr (KonBackupJob) second = kon_engine_back_up (f->engine, transient, path, FALSE);

  wait_for_job (KON_JOB (job));
  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_FAILED);
  g_assert_error (kon_job_get_error (KON_JOB (job)), KON_ERROR, KON_ERROR_NOT_FOUND);
  g_assert_cmpstr (kon_job_get_status_text (KON_JOB (job)), ==, kon_job_get_error (KON_JOB (job))->message);
  g_assert_error (kon_job_get_error (KON_JOB (second)), KON_ERROR, KON_ERROR_REFUSED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/backup-job/" name, EngineFixture, NULL, engine_fixture_set_up, func, engine_fixture_tear_down)
  ADD ("done", test_done);
  ADD ("own-thread", test_own_thread);
  ADD ("cancelled", test_cancelled);
  ADD ("too-late", test_too_late);
  ADD ("failed", test_failed);
  return g_test_run ();
}
