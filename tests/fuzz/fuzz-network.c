/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A network file: what passes the check of its tensors is loaded by OpenCV. */
#include "config.h"

#include "fuzz.h"
#include "kon-vision.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  KonVisionNet *net = NULL;
  KonVisionMessage message;
  KonVisionStatus status = kon_vision_net_load (data, size, &net, &message);

  FUZZ_ASSERT ((status == KON_VISION_OK) == (net != NULL));
  FUZZ_ASSERT ((status == KON_VISION_OK) == (message.text[0] == '\0'));
  if (net != NULL)
    kon_vision_net_free (net);
  return 0;
}
