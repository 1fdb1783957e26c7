/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A format pack: what is taken has forms within their limits, and a text can be held against them. */
#include "config.h"

#include "fuzz.h"
#include "kon-region-private.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const guint8 indices[KON_REGION_MAX_LENGTH] = { 0, 1, 26, 27, 28, 2, 3, 35, 25, 0, 0, 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *code = size > 0 && data[0] == '{' ? g_strdup ("DE") : g_strdup ("US");
  g_autoptr (KonRegionPack) pack = kon_region_pack_parse ((const char *) data, size, code, &error);

  FUZZ_ASSERT ((pack == NULL) == (error != NULL));
  for (guint i = 0; pack != NULL && i < pack->parts->len; i++)
    {
      const KonRegionPart *part = g_ptr_array_index (pack->parts, i);

      FUZZ_ASSERT (part->code != NULL && part->name != NULL && part->weight > 0);
      for (guint k = 0; k < part->formats->len; k++)
        {
          const KonRegionFormat *format = g_ptr_array_index (part->formats, k);

          for (guint n = 0; n < format->forms->len; n++)
            {
              const KonRegionForm *form = &g_array_index (format->forms, KonRegionForm, n);

              FUZZ_ASSERT (form->length >= 1 && form->length <= KON_REGION_MAX_LENGTH && form->n_spans <= KON_REGION_MAX_SPANS);
              FUZZ_ASSERT (kon_region_form_count (form) >= 1);
              kon_region_form_matches (form, indices);
            }
        }
    }
  return 0;
}
