/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finding plates. A look is one run over the frame shrunk to some long side; how many looks a frame gets, and at which sides, was
 * chosen on photos pasted into larger scenes (docs/performance.md):
 *   small frames   the network's usual side; where that shows nothing sure, also grown to at most 960 and shrunk to 320
 *   up to 12 MP    960 (92 % of plates that are 4 to 15 % of the width); where that shows nothing sure, also closer and
 *                  from further away (96 %): hard pictures may take longer, easy ones need not wait
 *   above          the usual side for near plates, 2560 for far ones (94 % of plates of 80 to 160 pixels in 6000; 69 % at 1920)
 *   regions        where include regions are drawn, crops of the original around them: first for half the work that the whole frame
 *                  would be, but no coarser than that; where that shows nothing sure, at full resolution */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include "kon-plate-finder-private.h"

#include <math.h>

#include "kon-network-private.h"
#include "kon-roi-areas-private.h"

#define SMALL_SIDE 1000         /* of small frames */
#define MOST_GROWTH 2.2         /* of small frames; what is blown up further only gets softer */
#define NEAR_SIDE 320           /* for plates that fill the frame */
#define LARGE_AREA (12.5 * 1e6) /* pixels; of large frames */
#define MIDDLE_SIDE 960
#define CLOSER_SIDE 1280
#define FURTHER_SIDE 480
#define FAR_SIDE 2560
#define SURE 0.5
#define AREA_WORK 0.5    /* of what the whole frame is looked at for first */
#define AREA_SIDE 4096   /* a larger crop is shrunk to it */

/* Larger pictures go through the network in tiles: memory stays small, and cancelling need not wait. Tiles overlap by more than
 * a plate that only such a close look finds is wide. */
#define MAX_TILE 1408
#define OVERLAP 128
#define CUT_EDGE 2 /* pixels: what ends here at an inner edge of a tile is whole in the next one */

struct _KonPlateFinder
{
  const KonFamily *family;
  KonNetwork *network;

  /* While a frame is searched: what counts, and where in the frame the crop at hand begins. */
  const KonRoiSet *roi;
  int frame_width, frame_height, left, top;
};

KonPlateFinder *
kon_plate_finder_new (KonModel *model, GError **error)
{
  g_autoptr (KonPlateFinder) finder = g_new0 (KonPlateFinder, 1);

  g_return_val_if_fail (model != NULL, NULL);

  finder->family = kon_family_lookup (kon_model_get_manifest (model)->family);
  finder->network = kon_network_new (model, error);
  return finder->network ? g_steal_pointer (&finder) : NULL;
}

void
kon_plate_finder_free (KonPlateFinder *finder)
{
  if (!finder)
    return;
  kon_network_free (finder->network);
  g_free (finder);
}

static int
round_up (int value, int multiple)
{
  return multiple > 0 ? (value + multiple - 1) / multiple * multiple : value;
}

static gboolean
shrink (KonFrame *frame, int side, KonVisionImage *out, GError **error)
{
  int width = kon_frame_get_width (frame), height = kon_frame_get_height (frame);
  double scale = (double) side / MAX (width, height);
  int out_width = MAX (1, (int) round (width * scale)), out_height = MAX (1, (int) round (height * scale));
  KonVisionMessage message = { { 0 } };
  KonVisionStatus status
    = kon_vision_resize (kon_frame_get_pixels (frame), width, height, kon_frame_get_stride (frame),
                         kon_network_channels_of (frame), out_width, out_height, out, &message);

  return status == KON_VISION_OK || kon_network_fail_vision (status, &message, error);
}

/* From pixels of a tile at @left, @top to those of the frame. */
static void
place_found (KonFound *found, int left, int top, double x, double y)
{
  found->box = (KonBox){ (found->box.x + left) * x, (found->box.y + top) * y, found->box.w * x, found->box.h * y };
  for (int i = 0; i < 4; i++)
    found->quad.p[i] = (KonPoint){ (found->quad.p[i].x + left) * x, (found->quad.p[i].y + top) * y };
}

/* TRUE where @box, in pixels of @tile, ends on an edge of the tile that is no edge of @image. */
static gboolean
is_cut (const KonBox *box, const KonVisionImage *tile, int left, int top, const KonVisionImage *image)
{
  return (left > 0 && box->x < CUT_EDGE) || (top > 0 && box->y < CUT_EDGE)
         || (left + tile->width < image->width && box->x + box->w > tile->width - CUT_EDGE)
         || (top + tile->height < image->height && box->y + box->h > tile->height - CUT_EDGE);
}

static gboolean
look_at_tile (KonPlateFinder *finder, KonFrame *frame, const KonVisionImage *image, int left, int top, int width, int height,
              GArray *found, GError **error)
{
  const KonManifest *manifest = kon_network_get_manifest (finder->network);
  gsize stride = (gsize) image->width * image->channels;
  KonVisionImage tile = { image->pixels + top * stride + (gsize) left * image->channels, width, height, image->channels };
  KonVisionTensor tensors[KON_MODEL_MAX_OUTPUTS];
  guint n = found->len;

  if (!kon_network_run (finder->network, &tile, stride, round_up (width, manifest->multiple), round_up (height, manifest->multiple),
                        tensors, error)
      || !finder->family->decode_found (manifest, tensors, manifest->n_outputs, found, error))
    return FALSE;
  for (guint i = n; i < found->len; i++)
    {
      KonFound one = g_array_index (found, KonFound, i);

      if (is_cut (&one.box, &tile, left, top, image))
        continue;
      place_found (&one, left, top, (double) kon_frame_get_width (frame) / image->width,
                   (double) kon_frame_get_height (frame) / image->height);
      g_array_index (found, KonFound, n++) = one;
    }
  g_array_set_size (found, n);
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

/* Whether what was found in @frame, a crop of the whole or the whole, ends where the crop does: it may go on there. */
static gboolean
leaves_crop (const KonPlateFinder *finder, KonFrame *frame, const KonBox *box)
{
  int width = kon_frame_get_width (frame), height = kon_frame_get_height (frame);

  return (finder->left > 0 && box->x < CUT_EDGE) || (finder->top > 0 && box->y < CUT_EDGE)
         || (finder->left + width < finder->frame_width && box->x + box->w > width - CUT_EDGE)
         || (finder->top + height < finder->frame_height && box->y + box->h > height - CUT_EDGE);
}

/* Drops what does not count before anybody asks whether something sure was found. */
static void
drop_uncounted (KonPlateFinder *finder, KonFrame *frame, GArray *found)
{
  guint n = 0;

  for (guint i = 0; i < found->len; i++)
    {
      KonFound one = g_array_index (found, KonFound, i);
      KonQuad quad = can_be_cut (&one.quad, frame) ? one.quad : kon_quad_from_box (&one.box);

      for (int j = 0; j < 4; j++)
        quad.p[j] = (KonPoint){ quad.p[j].x + finder->left, quad.p[j].y + finder->top };
      if (!leaves_crop (finder, frame, &one.box) && kon_roi_set_counts (finder->roi, &quad, finder->frame_width, finder->frame_height))
        g_array_index (found, KonFound, n++) = one;
    }
  g_array_set_size (found, n);
}

/* How many tiles cover @length, and how long each is. */
static int
count_tiles (int length, int multiple, int *tile)
{
  int n = length <= MAX_TILE ? 1 : (length - OVERLAP + MAX_TILE - OVERLAP - 1) / (MAX_TILE - OVERLAP);

  *tile = MIN (length, round_up ((length + (n - 1) * OVERLAP + n - 1) / n, multiple));
  return n;
}

/* Where tile @i of @n begins. */
static int
start_of_tile (int i, int n, int tile, int length)
{
  return n > 1 ? (int) ((gint64) i * (length - tile) / (n - 1)) : 0;
}

static gboolean
look (KonPlateFinder *finder, KonFrame *frame, int side, GArray *found, GCancellable *cancellable, GError **error)
{
  int multiple = kon_network_get_manifest (finder->network)->multiple;
  g_auto (KonVisionImage) image = { 0 };
  int columns, rows, width, height;

  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !shrink (frame, side, &image, error))
    return FALSE;
  columns = count_tiles (image.width, multiple, &width);
  rows = count_tiles (image.height, multiple, &height);
  for (int i = 0; i < columns * rows; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !look_at_tile (finder, frame, &image, start_of_tile (i % columns, columns, width, image.width),
                          start_of_tile (i / columns, rows, height, image.height), width, height, found, error))
      return FALSE;
  if (finder->roi)
    drop_uncounted (finder, frame, found);
  return TRUE;
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

static gboolean
has_sure (GArray *found)
{
  for (guint i = 0; i < found->len; i++)
    if (g_array_index (found, KonFound, i).score >= SURE)
      return TRUE;
  return FALSE;
}

static gboolean
look_as_needed (KonPlateFinder *finder, KonFrame *frame, GArray *found, GCancellable *cancellable, GError **error)
{
  const KonManifest *manifest = kon_network_get_manifest (finder->network);
  int width = kon_frame_get_width (frame), height = kon_frame_get_height (frame);
  int usual = MAX (manifest->width, manifest->height);
  int grown = CLAMP ((int) (MOST_GROWTH * MAX (width, height)), usual, MAX (usual, MIDDLE_SIDE));

  if (MAX (width, height) <= SMALL_SIDE)
    return look (finder, frame, usual, found, cancellable, error)
           && (has_sure (found) || (look (finder, frame, grown, found, cancellable, error) && look (finder, frame, NEAR_SIDE, found, cancellable, error)));
  if ((double) width * height > LARGE_AREA)
    return look (finder, frame, usual, found, cancellable, error) && look (finder, frame, FAR_SIDE, found, cancellable, error);
  if (!look (finder, frame, MIDDLE_SIDE, found, cancellable, error))
    return FALSE;
  return has_sure (found)
         || (look (finder, frame, CLOSER_SIDE, found, cancellable, error) && look (finder, frame, FURTHER_SIDE, found, cancellable, error));
}

/* How closely the whole frame is looked at, if only once: the long side. */
static int
first_side (KonPlateFinder *finder)
{
  const KonManifest *manifest = kon_network_get_manifest (finder->network);

  if (MAX (finder->frame_width, finder->frame_height) <= SMALL_SIDE)
    return MAX (manifest->width, manifest->height);
  return (double) finder->frame_width * finder->frame_height > LARGE_AREA ? FAR_SIDE : MIDDLE_SIDE;
}

static gboolean
look_closely (KonPlateFinder *finder, KonFrame *crop, GArray *found, GCancellable *cancellable, GError **error)
{
  double side = MAX (kon_frame_get_width (crop), kon_frame_get_height (crop));
  double share = (double) kon_frame_get_width (crop) * kon_frame_get_height (crop) / ((double) finder->frame_width * finder->frame_height);
  double scale = (double) first_side (finder) / MAX (finder->frame_width, finder->frame_height);
  double full = MIN (side * MAX (1, scale), AREA_SIDE);
  double first = MIN (side * scale * sqrt (MAX (1, AREA_WORK / share)), full);

  if (!look (finder, crop, (int) ceil (first), found, cancellable, error))
    return FALSE;
  if (first < full && !has_sure (found) && !look (finder, crop, (int) ceil (full), found, cancellable, error))
    return FALSE;
  /* Small plates of a small crop: what is blown up is softer, but there. */
  return full >= MIDDLE_SIDE || has_sure (found)
         || look (finder, crop, (int) MIN (MOST_GROWTH * full, MIDDLE_SIDE), found, cancellable, error);
}

static gboolean
look_into_area (KonPlateFinder *finder, KonFrame *frame, const KonBox *area, GArray *found, GCancellable *cancellable, GError **error)
{
  gsize stride = kon_frame_get_stride (frame), offset = (gsize) area->y * stride + (gsize) area->x * kon_network_channels_of (frame);
  g_autoptr (KonFrame) crop = kon_frame_new_take ((guint8 *) kon_frame_get_pixels (frame) + offset, NULL, (int) area->w, (int) area->h, stride,
                                                  kon_frame_get_kind (frame));
  g_autoptr (GArray) here = g_array_new (FALSE, FALSE, sizeof (KonFound));

  finder->left = (int) area->x;
  finder->top = (int) area->y;
  if (!look_closely (finder, crop, here, cancellable, error))
    return FALSE;
  for (guint i = 0; i < here->len; i++)
    place_found (&g_array_index (here, KonFound, i), finder->left, finder->top, 1, 1);
  g_array_append_vals (found, here->data, here->len);
  return TRUE;
}

static gboolean
look_where_asked (KonPlateFinder *finder, KonFrame *frame, GArray *found, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) areas = kon_roi_areas (finder->roi, finder->frame_width, finder->frame_height);

  if (areas->len == 0)
    return look_as_needed (finder, frame, found, cancellable, error);
  for (guint i = 0; i < areas->len; i++)
    if (!look_into_area (finder, frame, &g_array_index (areas, KonBox, i), found, cancellable, error))
      return FALSE;
  return TRUE;
}

gboolean
kon_plate_finder_find (KonPlateFinder *finder, KonFrame *frame, const KonRoiSet *roi, GArray *found, GCancellable *cancellable, GError **error)
{
  gboolean fine;

  finder->roi = kon_roi_set_has (roi, KON_ROI_INCLUDE) || kon_roi_set_has (roi, KON_ROI_EXCLUDE) ? roi : NULL;
  finder->frame_width = kon_frame_get_width (frame);
  finder->frame_height = kon_frame_get_height (frame);
  finder->left = finder->top = 0;
  fine = look_where_asked (finder, frame, found, cancellable, error);
  finder->roi = NULL;
  if (!fine)
    return FALSE;
  clip (found, frame);
  kon_found_suppress (found, kon_network_get_manifest (finder->network)->nms_threshold);
  return TRUE;
}
