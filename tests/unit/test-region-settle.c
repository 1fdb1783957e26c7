/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The rule that settles look-alikes by the formats: what it changes, and what it never does. */
#include "config.h"

#include <string.h>

#include "kon-regions.h"

typedef struct
{
  KonRegions *regions;
  KonRegionSet *all;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "data", "regions", NULL);

  f->regions = kon_regions_load (folder, NULL);
  f->all = kon_region_set_new (f->regions, NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  kon_region_set_free (f->all);
  kon_regions_unref (f->regions);
}

/* A reader that gives @odds to the look-alike that comes first, and hardly anything to the others. */
static GArray *
make_likes (const char *raw, double odds)
{
  GArray *likes = g_array_new (FALSE, TRUE, sizeof (KonLikeness));

  for (; *raw != '\0'; raw++)
    {
      KonLikeness likeness = { 0 };

      for (const char *other = kon_likeness_of (*raw); *other != '\0'; other++)
        {
          likeness.characters[likeness.n] = *other;
          likeness.odds[likeness.n] = likeness.n == 0 ? odds : odds / 1000;
          likeness.n++;
        }
      g_array_append_val (likes, likeness);
    }
  return likes;
}

static KonRead *
make_read (const char *raw, double confidence)
{
  KonRead *read = kon_read_new ();

  read->raw = g_strdup (raw);
  read->text = g_strdup (raw);
  read->confidence = confidence;
  return read;
}

static void
check (Fixture *f, const char *codes, const char *raw, double odds, const char *text, const char *region)
{
  g_autoptr (KonRegionSet) set = kon_region_set_new (f->regions, codes);
  g_autoptr (KonRead) read = make_read (raw, 0.6);
  g_autoptr (GArray) likes = make_likes (raw, odds);

  kon_region_set_settle (set, likes, KON_LAYOUT_ONE_ROW, read);
  g_test_message ("%s: %s, %s, %s %.3f", codes, raw, read->text, read->region_code, read->region_confidence);
  g_assert_cmpstr (read->text, ==, text);
  g_assert_cmpstr (read->raw, ==, raw);
  g_assert_cmpstr (read->region_code, ==, region);
}

static void
test_settles (Fixture *f, gconstpointer data)
{
  check (f, "FR", "ABI23CD", 0, "AB123CD", "FR");   /* I and 1 can be the same shape */
  check (f, "FR", "A8123CD", 0.3, "AB123CD", "FR"); /* the reader was in doubt */
  check (f, "DE", "B0B1234", 0.2, "BOB1234", "DE");
  check (f, "GB", "ABI2CDE", 0.1, "AB12CDE", "GB");
  check (f, "RU", "A123BCI77", 0.1, "A123BC177", "RU");
  check (f, "", "LD7OXYZ", 0.2, "LD70XYZ", "GB");
}

static void
test_leaves_alone (Fixture *f, gconstpointer data)
{
  check (f, "DE", "ABC1D23", 0, "ABC1D23", NULL); /* Brazilian, and surely so */
  check (f, "FR", "AB8", 0.9, "AB8", NULL);       /* too short to tell */
  check (f, "", "NOPLATES", 0, "NOPLATES", NULL);
  check (f, "", "ABCDEFGHIJKLMNOP", 0.5, "ABCDEFGHIJKLMNOP", NULL);
  check (f, "", "", 0, "", NULL);
}

/* Where both are in some format and none is chosen, nothing is certain. */
static void
test_doubt_stays (Fixture *f, gconstpointer data)
{
  check (f, "", "ABO123", 0.9, "ABO123", NULL);
}

static void
test_confidence (Fixture *f, gconstpointer data)
{
  g_autoptr (KonRegionSet) set = kon_region_set_new (f->regions, "FR");
  g_autoptr (KonRead) read = make_read ("A8123CD", 0.6);
  g_autoptr (KonRead) full = make_read ("A8123CD", 0.9);
  g_autoptr (GArray) likes = make_likes ("A8123CD", 0.25);

  kon_region_set_settle (set, likes, KON_LAYOUT_UNKNOWN, read);
  g_assert_cmpfloat_with_epsilon (read->confidence, 0.75, 1e-9); /* 0.6 as 8 and 0.15 as B */
  kon_region_set_settle (set, likes, KON_LAYOUT_UNKNOWN, full);
  g_assert_cmpfloat (full->confidence, ==, 1);
}

static void
add_alternative (KonRead *read, const char *text, double confidence)
{
  KonAlternative alternative = { g_strdup (text), confidence };

  g_array_append_val (read->alternatives, alternative);
}

static void
test_alternatives (Fixture *f, gconstpointer data)
{
  g_autoptr (KonRegionSet) set = kon_region_set_new (f->regions, "FR");
  g_autoptr (KonRead) read = make_read ("A8123CD", 0.6);
  g_autoptr (GArray) likes = make_likes ("A8123CD", 0.3);

  add_alternative (read, "AB123CD", 0.18);
  add_alternative (read, "A8I23CD", 0.05);
  add_alternative (read, "AB128CD", 0.04);
  kon_region_set_settle (set, likes, KON_LAYOUT_UNKNOWN, read);
  g_assert_cmpstr (read->text, ==, "AB123CD");
  g_assert_cmpuint (read->alternatives->len, ==, 2); /* one has become the text */
  g_assert_cmpstr (g_array_index (read->alternatives, KonAlternative, 0).text, ==, "AB128CD");
  g_assert_cmpfloat (g_array_index (read->alternatives, KonAlternative, 0).confidence, ==, 0.04);
}

static gboolean
may_become (char from, char to)
{
  return from == to || strchr (kon_likeness_of (from), to) != NULL;
}

/* As the reader would have leaned, had it said @text. */
static GArray *
rebase (const char *raw, const char *text, const GArray *likes)
{
  GArray *rebased = make_likes (text, 0);

  for (gsize i = 0; i < strlen (raw); i++)
    {
      const KonLikeness *old = &g_array_index (likes, KonLikeness, i);
      KonLikeness *new = &g_array_index (rebased, KonLikeness, i);
      double own = 1;

      for (int k = 0; k < old->n; k++)
        if (old->characters[k] == text[i])
          own = MAX (old->odds[k], kon_likeness_floor (raw[i], text[i]));
      for (int k = 0; k < new->n; k++)
        {
          new->odds[k] = new->characters[k] == raw[i] ? 1 / own : 0;
          for (int j = 0; j < old->n; j++)
            if (old->characters[j] == new->characters[k])
              new->odds[k] = old->odds[j] / own;
        }
    }
  return rebased;
}

static void
test_never (Fixture *f, gconstpointer data)
{
  static const char *const choices[] = { "", "DE", "FR,IT", "US-CA", "BR,AR", "IN", "NL", "TR,RU" };
  static const char signs[] = "0OQD1IL8B5S2Z6GACKMX347";
  int n_changed = 0;

  for (int round = 0; round < 4000; round++)
    {
      g_autoptr (KonRegionSet) set = kon_region_set_new (f->regions, choices[g_test_rand_int_range (0, G_N_ELEMENTS (choices))]);
      g_autoptr (KonRead) read = NULL;
      g_autoptr (KonRead) again = NULL;
      g_autoptr (GArray) likes = NULL;
      g_autoptr (GArray) rebased = NULL;
      char raw[13] = "";

      for (int i = g_test_rand_int_range (1, 11) - 1; i >= 0; i--)
        raw[i] = signs[g_test_rand_int_range (0, sizeof signs - 1)];
      likes = make_likes (raw, g_test_rand_double_range (0, 1));
      read = make_read (raw, g_test_rand_double_range (0, 0.5));
      kon_region_set_settle (set, likes, KON_LAYOUT_UNKNOWN, read);

      g_assert_cmpstr (read->raw, ==, raw);
      g_assert_cmpuint (strlen (read->text), ==, strlen (raw));
      for (gsize i = 0; i < strlen (raw); i++)
        g_assert_true (may_become (raw[i], read->text[i]));
      g_assert_cmpfloat (read->confidence, >=, 0);
      g_assert_cmpfloat (read->confidence, <=, 1);
      g_assert_true ((read->region_code != NULL) == (read->region_name != NULL));
      g_assert_true (read->region_code == NULL || kon_regions_match (f->regions, kon_regions_find (f->regions, read->region_code), read->text));
      n_changed += strcmp (raw, read->text) != 0;

      again = make_read (read->text, read->confidence);
      rebased = rebase (raw, read->text, likes);
      kon_region_set_settle (set, rebased, KON_LAYOUT_UNKNOWN, again);
      g_assert_cmpstr (again->text, ==, read->text);
    }
  g_test_message ("%d changed", n_changed);
  g_assert_cmpint (n_changed, >, 50);
}

/* The states' own formats go before the country's. */
static void
test_guess (Fixture *f, gconstpointer data)
{
  KonRegionGuess guess = kon_region_set_guess (f->all, "7ABC123", KON_LAYOUT_ONE_ROW);

  g_assert_cmpstr (kon_regions_get (f->regions, guess.region)->code, ==, "US-CA");
  g_assert_cmpfloat (guess.confidence, >, 0.5);
  g_assert_cmpint (kon_region_set_guess (f->all, "????", KON_LAYOUT_UNKNOWN).region, ==, -1);
}

#define ADD(name, func) g_test_add ("/region-settle/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("settles", test_settles);
  ADD ("leaves-alone", test_leaves_alone);
  ADD ("doubt-stays", test_doubt_stays);
  ADD ("confidence", test_confidence);
  ADD ("alternatives", test_alternatives);
  ADD ("never", test_never);
  ADD ("guess", test_guess);
  return g_test_run ();
}
