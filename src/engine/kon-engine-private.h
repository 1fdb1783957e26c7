/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Within the engine: what its files share. Main thread unless said otherwise. */
#pragma once

#include "kon-detector.h"
#include "kon-engine.h"
#include "kon-job.h"
#include "kon-organization.h"
#include "kon-organizations.h"
#include "kon-permission.h"
#include "kon-workers.h"

G_BEGIN_DECLS

/* Which threads do the work. */
typedef enum
{
  KON_POOL_READ,  /* pictures are read: as many as the engine was given */
  KON_POOL_QUERY, /* questions to the store, and opening it */
  KON_POOL_IMAGE, /* pictures for the screen, newest request first */
  KON_POOL_WALK,  /* folders */
  KON_POOL_LAST,
} KonPool;

KonWorkers *kon_engine_get_workers (KonEngine *self, KonPool pool);
guint kon_engine_get_threads (KonEngine *self);
KonOrganizations *kon_engine_get_organizations (KonEngine *self);

/* Where the format packs are. Any thread. */
const char *kon_engine_get_regions_dir (KonEngine *self);

/* FALSE with KON_ERROR_FAILED after shut-down. */
gboolean kon_engine_check_open (KonEngine *self, GError **error);

/* The row of the detector table, made at its first use. (transfer none), NULL with KON_ERROR_NOT_FOUND */
KonDetector *kon_engine_get_detector (KonEngine *self, const char *provider, GError **error);

/* The permission check and the way to the data, in this order, for every data call: the organization of @session if its role has @permission.
 * KON_ERROR_REFUSED where it has not, or where the session has no organization; FAILED after shut-down. Returns: (transfer full) */
KonOrganization *kon_engine_enter (KonEngine *self, KonSession *session, KonPermission permission, GError **error);

/* One data call: after kon_engine_enter(), @func runs on a worker of @pool with the store and returns @task. @request is freed by @free_request afterwards. */
typedef void (*KonCallFunc) (GTask *task, KonStore *store, gpointer request, GCancellable *cancellable);
void kon_engine_call (KonEngine *self, KonSession *session, KonPermission permission, KonPool pool, KonCallFunc func, gpointer request, GDestroyNotify free_request,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* A running job keeps engine and job alive, and shut-down cancels it. */
void kon_engine_add_job (KonEngine *self, KonJob *job);
void kon_engine_remove_job (KonEngine *self, KonJob *job);

/* "records-changed" goes out soon, once for many calls. */
void kon_engine_note_change (KonEngine *self, const char *organization_id);

G_END_DECLS
