/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The permission table row by row, the sentence of a refusal, and that a role is never raised. */
#include "config.h"

#include "kon-error.h"
#include "kon-permission.h"
#include "kon-session-private.h"

static const struct
{
  KonPermission permission;
  gboolean viewer, creator, admin;
} wanted[] = {
  { KON_PERMISSION_SEE_RECORDS, TRUE, TRUE, TRUE },      { KON_PERMISSION_SEE_PICTURES, TRUE, TRUE, TRUE },
  { KON_PERMISSION_READ_PICTURES, TRUE, TRUE, TRUE },    { KON_PERMISSION_ADD_RECORDS, FALSE, TRUE, TRUE },
  { KON_PERMISSION_REVIEW, FALSE, TRUE, TRUE },          { KON_PERMISSION_SEE_SETTINGS, TRUE, TRUE, TRUE },
  { KON_PERMISSION_CHANGE_SETTINGS, FALSE, FALSE, TRUE }, { KON_PERMISSION_BACK_UP, FALSE, FALSE, TRUE },
};

static void
test_table (void)
{
  /* A new permission needs a row here too. */
  g_assert_cmpuint (G_N_ELEMENTS (wanted), ==, KON_PERMISSION_LAST);
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_assert_cmpint (kon_permission_is_granted (KON_ROLE_VIEWER, wanted[i].permission), ==, wanted[i].viewer);
      g_assert_cmpint (kon_permission_is_granted (KON_ROLE_CREATOR, wanted[i].permission), ==, wanted[i].creator);
      g_assert_cmpint (kon_permission_is_granted (KON_ROLE_ADMIN, wanted[i].permission), ==, wanted[i].admin);
      g_assert_false (kon_permission_is_granted ((KonRole) 77, wanted[i].permission));
    }
}

static void
test_refusal (void)
{
  g_autoptr (KonSession) viewer = kon_session_new ("o", "Works", "u", KON_ROLE_VIEWER);
  g_autoptr (GError) error = NULL;

  g_assert_true (kon_session_check (viewer, KON_PERMISSION_SEE_RECORDS, &error));
  g_assert_no_error (error);
  g_assert_false (kon_session_check (viewer, KON_PERMISSION_REVIEW, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_REFUSED);
  g_assert_cmpstr (error->message, ==, "The role “viewer” may not review records. Ask an administrator of the organization.");
}

static void
test_restrict (void)
{
  g_autoptr (KonSession) admin = kon_session_new ("o", "Works", "u", KON_ROLE_ADMIN);
  g_autoptr (KonSession) viewer = kon_session_restrict (admin, KON_ROLE_VIEWER);
  g_autoptr (KonSession) raised = kon_session_restrict (viewer, KON_ROLE_ADMIN);

  g_assert_cmpint (kon_session_get_role (admin), ==, KON_ROLE_ADMIN);
  g_assert_cmpint (kon_session_get_role (viewer), ==, KON_ROLE_VIEWER);
  g_assert_cmpint (kon_session_get_role (raised), ==, KON_ROLE_VIEWER);
  g_assert_cmpstr (kon_session_get_organization_id (raised), ==, "o");
  g_assert_cmpstr (kon_session_get_organization_name (raised), ==, "Works");
  g_assert_cmpstr (kon_session_get_user_id (raised), ==, "u");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/permission/table", test_table);
  g_test_add_func ("/permission/refusal", test_refusal);
  g_test_add_func ("/permission/restrict", test_restrict);
  return g_test_run ();
}
