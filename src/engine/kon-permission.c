/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The permission table and the one question asked of it. */
#include "config.h"

#include "kon-permission.h"

#include "kon-error.h"

#include <glib/gi18n-lib.h>

/* Who may: one row a permission, one column a role. */
static const struct
{
  gboolean viewer, creator, admin;
  const char *what; /* completes "The role X may not ..." */
} table[KON_PERMISSION_LAST] = {
  [KON_PERMISSION_SEE_RECORDS] = { TRUE, TRUE, TRUE, N_ ("see the history") },
  [KON_PERMISSION_SEE_PICTURES] = { TRUE, TRUE, TRUE, N_ ("see pictures") },
  [KON_PERMISSION_READ_PICTURES] = { TRUE, TRUE, TRUE, N_ ("read pictures") },
  [KON_PERMISSION_ADD_RECORDS] = { FALSE, TRUE, TRUE, N_ ("save to the history") },
  [KON_PERMISSION_REVIEW] = { FALSE, TRUE, TRUE, N_ ("review records") },
  [KON_PERMISSION_SEE_SETTINGS] = { TRUE, TRUE, TRUE, N_ ("see the settings") },
  [KON_PERMISSION_CHANGE_SETTINGS] = { FALSE, FALSE, TRUE, N_ ("change the settings") },
  [KON_PERMISSION_BACK_UP] = { FALSE, FALSE, TRUE, N_ ("make backups") },
};

static const char *const role_names[] = {
  [KON_ROLE_VIEWER] = NC_ ("role", "viewer"),
  [KON_ROLE_CREATOR] = NC_ ("role", "creator"),
  [KON_ROLE_ADMIN] = NC_ ("role", "administrator"),
};

gboolean
kon_permission_is_granted (KonRole role, KonPermission permission)
{
  g_return_val_if_fail ((guint) permission < KON_PERMISSION_LAST, FALSE);

  switch (role)
    {
    case KON_ROLE_VIEWER:
      return table[permission].viewer;
    case KON_ROLE_CREATOR:
      return table[permission].creator;
    case KON_ROLE_ADMIN:
      return table[permission].admin;
    default:
      return FALSE;
    }
}

gboolean
kon_session_check (KonSession *session, KonPermission permission, GError **error)
{
  KonRole role;

  g_return_val_if_fail (KON_IS_SESSION (session), FALSE);
  g_return_val_if_fail ((guint) permission < KON_PERMISSION_LAST, FALSE);

  role = kon_session_get_role (session);
  if (kon_permission_is_granted (role, permission))
    return TRUE;
  /* TRANSLATORS: the first %s is a role such as "viewer", the second what was refused, such as "review records". */
  g_set_error (error, KON_ERROR, KON_ERROR_REFUSED, _("The role “%s” may not %s. Ask an administrator of the organization."),
               g_dpgettext2 (GETTEXT_PACKAGE, "role", role_names[role]), _(table[permission].what));
  return FALSE;
}
