/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Family "grid-quad": a finder that answers on grids of cells (strides 8, 16, 32). A cell of stride s at column i, row j has
 * its centre at ((i + .5) s, (j + .5) s) and 14 channels:
 *   0      score (logit)
 *   1-4    left, top, right, bottom edge: exp (channel) * s away from the centre
 *   5-12   corners top left, top right, bottom right, bottom left: centre + channel * s
 *   13     two rows (logit) */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include "kon-family-private.h"

#include <math.h>

#define CHANNELS 14
#define MAX_CELLS 2048     /* along one side */
#define MAX_CANDIDATES 1000 /* the best ones go into the suppression, whose cost is their square */
#define MAX_EDGE 8.0       /* exp (8) * 32 is larger than any picture searched */
#define MAX_CORNER 4096.0  /* in strides */
#define MIN_QUAD_IOU 0.5   /* of the quad's bounds with the box; below, the corners are noise */

typedef struct
{
  const float *data;
  gsize plane; /* cells in one channel */
  int columns, rows;
  int stride;
} Grid;

static double
sigmoid (double x)
{
  return 1.0 / (1.0 + exp (-x));
}

static gboolean
grid_init (Grid *grid, const KonVisionTensor *tensor, int stride)
{
  if (!tensor->data || tensor->n_dims != 4 || tensor->dims[0] != 1 || tensor->dims[1] != CHANNELS
      || tensor->dims[2] < 1 || tensor->dims[2] > MAX_CELLS || tensor->dims[3] < 1 || tensor->dims[3] > MAX_CELLS)
    return FALSE;
  grid->data = tensor->data;
  grid->rows = tensor->dims[2];
  grid->columns = tensor->dims[3];
  grid->plane = (gsize) grid->rows * grid->columns;
  grid->stride = stride;
  return TRUE;
}

static double
at (const Grid *grid, int channel, gsize cell)
{
  return grid->data[channel * grid->plane + cell];
}

static gboolean
is_finite (const Grid *grid, gsize cell)
{
  for (int channel = 0; channel < CHANNELS; channel++)
    if (!isfinite (at (grid, channel, cell)))
      return FALSE;
  return TRUE;
}

static double
edge (const Grid *grid, int channel, gsize cell)
{
  return exp (CLAMP (at (grid, channel, cell), -MAX_EDGE, MAX_EDGE)) * grid->stride;
}

static KonFound
decode_cell (const Grid *grid, gsize cell, double score)
{
  double x = (cell % grid->columns + .5) * grid->stride;
  double y = (cell / grid->columns + .5) * grid->stride;
  double left = edge (grid, 1, cell), top = edge (grid, 2, cell);
  KonFound found = { .score = score, .two_row = sigmoid (at (grid, 13, cell)) };
  KonBox bounds;

  found.box = (KonBox){ x - left, y - top, left + edge (grid, 3, cell), top + edge (grid, 4, cell) };
  for (int i = 0; i < 4; i++)
    {
      found.quad.p[i].x = x + CLAMP (at (grid, 5 + 2 * i, cell), -MAX_CORNER, MAX_CORNER) * grid->stride;
      found.quad.p[i].y = y + CLAMP (at (grid, 6 + 2 * i, cell), -MAX_CORNER, MAX_CORNER) * grid->stride;
    }
  bounds = kon_quad_bounds (&found.quad);
  if (!kon_quad_is_convex (&found.quad) || kon_box_iou (&bounds, &found.box) < MIN_QUAD_IOU)
    found.quad = kon_quad_from_box (&found.box);
  return found;
}

/* Appends what passes the threshold. FALSE where a number is none: then nothing of this answer can be trusted. */
static gboolean
collect (const Grid *grid, double threshold, GArray *found)
{
  double limit = log (threshold / (1.0 - threshold));

  for (gsize cell = 0; cell < grid->plane; cell++)
    {
      double logit = at (grid, 0, cell);
      KonFound one;

      if (logit < limit)
        continue;
      if (!is_finite (grid, cell))
        return FALSE;
      one = decode_cell (grid, cell, sigmoid (logit));
      g_array_append_val (found, one);
    }
  return TRUE;
}

static int
compare_score (gconstpointer a, gconstpointer b)
{
  const KonFound *first = a, *second = b;

  return (second->score > first->score) - (second->score < first->score);
}

static gboolean
decode_found (const KonManifest *manifest, const KonVisionTensor *tensors, int n_tensors, GArray *found, GError **error)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (KonFound));
  Grid first = { 0 };

  if (n_tensors != manifest->n_outputs)
    return kon_family_refuse (manifest, "*", error);
  for (int i = 0; i < n_tensors; i++)
    {
      const KonModelOutput *output = &manifest->outputs[i];
      Grid grid;

      if (!grid_init (&grid, &tensors[i], output->stride))
        return kon_family_refuse (manifest, output->name, error);
      if (i == 0)
        first = grid;
      if (grid.rows * grid.stride != first.rows * first.stride || grid.columns * grid.stride != first.columns * first.stride
          || !collect (&grid, manifest->score_threshold, candidates))
        return kon_family_refuse (manifest, output->name, error);
    }
  if (candidates->len > MAX_CANDIDATES)
    {
      g_array_sort (candidates, compare_score);
      g_array_set_size (candidates, MAX_CANDIDATES);
    }
  kon_found_suppress (candidates, manifest->nms_threshold);
  if (candidates->len > 0)
    g_array_append_vals (found, candidates->data, candidates->len);
  return TRUE;
}

const KonFamily kon_grid_quad_family = {
  .name = "grid-quad",
  .kind = "plate-finder",
  .decode_found = decode_found,
};
