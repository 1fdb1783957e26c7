/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A store with a reference count. */
#include "config.h"

#include "kon-organization.h"

struct _KonOrganization
{
  gatomicrefcount ref_count;
  KonStore *store;
};

KonOrganization *
kon_organization_open (const char *directory, const char *name, KonClock *clock, GError **error)
{
  KonOrganization *organization;
  KonStore *store;

  g_return_val_if_fail (directory != NULL && name != NULL && clock != NULL, NULL);

  store = kon_store_open (directory, name, NULL, clock, error);
  if (store == NULL)
    return NULL;
  organization = g_new0 (KonOrganization, 1);
  g_atomic_ref_count_init (&organization->ref_count);
  organization->store = store;
  return organization;
}

KonOrganization *
kon_organization_ref (KonOrganization *organization)
{
  g_return_val_if_fail (organization != NULL, NULL);
  g_atomic_ref_count_inc (&organization->ref_count);
  return organization;
}

void
kon_organization_unref (KonOrganization *organization)
{
  if (organization == NULL || !g_atomic_ref_count_dec (&organization->ref_count))
    return;
  kon_organization_close (organization);
  g_free (organization);
}

void
kon_organization_close (KonOrganization *organization)
{
  g_return_if_fail (organization != NULL);
  g_clear_pointer (&organization->store, kon_store_close);
}

KonStore *
kon_organization_get_store (KonOrganization *organization)
{
  g_return_val_if_fail (organization != NULL, NULL);
  return organization->store;
}
