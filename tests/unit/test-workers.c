/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Workers: everything is done once, in the order that was asked for, and freeing waits. */
#include "config.h"

#include "kon-workers.h"

/* One thread, held at a gate until all is queued; what runs writes its number down. */
typedef struct
{
  GMutex gate;
  GMutex lock;
  GString *order;
  guint n_answers;
  GThread *main_thread;
} Log;

static void
wait_at_gate (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Log *log = data;

  g_mutex_lock (&log->gate);
  g_mutex_unlock (&log->gate);
  g_task_return_boolean (task, TRUE);
}

static void
write_down (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Log *log = data;

  g_mutex_lock (&log->lock);
  g_string_append (log->order, g_task_get_name (task));
  g_mutex_unlock (&log->lock);
  g_assert_true (g_thread_self () != log->main_thread);
  g_task_return_boolean (task, TRUE);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Log *log = user_data;

  g_assert_true (g_thread_self () == log->main_thread);
  log->n_answers++;
}

static void
queue (KonWorkers *workers, Log *log, const char *name, GTaskThreadFunc func, GCancellable *cancellable)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, answered_cb, log);

  g_task_set_name (task, name);
  g_task_set_task_data (task, log, NULL);
  kon_workers_run (workers, task, func);
}

static void
log_init (Log *log)
{
  g_mutex_init (&log->gate);
  g_mutex_init (&log->lock);
  log->order = g_string_new (NULL);
  log->n_answers = 0;
  log->main_thread = g_thread_self ();
}

static void
log_finish (Log *log, guint n_answers, const char *order)
{
  while (log->n_answers < n_answers)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (log->n_answers, ==, n_answers);
  g_assert_cmpstr (log->order->str, ==, order);
  g_string_free (log->order, TRUE);
  g_mutex_clear (&log->gate);
  g_mutex_clear (&log->lock);
}

static void
test_oldest_first (void)
{
  KonWorkers *workers = kon_workers_new (1, KON_WORKERS_OLDEST_FIRST);
  Log log;

  log_init (&log);
  g_mutex_lock (&log.gate);
  queue (workers, &log, "-", wait_at_gate, NULL);
  queue (workers, &log, "a", write_down, NULL);
  queue (workers, &log, "b", write_down, NULL);
  queue (workers, &log, "c", write_down, NULL);
  g_mutex_unlock (&log.gate);
  kon_workers_free (workers);
  log_finish (&log, 4, "abc");
}

/* Says when the thread is inside, so that what is queued then waits for it. */
static void
say_and_wait (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Log *log = data;

  g_mutex_lock (&log->lock);
  g_string_append (log->order, "!");
  g_mutex_unlock (&log->lock);
  wait_at_gate (task, source, data, cancellable);
}

static gboolean
is_inside (Log *log)
{
  gboolean inside;

  g_mutex_lock (&log->lock);
  inside = log->order->len > 0;
  g_mutex_unlock (&log->lock);
  return inside;
}

static void
test_newest_first (void)
{
  KonWorkers *workers = kon_workers_new (1, KON_WORKERS_NEWEST_FIRST);
  Log log;

  log_init (&log);
  g_mutex_lock (&log.gate);
  queue (workers, &log, "-", say_and_wait, NULL);
  while (!is_inside (&log))
    g_thread_yield ();
  queue (workers, &log, "a", write_down, NULL);
  queue (workers, &log, "b", write_down, NULL);
  queue (workers, &log, "c", write_down, NULL);
  g_mutex_unlock (&log.gate);
  kon_workers_free (workers);
  log_finish (&log, 4, "!cba");
}

static void
test_cancelled_before_its_turn (void)
{
  KonWorkers *workers = kon_workers_new (1, KON_WORKERS_OLDEST_FIRST);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Log log;

  log_init (&log);
  g_mutex_lock (&log.gate);
  queue (workers, &log, "-", wait_at_gate, NULL);
  queue (workers, &log, "a", write_down, cancellable);
  queue (workers, &log, "b", write_down, NULL);
  g_cancellable_cancel (cancellable);
  g_mutex_unlock (&log.gate);
  kon_workers_free (workers);
  log_finish (&log, 3, "b");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workers/oldest-first", test_oldest_first);
  g_test_add_func ("/workers/newest-first", test_newest_first);
  g_test_add_func ("/workers/cancelled-before-its-turn", test_cancelled_before_its_turn);
  return g_test_run ();
}
