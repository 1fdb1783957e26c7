/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One picture: load, detect, save. The outer task stays on the main thread and hops through one inner task a stage. */
#include "config.h"

#include "kon-reading.h"

#include "kon-frame-codec.h"

#define THUMBNAIL_QUALITY 80
#define CROP_QUALITY 90

typedef struct
{
  const KonReadingPlan *plan;
  KonMediaItem *item;
  KonReadingResult *result;

  /* Copied when the last stage begins: the plan may change while the worker is at it. */
  KonOrganization *organization;
  gboolean wants_thumbnail;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  kon_media_item_unref (reading->item);
  g_clear_pointer (&reading->result, kon_reading_result_free);
  g_clear_pointer (&reading->organization, kon_organization_unref);
  g_free (reading);
}

void
kon_reading_result_free (KonReadingResult *result)
{
  if (result == NULL)
    return;
  g_clear_pointer (&result->detected, kon_detect_result_free);
  g_clear_pointer (&result->thumbnail, g_bytes_unref);
  g_clear_pointer (&result->saved, kon_store_run_result_free);
  g_clear_error (&result->save_error);
  g_free (result);
}

static double
milliseconds_since (gint64 start_us)
{
  return (double) (g_get_monotonic_time () - start_us) / 1000;
}

/* Runs @func as a stage of @task on a worker; @callback gets @task as user data and owns that reference. */
static void
run_stage (GTask *task, GTaskThreadFunc func, GAsyncReadyCallback callback)
{
  Reading *reading = g_task_get_task_data (task);
  g_autoptr (GTask) stage = g_task_new (NULL, g_task_get_cancellable (task), callback, g_object_ref (task));

  g_task_set_source_tag (stage, func);
  g_task_set_check_cancellable (stage, g_task_get_check_cancellable (task));
  g_task_set_task_data (stage, reading, NULL);
  kon_workers_run (reading->plan->workers, stage, func);
}

/* ---- the last stage: thumbnail, crops, store */

/* A picture without a thumbnail is a lesser loss than a read that is thrown away: NULL where none can be made. */
static GBytes *
make_thumbnail (KonFrame *frame)
{
  g_autoptr (KonFrame) small = kon_frame_codec_shrink (frame, KON_THUMBNAIL_SIDE, NULL);

  return small != NULL ? kon_frame_codec_encode (small, THUMBNAIL_QUALITY, NULL) : NULL;
}

static void
unref_bytes_or_null (gpointer data)
{
  g_clear_pointer (&data, g_bytes_unref);
}

static GPtrArray *
make_crops (GPtrArray *detections)
{
  GPtrArray *crops = g_ptr_array_new_with_free_func (unref_bytes_or_null);

  for (guint i = 0; i < detections->len; i++)
    {
      const KonDetection *detection = g_ptr_array_index (detections, i);

      g_ptr_array_add (crops, detection->crop != NULL ? kon_frame_codec_encode (detection->crop, CROP_QUALITY, NULL) : NULL);
    }
  return crops;
}

/* A pasted picture lies nowhere else. */
static KonKeep
choose_keep (const KonReadingPlan *plan, KonMediaItem *item)
{
  return plan->keep == KON_KEEP_REFER && kon_media_item_get_uri (item) == NULL ? KON_KEEP_COPY : plan->keep;
}

static void
save (Reading *reading)
{
  const KonReadingPlan *plan = reading->plan;
  KonMediaItem *item = reading->item;
  KonReadingResult *result = reading->result;
  g_autoptr (GPtrArray) crops = make_crops (result->detected->detections);
  KonStoreRun run = {
    .user_id = plan->user_id,
    .sha256 = kon_media_item_get_sha256 (item),
    .original = kon_media_item_get_bytes (item),
    .thumbnail = result->thumbnail,
    .keep = choose_keep (plan, item),
    .mime = kon_media_item_get_mime (item),
    .width = kon_media_item_get_width (item),
    .height = kon_media_item_get_height (item),
    .source_name = kon_media_item_get_name (item),
    .source_uri = kon_media_item_get_uri (item),
    .seen_at = *kon_media_item_get_seen_at (item),
    .provider = result->detected->provider,
    .find_model = result->detected->find_model,
    .find_model_sha256 = result->detected->find_model_sha256,
    .read_model = result->detected->read_model,
    .read_model_sha256 = result->detected->read_model_sha256,
    .decode_ms = result->timings.decode_ms,
    .find_ms = result->timings.find_ms,
    .read_ms = result->timings.read_ms,
    .detections = result->detected->detections,
    .is_partial = plan->options.min_confidence > 0 || plan->options.roi != NULL,
    .crops = crops,
  };

  result->saved = kon_store_add_run (kon_organization_get_store (reading->organization), &run, &result->save_error);
}

static void
finish_on_worker (GTask *stage, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Reading *reading = task_data;
  KonPictureTimings *timings = &reading->result->timings;
  gint64 start_us = g_get_monotonic_time ();

  if (reading->wants_thumbnail || reading->organization != NULL)
    reading->result->thumbnail = make_thumbnail (kon_media_item_get_frame (reading->item));
  if (reading->organization != NULL)
    save (reading);
  timings->save_ms = milliseconds_since (start_us);
  /* The work on this picture: not the waiting for a thread, nor the loading of the models, which the first one would be blamed for. */
  timings->total_ms = timings->decode_ms + timings->find_ms + timings->read_ms + timings->save_ms;
  kon_media_item_unload (reading->item);
  g_task_return_boolean (stage, TRUE);
}

static void
finished_cb (GObject *source, GAsyncResult *stage_result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (stage_result), &error))
    {
      kon_media_item_unload (reading->item);
      g_task_return_error (task, error);
      return;
    }
  g_task_return_pointer (task, g_steal_pointer (&reading->result), (GDestroyNotify) kon_reading_result_free);
}

/* ---- the detector */

static void
detected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  GError *error = NULL;

  reading->result->detected = kon_detector_detect_finish (KON_DETECTOR (source), result, &error);
  if (reading->result->detected == NULL)
    {
      kon_media_item_unload (reading->item);
      g_task_return_error (task, error);
      return;
    }
  reading->result->timings.find_ms = reading->result->detected->find_ms;
  reading->result->timings.read_ms = reading->result->detected->read_ms;
  if (reading->plan->organization != NULL)
    reading->organization = kon_organization_ref (reading->plan->organization);
  reading->wants_thumbnail = reading->plan->wants_thumbnails;
  /* A stage that was begun is not undone by cancelling: what it wrote must be told. */
  g_task_set_check_cancellable (task, FALSE);
  run_stage (task, finish_on_worker, finished_cb);
}

/* ---- loading */

static void
load_on_worker (GTask *stage, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Reading *reading = task_data;
  GError *error = NULL;

  if (kon_media_item_load (reading->item, reading->plan->max_megapixels, cancellable, &error))
    g_task_return_boolean (stage, TRUE);
  else
    g_task_return_error (stage, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *stage_result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  GError *error = NULL;

  reading->result->timings.decode_ms = kon_media_item_get_decode_ms (reading->item);
  if (!g_task_propagate_boolean (G_TASK (stage_result), &error))
    {
      kon_media_item_unload (reading->item);
      g_task_return_error (task, error);
      return;
    }
  kon_detector_detect_async (reading->plan->detector, kon_media_item_get_frame (reading->item), &reading->plan->options,
                             g_task_get_cancellable (task), detected_cb, g_object_ref (task));
}

void
kon_reading_run_async (const KonReadingPlan *plan, KonMediaItem *item, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Reading *reading;

  g_return_if_fail (plan != NULL && item != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, kon_reading_run_async);
  reading = g_new0 (Reading, 1);
  reading->plan = plan;
  reading->item = kon_media_item_ref (item);
  reading->result = g_new0 (KonReadingResult, 1);
  g_task_set_task_data (task, reading, reading_free);
  run_stage (task, load_on_worker, loaded_cb);
}

KonReadingResult *
kon_reading_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
