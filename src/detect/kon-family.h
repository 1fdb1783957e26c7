/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The families: how a network's tensors become plates and reads. A family is one .c and one row of kon-family-table.c.
 * Pure functions over tensors: no network, no frame, no thread of their own. */
#pragma once

#include <glib.h>

#include "kon-detection.h"
#include "kon-likeness.h"
#include "kon-model.h"
#include "kon-vision.h"

G_BEGIN_DECLS

/* Found by a finder, in network pixels. */
typedef struct
{
  KonBox box;
  KonQuad quad;
  double score;    /* 0..1 */
  double two_row;  /* 0..1 */
} KonFound;

typedef struct
{
  const char *name; /* as in manifests */
  const char *kind; /* "plate-finder", "plate-corners" or "plate-reader" */

  /* Finders: appends KonFound to @found, suppressed (NMS), best first. FALSE with KON_ERROR_MODEL where shapes do not fit the manifest. */
  gboolean (*decode_found) (const KonManifest *manifest, const KonVisionTensor *tensors, int n_tensors, GArray *found, GError **error);

  /* Readers: the read, how it leans between look-alikes (@likes, of KonLikeness: one for each character of raw), and which rows spoke.
   * Returns: (transfer full) or NULL with KON_ERROR_MODEL. An unreadable plate gives text "". */
  KonRead *(*decode_read) (const KonManifest *manifest, const KonVisionTensor *tensors, int n_tensors, GArray *likes, KonLayout *layout, GError **error);

  /* Corners: how far each corner (top left first, clockwise; x, y) lies from that of the box, in parts of the window that was shown.
   * FALSE with KON_ERROR_MODEL. */
  gboolean (*decode_corners) (const KonManifest *manifest, const KonVisionTensor *tensors, int n_tensors, double offsets[8], GError **error);
} KonFamily;

/* NULL where unknown. */
const KonFamily *kon_family_lookup (const char *name);

/* Non-maximum suppression of @found in place (best first, IoU over @threshold goes); shared by finders and by the pyramid. */
void kon_found_suppress (GArray *found, double threshold);

G_END_DECLS
