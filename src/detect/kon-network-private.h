/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* KonNetwork: a model made ready to run: pixels in, tensors out. Knows normalisation and padding, not what tensors mean.
 * Keeps its input buffer from run to run. Belongs to one thread at a time. */
#pragma once

#include <glib.h>

#include "kon-frame.h"
#include "kon-model.h"
#include "kon-vision.h"

G_BEGIN_DECLS

typedef struct _KonNetwork KonNetwork;

/* Returns: (transfer full), or NULL with KON_ERROR_MODEL. */
KonNetwork *kon_network_new (KonModel *model, GError **error);
void kon_network_free (KonNetwork *network);

const KonManifest *kon_network_get_manifest (KonNetwork *network);

/* Runs on @image, whose rows lie @stride bytes apart, padded with grey on the right and below to @width x @height. A grey image may feed a network of colours,
 * not the other way round. The tensors, as many as the manifest has outputs, live until the next run. KON_ERROR_MODEL. */
gboolean kon_network_run (KonNetwork *network, const KonVisionImage *image, gsize stride, int width, int height,
                          KonVisionTensor tensors[KON_MODEL_MAX_OUTPUTS], GError **error);

/* What the door to pictures and networks said, as an error of ours. Returns: FALSE */
gboolean kon_network_fail_vision (KonVisionStatus status, const KonVisionMessage *message, GError **error);

/* How many channels the pixels of @frame have: 3 or 1. */
int kon_network_channels_of (const KonFrame *frame);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KonNetwork, kon_network_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KonVisionImage, kon_vision_image_clear)

G_END_DECLS
