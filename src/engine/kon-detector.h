/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonDetector: the seam between the pipeline run and whoever detects. The local engine is one row of kon-detector-table.c, an
 * outside service will be another. Asynchronous and cancellable; started and answered on the main thread. Engine-internal. */
#pragma once

#include <gio/gio.h>

#include "kon-frame.h"
#include "kon-roi.h"
#include "kon-workers.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean crops;         /* the frame is one plate */
  double min_confidence;  /* reads below are left out */
  gboolean want_crops;    /* fill KonDetection.crop */
  KonRoiSet *roi;         /* only what counts by it may come back; NULL: everything. The detector takes a reference of its own */
  const char *regions;    /* codes with commas: only these are expected; "": any. The caller's until the answer */
} KonDetectOptions;

typedef struct
{
  char *provider; /* row's id */
  char *find_model, *find_model_sha256; /* "name version" */
  char *read_model, *read_model_sha256;
  double find_ms, read_ms;
  GPtrArray *detections; /* of KonDetection */
} KonDetectResult;

void kon_detect_result_free (KonDetectResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonDetectResult, kon_detect_result_free)

#define KON_TYPE_DETECTOR (kon_detector_get_type ())
G_DECLARE_INTERFACE (KonDetector, kon_detector, KON, DETECTOR, GObject)

struct _KonDetectorInterface
{
  GTypeInterface parent_iface;

  /* Required. Work happens elsewhere; @callback on the main thread. */
  void (*detect_async) (KonDetector *self, KonFrame *frame, const KonDetectOptions *options, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  /* Required. (transfer full) or NULL with error. */
  KonDetectResult *(*detect_finish) (KonDetector *self, GAsyncResult *result, GError **error);
};

void kon_detector_detect_async (KonDetector *self, KonFrame *frame, const KonDetectOptions *options, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
KonDetectResult *kon_detector_detect_finish (KonDetector *self, GAsyncResult *result, GError **error);

/* What a row needs to be made. */
typedef struct
{
  const char *models_dir;
  KonWorkers *workers; /* the engine's reading threads; the engine waits for them before it goes */
  const char *regions_dir;
} KonDetectorConfig;

typedef struct
{
  const char *id; /* "local" */
  KonDetector *(*create) (const KonDetectorConfig *config); /* (transfer full) */
} KonDetectorRow;

/* The rows; each is the end of its plug, which has no header. */
extern const KonDetectorRow kon_local_detector_row;

/* NULL where unknown. */
const KonDetectorRow *kon_detector_table_lookup (const char *id);

G_END_DECLS
