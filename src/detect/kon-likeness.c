/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The look-alikes. */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include "kon-likeness.h"

#define SAME_SHAPE 0.005     /* O and 0, I and 1: drawn alike by many countries */
#define OTHER_SHAPE 0.0002  /* the others differ, if you see them well */

/* For each character of a group, the others of it. */
static const struct
{
  char character;
  const char *others;
} alike[] = {
  { '0', "OQD" }, { 'O', "0QD" }, { 'Q', "0OD" }, { 'D', "0OQ" }, { '1', "IL" }, { 'I', "1L" }, { 'L', "1I" },
  { '8', "B" },   { 'B', "8" },   { '5', "S" },   { 'S', "5" },   { '2', "Z" },  { 'Z', "2" },  { '6', "G" },  { 'G', "6" },
};

const char *
kon_likeness_of (char character)
{
  for (gsize i = 0; i < G_N_ELEMENTS (alike); i++)
    if (alike[i].character == character)
      return alike[i].others;
  return "";
}

static gboolean
is_pair (char character, char other, char first, char second)
{
  return (character == first && other == second) || (character == second && other == first);
}

double
kon_likeness_floor (char character, char other)
{
  return is_pair (character, other, 'O', '0') || is_pair (character, other, 'I', '1') ? SAME_SHAPE : OTHER_SHAPE;
}
