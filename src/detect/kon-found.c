/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Suppression: of findings that lie on each other only the best stays. */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include "kon-family.h"

/* Best first; places decide between equal scores, so that the order never depends on the sort. */
static int
compare_found (gconstpointer a, gconstpointer b)
{
  const KonFound *first = a, *second = b;

  if (first->score != second->score)
    return first->score > second->score ? -1 : 1;
  if (first->box.y != second->box.y)
    return first->box.y < second->box.y ? -1 : 1;
  return (first->box.x > second->box.x) - (first->box.x < second->box.x);
}

static gboolean
is_covered (const KonFound *kept, guint n_kept, const KonFound *candidate, double threshold)
{
  for (guint i = 0; i < n_kept; i++)
    if (kon_box_iou (&kept[i].box, &candidate->box) > threshold)
      return TRUE;
  return FALSE;
}

void
kon_found_suppress (GArray *found, double threshold)
{
  KonFound *all;
  guint n_kept = 0;

  g_return_if_fail (found != NULL);

  all = (KonFound *) found->data;
  g_array_sort (found, compare_found);
  for (guint i = 0; i < found->len; i++)
    if (!is_covered (all, n_kept, &all[i], threshold))
      all[n_kept++] = all[i];
  g_array_set_size (found, n_kept);
}
