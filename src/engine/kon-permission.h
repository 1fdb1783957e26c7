/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The permission table: which role may do what. One table, asked by the engine in every data call. Engine-internal. */
#pragma once

#include "kon-session.h"

G_BEGIN_DECLS

typedef enum
{
  KON_PERMISSION_SEE_RECORDS,
  KON_PERMISSION_SEE_PICTURES,
  KON_PERMISSION_READ_PICTURES, /* run detection without saving */
  KON_PERMISSION_ADD_RECORDS,
  KON_PERMISSION_REVIEW,
  KON_PERMISSION_SEE_SETTINGS,
  KON_PERMISSION_CHANGE_SETTINGS,
  KON_PERMISSION_BACK_UP,
  KON_PERMISSION_LAST,
} KonPermission;

gboolean kon_permission_is_granted (KonRole role, KonPermission permission);

/* FALSE with KON_ERROR_REFUSED saying what was refused to which role. */
gboolean kon_session_check (KonSession *session, KonPermission permission, GError **error);

G_END_DECLS
