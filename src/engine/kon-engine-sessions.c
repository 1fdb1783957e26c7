/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How sessions begin. There are no accounts yet: whoever sits at this desktop is the administrator of what lies in their folder. */
#include "config.h"

#include "kon-engine-private.h"
#include "kon-session-private.h"

/* The organization that everybody has; its name on disk is not translated. */
#define PERSONAL "Personal"

/* Who works here, for the columns that say who. Returns: (transfer full) */
static char *
make_user_id (void)
{
  g_autofree char *name = g_utf8_make_valid (g_get_user_name (), -1);

  return g_strconcat ("desktop:", name, NULL);
}

/* Takes @organization, which may be NULL after an error. Returns: (transfer full) (nullable) */
static KonSession *
begin_session (KonOrganization *organization)
{
  g_autoptr (KonOrganization) opened = organization;
  g_autofree char *user_id = make_user_id ();
  KonStore *store;

  if (opened == NULL)
    return NULL;
  store = kon_organization_get_store (opened);
  return kon_session_new (kon_store_get_id (store), kon_store_get_name (store), user_id, KON_ROLE_ADMIN);
}

static void
open_personal (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  KonEngine *self = KON_ENGINE (source_object);
  GError *error = NULL;
  KonSession *session = begin_session (kon_organizations_open_or_create (kon_engine_get_organizations (self), PERSONAL, &error));

  if (session == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, session, g_object_unref);
}

KonSession *
kon_engine_open_personal (KonEngine *self, GError **error)
{
  g_return_val_if_fail (KON_IS_ENGINE (self), NULL);

  if (!kon_engine_check_open (self, error))
    return NULL;
  return begin_session (kon_organizations_open_or_create (kon_engine_get_organizations (self), PERSONAL, error));
}

void
kon_engine_open_personal_async (KonEngine *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (KON_IS_ENGINE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kon_engine_open_personal_async);
  if (!kon_engine_check_open (self, &error))
    g_task_return_error (task, error);
  else
    kon_workers_run (kon_engine_get_workers (self, KON_POOL_QUERY), task, open_personal);
}

KonSession *
kon_engine_open_personal_finish (KonEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

KonSession *
kon_engine_open_organization (KonEngine *self, const char *id_or_name, GError **error)
{
  g_return_val_if_fail (KON_IS_ENGINE (self), NULL);
  g_return_val_if_fail (id_or_name != NULL, NULL);

  if (!kon_engine_check_open (self, error))
    return NULL;
  return begin_session (kon_organizations_open_existing (kon_engine_get_organizations (self), id_or_name, error));
}

KonSession *
kon_engine_open_transient (KonEngine *self)
{
  g_autofree char *user_id = make_user_id ();

  g_return_val_if_fail (KON_IS_ENGINE (self), NULL);
  return kon_session_new (NULL, NULL, user_id, KON_ROLE_ADMIN);
}
