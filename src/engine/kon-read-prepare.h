/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a reading job must know before its first picture: may it, with which settings, is there room. Engine-internal; started and
 * answered on the main thread, asked of the store on a worker. */
#pragma once

#include "kon-detector.h"
#include "kon-engine-settings.h"
#include "kon-organization.h"
#include "kon-read-job.h"

G_BEGIN_DECLS

typedef struct
{
  KonDetector *detector;
  KonOrganization *organization; /* where to save; NULL where nothing is saved */
  KonSettings settings;
  gboolean is_space_low; /* less than 1 GB where it is saved */
} KonReadPreparation;

void kon_read_preparation_free (KonReadPreparation *preparation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonReadPreparation, kon_read_preparation_free)

void kon_read_prepare_async (KonEngine *engine, KonSession *session, const char *provider, gboolean saves, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* Returns: (transfer full), or NULL with KON_ERROR_REFUSED, NOT_FOUND (provider) or an error of the store. */
KonReadPreparation *kon_read_prepare_finish (GAsyncResult *result, GError **error);

G_END_DECLS
