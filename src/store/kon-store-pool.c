/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Threads with a connection each, and the queue before them. Everything shared stands under one mutex; it is a pthread mutex,
 * not a GMutex, because thread checkers cannot see through the latter and would be blind for the whole store. */
#define G_LOG_DOMAIN "kon-store"
#include "config.h"

#include "kon-store-pool-private.h"

#include <pthread.h>

#include <glib/gi18n-lib.h>

#define MAX_THREADS 3

typedef enum
{
  JOB_QUEUED,
  JOB_RUNNING,
  JOB_DONE,
} JobState;

/* Lives on the stack of the caller that waits for it. */
typedef struct
{
  KonStorePool *pool;
  KonStoreTask task;
  gpointer data;
  GError *error;
  gboolean succeeded;

  /* Under the mutex: */
  JobState state;
  gboolean cancelled;
  KonDb *db; /* while it runs: whom to interrupt */
  pthread_cond_t done;
} Job;

struct _KonStorePool
{
  char *name;
  char *path;
  KonDbFlags flags;
  GBytes *key;
  guint max_threads;

  pthread_mutex_t mutex;
  pthread_cond_t work; /* a job came, or closing */
  GQueue jobs;
  GThread *threads[MAX_THREADS];
  guint n_threads;
  guint n_idle;
  gboolean closing;
};

/* The pool that this thread works for. */
static _Thread_local KonStorePool *served_pool;

/* With the mutex held. */
static void
finish_job (Job *job)
{
  job->db = NULL;
  job->state = JOB_DONE;
  pthread_cond_signal (&job->done);
}

/* With the mutex held; released while the task runs. */
static void
run_job (KonStorePool *pool, Job *job, KonDb **db)
{
  GError *error = NULL;
  gboolean succeeded = FALSE;

  job->state = JOB_RUNNING;
  pthread_mutex_unlock (&pool->mutex);
  if (*db == NULL)
    *db = kon_db_open (pool->path, pool->flags, pool->key, &error);
  pthread_mutex_lock (&pool->mutex);

  if (*db != NULL && job->cancelled)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
  else if (*db != NULL)
    {
      /* From here a cancel interrupts the connection; one that came late for the job before must not. */
      kon_db_clear_interrupt (*db);
      job->db = *db;
      pthread_mutex_unlock (&pool->mutex);
      succeeded = job->task (*db, job->data, &error);
      pthread_mutex_lock (&pool->mutex);
    }

  job->succeeded = succeeded;
  job->error = error;
  finish_job (job);
}

static gpointer
thread_main (gpointer data)
{
  KonStorePool *pool = data;
  KonDb *db = NULL;

  served_pool = pool;
  pthread_mutex_lock (&pool->mutex);
  while (TRUE)
    {
      Job *job = g_queue_pop_head (&pool->jobs);

      if (job != NULL)
        run_job (pool, job, &db);
      else if (pool->closing)
        break;
      else
        {
          pool->n_idle++;
          pthread_cond_wait (&pool->work, &pool->mutex);
          pool->n_idle--;
        }
    }
  pthread_mutex_unlock (&pool->mutex);
  kon_db_close (db);
  return NULL;
}

/* On the thread that cancels, or on the caller's where it is cancelled already. */
static void
cancelled_cb (GCancellable *cancellable, Job *job)
{
  KonStorePool *pool = job->pool;

  pthread_mutex_lock (&pool->mutex);
  job->cancelled = TRUE;
  if (job->state == JOB_QUEUED)
    {
      g_queue_remove (&pool->jobs, job);
      g_set_error_literal (&job->error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
      finish_job (job);
    }
  else if (job->db != NULL)
    kon_db_interrupt (job->db);
  pthread_mutex_unlock (&pool->mutex);
}

KonStorePool *
kon_store_pool_new (const char *name, guint max_threads, const char *path, KonDbFlags flags, GBytes *key)
{
  KonStorePool *pool;

  g_assert (max_threads >= 1 && max_threads <= MAX_THREADS);

  pool = g_new0 (KonStorePool, 1);
  pool->name = g_strdup (name);
  pool->path = g_strdup (path);
  pool->flags = flags;
  pool->key = key != NULL ? g_bytes_ref (key) : NULL;
  pool->max_threads = max_threads;
  pthread_mutex_init (&pool->mutex, NULL);
  pthread_cond_init (&pool->work, NULL);
  g_queue_init (&pool->jobs);
  return pool;
}

void
kon_store_pool_free (KonStorePool *pool)
{
  if (pool == NULL)
    return;
  g_assert (!kon_store_pool_is_own_thread (pool));

  pthread_mutex_lock (&pool->mutex);
  pool->closing = TRUE;
  pthread_cond_broadcast (&pool->work);
  pthread_mutex_unlock (&pool->mutex);
  for (guint i = 0; i < pool->n_threads; i++)
    g_thread_join (pool->threads[i]);

  g_assert (g_queue_is_empty (&pool->jobs));
  pthread_cond_destroy (&pool->work);
  pthread_mutex_destroy (&pool->mutex);
  g_clear_pointer (&pool->key, g_bytes_unref);
  g_free (pool->path);
  g_free (pool->name);
  g_free (pool);
}

/* With the mutex held. */
static void
queue_job (KonStorePool *pool, Job *job)
{
  g_queue_push_tail (&pool->jobs, job);
  if (g_queue_get_length (&pool->jobs) > pool->n_idle && pool->n_threads < pool->max_threads)
    {
      pool->threads[pool->n_threads] = g_thread_new (pool->name, thread_main, pool);
      pool->n_threads++;
    }
  pthread_cond_signal (&pool->work);
}

gboolean
kon_store_pool_run (KonStorePool *pool, KonStoreTask task, gpointer data, GCancellable *cancellable, GError **error)
{
  Job job = { .pool = pool, .task = task, .data = data };
  gulong handler = 0;

  g_assert (!kon_store_pool_is_own_thread (pool));

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  pthread_cond_init (&job.done, NULL);
  pthread_mutex_lock (&pool->mutex);
  queue_job (pool, &job);
  pthread_mutex_unlock (&pool->mutex);

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), &job, NULL);
  pthread_mutex_lock (&pool->mutex);
  while (job.state != JOB_DONE)
    pthread_cond_wait (&job.done, &pool->mutex);
  pthread_mutex_unlock (&pool->mutex);
  /* Waits for a cancelled_cb() in flight: only then may the job leave the stack. */
  g_cancellable_disconnect (cancellable, handler);
  pthread_cond_destroy (&job.done);

  if (job.error != NULL)
    g_propagate_error (error, job.error);
  return job.succeeded;
}

gboolean
kon_store_pool_is_own_thread (KonStorePool *pool)
{
  return served_pool == pool;
}
