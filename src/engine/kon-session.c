/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A session is a value with a name tag: nothing in it can be changed once it is made. */
#include "config.h"

#include "kon-session.h"

#include "kon-session-private.h"

struct _KonSession
{
  GObject parent_instance;

  char *organization_id;
  char *organization_name;
  char *user_id;
  KonRole role;
};

G_DEFINE_FINAL_TYPE (KonSession, kon_session, G_TYPE_OBJECT)

static void
kon_session_finalize (GObject *object)
{
  KonSession *self = KON_SESSION (object);

  g_free (self->organization_id);
  g_free (self->organization_name);
  g_free (self->user_id);
  G_OBJECT_CLASS (kon_session_parent_class)->finalize (object);
}

static void
kon_session_class_init (KonSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kon_session_finalize;
}

static void
kon_session_init (KonSession *self)
{
}

KonSession *
kon_session_new (const char *organization_id, const char *organization_name, const char *user_id, KonRole role)
{
  KonSession *self;

  g_return_val_if_fail (user_id != NULL, NULL);

  self = g_object_new (KON_TYPE_SESSION, NULL);
  self->organization_id = g_strdup (organization_id);
  self->organization_name = g_strdup (organization_name);
  self->user_id = g_strdup (user_id);
  self->role = role;
  return self;
}

const char *
kon_session_get_organization_id (KonSession *self)
{
  g_return_val_if_fail (KON_IS_SESSION (self), NULL);
  return self->organization_id;
}

const char *
kon_session_get_organization_name (KonSession *self)
{
  g_return_val_if_fail (KON_IS_SESSION (self), NULL);
  return self->organization_name;
}

const char *
kon_session_get_user_id (KonSession *self)
{
  g_return_val_if_fail (KON_IS_SESSION (self), NULL);
  return self->user_id;
}

KonRole
kon_session_get_role (KonSession *self)
{
  g_return_val_if_fail (KON_IS_SESSION (self), KON_ROLE_VIEWER);
  return self->role;
}

KonSession *
kon_session_restrict (KonSession *self, KonRole role)
{
  g_return_val_if_fail (KON_IS_SESSION (self), NULL);
  return kon_session_new (self->organization_id, self->organization_name, self->user_id, MIN (self->role, role));
}
