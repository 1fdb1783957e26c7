/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A text held against the formats: does it fit, how is it written, where is it from. */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include <string.h>

#include "kon-region-private.h"

#define LEAST_GUESS 0.6 /* clearly more likely than all others together */

/* FALSE where @text is no plate's: empty, too long, other signs. */
static gboolean
read_signs (const char *text, guint8 *indices, int *length)
{
  *length = (int) strnlen (text, KON_REGION_MAX_LENGTH + 1);
  if (*length == 0 || *length > KON_REGION_MAX_LENGTH)
    return FALSE;
  for (int i = 0; i < *length; i++)
    {
      int index = kon_region_sign_index (text[i]);

      if (index < 0)
        return FALSE;
      indices[i] = index;
    }
  return TRUE;
}

/* Whether the entry is of @region or of one of its states. */
static gboolean
is_of (KonRegions *regions, const KonRegionFormEntry *entry, int region)
{
  return entry->region == region || kon_regions_get (regions, entry->region)->parent == region;
}

gboolean
kon_regions_match (KonRegions *regions, int region, const char *text)
{
  guint8 indices[KON_REGION_MAX_LENGTH];
  const GArray *entries;
  int length;

  g_return_val_if_fail (regions != NULL && text != NULL, FALSE);

  if (!read_signs (text, indices, &length))
    return FALSE;
  entries = kon_regions_get_entries (regions, length);
  for (guint i = 0; i < entries->len; i++)
    {
      const KonRegionFormEntry *entry = &g_array_index (entries, KonRegionFormEntry, i);

      if (is_of (regions, entry, region) && kon_region_form_matches (&entry->form, indices))
        return TRUE;
    }
  return FALSE;
}

/* Where formats put different signs, none. */
static void
merge_gaps (const KonRegionForm *form, gboolean is_first, char gaps[KON_REGION_MAX_LENGTH])
{
  for (int i = 0; i < KON_REGION_MAX_LENGTH; i++)
    if (is_first)
      gaps[i] = form->gaps[i];
    else if (gaps[i] != form->gaps[i])
      gaps[i] = 0;
}

char *
kon_regions_show (KonRegions *regions, int region, const char *text)
{
  guint8 indices[KON_REGION_MAX_LENGTH];
  char gaps[KON_REGION_MAX_LENGTH] = { 0 };
  gboolean is_first = TRUE;
  GString *shown;
  const GArray *entries;
  int length;

  g_return_val_if_fail (regions != NULL && text != NULL, NULL);

  if (region < 0 || !read_signs (text, indices, &length))
    return g_strdup (text);
  entries = kon_regions_get_entries (regions, length);
  for (guint i = 0; i < entries->len; i++)
    {
      const KonRegionFormEntry *entry = &g_array_index (entries, KonRegionFormEntry, i);

      if (!is_of (regions, entry, region) || !kon_region_form_matches (&entry->form, indices))
        continue;
      merge_gaps (&entry->form, is_first, gaps);
      is_first = FALSE;
    }
  shown = g_string_new (NULL);
  for (int i = 0; i < length; i++)
    {
      if (i > 0 && gaps[i] != 0)
        g_string_append_c (shown, gaps[i]);
      g_string_append_c (shown, text[i]);
    }
  return g_string_free (shown, FALSE);
}

/* ---- where from */

/* Adds to @masses (one for each region) how well each explains the text. Returns: the sum, with that of no format. */
static double
weigh (const KonRegionSet *set, const guint8 *indices, int length, KonLayout layout, double *masses)
{
  const GArray *entries = kon_regions_get_entries (set->regions, length);
  double sum = kon_region_set_stranger_mass (set, length);

  for (guint i = 0; i < entries->len; i++)
    {
      const KonRegionFormEntry *entry = &g_array_index (entries, KonRegionFormEntry, i);
      double mass;

      if (!kon_region_form_matches (&entry->form, indices))
        continue;
      mass = set->priors[entry->region] * entry->density * kon_region_layout_factor (layout, entry->layout);
      masses[entry->region] += mass;
      sum += mass;
    }
  return sum;
}

KonRegionGuess
kon_region_set_guess (const KonRegionSet *set, const char *text, KonLayout layout)
{
  KonRegionGuess state = { -1, 0 }, country = { -1, 0 };
  guint n = kon_regions_get_n (set->regions);
  g_autofree double *masses = g_new0 (double, n + 1);
  g_autofree double *countries = g_new0 (double, n + 1);
  guint8 indices[KON_REGION_MAX_LENGTH];
  double sum;
  int length;

  if (!read_signs (text, indices, &length))
    return state;
  sum = weigh (set, indices, length, layout, masses);
  for (guint i = 0; i < n; i++)
    {
      int parent = kon_regions_get (set->regions, i)->parent, home = parent >= 0 ? parent : (int) i;

      if (!set->is_chosen[i])
        continue;
      countries[home] += masses[i] / sum;
      if (masses[i] / sum > state.confidence)
        state = (KonRegionGuess){ (int) i, masses[i] / sum };
      if (countries[home] > country.confidence)
        country = (KonRegionGuess){ home, countries[home] };
    }
  if (state.confidence >= LEAST_GUESS)
    return state;
  return country.confidence >= LEAST_GUESS ? country : (KonRegionGuess){ -1, 0 };
}
