/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Matches detections of a further run to the records of the same picture, by overlap. */
#define G_LOG_DOMAIN "kon-store"
#include "config.h"

#include "kon-run-match-private.h"

#define MIN_IOU 0.5

typedef struct
{
  double iou;
  guint detection;
  guint place;
} Pair;

/* Best overlap first; equal ones in the order they came. */
static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  const Pair *first = a;
  const Pair *second = b;

  if (first->iou != second->iou)
    return first->iou > second->iou ? -1 : 1;
  if (first->detection != second->detection)
    return first->detection < second->detection ? -1 : 1;
  return first->place < second->place ? -1 : first->place > second->place;
}

int *
kon_run_match (GPtrArray *detections, GArray *places)
{
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  g_autofree gboolean *taken = g_new0 (gboolean, places->len + 1);
  int *matches = g_new (int, detections->len + 1);

  for (guint d = 0; d < detections->len; d++)
    {
      const KonDetection *detection = g_ptr_array_index (detections, d);

      matches[d] = -1;
      for (guint p = 0; p < places->len; p++)
        {
          const KonRecordPlace *place = &g_array_index (places, KonRecordPlace, p);
          Pair pair = { kon_box_iou (&detection->box, &place->box), d, p };

          if (pair.iou >= MIN_IOU && g_strcmp0 (detection->class_name, place->class_name) == 0)
            g_array_append_val (pairs, pair);
        }
    }
  g_array_sort (pairs, compare_pairs);
  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = &g_array_index (pairs, Pair, i);

      if (matches[pair->detection] >= 0 || taken[pair->place])
        continue;
      matches[pair->detection] = (int) pair->place;
      taken[pair->place] = TRUE;
    }
  return matches;
}
