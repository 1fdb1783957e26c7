/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The manifest of a model: what is taken is fit to size buffers by. */
#include "config.h"

#include "fuzz.h"
#include "kon-model.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonManifest) manifest = kon_manifest_parse ((const char *) data, size, "the noise", &error);

  FUZZ_ASSERT ((manifest == NULL) == (error != NULL));
  if (manifest == NULL)
    return 0;
  FUZZ_ASSERT (manifest->width > 0 && manifest->width <= 4096 && manifest->height > 0 && manifest->height <= 4096);
  FUZZ_ASSERT (manifest->n_outputs >= 1 && manifest->n_outputs <= KON_MODEL_MAX_OUTPUTS);
  FUZZ_ASSERT (strchr (manifest->file, '/') == NULL && strlen (manifest->sha256) == 64);
  FUZZ_ASSERT (manifest->std[0] > 0);
  return 0;
}
