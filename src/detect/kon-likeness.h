/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Characters that look alike on plates: O 0 Q D, I 1 L, B 8, S 5, Z 2, G 6; and how a reader leans between them. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KON_LIKENESS_MOST 3

/* What one character of a read might be instead. */
typedef struct
{
  int n;
  char characters[KON_LIKENESS_MOST];
  double odds[KON_LIKENESS_MOST]; /* probability of the text with this character, over that of the text as read */
} KonLikeness;

/* The look-alikes of @character, as a string; "" where it has none. */
const char *kon_likeness_of (char character);

/* How often, over being right, a reader takes @character for @other however sure it is: some pairs have the very same shape on some plates. */
double kon_likeness_floor (char character, char other);

G_END_DECLS
