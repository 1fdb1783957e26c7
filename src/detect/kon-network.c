/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A model made ready to run. */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include "kon-network-private.h"

#include <glib/gi18n-lib.h>
#include <malloc.h>

#include "kon-error.h"

#define PADDING 114 /* the grey round a picture that the networks were trained with */

struct _KonNetwork
{
  KonModel *model;
  KonVisionNet *net;
  const char *outputs[KON_MODEL_MAX_OUTPUTS];
  float lookup[3][256]; /* normalised value of each byte, by channel */
  float *input;
  gsize input_size; /* in floats */
};

gboolean
kon_network_fail_vision (KonVisionStatus status, const KonVisionMessage *message, GError **error)
{
  if (status == KON_VISION_NO_MEMORY)
    g_set_error_literal (error, KON_ERROR, KON_ERROR_FAILED,
                         _("There is not enough memory to look for plates. Close other programs and try again."));
  else
    g_set_error (error, KON_ERROR, KON_ERROR_FAILED, _("Looking for plates failed (%s). Try another picture."), message->text);
  return FALSE;
}

int
kon_network_channels_of (const KonFrame *frame)
{
  return kon_frame_get_kind (frame) == KON_PIXELS_RGB8 ? 3 : 1;
}

static gboolean
fail (KonNetwork *network, KonVisionStatus status, const KonVisionMessage *message, GError **error)
{
  if (status == KON_VISION_NO_MEMORY)
    return kon_network_fail_vision (status, message, error);
  g_set_error (error, KON_ERROR, KON_ERROR_MODEL, _("The model %s does not work (%s). Install the program again."),
               kon_model_get_label (network->model), message->text);
  return FALSE;
}

/* The shrunk pictures that networks look at come and go with every look. Given back to the kernel each time, they cost some hundred
 * page faults a photo: the C library shall keep them. */
static void
keep_memory (void)
{
#ifdef __GLIBC__
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      mallopt (M_MMAP_THRESHOLD, 32 << 20); /* as much as it takes; photos are larger and go back at once */
      mallopt (M_TRIM_THRESHOLD, 128 << 20);
      g_once_init_leave (&once, 1);
    }
#endif
}

KonNetwork *
kon_network_new (KonModel *model, GError **error)
{
  g_autoptr (KonNetwork) network = g_new0 (KonNetwork, 1);
  const KonManifest *manifest;
  KonVisionMessage message = { { 0 } };
  KonVisionStatus status;
  const void *onnx;
  gsize size;

  g_return_val_if_fail (model != NULL, NULL);

  keep_memory ();
  network->model = kon_model_ref (model);
  manifest = kon_model_get_manifest (model);
  onnx = g_bytes_get_data (kon_model_get_onnx (model), &size);
  status = kon_vision_net_load (onnx, size, &network->net, &message);
  if (status != KON_VISION_OK)
    {
      fail (network, status, &message, error);
      return NULL;
    }
  for (int i = 0; i < manifest->n_outputs; i++)
    network->outputs[i] = manifest->outputs[i].name;
  for (int c = 0; c < (manifest->grey ? 1 : 3); c++)
    for (int value = 0; value < 256; value++)
      network->lookup[c][value] = (float) ((value / 255.0 - manifest->mean[c]) / manifest->std[c]);
  return g_steal_pointer (&network);
}

void
kon_network_free (KonNetwork *network)
{
  if (!network)
    return;
  kon_vision_net_free (network->net);
  kon_model_unref (network->model);
  g_free (network->input);
  g_free (network);
}

const KonManifest *
kon_network_get_manifest (KonNetwork *network)
{
  return kon_model_get_manifest (network->model);
}

static void
fill_row (const guint8 *pixels, int width, int step, const float *lookup, float *out, int out_width)
{
  for (int x = 0; x < width; x++)
    out[x] = lookup[pixels[(gsize) x * step]];
  for (int x = width; x < out_width; x++)
    out[x] = lookup[PADDING];
}

/* Pixels to planes of normalised floats. */
static void
fill_input (KonNetwork *network, const KonVisionImage *image, gsize stride, int channels, int width, int height)
{
  gsize needed = (gsize) channels * width * height;
  float *out;

  if (network->input_size < needed)
    {
      g_free (network->input);
      network->input = g_new (float, needed);
      network->input_size = needed;
    }
  out = network->input;
  for (int c = 0; c < channels; c++)
    for (int y = 0; y < height; y++, out += width)
      {
        gboolean inside = y < image->height;
        gsize start = inside ? y * stride + (image->channels > 1 ? c : 0) : 0;

        fill_row (image->pixels + start, inside ? image->width : 0, image->channels, network->lookup[c], out, width);
      }
}

gboolean
kon_network_run (KonNetwork *network, const KonVisionImage *image, gsize stride, int width, int height,
                 KonVisionTensor tensors[KON_MODEL_MAX_OUTPUTS], GError **error)
{
  const KonManifest *manifest = kon_network_get_manifest (network);
  int channels = manifest->grey ? 1 : 3;
  KonVisionMessage message = { { 0 } };
  KonVisionStatus status;

  g_return_val_if_fail (image->width <= width && image->height <= height, FALSE);
  g_return_val_if_fail (image->channels == 1 || image->channels == channels, FALSE);

  fill_input (network, image, stride, channels, width, height);
  status = kon_vision_net_forward (network->net, network->input, channels, height, width, network->outputs,
                                   manifest->n_outputs, tensors, &message);
  return status == KON_VISION_OK || fail (network, status, &message, error);
}
