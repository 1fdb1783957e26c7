/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonOrganization: an open organization, that is its store, held by the engine and by the work that is under way.
 * Engine-internal; any thread. */
#pragma once

#include "kon-store.h"

G_BEGIN_DECLS

typedef struct _KonOrganization KonOrganization;

/* Opens (creates with @name where absent) the organization in @directory. Errors: as kon_store_open(). Returns: (transfer full) */
KonOrganization *kon_organization_open (const char *directory, const char *name, KonClock *clock, GError **error);
KonOrganization *kon_organization_ref (KonOrganization *organization);
void kon_organization_unref (KonOrganization *organization);

/* Closes the store now, whoever still holds the organization: only when no worker can be inside it. */
void kon_organization_close (KonOrganization *organization);

KonStore *kon_organization_get_store (KonOrganization *organization); /* (transfer none) (nullable): NULL once closed */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonOrganization, kon_organization_unref)

G_END_DECLS
