/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonSession: who works in which organization with which role. Every data call takes one; the engine has no "current"
 * organization. Immutable; main thread. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  KON_ROLE_VIEWER,
  KON_ROLE_CREATOR,
  KON_ROLE_ADMIN,
} KonRole;

#define KON_TYPE_SESSION (kon_session_get_type ())
G_DECLARE_FINAL_TYPE (KonSession, kon_session, KON, SESSION, GObject)

const char *kon_session_get_organization_id (KonSession *self); /* NULL in a transient session; the name too */
const char *kon_session_get_organization_name (KonSession *self);
const char *kon_session_get_user_id (KonSession *self);
KonRole kon_session_get_role (KonSession *self);

/* A session of the same organization and user with a lesser role; the role is never raised (asking for more gives the same role). Returns: (transfer full) */
KonSession *kon_session_restrict (KonSession *self, KonRole role);

G_END_DECLS
