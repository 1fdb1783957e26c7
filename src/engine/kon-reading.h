/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A reading: the way of one picture through the house. Load [worker], detect [wherever the detector works], thumbnail, crops and
 * save [worker]. Engine-internal; started and answered on the main thread. */
#pragma once

#include "kon-detector.h"
#include "kon-media-item.h"
#include "kon-organization.h"
#include "kon-picture.h"

G_BEGIN_DECLS

/* What all pictures of a job have in common. Belongs to the job; outlives its readings; changed by the main thread alone. */
typedef struct
{
  KonWorkers *workers;
  KonDetector *detector;
  KonDetectOptions options;
  char *regions; /* what the options' regions point at */
  int max_megapixels;
  gboolean wants_thumbnails;

  KonOrganization *organization; /* NULL where nothing is saved (any more) */
  char *user_id;
  KonKeep keep;
} KonReadingPlan;

typedef struct
{
  KonDetectResult *detected;
  GBytes *thumbnail;        /* JPEG; NULL where not wanted */
  KonStoreRunResult *saved; /* NULL where not saved */
  GError *save_error;       /* why it could not be saved */
  KonPictureTimings timings;
} KonReadingResult;

void kon_reading_result_free (KonReadingResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonReadingResult, kon_reading_result_free)

/* Reads @item, which has let go of its pixels and bytes when the answer is there. Not being able to save is no error here. */
void kon_reading_run_async (const KonReadingPlan *plan, KonMediaItem *item, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/* Returns: (transfer full), or NULL with the error of loading, of the detector (KON_ERROR_MODEL and NEWER_VERSION are the same for every picture) or G_IO_ERROR_CANCELLED.
 * Cancelled too late, that is when saving had begun, it is as if it were not cancelled. */
KonReadingResult *kon_reading_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
