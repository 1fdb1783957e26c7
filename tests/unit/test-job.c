/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The life of a job, by a kind of job that does nothing. */
#include "config.h"

#include "kon-error.h"
#include "kon-job-private.h"

#define TEST_TYPE_JOB (test_job_get_type ())
G_DECLARE_FINAL_TYPE (TestJob, test_job, TEST, JOB, KonJob)

struct _TestJob
{
  KonJob parent_instance;

  guint n_ended, n_finished, n_state_notified, n_fraction_notified;
};

G_DEFINE_FINAL_TYPE (TestJob, test_job, KON_TYPE_JOB)

static char *
test_job_make_status_text (KonJob *job)
{
  return g_strdup_printf ("%u of %u in state %d", kon_job_get_done (job), kon_job_get_total (job), kon_job_get_state (job));
}

static void
test_job_ended (KonJob *job)
{
  TEST_JOB (job)->n_ended++;
}

static void
test_job_class_init (TestJobClass *klass)
{
  KON_JOB_CLASS (klass)->make_status_text = test_job_make_status_text;
  KON_JOB_CLASS (klass)->ended = test_job_ended;
}

static void
finished_cb (TestJob *job)
{
  job->n_finished++;
}

static void
state_notified_cb (TestJob *job)
{
  job->n_state_notified++;
}

static void
fraction_notified_cb (TestJob *job)
{
  job->n_fraction_notified++;
}

static void
test_job_init (TestJob *job)
{
  g_signal_connect (job, "finished", G_CALLBACK (finished_cb), NULL);
  g_signal_connect (job, "notify::state", G_CALLBACK (state_notified_cb), NULL);
  g_signal_connect (job, "notify::fraction", G_CALLBACK (fraction_notified_cb), NULL);
}

static double
get_fraction (TestJob *job)
{
  double fraction;

  g_object_get (job, "fraction", &fraction, NULL);
  return fraction;
}

static void
test_counts (void)
{
  g_autoptr (TestJob) job = g_object_new (TEST_TYPE_JOB, NULL);

  g_assert_cmpfloat (get_fraction (job), ==, 0);
  kon_job_set_counts (KON_JOB (job), 4, 1, 0);
  g_assert_cmpfloat (get_fraction (job), ==, 0.25);
  g_assert_cmpstr (kon_job_get_status_text (KON_JOB (job)), ==, "1 of 4 in state 0");
  g_assert_cmpuint (job->n_fraction_notified, ==, 1);
  kon_job_set_counts (KON_JOB (job), 4, 1, 1);
  g_assert_cmpuint (job->n_fraction_notified, ==, 1);
  g_assert_cmpuint (kon_job_get_failed (KON_JOB (job)), ==, 1);
}

static void
test_done (void)
{
  g_autoptr (TestJob) job = g_object_new (TEST_TYPE_JOB, NULL);

  kon_job_finish (KON_JOB (job), NULL);
  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_DONE);
  g_assert_cmpfloat (get_fraction (job), ==, 1);
  g_assert_false (g_cancellable_is_cancelled (kon_job_get_cancellable (KON_JOB (job))));

  /* It is over: nothing changes it any more. */
  kon_job_cancel (KON_JOB (job));
  kon_job_finish (KON_JOB (job), g_error_new_literal (KON_ERROR, KON_ERROR_FAILED, "late"));
  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_DONE);
  g_assert_null (kon_job_get_error (KON_JOB (job)));
  g_assert_cmpuint (job->n_ended, ==, 1);
  g_assert_cmpuint (job->n_finished, ==, 1);
  g_assert_cmpuint (job->n_state_notified, ==, 1);
}

static void
test_failed (void)
{
  g_autoptr (TestJob) job = g_object_new (TEST_TYPE_JOB, NULL);

  kon_job_finish (KON_JOB (job), g_error_new_literal (KON_ERROR, KON_ERROR_NO_SPACE, "full"));
  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_FAILED);
  g_assert_error (kon_job_get_error (KON_JOB (job)), KON_ERROR, KON_ERROR_NO_SPACE);
  /* What is still under way must stop. */
  g_assert_true (g_cancellable_is_cancelled (kon_job_get_cancellable (KON_JOB (job))));
  g_assert_cmpuint (job->n_finished, ==, 1);
}

static void
test_cancelled (void)
{
  g_autoptr (TestJob) job = g_object_new (TEST_TYPE_JOB, NULL);

  kon_job_cancel (KON_JOB (job));
  kon_job_cancel (KON_JOB (job));
  g_assert_cmpint (kon_job_get_state (KON_JOB (job)), ==, KON_JOB_CANCELLED);
  g_assert_true (g_cancellable_is_cancelled (kon_job_get_cancellable (KON_JOB (job))));
  g_assert_cmpuint (job->n_ended, ==, 1);
  g_assert_cmpuint (job->n_finished, ==, 1);
}

static void
test_dropped (void)
{
  TestJob *job = g_object_new (TEST_TYPE_JOB, NULL);
  g_autoptr (GCancellable) cancellable = g_object_ref (kon_job_get_cancellable (KON_JOB (job)));

  g_assert_finalize_object (job);
  g_assert_true (g_cancellable_is_cancelled (cancellable));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/job/counts", test_counts);
  g_test_add_func ("/job/done", test_done);
  g_test_add_func ("/job/failed", test_failed);
  g_test_add_func ("/job/cancelled", test_cancelled);
  g_test_add_func ("/job/dropped", test_dropped);
  return g_test_run ();
}
