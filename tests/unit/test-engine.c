/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The facade: opening, closing, and telling of changes. */
#include "config.h"

#include "engine-fixture.h"

static void
test_open_again (EngineFixture *f, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KonSession) again = NULL;
  g_autoptr (KonSession) by_name = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = g_strdup (kon_session_get_organization_id (f->session));

  g_assert_cmpstr (kon_session_get_organization_name (f->session), ==, "Personal");
  g_assert_cmpint (kon_session_get_role (f->session), ==, KON_ROLE_ADMIN);
  g_assert_nonnull (kon_session_get_user_id (f->session));

  kon_engine_open_personal_async (f->engine, NULL, keep_result, &result);
  wait_for_result (&result);
  again = kon_engine_open_personal_finish (f->engine, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kon_session_get_organization_id (again), ==, id);
  by_name = kon_engine_open_organization (f->engine, "Personal", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kon_session_get_organization_id (by_name), ==, id);

  g_clear_object (&result); /* it holds the engine */
  engine_fixture_restart (f);
  g_assert_cmpstr (kon_session_get_organization_id (f->session), ==, id);
}

static void
test_unknown_organization (EngineFixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kon_engine_open_organization (f->engine, "Nobody", &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "Nobody"));
  g_assert_nonnull (strstr (error->message, "Personal"));
}

/* Nothing on disk: it reads, and everything else is refused. */
static void
test_transient (EngineFixture *f, gconstpointer data)
{
  const KonHistoryQuery query = { .limit = 10 };
  const KonReadOptions reads = { .crops = TRUE };
  const KonReadOptions saves = { .crops = TRUE, .save = TRUE };
  g_autofree char *path = engine_fixture_add_plate (f, "a.bmp", 10);
  g_autoptr (KonSession) session = kon_engine_open_transient (f->engine);
  g_autoptr (KonReadJob) read = NULL;
  g_autoptr (KonReadJob) saved = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (kon_session_get_organization_id (session));
  g_assert_null (kon_engine_list_records (f->engine, session, &query, NULL, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_REFUSED);
  read = engine_fixture_read (f, session, &reads, path, NULL);
  g_assert_cmpint (kon_job_get_state (KON_JOB (read)), ==, KON_JOB_DONE);
  saved = engine_fixture_read (f, session, &saves, path, NULL);
  g_assert_cmpint (kon_job_get_state (KON_JOB (saved)), ==, KON_JOB_FAILED);
  g_assert_error (kon_job_get_error (KON_JOB (saved)), KON_ERROR, KON_ERROR_REFUSED);
}

static void
changed_cb (KonEngine *engine, const char *organization_id, gpointer user_data)
{
  GPtrArray *told = user_data;

  g_ptr_array_add (told, g_strdup (organization_id));
}

/* Many pictures are saved; who listens is told of it, but not of each. */
static void
test_records_changed (EngineFixture *f, gconstpointer data)
{
  const KonReadOptions options = { .crops = TRUE, .save = TRUE };
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (KonReadJob) job = NULL;

  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *name = g_strdup_printf ("many/%02u.bmp", i);
      g_autofree char *path = engine_fixture_add_plate (f, name, i);
    }
  g_signal_connect (f->engine, "records-changed", G_CALLBACK (changed_cb), told);
  job = engine_fixture_read (f, f->session, &options, "many", NULL);
  while (told->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (g_ptr_array_index (told, 0), ==, kon_session_get_organization_id (f->session));
  g_assert_cmpuint (told->len, <=, 12);
  g_signal_handlers_disconnect_by_data (f->engine, told);
}

/* Running jobs are cancelled, later calls fail, and nobody hangs. */
static void
test_shut_down (EngineFixture *f, gconstpointer data)
{
  const KonHistoryQuery query = { .limit = 10 };
  const KonReadOptions options = { .crops = TRUE, .save = TRUE };
  g_autofree char *path = engine_fixture_add_plate (f, "a.bmp", 10);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (KonReadJob) running = kon_engine_read (f->engine, f->session, &options, NULL);
  g_autoptr (KonReadJob) late = NULL;
  g_autoptr (KonSession) session = NULL;
  g_autoptr (GError) error = NULL;

  kon_read_job_add_file (running, file, NULL);
  kon_engine_shut_down (f->engine);
  g_assert_cmpint (kon_job_get_state (KON_JOB (running)), ==, KON_JOB_CANCELLED);

  g_assert_null (kon_engine_list_records (f->engine, f->session, &query, NULL, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_FAILED);
  g_clear_error (&error);
  session = kon_engine_open_personal (f->engine, &error);
  g_assert_null (session);
  g_assert_error (error, KON_ERROR, KON_ERROR_FAILED);
  late = engine_fixture_read (f, f->session, &options, path, NULL);
  g_assert_cmpint (kon_job_get_state (KON_JOB (late)), ==, KON_JOB_FAILED);
  kon_engine_shut_down (f->engine);
}

#define ADD(name, func) g_test_add ("/engine/" name, EngineFixture, NULL, engine_fixture_set_up, func, engine_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("open-again", test_open_again);
  ADD ("unknown-organization", test_unknown_organization);
  ADD ("transient", test_transient);
  ADD ("records-changed", test_records_changed);
  ADD ("shut-down", test_shut_down);
  return g_test_run ();
}
