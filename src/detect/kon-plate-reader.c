/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading a plate: upright and grey, at the size the network wants, cut from the original pixels. */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include "kon-plate-reader-private.h"

#include "kon-network-private.h"
#include "kon-plate-cut-private.h"

struct _KonPlateReader
{
  const KonFamily *family;
  KonNetwork *network;
};

KonPlateReader *
kon_plate_reader_new (KonModel *model, GError **error)
{
  g_autoptr (KonPlateReader) reader = g_new0 (KonPlateReader, 1);

  g_return_val_if_fail (model != NULL, NULL);

  reader->family = kon_family_lookup (kon_model_get_manifest (model)->family);
  reader->network = kon_network_new (model, error);
  return reader->network ? g_steal_pointer (&reader) : NULL;
}

void
kon_plate_reader_free (KonPlateReader *reader)
{
  if (!reader)
    return;
  kon_network_free (reader->network);
  g_free (reader);
}

/* @image in grey, in place. */
static gboolean
make_grey (KonVisionImage *image, GError **error)
{
  KonVisionImage grey = { 0 };
  KonVisionMessage message = { { 0 } };
  KonVisionStatus status = kon_vision_to_grey (image->pixels, image->width, image->height,
                                               (size_t) image->width * image->channels, &grey, &message);

  if (status != KON_VISION_OK)
    return kon_network_fail_vision (status, &message, error);
  kon_vision_image_clear (image);
  *image = grey;
  return TRUE;
}

KonRead *
kon_plate_reader_read (KonPlateReader *reader, KonFrame *frame, const KonQuad *quad, GArray *likes, KonLayout *layout, GError **error)
{
  const KonManifest *manifest = kon_network_get_manifest (reader->network);
  g_auto (KonVisionImage) image = { 0 };
  KonVisionTensor tensors[KON_MODEL_MAX_OUTPUTS];

  if (!kon_plate_cut_to (frame, quad, manifest->width, manifest->height, &image, error))
    return NULL;
  if (manifest->grey && image.channels == 3 && !make_grey (&image, error))
    return NULL;
  if (!kon_network_run (reader->network, &image, (gsize) image.width * image.channels, manifest->width, manifest->height, tensors, error))
    return NULL;
  return reader->family->decode_read (manifest, tensors, manifest->n_outputs, likes, layout, error);
}
