/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Regions from outside, in any format or typed: what is taken is valid, and comes back the same from what is written of it. */
#include "config.h"

#include "fuzz.h"
#include "kon-roi.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonRoiSet) set = kon_roi_set_parse ((const char *) data, size, "the noise", NULL, &error);
  g_autofree char *typed = g_strndup ((const char *) data, size);
  g_autoptr (KonRoi) roi = kon_roi_from_text (typed, NULL);

  FUZZ_ASSERT ((set == NULL) == (error != NULL));
  FUZZ_ASSERT (roi == NULL || kon_roi_validate (roi, NULL));
  if (set != NULL)
    {
      g_autofree char *text = kon_roi_set_to_json (set);
      g_autoptr (KonRoiSet) again = kon_roi_set_parse (text, strlen (text), "the text", NULL, NULL);

      FUZZ_ASSERT (kon_roi_set_validate (set, NULL));
      /* Rounding may make what is nearly crossing cross. */
      if (again != NULL)
        {
          g_autofree char *second = kon_roi_set_to_json (again);

          FUZZ_ASSERT (g_str_equal (text, second));
        }
    }
  return 0;
}
