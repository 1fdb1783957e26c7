/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Family "two-row-ctc": a reader that answers with one or two rows of steps, each step with a logit for the blank and for each
 * character of the alphabet; the text is the upper row followed by the lower one.
 *
 * Confidence of the text: its exact CTC probability at the manifest's temperature, the sum over all paths that spell it. Not its
 * share among the texts the beam kept: those are few, so a share says "sure" where the rest of the probability lies on the many
 * texts that were dropped. Alternatives are measured alike, so text and alternatives together never exceed 1.
 * Confidence of a character: the highest probability that one of its steps on the text's best path gives it. */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include "kon-family-private.h"

#include <string.h>

#include "kon-ctc-private.h"

#define BEAM 8
#define MAX_ALTERNATIVES 4
#define MIN_ALTERNATIVE 0.001

static char *
spell (const KonManifest *manifest, const KonCtcText *text)
{
  char *spelt = g_new0 (char, text->length + 1);

  for (int i = 0; i < text->length; i++)
    spelt[i] = manifest->alphabet[text->labels[i] - 1];
  return spelt;
}

/* Fills @read's characters. Returns: which rows spoke. */
static KonLayout
fill_characters (const KonCtc *ctc, const KonCtcText *text, KonRead *read)
{
  g_autofree double *peaks = g_new0 (double, text->length + 1);
  g_autofree int *rows = g_new0 (int, text->length + 1);
  gboolean spoke[2] = { FALSE, FALSE };

  if (!kon_ctc_align (ctc, text->labels, text->length, peaks, rows))
    return KON_LAYOUT_UNKNOWN;
  for (int i = 0; i < text->length; i++)
    {
      KonCharacter character = { .text = { read->raw[i] }, .confidence = peaks[i] };

      spoke[rows[i] > 0] = TRUE;
      g_array_append_val (read->characters, character);
    }
  if (!spoke[0] && !spoke[1])
    return KON_LAYOUT_UNKNOWN;
  return spoke[0] && spoke[1] ? KON_LAYOUT_TWO_ROW : KON_LAYOUT_ONE_ROW;
}

static void
fill_alternatives (const KonManifest *manifest, GArray *texts, KonRead *read)
{
  for (guint i = 1; i < texts->len && read->alternatives->len < MAX_ALTERNATIVES; i++)
    {
      const KonCtcText *text = &g_array_index (texts, KonCtcText, i);
      KonAlternative alternative = { .confidence = text->probability };

      if (text->length == 0 || text->probability < MIN_ALTERNATIVE)
        continue;
      alternative.text = spell (manifest, text);
      g_array_append_val (read->alternatives, alternative);
    }
}

/* The odds of each look-alike in each place, from the exact probability of the text that has it there. */
static void
fill_likes (const KonManifest *manifest, const KonCtc *ctc, const KonCtcText *best, GArray *likes)
{
  g_autofree guint8 *labels = g_memdup2 (best->labels, best->length + 1);

  g_array_set_size (likes, 0);
  for (int i = 0; i < best->length; i++)
    {
      KonLikeness likeness = { 0 };

      for (const char *other = kon_likeness_of (manifest->alphabet[best->labels[i] - 1]); *other && best->probability > 0; other++)
        {
          const char *found = strchr (manifest->alphabet, *other);

          if (!found)
            continue;
          labels[i] = 1 + (guint8) (found - manifest->alphabet);
          likeness.characters[likeness.n] = *other;
          likeness.odds[likeness.n++] = kon_ctc_probability (ctc, labels, best->length) / best->probability;
        }
      labels[i] = best->labels[i];
      g_array_append_val (likes, likeness);
    }
}

static gboolean
has_expected_shape (const KonModelOutput *output, const KonVisionTensor *tensor)
{
  return tensor->data && tensor->n_dims == 4 && tensor->dims[0] == 1 && tensor->dims[1] == output->rows
         && tensor->dims[2] == output->steps && tensor->dims[3] == output->classes;
}

static KonRead *
decode_read (const KonManifest *manifest, const KonVisionTensor *tensors, int n_tensors, GArray *likes, KonLayout *layout, GError **error)
{
  const KonModelOutput *output = &manifest->outputs[0];
  g_autoptr (KonCtc) ctc = NULL;
  g_autoptr (GArray) texts = NULL;
  const KonCtcText *best;
  KonRead *read;

  if (n_tensors == 1 && has_expected_shape (output, &tensors[0]))
    ctc = kon_ctc_new (tensors[0].data, output->rows, output->steps, output->classes, manifest->temperature);
  if (!ctc)
    {
      kon_family_refuse (manifest, output->name, error);
      return NULL;
    }

  texts = kon_ctc_search (ctc, BEAM);
  best = &g_array_index (texts, KonCtcText, 0);
  read = kon_read_new ();
  read->raw = spell (manifest, best);
  read->text = g_strdup (read->raw);
  read->confidence = best->length > 0 ? best->probability : 0;
  *layout = fill_characters (ctc, best, read);
  fill_alternatives (manifest, texts, read);
  fill_likes (manifest, ctc, best, likes);
  return read;
}

const KonFamily kon_two_row_ctc_family = {
  .name = "two-row-ctc",
  .kind = "plate-reader",
  .decode_read = decode_read,
};
