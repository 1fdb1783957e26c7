/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages, search as a person types, one record in full, review. */
#include "config.h"

#include "engine-fixture.h"

#define N_RECORDS 9

static void
set_up (EngineFixture *f, gconstpointer data)
{
  g_autoptr (KonReadJob) job = NULL;

  engine_fixture_set_up (f, data);
  for (guint i = 0; i < N_RECORDS; i++)
    {
      g_autofree char *name = g_strdup_printf ("many/%u.bmp", i);
      g_autofree char *path = engine_fixture_add_plate (f, name, 10 + i);
    }
  job = engine_fixture_read (f, f->session, &(const KonReadOptions){ .crops = TRUE, .save = TRUE }, "many", NULL);
  g_assert_cmpuint (kon_job_get_failed (KON_JOB (job)), ==, 0);
}

static GPtrArray *
list (EngineFixture *f, const KonHistoryQuery *query)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *records;

  kon_engine_list_records_async (f->engine, f->session, query, NULL, keep_result, &result);
  wait_for_result (&result);
  records = kon_engine_list_records_finish (f->engine, result, &error);
  g_assert_no_error (error);
  return records;
}

/* Each page follows the one before: nothing is left out, nothing comes twice. */
static void
check_pages (EngineFixture *f, gboolean by_added)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (KonRecord) last = NULL;
  guint n_pages = 0;

  for (;;)
    {
      const KonHistoryQuery query = { .by_added = by_added, .after = last, .limit = 4 };
      g_autoptr (GPtrArray) records = list (f, &query);

      for (guint i = 0; i < records->len; i++)
        g_assert_true (g_hash_table_add (seen, g_strdup (kon_record_get_id (g_ptr_array_index (records, i)))));
      n_pages++;
      if (records->len < 4)
        break;
      g_set_object (&last, g_ptr_array_index (records, 3));
    }
  g_assert_cmpuint (n_pages, ==, 3);
  g_assert_cmpuint (g_hash_table_size (seen), ==, N_RECORDS);
}

static void
test_pages (EngineFixture *f, gconstpointer data)
{
  check_pages (f, FALSE);
  check_pages (f, TRUE);
}

static void
assert_found (EngineFixture *f, const char *contains, guint n)
{
  const KonHistoryQuery query = { .contains = contains, .limit = 100 };
  g_autoptr (GPtrArray) records = list (f, &query);

  g_assert_cmpuint (records->len, ==, n);
}

static void
test_contains (EngineFixture *f, gconstpointer data)
{
  assert_found (f, "AA", 1);
  assert_found (f, "a-a", 1);
  assert_found (f, " a ä ", 1);
  assert_found (f, "ABC", 0);
  assert_found (f, "", N_RECORDS);
  assert_found (f, "  ", N_RECORDS);
  /* Nothing that a plate can have: that finds nothing, not everything. */
  assert_found (f, "-", 0);
  assert_found (f, "\xff\xfe", 0);
}

static void
test_in_full (EngineFixture *f, gconstpointer data)
{
  const KonHistoryQuery query = { .contains = "BB", .limit = 1 };
  g_autoptr (GPtrArray) records = list (f, &query);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) missing_result = NULL;
  g_autoptr (KonRecord) record = NULL;
  g_autoptr (KonDetection) detection = NULL;
  g_autoptr (GError) error = NULL;

  kon_engine_get_record_async (f->engine, f->session, kon_record_get_id (g_ptr_array_index (records, 0)), NULL, keep_result, &result);
  wait_for_result (&result);
  record = kon_engine_get_record_finish (f->engine, result, &detection, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kon_record_get_text (record), ==, "BB");
  g_assert_cmpstr (detection->read->text, ==, "BB");
  g_assert_cmpuint (detection->read->characters->len, ==, 2);

  kon_engine_get_record_async (f->engine, f->session, "01a20c2a-71d6-7478-b517-73056d9799be", NULL, keep_result, &missing_result);
  wait_for_result (&missing_result);
  g_assert_null (kon_engine_get_record_finish (f->engine, missing_result, NULL, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_NOT_FOUND);
}

static void
changed_cb (KonEngine *engine, const char *organization_id, gpointer user_data)
{
  guint *n = user_data;

  (*n)++;
}

static void
test_review (EngineFixture *f, gconstpointer data)
{
  const KonHistoryQuery query = { .contains = "CC", .limit = 1 };
  g_autoptr (GPtrArray) records = list (f, &query);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const KonRecordFields *fields;
  guint n_changes = 0;

  iterate ();
  g_signal_connect (f->engine, "records-changed", G_CALLBACK (changed_cb), &n_changes);
  kon_engine_review_async (f->engine, f->session, kon_record_get_id (g_ptr_array_index (records, 0)), KON_REVIEW_CORRECTED, "CC77", NULL, keep_result, &result);
  wait_for_result (&result);
  g_assert_true (kon_engine_review_finish (f->engine, result, &error));
  g_assert_no_error (error);
  while (n_changes == 0)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_data (f->engine, &n_changes);

  g_clear_pointer (&records, g_ptr_array_unref);
  records = list (f, &(const KonHistoryQuery){ .contains = "CC77", .limit = 10 });
  g_assert_cmpuint (records->len, ==, 1);
  fields = kon_record_get_fields (g_ptr_array_index (records, 0));
  g_assert_cmpstr (fields->read_text, ==, "CC");
  g_assert_cmpint (fields->review, ==, KON_REVIEW_CORRECTED);
}

static void
test_cancelled (EngineFixture *f, gconstpointer data)
{
  const KonHistoryQuery query = { .limit = 10 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  kon_engine_list_records_async (f->engine, f->session, &query, cancellable, keep_result, &result);
  wait_for_result (&result);
  g_assert_null (kon_engine_list_records_finish (f->engine, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, func) g_test_add ("/engine-history/" name, EngineFixture, NULL, set_up, func, engine_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("pages", test_pages);
  ADD ("contains", test_contains);
  ADD ("in-full", test_in_full);
  ADD ("review", test_review);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
