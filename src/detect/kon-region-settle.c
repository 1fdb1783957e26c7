/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The rule: look-alikes are settled by the formats, where these leave no doubt.
 *
 * Each text that differs from the raw one in look-alikes only is weighed: how the reader leans (odds, never less than what some plates' shapes
 * allow) times how likely such a text is at all (over all formats of all regions, and that a plate follows none). What is changed is the
 * best of them, if all texts that agree with it in its changes have CERTAIN of the whole weight; else nothing is. Texts are not written out: a
 * form has a set for each place, so their weights are products of sums. */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include <math.h>
#include <string.h>

#include "kon-region-private.h"

#define CERTAIN 0.95
#define LEAST_LENGTH 4
#define CHOICES (1 + KON_LIKENESS_MOST)

/* What may stand at each place: first what was read. */
typedef struct
{
  int n[KON_REGION_MAX_LENGTH];
  guint8 signs[KON_REGION_MAX_LENGTH][CHOICES];
  double odds[KON_REGION_MAX_LENGTH][CHOICES];
  int length;
} Lattice;

/* A text, as the choice at each place. */
typedef struct
{
  guint8 choice[KON_REGION_MAX_LENGTH];
  double mass;
} Candidate;

/* Which choices count: all (-1), or only one at places that are fixed. */
typedef struct
{
  int choice[KON_REGION_MAX_LENGTH];
} Fixed;

static gboolean
make_lattice (const char *raw, const GArray *likes, Lattice *lattice)
{
  lattice->length = (int) strnlen (raw, KON_REGION_MAX_LENGTH + 1);
  if (lattice->length < LEAST_LENGTH || lattice->length > KON_REGION_MAX_LENGTH || likes->len != (guint) lattice->length)
    return FALSE;
  for (int i = 0; i < lattice->length; i++)
    {
      const KonLikeness *likeness = &g_array_index (likes, KonLikeness, i);
      int index = kon_region_sign_index (raw[i]);

      if (index < 0)
        return FALSE;
      lattice->n[i] = 1;
      lattice->signs[i][0] = index;
      lattice->odds[i][0] = 1;
      for (int k = 0; k < likeness->n; k++)
        {
          int n = lattice->n[i]++;

          lattice->signs[i][n] = kon_region_sign_index (likeness->characters[k]);
          lattice->odds[i][n] = MAX (likeness->odds[k], kon_likeness_floor (raw[i], likeness->characters[k]));
        }
    }
  return TRUE;
}

static gboolean
is_open (const Fixed *fixed, int place, int choice)
{
  return fixed->choice[place] < 0 || fixed->choice[place] == choice;
}

/* Sum of the odds of the choices at @place that @allowed has; @best: the one with the highest, where not NULL. */
static double
sum_place (const Lattice *lattice, const Fixed *fixed, int place, guint64 allowed, guint8 *best)
{
  double sum = 0, top = 0;

  for (int k = 0; k < lattice->n[place]; k++)
    if (allowed >> lattice->signs[place][k] & 1 && is_open (fixed, place, k))
      {
        sum += lattice->odds[place][k];
        if (lattice->odds[place][k] > top)
          {
            top = lattice->odds[place][k];
            if (best != NULL)
              best[place] = k;
          }
      }
  return sum;
}

/* The same over the places of a list's word, all combinations of them. */
static double
sum_span (const Lattice *lattice, const Fixed *fixed, const KonRegionSpan *span, guint8 *best)
{
  int length = span->words->length, choice[KON_REGION_MAX_WORD] = { 0 }, place;
  double sum = 0, top = 0;

  do
    {
      guint8 indices[KON_REGION_MAX_WORD];
      double odds = 1;

      for (int i = 0; i < length; i++)
        {
          indices[i] = lattice->signs[span->start + i][choice[i]];
          odds *= is_open (fixed, span->start + i, choice[i]) ? lattice->odds[span->start + i][choice[i]] : 0;
        }
      if (odds > 0 && kon_region_words_contain (span->words, indices))
        {
          sum += odds;
          if (odds > top)
            {
              top = odds;
              for (int i = 0; i < length && best != NULL; i++)
                best[span->start + i] = choice[i];
            }
        }
      for (place = 0; place < length && ++choice[place] == lattice->n[span->start + place]; place++)
        choice[place] = 0;
    }
  while (place < length);
  return sum;
}

/* Weight of all texts of the lattice that the form has. */
static double
sum_form (const Lattice *lattice, const Fixed *fixed, const KonRegionForm *form, guint8 *best)
{
  gboolean in_span[KON_REGION_MAX_LENGTH] = { FALSE };
  double mass = 1;

  for (int i = 0; i < form->n_spans; i++)
    for (int k = 0; k < form->spans[i].words->length; k++)
      in_span[form->spans[i].start + k] = TRUE;
  for (int i = 0; i < form->length && mass > 0; i++)
    {
      double sum = sum_place (lattice, fixed, i, form->allowed[i], best);

      mass *= in_span[i] && sum > 0 ? 1 : sum;
    }
  for (int i = 0; i < form->n_spans && mass > 0; i++)
    mass *= sum_span (lattice, fixed, &form->spans[i], best);
  return mass;
}

static void
add_candidate (GArray *candidates, const Lattice *lattice, const guint8 *choice, double mass)
{
  Candidate candidate = { .mass = mass };

  for (guint i = 0; i < candidates->len; i++)
    {
      Candidate *known = &g_array_index (candidates, Candidate, i);

      if (memcmp (known->choice, choice, lattice->length) == 0)
        {
          known->mass += mass;
          return;
        }
    }
  memcpy (candidate.choice, choice, lattice->length);
  g_array_append_val (candidates, candidate);
}

/* Weight of all texts: of the lattice's, with @fixed. @candidates: where not NULL, the best text of each form is added. */
static double
sum_all (const KonRegionSet *set, const Lattice *lattice, const Fixed *fixed, KonLayout layout, GArray *candidates)
{
  const GArray *entries = kon_regions_get_entries (set->regions, lattice->length);
  double sum = kon_region_set_stranger_mass (set, lattice->length);

  for (int i = 0; i < lattice->length; i++)
    sum *= sum_place (lattice, fixed, i, ~G_GUINT64_CONSTANT (0), NULL);
  for (guint i = 0; i < entries->len; i++)
    {
      const KonRegionFormEntry *entry = &g_array_index (entries, KonRegionFormEntry, i);
      double prior = set->priors[entry->region] * entry->density * kon_region_layout_factor (layout, entry->layout);
      guint8 best[KON_REGION_MAX_LENGTH] = { 0 };
      double mass = sum_form (lattice, fixed, &entry->form, candidates != NULL ? best : NULL);

      sum += prior * mass;
      if (mass > 0 && candidates != NULL)
        {
          double own = prior;

          for (int k = 0; k < lattice->length; k++)
            own *= lattice->odds[k][best[k]];
          add_candidate (candidates, lattice, best, own);
        }
    }
  return sum;
}

/* Finds the text to take, as choices. Returns: how sure that is; 1 where nothing is changed. */
static double
choose (const KonRegionSet *set, const Lattice *lattice, KonLayout layout, guint8 *choice)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, TRUE, sizeof (Candidate));
  Fixed fixed;
  const Candidate *best = NULL;
  gboolean is_changed = FALSE;
  double sum, agreeing;

  memset (choice, 0, KON_REGION_MAX_LENGTH);
  memset (&fixed, 0xff, sizeof fixed);
  sum = sum_all (set, lattice, &fixed, layout, candidates);
  for (guint i = 0; i < candidates->len; i++)
    if (best == NULL || g_array_index (candidates, Candidate, i).mass > best->mass)
      best = &g_array_index (candidates, Candidate, i);
  if (best == NULL)
    return 1;
  for (int i = 0; i < lattice->length; i++)
    if (best->choice[i] != 0)
      {
        fixed.choice[i] = best->choice[i];
        is_changed = TRUE;
      }
  if (!is_changed)
    return 1;
  agreeing = sum_all (set, lattice, &fixed, layout, NULL);
  if (agreeing < CERTAIN * sum)
    return 1;
  memcpy (choice, best->choice, lattice->length);
  return agreeing / sum;
}

/* ---- the read */

/* The readings that are now the same text: at each changed place what was read and what it became. */
static double
add_readings (const GArray *likes, const Lattice *lattice, const guint8 *choice, double confidence)
{
  for (int i = 0; i < lattice->length; i++)
    if (choice[i] != 0)
      confidence *= 1 + g_array_index (likes, KonLikeness, i).odds[choice[i] - 1];
  return MIN (confidence, 1);
}

/* How much likelier a text is for following a format, carefully: 1 where it follows none. */
static double
fit (const KonRegionSet *set, const char *text, KonLayout layout)
{
  g_autoptr (GArray) none = g_array_new (FALSE, TRUE, sizeof (KonLikeness));
  Lattice lattice;
  Fixed fixed;

  memset (&fixed, 0xff, sizeof fixed);
  g_array_set_size (none, strlen (text));
  if (!make_lattice (text, none, &lattice))
    return 1;
  return sqrt (sum_all (set, &lattice, &fixed, layout, NULL) / kon_region_set_stranger_mass (set, lattice.length));
}

typedef struct
{
  KonAlternative alternative;
  double merit;
} Ranked;

static int
compare_ranked (gconstpointer a, gconstpointer b)
{
  const Ranked *first = a, *second = b;

  return (second->merit > first->merit) - (second->merit < first->merit);
}

/* Best first: by confidence, and then by how well they fit, carefully; without what is now the text. */
static void
rank_alternatives (const KonRegionSet *set, KonLayout layout, KonRead *read)
{
  g_autoptr (GArray) ranked = g_array_new (FALSE, TRUE, sizeof (Ranked));

  for (guint i = 0; i < read->alternatives->len; i++)
    {
      const KonAlternative *alternative = &g_array_index (read->alternatives, KonAlternative, i);
      Ranked entry = { { g_strdup (alternative->text), alternative->confidence }, alternative->confidence * fit (set, alternative->text, layout) };

      if (g_str_equal (alternative->text, read->text))
        g_free (entry.alternative.text);
      else
        g_array_append_val (ranked, entry);
    }
  g_array_sort (ranked, compare_ranked);
  g_array_set_size (read->alternatives, 0);
  for (guint i = 0; i < ranked->len; i++)
    g_array_append_val (read->alternatives, g_array_index (ranked, Ranked, i).alternative);
}

void
kon_region_set_settle (const KonRegionSet *set, const GArray *likes, KonLayout layout, KonRead *read)
{
  KonRegionGuess guess;
  Lattice lattice;
  double certainty = 1;

  g_return_if_fail (set != NULL && likes != NULL && read != NULL && read->raw != NULL);

  if (make_lattice (read->raw, likes, &lattice))
    {
      guint8 choice[KON_REGION_MAX_LENGTH];

      certainty = choose (set, &lattice, layout, choice);
      g_free (read->text);
      read->text = g_strdup (read->raw);
      for (int i = 0; i < lattice.length; i++)
        read->text[i] = kon_region_sign_at (lattice.signs[i][choice[i]]);
      read->confidence = add_readings (likes, &lattice, choice, read->confidence);
    }
  rank_alternatives (set, layout, read);

  guess = kon_region_set_guess (set, read->text, layout);
  if (guess.region < 0)
    return;
  g_free (read->region_code);
  g_free (read->region_name);
  read->region_code = g_strdup (kon_regions_get (set->regions, guess.region)->code);
  read->region_name = g_strdup (kon_regions_get (set->regions, guess.region)->name);
  read->region_confidence = guess.confidence * certainty;
}
