/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From include regions to the crops that are searched. */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include "kon-roi-areas-private.h"

#include <math.h>

#include "kon-polygon.h"

/* Room around a region, of the picture's longer side: for a plate that must lie inside wholly, for one whose middle must, for one of
 * which a corner is enough. Plates are rarely wider than a tenth of a picture that regions are drawn on. */
#define ROOM_ALL 0.01
#define ROOM_CENTRE 0.05
#define ROOM_ANY 0.1

/* No crop is smaller, if the picture is not: the network wants to see what surrounds a plate. */
#define MIN_WIDTH 320
#define MIN_HEIGHT 240

/* Two crops are one where that costs no more than this many times the pixels. */
#define MERGE_COST 1.15

static double
room_of (KonRoiRule rule)
{
  switch (rule)
    {
    case KON_ROI_ALL:
      return ROOM_ALL;
    case KON_ROI_ANY:
      return ROOM_ANY;
    case KON_ROI_CENTRE:
    default:
      return ROOM_CENTRE;
    }
}

/* From @low to @high grown on both sides by @room, to at least @least, cut to 0..@most. */
static void
grow (double low, double high, double room, double least, double most, double *out_start, double *out_length)
{
  double more = MAX (room, (least - (high - low)) / 2);
  double start = MAX (0, floor (low - more)), end = MIN (most, ceil (high + more));

  /* At the edge of the picture the room is taken on the other side. */
  if (end - start < least)
    {
      end = MIN (most, MAX (end, start + least));
      start = MAX (0, MIN (start, end - least));
    }
  *out_start = start;
  *out_length = end - start;
}

static KonBox
join (const KonBox *a, const KonBox *b)
{
  double x = MIN (a->x, b->x), y = MIN (a->y, b->y);

  return (KonBox){ x, y, MAX (a->x + a->w, b->x + b->w) - x, MAX (a->y + a->h, b->y + b->h) - y };
}

/* Joins two that should be one; FALSE where there are none (any more). */
static gboolean
merge_two (GArray *boxes)
{
  for (guint i = 0; i < boxes->len; i++)
    for (guint j = i + 1; j < boxes->len; j++)
      {
        KonBox *a = &g_array_index (boxes, KonBox, i), *b = &g_array_index (boxes, KonBox, j);
        KonBox both = join (a, b);

        if (kon_box_area (&both) > MERGE_COST * (kon_box_area (a) + kon_box_area (b)))
          continue;
        *a = both;
        g_array_remove_index_fast (boxes, j);
        return TRUE;
      }
  return FALSE;
}

GArray *
kon_roi_areas (const KonRoiSet *roi, int width, int height)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (KonBox));

  for (guint i = 0; roi != NULL && i < roi->regions->len; i++)
    {
      const KonRoi *region = g_ptr_array_index (roi->regions, i);
      KonBox bounds = kon_polygon_bounds ((const KonPoint *) (gpointer) region->points->data, region->points->len), box;
      double room = room_of (roi->rule) * MAX (width, height);

      if (!region->enabled || region->kind != KON_ROI_INCLUDE)
        continue;
      grow (bounds.x * width, (bounds.x + bounds.w) * width, room, MIN_WIDTH, width, &box.x, &box.w);
      grow (bounds.y * height, (bounds.y + bounds.h) * height, room, MIN_HEIGHT, height, &box.y, &box.h);
      if (box.w >= 1 && box.h >= 1)
        g_array_append_val (boxes, box);
    }
  while (merge_two (boxes))
    ;
  return boxes;
}
