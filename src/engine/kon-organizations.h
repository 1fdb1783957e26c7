/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonOrganizations: the folder orgs/ of a data folder and the organizations of it that are open, each once. Engine-internal;
 * any thread: opening blocks, so faces reach it on workers. */
#pragma once

#include "kon-organization.h"

G_BEGIN_DECLS

typedef struct _KonOrganizations KonOrganizations;

/* Touches no file yet. Returns: (transfer full) */
KonOrganizations *kon_organizations_new (const char *orgs_dir, KonClock *clock);
void kon_organizations_free (KonOrganizations *self);

/* Free bytes where organizations lie; G_MAXUINT64 where that cannot be told. Blocks. */
guint64 kon_organizations_get_free_bytes (KonOrganizations *self);

/* Closes all: only when no worker can be inside one. */
void kon_organizations_close_all (KonOrganizations *self);

/* An open one. Returns: (transfer full) (nullable) */
KonOrganization *kon_organizations_lookup (KonOrganizations *self, const char *id);

/* The one called @name, made where absent; two processes that start at once make one. Errors: those of kon_store_open(),
 * READ_ONLY or NO_SPACE for the folder, DAMAGED where an organization's name cannot be read (it may be this one). Returns: (transfer full) */
KonOrganization *kon_organizations_open_or_create (KonOrganizations *self, const char *name, GError **error);

/* The one with this id or, where exactly one has it, this name. KON_ERROR_NOT_FOUND names those there are. Returns: (transfer full) */
KonOrganization *kon_organizations_open_existing (KonOrganizations *self, const char *id_or_name, GError **error);

G_END_DECLS
