/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finding plates: the frame is shrunk to the network's usual size and, where it is large, to a larger one too, on which far
 * plates can still be seen; what both found is merged. */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include "kon-plate-finder-private.h"

#include <math.h>

#include "kon-network-private.h"

#define PLAIN_SIDE 1000         /* frames up to this long side need no second look */
#define LARGE_AREA (12.5 * 1e6) /* pixels; above, the second look is at... */
#define SECOND_SIDE 1280
#define LARGE_SECOND_SIDE 1920

struct _KonPlateFinder
{
  const KonFamily *family;
  KonNetwork *usual;
  KonNetwork *large; /* the same model: a network that changes its input's size starts over */
};

KonPlateFinder *
kon_plate_finder_new (KonModel *model, GError **error)
{
  g_autoptr (KonPlateFinder) finder = g_new0 (KonPlateFinder, 1);

  g_return_val_if_fail (model != NULL, NULL);

  finder->family = kon_family_lookup (kon_model_get_manifest (model)->family);
  finder->usual = kon_network_new (model, error);
  if (!finder->usual)
    return NULL;
  finder->large = kon_network_new (model, error);
  return finder->large ? g_steal_pointer (&finder) : NULL;
}

void
kon_plate_finder_free (KonPlateFinder *finder)
{
  if (!finder)
    return;
  kon_network_free (finder->usual);
  kon_network_free (finder->large);
  g_free (finder);
}

/* The long side for the look at far plates; 0 where @frame needs none. */
static int
choose_large_side (const KonFrame *frame)
{
  int width = kon_frame_get_width (frame), height = kon_frame_get_height (frame);

  if (MAX (width, height) <= PLAIN_SIDE)
    return 0;
  return (double) width * height > LARGE_AREA ? LARGE_SECOND_SIDE : SECOND_SIDE;
}

static int
round_up (int value, int multiple)
{
  return multiple > 0 ? (value + multiple - 1) / multiple * multiple : value;
}

/* @from may be the frame at a larger size: shrinking that again costs less than shrinking the frame. */
static gboolean
shrink (KonFrame *frame, const KonVisionImage *from, int side, KonVisionImage *out, GError **error)
{
  int width = kon_frame_get_width (frame), height = kon_frame_get_height (frame);
  double scale = (double) side / MAX (width, height);
  int out_width = MAX (1, (int) round (width * scale)), out_height = MAX (1, (int) round (height * scale));
  KonVisionMessage message = { { 0 } };
  KonVisionStatus status;

  if (from)
    status = kon_vision_resize (from->pixels, from->width, from->height, (size_t) from->width * from->channels,
                                from->channels, out_width, out_height, out, &message);
  else
    status = kon_vision_resize (kon_frame_get_pixels (frame), width, height, kon_frame_get_stride (frame),
                                kon_network_channels_of (frame), out_width, out_height, out, &message);
  return status == KON_VISION_OK || kon_network_fail_vision (status, &message, error);
}

/* From pixels of the network to those of the frame. */
static void
scale_found (KonFound *found, double x, double y)
{
  found->box = (KonBox){ found->box.x * x, found->box.y * y, found->box.w * x, found->box.h * y };
  for (int i = 0; i < 4; i++)
    found->quad.p[i] = (KonPoint){ found->quad.p[i].x * x, found->quad.p[i].y * y };
}

static gboolean
look (KonPlateFinder *finder, KonNetwork *network, KonFrame *frame, const KonVisionImage *image, GArray *found, GError **error)
{
  const KonManifest *manifest = kon_network_get_manifest (network);
  KonVisionTensor tensors[KON_MODEL_MAX_OUTPUTS];
  guint first = found->len;

  if (!kon_network_run (network, image, round_up (image->width, manifest->multiple),
                        round_up (image->height, manifest->multiple), tensors, error)
      || !finder->family->decode_found (manifest, tensors, manifest->n_outputs, found, error))
    return FALSE;
  for (guint i = first; i < found->len; i++)
    scale_found (&g_array_index (found, KonFound, i), (double) kon_frame_get_width (frame) / image->width,
                 (double) kon_frame_get_height (frame) / image->height);
  return TRUE;
}

/* FALSE where a network's fancy left corners that nothing can be cut at. */
static gboolean
can_be_cut (const KonQuad *quad, KonFrame *frame)
{
  double far_away = 4.0 * MAX (kon_frame_get_width (frame), kon_frame_get_height (frame));

  for (int i = 0; i < 4; i++)
    if (!(fabs (quad->p[i].x) <= far_away && fabs (quad->p[i].y) <= far_away))
      return FALSE;
  return kon_quad_is_convex (quad);
}

/* Cuts boxes to the frame and drops what lies in the padding. */
static void
clip (GArray *found, KonFrame *frame)
{
  guint n = 0;

  for (guint i = 0; i < found->len; i++)
    {
      KonFound one = g_array_index (found, KonFound, i);

      one.box = kon_box_clip (&one.box, kon_frame_get_width (frame), kon_frame_get_height (frame));
      if (one.box.w < 1 || one.box.h < 1)
        continue;
      if (!can_be_cut (&one.quad, frame))
        one.quad = kon_quad_from_box (&one.box);
      g_array_index (found, KonFound, n++) = one;
    }
  g_array_set_size (found, n);
}

gboolean
kon_plate_finder_find (KonPlateFinder *finder, KonFrame *frame, GArray *found, GCancellable *cancellable, GError **error)
{
  const KonManifest *manifest = kon_network_get_manifest (finder->usual);
  g_auto (KonVisionImage) large = { 0 };
  g_auto (KonVisionImage) usual = { 0 };
  int large_side = choose_large_side (frame);

  if (large_side > 0
      && (g_cancellable_set_error_if_cancelled (cancellable, error) || !shrink (frame, NULL, large_side, &large, error)
          || !look (finder, finder->large, frame, &large, found, error)))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error)
      || !shrink (frame, large.pixels ? &large : NULL, MAX (manifest->width, manifest->height), &usual, error)
      || !look (finder, finder->usual, frame, &usual, found, error))
    return FALSE;
  clip (found, frame);
  kon_found_suppress (found, manifest->nms_threshold);
  return TRUE;
}
