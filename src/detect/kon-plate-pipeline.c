/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The plate pipeline: find, draw the corners, rectify, read. */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include "kon-plate-pipeline.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kon-error.h"
#include "kon-family.h"
#include "kon-plate-corners-private.h"
#include "kon-plate-cut-private.h"
#include "kon-plate-finder-private.h"
#include "kon-plate-reader-private.h"

/* A second opinion on weak findings: what says nothing is no plate. The limits were chosen on the validation photos with the finder 0.2.0
 * (docs/accuracy.md has what they give and take); choose them again for a new one. */
#define WEAK_SCORE 0.47
#define SENSE_CONFIDENCE 0.005
#define SENSE_LENGTH 3

#define MARGIN 0.20 /* of the plate's height, on each side: the corners drawn are some 8 % of it away from the true ones, and readers were taught such crops */

struct _KonPlatePipeline
{
  KonPlateFinder *finder;
  KonPlateCorners *corners;
  KonPlateReader *reader;
};

static gboolean
has_kind (KonModel *model, const char *kind, GError **error)
{
  if (g_str_equal (kon_model_get_manifest (model)->kind, kind))
    return TRUE;
  g_set_error (error, KON_ERROR, KON_ERROR_MODEL, _("The model %s is not a “%s”. Install the program again."),
               kon_model_get_label (model), kind);
  return FALSE;
}

KonPlatePipeline *
kon_plate_pipeline_new (KonModel *finder, KonModel *corners, KonModel *reader, GError **error)
{
  g_autoptr (KonPlatePipeline) pipeline = g_new0 (KonPlatePipeline, 1);

  g_return_val_if_fail (finder != NULL && corners != NULL && reader != NULL, NULL);

  if (!has_kind (finder, "plate-finder", error) || !has_kind (corners, "plate-corners", error) || !has_kind (reader, "plate-reader", error))
    return NULL;
  pipeline->finder = kon_plate_finder_new (finder, error);
  if (!pipeline->finder)
    return NULL;
  pipeline->corners = kon_plate_corners_new (corners, error);
  if (!pipeline->corners)
    return NULL;
  pipeline->reader = kon_plate_reader_new (reader, error);
  return pipeline->reader ? g_steal_pointer (&pipeline) : NULL;
}

void
kon_plate_pipeline_free (KonPlatePipeline *pipeline)
{
  if (!pipeline)
    return;
  kon_plate_finder_free (pipeline->finder);
  kon_plate_corners_free (pipeline->corners);
  kon_plate_reader_free (pipeline->reader);
  g_free (pipeline);
}

/* The whole frame as one plate. */
static void
take_frame (KonFrame *frame, GArray *found)
{
  KonFound whole = { .box = { 0, 0, kon_frame_get_width (frame), kon_frame_get_height (frame) }, .score = 1 };

  whole.quad = kon_quad_from_box (&whole.box);
  g_array_append_val (found, whole);
}

static KonDetection *
read_one (KonPlatePipeline *pipeline, KonFrame *frame, const KonFound *found, const KonPlateOptions *options, GError **error)
{
  g_autoptr (KonDetection) detection = kon_detection_new ("plate");
  g_autoptr (GArray) likes = g_array_new (FALSE, TRUE, sizeof (KonLikeness));
  KonQuad window = found->quad;

  detection->box = found->box;
  detection->quad = found->quad;
  if (!options->crops)
    {
      if (!kon_plate_corners_draw (pipeline->corners, frame, &found->box, &detection->quad, error))
        return NULL;
      window = kon_quad_expand (&detection->quad, MARGIN);
    }
  detection->find_confidence = found->score;
  detection->read = kon_plate_reader_read (pipeline->reader, frame, &window, likes, &detection->layout, error);
  if (!detection->read)
    return NULL;
  if (options->expected)
    kon_region_set_settle (options->expected, likes, detection->layout, detection->read);
  if (options->want_crops && detection->read->confidence >= options->min_confidence)
    {
      detection->crop = kon_plate_cut (frame, &window, error);
      if (!detection->crop)
        return NULL;
    }
  return g_steal_pointer (&detection);
}

static gboolean
is_plate (const KonDetection *detection)
{
  const KonRead *read = detection->read;

  return detection->find_confidence >= WEAK_SCORE
         || (read->confidence >= SENSE_CONFIDENCE && strlen (read->text) >= SENSE_LENGTH);
}

static int
compare_detections (gconstpointer a, gconstpointer b)
{
  const KonDetection *first = *(KonDetection *const *) a, *second = *(KonDetection *const *) b;

  if (first->read->confidence != second->read->confidence)
    return first->read->confidence > second->read->confidence ? -1 : 1;
  return (second->find_confidence > first->find_confidence) - (second->find_confidence < first->find_confidence);
}

static gboolean
read_all (KonPlatePipeline *pipeline, KonFrame *frame, GArray *found, const KonPlateOptions *options, GPtrArray *plates,
          GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < found->len; i++)
    {
      KonDetection *detection;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      detection = read_one (pipeline, frame, &g_array_index (found, KonFound, i), options, error);
      if (!detection)
        return FALSE;
      if (detection->read->confidence >= options->min_confidence && is_plate (detection))
        g_ptr_array_add (plates, detection);
      else
        kon_detection_unref (detection);
    }
  g_ptr_array_sort (plates, compare_detections);
  return TRUE;
}

GPtrArray *
kon_plate_pipeline_run (KonPlatePipeline *pipeline, KonFrame *frame, const KonPlateOptions *options, KonPlateTimings *timings,
                        GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) plates = g_ptr_array_new_with_free_func ((GDestroyNotify) kon_detection_unref);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (KonFound));
  gint64 start = g_get_monotonic_time (), middle;

  g_return_val_if_fail (pipeline != NULL && frame != NULL && options != NULL, NULL);

  if (options->crops)
    take_frame (frame, found);
  else if (!kon_plate_finder_find (pipeline->finder, frame, options->roi, found, cancellable, error))
    return NULL;
  middle = g_get_monotonic_time ();
  if (!read_all (pipeline, frame, found, options, plates, cancellable, error))
    return NULL;
  if (timings)
    {
      timings->find_ms = (middle - start) / 1000.0;
      timings->read_ms = (g_get_monotonic_time () - middle) / 1000.0;
    }
  return g_steal_pointer (&plates);
}
