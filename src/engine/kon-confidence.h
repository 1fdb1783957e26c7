/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Confidence in words, the same everywhere: sure >= 0.90, check 0.60 to 0.90, guess below. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  KON_CONFIDENCE_GUESS,
  KON_CONFIDENCE_CHECK,
  KON_CONFIDENCE_SURE,
} KonConfidenceBand;

KonConfidenceBand kon_confidence_get_band (double confidence);

/* "sure", "check", "guess", translated. Owned by the library. */
const char *kon_confidence_get_word (double confidence);

/* "sure 0.98", translated, rounded down so that a word never contradicts its number. Returns: (transfer full) */
char *kon_confidence_to_text (double confidence);

G_END_DECLS
