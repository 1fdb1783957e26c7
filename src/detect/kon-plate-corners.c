/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The corners of a plate, from a closer look. */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include "kon-plate-corners-private.h"

#include "kon-family.h"
#include "kon-network-private.h"
#include "kon-plate-cut-private.h"

#define MIN_IOU 0.4 /* of the corners' bounds with the box: boxes of some pictures are drawn loosely, others touch */

struct _KonPlateCorners
{
  const KonFamily *family;
  KonNetwork *network;
};

KonPlateCorners *
kon_plate_corners_new (KonModel *model, GError **error)
{
  g_autoptr (KonPlateCorners) corners = g_new0 (KonPlateCorners, 1);

  g_return_val_if_fail (model != NULL, NULL);

  corners->family = kon_family_lookup (kon_model_get_manifest (model)->family);
  corners->network = kon_network_new (model, error);
  return corners->network ? g_steal_pointer (&corners) : NULL;
}

void
kon_plate_corners_free (KonPlateCorners *corners)
{
  if (!corners)
    return;
  kon_network_free (corners->network);
  g_free (corners);
}

static gboolean
is_plausible (const KonQuad *quad, const KonBox *box)
{
  KonBox bounds = kon_quad_bounds (quad);

  return kon_quad_is_convex (quad) && kon_box_iou (&bounds, box) >= MIN_IOU;
}

gboolean
kon_plate_corners_draw (KonPlateCorners *corners, KonFrame *frame, const KonBox *box, KonQuad *quad, GError **error)
{
  const KonManifest *manifest = kon_network_get_manifest (corners->network);
  double margin = manifest->margin * box->h;
  KonBox window = { box->x - margin, box->y - margin, box->w + 2 * margin, box->h + 2 * margin };
  KonQuad around = kon_quad_from_box (&window), drawn = kon_quad_from_box (box);
  g_auto (KonVisionImage) image = { 0 };
  KonVisionTensor tensors[KON_MODEL_MAX_OUTPUTS];
  double offsets[8];

  if (!kon_plate_cut_to (frame, &around, manifest->width, manifest->height, &image, error)
      || !kon_network_run (corners->network, &image, (gsize) image.width * image.channels, manifest->width, manifest->height, tensors, error)
      || !corners->family->decode_corners (manifest, tensors, manifest->n_outputs, offsets, error))
    return FALSE;
  for (int i = 0; i < 4; i++)
    {
      drawn.p[i].x += offsets[2 * i] * window.w;
      drawn.p[i].y += offsets[2 * i + 1] * window.h;
    }
  if (is_plausible (&drawn, box))
    *quad = drawn;
  return TRUE;
}
