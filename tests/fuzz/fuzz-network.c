/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A network file: read, checked, and run over a small picture where it is a network. */
#include "config.h"

#include "fuzz.h"
#include "kon-vision.h"

#define SIDE 16
#define CHANNELS 3

static volatile double all_read; /* so that no compiler leaves the reading out */

/* Asked for an output that it does not have, a network is not run: those of the networks in the corpus are tried. */
static void
run (KonVisionNet *net, int channels, const char *name)
{
  static const float input[CHANNELS * SIDE * SIDE] = { 1, -1, 0.5f };
  KonVisionTensor output;
  KonVisionMessage message;
  KonVisionStatus status = kon_vision_net_forward (net, input, channels, SIDE, SIDE, &name, 1, &output, &message);
  double sum = 0;
  gsize n = 1;

  FUZZ_ASSERT ((status == KON_VISION_OK) == (message.text[0] == '\0'));
  if (status != KON_VISION_OK)
    return;
  for (int i = 0; i < output.n_dims; i++)
    n *= (gsize) output.dims[i];
  for (gsize i = 0; i < n; i++)
    sum += output.data[i];
  all_read = sum;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const names[] = { "out", "small", "p8", "rows" };
  KonVisionNet *net = NULL;
  KonVisionMessage message;
  KonVisionStatus status = kon_vision_net_load (data, size, &net, &message);

  FUZZ_ASSERT ((status == KON_VISION_OK) == (net != NULL));
  FUZZ_ASSERT ((status == KON_VISION_OK) == (message.text[0] == '\0'));
  if (net == NULL)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      run (net, CHANNELS, names[i]);
      run (net, 1, names[i]);
    }
  kon_vision_net_free (net);
  return 0;
}
