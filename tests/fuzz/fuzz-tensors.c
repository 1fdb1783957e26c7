/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a network may answer: tensors of any shape with any numbers, given to both families. The bytes: family, then for each
 * of up to three tensors the number of dimensions, the dimensions, and the numbers, used round and round. */
#include "config.h"

#include "fuzz.h"
#include "kon-family.h"

#include <math.h>
#include <string.h>

#define MAX_TENSORS 3
#define MAX_NUMBERS (1 << 15)

typedef struct
{
  const uint8_t *data;
  size_t size;
} Noise;

static int
take_byte (Noise *noise)
{
  if (noise->size == 0)
    return 0;
  noise->size--;
  return *noise->data++;
}

/* The numbers are exactly as many as the shape asks for, so that one too many is seen. NULL where they would be too many. */
static float *
fill_tensor (Noise *noise, KonVisionTensor *tensor)
{
  gint64 total = 1;
  float *numbers;

  tensor->n_dims = take_byte (noise) % 6;
  for (int i = 0; i < tensor->n_dims; i++)
    {
      tensor->dims[i] = take_byte (noise);
      total *= tensor->dims[i];
      if (total > MAX_NUMBERS)
        return NULL;
    }
  numbers = g_new0 (float, MAX (total, 1));
  for (gint64 i = 0; i < total && noise->size >= sizeof (float); i++)
    memcpy (&numbers[i], noise->data + (size_t) (i * 4) % (noise->size - 3), sizeof (float));
  tensor->data = numbers;
  return numbers;
}

static void
check_finder (const KonFamily *family, const KonVisionTensor *tensors, int n_tensors)
{
  KonManifest manifest = { .score_threshold = 0.3, .nms_threshold = 0.5, .width = 320, .height = 320, .n_outputs = n_tensors };
  g_autoptr (GArray) found = g_array_new (FALSE, TRUE, sizeof (KonFound));
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < n_tensors; i++)
    {
      manifest.outputs[i].name = (char *) "grid";
      manifest.outputs[i].stride = 8 << i;
    }
  FUZZ_ASSERT (family->decode_found (&manifest, tensors, n_tensors, found, &error) == (error == NULL));
  for (guint i = 0; i < found->len; i++)
    {
      const KonFound *plate = &g_array_index (found, KonFound, i);

      FUZZ_ASSERT (plate->score >= 0 && plate->score <= 1);
      FUZZ_ASSERT (isfinite (plate->box.x) && isfinite (plate->box.w) && isfinite (plate->quad.p[2].y));
    }
}

static void
check_reader (const KonFamily *family, const KonVisionTensor *tensors, int rows, int steps)
{
  KonManifest manifest = { .width = 160, .height = 48, .n_outputs = 1, .temperature = 1, .alphabet = (char *) "0123ABC" };
  KonLayout layout = KON_LAYOUT_UNKNOWN;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) likes = g_array_new (FALSE, TRUE, sizeof (KonLikeness));
  g_autoptr (KonRead) read = NULL;

  manifest.outputs[0] = (KonModelOutput) { .name = (char *) "rows", .rows = rows, .steps = steps, .classes = 8 };
  read = family->decode_read (&manifest, tensors, 1, likes, &layout, &error);
  FUZZ_ASSERT ((read == NULL) == (error != NULL));
  if (read == NULL)
    return;
  FUZZ_ASSERT (read->text != NULL && strspn (read->text, manifest.alphabet) == strlen (read->text));
  FUZZ_ASSERT (read->confidence >= 0 && read->confidence <= 1);
  FUZZ_ASSERT (likes->len == strlen (read->raw));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  Noise noise = { data, size };
  KonVisionTensor tensors[MAX_TENSORS] = { 0 };
  float *numbers[MAX_TENSORS] = { NULL };
  int choice = take_byte (&noise);
  gboolean is_finder = choice % 2 == 0;
  int n_tensors = is_finder ? 1 + choice / 2 % MAX_TENSORS : 1;
  gboolean is_complete = TRUE;

  for (int i = 0; i < n_tensors; i++)
    {
      numbers[i] = fill_tensor (&noise, &tensors[i]);
      is_complete = is_complete && numbers[i] != NULL;
    }
  if (is_complete && is_finder)
    check_finder (kon_family_lookup ("grid-quad"), tensors, n_tensors);
  else if (is_complete)
    check_reader (kon_family_lookup ("two-row-ctc"), tensors, 1 + choice / 2 % 2, 1 + choice / 4 % 40);
  for (int i = 0; i < n_tensors; i++)
    g_free (numbers[i]);
  return 0;
}
