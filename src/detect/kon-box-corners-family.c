/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Family "box-corners": a network that is shown a plate's box with some of its surroundings and answers with eight numbers: how far
 * each corner of the plate (top left first, clockwise; x, y) lies from that corner of the box, in parts of the window shown. */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include "kon-family-private.h"

#include <math.h>

#define MAX_OFFSET 1.0 /* in windows: no corner of a plate in sight lies further away */

static gboolean
has_expected_shape (const KonVisionTensor *tensor)
{
  return tensor->data && tensor->n_dims == 4 && tensor->dims[0] == 1 && tensor->dims[1] == 8 && tensor->dims[2] == 1 && tensor->dims[3] == 1;
}

static gboolean
decode_corners (const KonManifest *manifest, const KonVisionTensor *tensors, int n_tensors, double offsets[8], GError **error)
{
  if (n_tensors != 1 || !has_expected_shape (&tensors[0]))
    return kon_family_refuse (manifest, manifest->outputs[0].name, error);
  for (int i = 0; i < 8; i++)
    offsets[i] = isfinite (tensors[0].data[i]) ? CLAMP (tensors[0].data[i], -MAX_OFFSET, MAX_OFFSET) : 0;
  return TRUE;
}

const KonFamily kon_box_corners_family = {
  .name = "box-corners",
  .kind = "plate-corners",
  .decode_corners = decode_corners,
};
