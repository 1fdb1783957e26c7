/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The words for confidences, and where one word ends and the next begins. */
#include "config.h"

#include "kon-confidence.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SURE_FROM 0.90
#define CHECK_FROM 0.60

/* Keeps 0.29 * 100, which is 28.999..., from losing a step. */
#define ROUNDING_SLACK 1e-9

KonConfidenceBand
kon_confidence_get_band (double confidence)
{
  if (confidence >= SURE_FROM)
    return KON_CONFIDENCE_SURE;
  return confidence >= CHECK_FROM ? KON_CONFIDENCE_CHECK : KON_CONFIDENCE_GUESS;
}

const char *
kon_confidence_get_word (double confidence)
{
  switch (kon_confidence_get_band (confidence))
    {
    case KON_CONFIDENCE_SURE:
      return C_ ("confidence", "sure");
    case KON_CONFIDENCE_CHECK:
      return C_ ("confidence", "check");
    case KON_CONFIDENCE_GUESS:
    default:
      return C_ ("confidence", "guess");
    }
}

char *
kon_confidence_to_text (double confidence)
{
  const char *word = kon_confidence_get_word (confidence);
  double shown = confidence > 0 ? MIN (confidence, 1) : 0;

  /* TRANSLATORS: how sure a read is, in a word and as a number from 0 to 1, like "sure 0.98". */
  return g_strdup_printf (C_ ("confidence", "%s %.2f"), word, floor (shown * 100 + ROUNDING_SLACK) / 100);
}
