/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Threads: tasks run on their own thread, cancelling reaches queued and running ones and nobody else, many callers at once.
 * Run this one under -Db_sanitize=thread, too. */
#include "config.h"

#include <glib/gstdio.h>

#include "kon-error.h"
#include "kon-store-pool-private.h"
#include "store-fixture.h"

#define N_CALLERS 6
#define N_ROUNDS 15

/* Counts far longer than any test waits. */
#define ENDLESS "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

static KonStorePool *
open_pool (StoreFixture *fixture, guint max_threads)
{
  g_autofree char *path = g_build_filename (fixture->directory, "store.db", NULL);

  return kon_store_pool_new ("test-pool", max_threads, path, KON_DB_READ_ONLY, NULL);
}

typedef struct
{
  KonStorePool *pool;
  gboolean on_own_thread;
  int started; /* atomic */
  gint64 number;
} Task;

static gboolean
simple_task (KonDb *db, gpointer data, GError **error)
{
  Task *task = data;
  g_autoptr (KonDbStatement) statement = kon_db_prepare (db, "SELECT 42", error);

  task->on_own_thread = kon_store_pool_is_own_thread (task->pool);
  if (statement == NULL || kon_db_statement_step (statement, error) != KON_DB_ROW)
    return FALSE;
  task->number = kon_db_statement_get_int (statement, 0);
  return TRUE;
}

static gboolean
endless_task (KonDb *db, gpointer data, GError **error)
{
  Task *task = data;

  g_atomic_int_set (&task->started, 1);
  return kon_db_exec (db, ENDLESS, error);
}

static void
assert_works (KonStorePool *pool)
{
  g_autoptr (GError) error = NULL;
  Task task = { .pool = pool };

  g_assert_true (kon_store_pool_run (pool, simple_task, &task, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (task.on_own_thread);
  g_assert_cmpint (task.number, ==, 42);
}

static void
test_own_thread (StoreFixture *fixture, gconstpointer data)
{
  KonStorePool *pool = open_pool (fixture, 1);

  g_assert_false (kon_store_pool_is_own_thread (pool));
  assert_works (pool);
  kon_store_pool_free (pool);
}

static void
test_failing_connection (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "late.db", NULL);
  KonStorePool *pool = kon_store_pool_new ("test-pool", 1, path, KON_DB_READ_WRITE, NULL);
  g_autoptr (KonDb) db = NULL;
  Task task = { .pool = pool };

  g_assert_false (kon_store_pool_run (pool, simple_task, &task, NULL, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* Once it is there, the next task gets it. */
  db = kon_db_open (path, KON_DB_CREATE, NULL, &error);
  g_assert_no_error (error);
  assert_works (pool);
  kon_store_pool_free (pool);
}

static gpointer
cancel_when_started (gpointer data)
{
  gpointer *both = data;
  Task *task = both[0];
  GCancellable *cancellable = both[1];

  while (!g_atomic_int_get (&task->started))
    g_thread_yield ();
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel_running (StoreFixture *fixture, gconstpointer data)
{
  KonStorePool *pool = open_pool (fixture, 1);

  for (int i = 0; i < 30; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Task task = { .pool = pool };
      gpointer both[] = { &task, cancellable };
      GThread *thread = g_thread_new ("cancel", cancel_when_started, both);

      g_assert_false (kon_store_pool_run (pool, endless_task, &task, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_thread_join (thread);
      /* The next task on the same connection is not hit. */
      assert_works (pool);
    }
  kon_store_pool_free (pool);
}

static void
test_cancel_before (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  KonStorePool *pool = open_pool (fixture, 1);
  Task task = { .pool = pool };

  g_cancellable_cancel (cancellable);
  g_assert_false (kon_store_pool_run (pool, endless_task, &task, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (task.started, ==, 0);
  assert_works (pool);
  kon_store_pool_free (pool);
}

static void
test_cancel_after (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  KonStorePool *pool = open_pool (fixture, 1);
  Task task = { .pool = pool };

  g_assert_true (kon_store_pool_run (pool, simple_task, &task, cancellable, &error));
  g_cancellable_cancel (cancellable);
  assert_works (pool);
  kon_store_pool_free (pool);
}

typedef struct
{
  KonStorePool *pool;
  GCancellable *cancellable;
  Task task;
  GError *error;
} Caller;

static gpointer
call_endless (gpointer data)
{
  Caller *caller = data;

  g_assert_false (kon_store_pool_run (caller->pool, endless_task, &caller->task, caller->cancellable, &caller->error));
  return NULL;
}

/* One thread is held by an endless task: the one behind it leaves the queue at once, without having begun. */
static void
test_cancel_queued (StoreFixture *fixture, gconstpointer data)
{
  KonStorePool *pool = open_pool (fixture, 1);
  g_autoptr (GCancellable) first_cancellable = g_cancellable_new ();
  g_autoptr (GCancellable) second_cancellable = g_cancellable_new ();
  Caller first = { .pool = pool, .cancellable = first_cancellable };
  Caller second = { .pool = pool, .cancellable = second_cancellable };
  GThread *first_thread, *second_thread;

  first_thread = g_thread_new ("first", call_endless, &first);
  while (!g_atomic_int_get (&first.task.started))
    g_thread_yield ();
  second_thread = g_thread_new ("second", call_endless, &second);
  g_cancellable_cancel (second_cancellable);
  g_thread_join (second_thread);
  g_assert_error (second.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (second.task.started, ==, 0);

  g_cancellable_cancel (first_cancellable);
  g_thread_join (first_thread);
  g_assert_error (first.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&first.error);
  g_clear_error (&second.error);
  assert_works (pool);
  kon_store_pool_free (pool);
}

/* Three readers hold three endless tasks; with one of them cancelled there is room again. */
static void
test_three_at_once (StoreFixture *fixture, gconstpointer data)
{
  KonStorePool *pool = open_pool (fixture, 3);
  Caller callers[3] = { 0 };
  GThread *threads[3];

  for (int i = 0; i < 3; i++)
    {
      callers[i].pool = pool;
      callers[i].cancellable = g_cancellable_new ();
      threads[i] = g_thread_new ("caller", call_endless, &callers[i]);
    }
  for (int i = 0; i < 3; i++)
    while (!g_atomic_int_get (&callers[i].task.started))
      g_thread_yield ();
  for (int i = 0; i < 3; i++)
    {
      g_cancellable_cancel (callers[i].cancellable);
      g_thread_join (threads[i]);
      g_assert_error (callers[i].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&callers[i].error);
      g_object_unref (callers[i].cancellable);
      assert_works (pool);
    }
  kon_store_pool_free (pool);
}

typedef struct
{
  KonStore *store;
  guint number;
} Worker;

/* Writes, reads, reviews, cancels; pictures of its own and one that all share. */
static gpointer
work (gpointer data)
{
  Worker *worker = data;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (KonStoreRunResult) own = NULL;
      g_autoptr (KonStoreRunResult) shared = NULL;
      g_autoptr (GPtrArray) records = NULL;
      g_autoptr (GBytes) crop = NULL;
      KonStoreQuery query = { .contains = "OWN", .before_us = G_MAXINT64, .limit = 50 };

      own = add_run (worker->store, make_run (1000 + worker->number * 100 + i, KON_KEEP_COPY, make_plate ("OWN1", 0.9, 1, 2), NULL));
      shared = add_run (worker->store, make_run (1, KON_KEEP_COPY, make_plate ("SHARED1", 0.9, 1, 2), NULL));
      records = kon_store_list_records (worker->store, &query, cancellable, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (records->len, >, 0);
      crop = kon_store_load_crop (worker->store, g_ptr_array_index (own->record_ids, 0), &error);
      g_assert_no_error (error);
      g_assert_true (kon_store_review (worker->store, g_ptr_array_index (own->record_ids, 0), KON_REVIEW_CONFIRMED, NULL, "w", &error));
      g_assert_no_error (error);
    }
  return NULL;
}

/* Half of the callers through a second store on the same directory, as another process would. */
static void
test_many_callers (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonClock) clock = kon_clock_new_fixed (1, 1, 99);
  g_autoptr (KonStore) other = kon_store_open (fixture->directory, "Personal", NULL, clock, &error);
  GThread *threads[N_CALLERS];
  Worker workers[N_CALLERS];

  g_assert_no_error (error);
  for (guint i = 0; i < N_CALLERS; i++)
    {
      workers[i] = (Worker) { i % 2 == 0 ? fixture->store : other, i };
      threads[i] = g_thread_new ("caller", work, &workers[i]);
    }
  for (guint i = 0; i < N_CALLERS; i++)
    g_thread_join (threads[i]);

  g_assert_cmpint (ask_database (fixture, "SELECT value FROM total WHERE name = 'records'"), ==, N_CALLERS * N_ROUNDS + 1);
  g_assert_cmpint (ask_database (fixture, "SELECT count(*) FROM lease"), ==, 0);
  g_assert_cmpuint (count_files (fixture), ==, 3 * (N_CALLERS * N_ROUNDS + 1));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) \
  g_test_add ("/store-pool/" path, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)
  ADD ("own-thread", test_own_thread);
  ADD ("failing-connection", test_failing_connection);
  ADD ("cancel/running", test_cancel_running);
  ADD ("cancel/before", test_cancel_before);
  ADD ("cancel/after", test_cancel_after);
  ADD ("cancel/queued", test_cancel_queued);
  ADD ("three-at-once", test_three_at_once);
  ADD ("many-callers", test_many_callers);
  return g_test_run ();
}
