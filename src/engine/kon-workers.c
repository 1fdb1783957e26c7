/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A thread pool of our own, because GTask's one is shared by the whole process and grows as it likes. */
#include "config.h"

#include "kon-workers.h"

struct _KonWorkers
{
  GThreadPool *pool;
  guint64 next_number;
};

typedef struct
{
  GTask *task;
  GTaskThreadFunc func;
  guint64 number;
} Work;

static gboolean
unref_task_cb (gpointer user_data)
{
  g_object_unref (user_data);
  return G_SOURCE_REMOVE;
}

/* Drops our reference where the answer is given: the last one may take the engine with it, which waits for its workers. */
static void
unref_task_in_its_context (GTask *task)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, unref_task_cb, task, NULL);
  g_source_attach (source, g_task_get_context (task));
}

static void
do_work (gpointer data, gpointer user_data)
{
  Work *work = data;

  if (!g_task_return_error_if_cancelled (work->task))
    work->func (work->task, g_task_get_source_object (work->task), g_task_get_task_data (work->task), g_task_get_cancellable (work->task));
  unref_task_in_its_context (work->task);
  g_free (work);
}

static int
compare_newest_first (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Work *work_a = a;
  const Work *work_b = b;

  return work_a->number > work_b->number ? -1 : work_a->number < work_b->number;
}

KonWorkers *
kon_workers_new (int threads, KonWorkersOrder order)
{
  KonWorkers *workers;

  g_return_val_if_fail (threads > 0, NULL);

  workers = g_new0 (KonWorkers, 1);
  workers->pool = g_thread_pool_new (do_work, NULL, threads, FALSE, NULL);
  if (order == KON_WORKERS_NEWEST_FIRST)
    g_thread_pool_set_sort_function (workers->pool, compare_newest_first, NULL);
  return workers;
}

void
kon_workers_free (KonWorkers *workers)
{
  if (workers == NULL)
    return;
  g_thread_pool_free (workers->pool, FALSE, TRUE);
  g_free (workers);
}

void
kon_workers_run (KonWorkers *workers, GTask *task, GTaskThreadFunc func)
{
  Work *work;

  g_return_if_fail (workers != NULL);
  g_return_if_fail (G_IS_TASK (task) && func != NULL);

  work = g_new0 (Work, 1);
  work->task = g_object_ref (task);
  work->func = func;
  work->number = workers->next_number++;
  /* An error only says that no further thread could be started; the work is queued all the same. */
  g_thread_pool_push (workers->pool, work, NULL);
}
