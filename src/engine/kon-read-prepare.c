/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Checks the session and asks the store for settings, before a job reads its first picture. */
#include "config.h"

#include "kon-read-prepare.h"

#include "kon-engine-private.h"
#include "kon-engine-settings-private.h"

#define LOW_SPACE_BYTES ((guint64) 1000 * 1000 * 1000)

typedef struct
{
  KonDetector *detector;
  KonOrganizations *organizations; /* the engine's, which waits for its workers before it goes */
  KonOrganization *organization;   /* NULL in a transient session */
  gboolean saves;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_clear_object (&request->detector);
  g_clear_pointer (&request->organization, kon_organization_unref);
  g_free (request);
}

static void
prepare (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  const Request *request = task_data;
  g_autoptr (KonReadPreparation) preparation = g_new0 (KonReadPreparation, 1);
  GError *error = NULL;

  preparation->detector = g_object_ref (request->detector);
  preparation->settings = kon_settings_get_default ();
  if (request->organization != NULL &&
      !kon_settings_load (kon_organization_get_store (request->organization), &preparation->settings, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (request->saves)
    {
      preparation->organization = kon_organization_ref (request->organization);
      preparation->is_space_low = kon_organizations_get_free_bytes (request->organizations) < LOW_SPACE_BYTES;
    }
  g_task_return_pointer (task, g_steal_pointer (&preparation), (GDestroyNotify) kon_read_preparation_free);
}

/* Fills @out with the detector and the organization whose settings count: none in a transient session, which can read but not save. */
static gboolean
enter (KonEngine *engine, KonSession *session, const char *provider, gboolean saves, Request *out, GError **error)
{
  KonDetector *detector;

  if (!kon_engine_check_open (engine, error) || !kon_session_check (session, KON_PERMISSION_READ_PICTURES, error))
    return FALSE;
  detector = kon_engine_get_detector (engine, provider, error);
  if (detector == NULL)
    return FALSE;
  out->detector = g_object_ref (detector);
  if (!saves && kon_session_get_organization_id (session) == NULL)
    return TRUE;
  out->organization = kon_engine_enter (engine, session, saves ? KON_PERMISSION_ADD_RECORDS : KON_PERMISSION_READ_PICTURES, error);
  return out->organization != NULL;
}

void
kon_read_preparation_free (KonReadPreparation *preparation)
{
  if (preparation == NULL)
    return;
  g_clear_object (&preparation->detector);
  g_clear_pointer (&preparation->organization, kon_organization_unref);
  g_free (preparation);
}

void
kon_read_prepare_async (KonEngine *engine, KonSession *session, const char *provider, gboolean saves, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, kon_read_prepare_async);
  g_task_set_task_data (task, request, request_free);
  request->organizations = kon_engine_get_organizations (engine);
  request->saves = saves;
  if (enter (engine, session, provider, saves, request, &error))
    kon_workers_run (kon_engine_get_workers (engine, KON_POOL_QUERY), task, prepare);
  else
    g_task_return_error (task, error);
}

KonReadPreparation *
kon_read_prepare_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
