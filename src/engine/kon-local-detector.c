/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The detector on this computer: models of the program's own folder, one plate pipeline for each frame in work at once.
 * The models are loaded by the first frame, on its worker; a failure is told and tried anew by the next. */
#include "config.h"

#include "kon-detector.h"
#include "kon-plate-pipeline.h"

#define PROVIDER "local"
#define FIND_MODEL "plate-finder"
#define CORNERS_MODEL "plate-corners"
#define READ_MODEL "plate-reader"

#define KON_TYPE_LOCAL_DETECTOR (kon_local_detector_get_type ())
G_DECLARE_FINAL_TYPE (KonLocalDetector, kon_local_detector, KON, LOCAL_DETECTOR, GObject)

struct _KonLocalDetector
{
  GObject parent_instance;

  char *models_dir, *regions_dir;
  KonWorkers *workers; /* the engine's */

  GMutex lock; /* guards what follows */
  KonModel *finder, *corners, *reader;
  KonRegions *regions;
  GPtrArray *idle_pipelines;
};

typedef struct
{
  KonFrame *frame;
  KonDetectOptions options;
} Request;

static void kon_local_detector_iface_init (KonDetectorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KonLocalDetector, kon_local_detector, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KON_TYPE_DETECTOR, kon_local_detector_iface_init))

static void
request_free (gpointer data)
{
  Request *request = data;

  g_clear_pointer (&request->frame, kon_frame_unref);
  g_clear_pointer (&request->options.roi, kon_roi_set_unref);
  g_free (request);
}

/* With the lock held. */
static gboolean
load_models (KonLocalDetector *self, GError **error)
{
  if (self->finder == NULL)
    self->finder = kon_model_load (self->models_dir, FIND_MODEL, error);
  if (self->finder == NULL)
    return FALSE;
  if (self->corners == NULL)
    self->corners = kon_model_load (self->models_dir, CORNERS_MODEL, error);
  if (self->corners == NULL)
    return FALSE;
  if (self->reader == NULL)
    self->reader = kon_model_load (self->models_dir, READ_MODEL, error);
  /* A broken pack is told where packs are listed; plates are read without it. */
  if (self->regions == NULL)
    self->regions = kon_regions_load (self->regions_dir, NULL);
  return self->reader != NULL;
}

/* An idle pipeline, or a new one: there are never more than workers. */
static KonPlatePipeline *
take_pipeline (KonLocalDetector *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->idle_pipelines->len > 0)
    return g_ptr_array_steal_index_fast (self->idle_pipelines, self->idle_pipelines->len - 1);
  if (!load_models (self, error))
    return NULL;
  return kon_plate_pipeline_new (self->finder, self->corners, self->reader, error);
}

static void
give_pipeline_back (KonLocalDetector *self, KonPlatePipeline *pipeline)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_ptr_array_add (self->idle_pipelines, pipeline);
}

/* Worker. The models do not change once they are loaded. */
static KonDetectResult *
make_result (KonLocalDetector *self, GPtrArray *detections, const KonPlateTimings *timings)
{
  KonDetectResult *result = g_new0 (KonDetectResult, 1);

  result->provider = g_strdup (PROVIDER);
  result->find_model = g_strconcat (kon_model_get_label (self->finder), " + ", kon_model_get_label (self->corners), NULL);
  result->find_model_sha256 = g_strdup (kon_model_get_manifest (self->finder)->sha256);
  result->read_model = g_strdup (kon_model_get_label (self->reader));
  result->read_model_sha256 = g_strdup (kon_model_get_manifest (self->reader)->sha256);
  result->find_ms = timings->find_ms;
  result->read_ms = timings->read_ms;
  result->detections = detections;
  return result;
}

static void
detect (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  KonLocalDetector *self = KON_LOCAL_DETECTOR (source_object);
  Request *request = task_data;
  KonPlateOptions options = { request->options.min_confidence, request->options.crops, request->options.want_crops, request->options.roi };
  g_autoptr (KonRegionSet) expected = NULL;
  KonPlateTimings timings = { 0 };
  KonPlatePipeline *pipeline;
  GPtrArray *detections;
  GError *error = NULL;

  pipeline = take_pipeline (self, &error);
  if (pipeline == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  expected = kon_region_set_new (self->regions, request->options.regions);
  options.expected = expected;
  detections = kon_plate_pipeline_run (pipeline, request->frame, &options, &timings, cancellable, &error);
  give_pipeline_back (self, pipeline);
  /* The frame is large: it goes now, not when the answer is fetched. */
  g_clear_pointer (&request->frame, kon_frame_unref);
  if (detections == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, make_result (self, detections, &timings), (GDestroyNotify) kon_detect_result_free);
}

static void
kon_local_detector_detect_async (KonDetector *detector, KonFrame *frame, const KonDetectOptions *options, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  KonLocalDetector *self = KON_LOCAL_DETECTOR (detector);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->frame = kon_frame_ref (frame);
  request->options = *options;
  if (options->roi != NULL)
    request->options.roi = kon_roi_set_ref (options->roi);
  g_task_set_source_tag (task, kon_local_detector_detect_async);
  g_task_set_task_data (task, request, request_free);
  kon_workers_run (self->workers, task, detect);
}

static KonDetectResult *
kon_local_detector_detect_finish (KonDetector *detector, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, detector), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kon_local_detector_iface_init (KonDetectorInterface *iface)
{
  iface->detect_async = kon_local_detector_detect_async;
  iface->detect_finish = kon_local_detector_detect_finish;
}

static void
kon_local_detector_finalize (GObject *object)
{
  KonLocalDetector *self = KON_LOCAL_DETECTOR (object);

  g_ptr_array_unref (self->idle_pipelines);
  g_clear_pointer (&self->finder, kon_model_unref);
  g_clear_pointer (&self->corners, kon_model_unref);
  g_clear_pointer (&self->reader, kon_model_unref);
  g_clear_pointer (&self->regions, kon_regions_unref);
  g_free (self->models_dir);
  g_free (self->regions_dir);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (kon_local_detector_parent_class)->finalize (object);
}

static void
kon_local_detector_class_init (KonLocalDetectorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kon_local_detector_finalize;
}

static void
kon_local_detector_init (KonLocalDetector *self)
{
  g_mutex_init (&self->lock);
  self->idle_pipelines = g_ptr_array_new_with_free_func ((GDestroyNotify) kon_plate_pipeline_free);
}

static KonDetector *
create (const KonDetectorConfig *config)
{
  KonLocalDetector *self = g_object_new (KON_TYPE_LOCAL_DETECTOR, NULL);

  self->models_dir = g_strdup (config->models_dir);
  self->regions_dir = g_strdup (config->regions_dir);
  self->workers = config->workers;
  return KON_DETECTOR (self);
}

const KonDetectorRow kon_local_detector_row = { PROVIDER, create };
