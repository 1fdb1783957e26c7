/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonPlatePipeline: a frame in, plates out: find (small picture, pyramid for large ones), draw the corners, rectify by them
 * from the original pixels, read. Owns its networks; belongs to one worker thread at a time. */
#pragma once

#include <gio/gio.h>

#include "kon-detection.h"
#include "kon-frame.h"
#include "kon-model.h"
#include "kon-regions.h"
#include "kon-roi.h"

G_BEGIN_DECLS

typedef struct _KonPlatePipeline KonPlatePipeline;

typedef struct
{
  double min_confidence; /* reads below are left out; 0 keeps all */
  gboolean crops;        /* the frame is one plate: no finder, the quad is the frame */
  gboolean want_crops;   /* fill KonDetection.crop */
  const KonRoiSet *roi;  /* only plates that count by it; NULL: the whole frame. Not asked for @crops */
  const KonRegionSet *expected; /* where plates are from: settles look-alikes and fills the region; NULL: neither */
} KonPlateOptions;

typedef struct
{
  double find_ms, read_ms;
} KonPlateTimings;

/* Returns: (transfer full), or NULL with KON_ERROR_MODEL. */
KonPlatePipeline *kon_plate_pipeline_new (KonModel *finder, KonModel *corners, KonModel *reader, GError **error);
void kon_plate_pipeline_free (KonPlatePipeline *pipeline);

/* Best confidence first; weak findings that are large enough to be read but say nothing are left out. Checks @cancellable between networks. @timings may be NULL.
 * Returns: (transfer full) (element-type KonDetection), or NULL with KON_ERROR_MODEL, FAILED or G_IO_ERROR_CANCELLED. */
GPtrArray *kon_plate_pipeline_run (KonPlatePipeline *pipeline, KonFrame *frame, const KonPlateOptions *options, KonPlateTimings *timings, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonPlatePipeline, kon_plate_pipeline_free)

G_END_DECLS
