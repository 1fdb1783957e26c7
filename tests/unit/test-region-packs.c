/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Format packs: those we ship, and hostile ones. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "kon-error.h"
#include "kon-region-private.h"

static KonRegions *
load_shipped (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "data", "regions", NULL);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  KonRegions *regions = kon_regions_load (folder, problems);

  for (guint i = 0; i < problems->len; i++)
    g_test_message ("%s", ((GError *) g_ptr_array_index (problems, i))->message);
  g_assert_cmpuint (problems->len, ==, 0);
  return regions;
}

/* Loading holds every example and counter-example against the formats. */
static void
test_shipped (void)
{
  g_autoptr (KonRegions) regions = load_shipped ();
  int n_countries = 0;

  for (guint i = 0; i < kon_regions_get_n (regions); i++)
    {
      const KonRegion *region = kon_regions_get (regions, i);

      n_countries += region->parent < 0;
      g_assert_cmpint (kon_regions_find (regions, region->code), ==, i);
      if (region->parent >= 0)
        g_assert_true (g_str_has_prefix (region->code, kon_regions_get (regions, region->parent)->code));
    }
  g_assert_cmpint (n_countries, >=, 60);
  g_assert_cmpint (kon_regions_find (regions, "XX"), ==, -1);
}

static gboolean
is_in (KonRegions *regions, const char *code, const char *text)
{
  return kon_regions_match (regions, kon_regions_find (regions, code), text);
}

static void
test_match (void)
{
  g_autoptr (KonRegions) regions = load_shipped ();

  g_assert_true (is_in (regions, "DE", "BAB1234"));
  g_assert_false (is_in (regions, "DE", "BAB0123"));
  g_assert_true (is_in (regions, "BR", "ABC1D23"));
  g_assert_false (is_in (regions, "BR", "ABC12D3"));
  g_assert_true (is_in (regions, "US-CA", "7ABC123"));
  g_assert_true (is_in (regions, "US", "7ABC123"));
  g_assert_false (is_in (regions, "FR", "AO123BC"));
  for (const char *const *odd = (const char *const[]){ "", "a", "ÄÖ", "AB-12", "ABCDEFGHIJKLMNOPQ", NULL }; *odd != NULL; odd++)
    for (guint i = 0; i < kon_regions_get_n (regions); i++)
      g_assert_false (kon_regions_match (regions, (int) i, *odd));
}

static void
check_shown (KonRegions *regions, const char *code, const char *text, const char *expected)
{
  g_autofree char *shown = kon_regions_show (regions, kon_regions_find (regions, code), text);

  g_assert_cmpstr (shown, ==, expected);
}

static void
test_show (void)
{
  g_autoptr (KonRegions) regions = load_shipped ();

  check_shown (regions, "FR", "AB123CD", "AB-123-CD");
  check_shown (regions, "GB", "AB12CDE", "AB12 CDE");
  check_shown (regions, "MY", "ABC1234", "ABC 1234");
  check_shown (regions, "DE", "BAB1234", "BAB 1234"); /* B-AB or BA-B: nobody knows */
  check_shown (regions, "DE", "HHKL99", "HHKL 99");
  check_shown (regions, "FR", "NOPLATE", "NOPLATE");
  check_shown (regions, "XX", "AB123CD", "AB123CD");
}

static const char *const broken[] = {
  "", "[]", "{}", "{\"format\":1}",
  "{\"format\":1,\"code\":\"DE\",\"name\":\"\",\"weight\":1,\"source\":[\"x\"],\"formats\":[{\"text\":\"l\",\"weight\":1}],\"examples\":[\"A\"],\"counter_examples\":[\"1\"]}",
};

#define PACK(formats) \
  "{\"format\":1,\"code\":\"DE\",\"name\":\"D\",\"weight\":1,\"source\":[\"x\"],\"lists\":{\"list\":\"A BC\"},\"formats\":[" formats \
  "],\"examples\":[\"A\"],\"counter_examples\":[\"1\"]}"
#define PATTERN(pattern) PACK ("{\"text\":\"" pattern "\",\"weight\":1}")

static KonRegionPack *
parse (const char *text, GError **error)
{
  return kon_region_pack_parse (text, strlen (text), "DE", error);
}

static void
check_refused (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KonRegionPack) pack = parse (text, &error);

  if (pack != NULL)
    g_test_message ("taken: %s", text);
  g_assert_null (pack);
  g_assert_nonnull (error);
}

static void
test_hostile (void)
{
  static const char *const patterns[] = {
    PATTERN ("x"), PATTERN ("l{"), PATTERN ("l{2"), PATTERN ("l{2,1}"), PATTERN ("l{0}"), PATTERN ("l{99}"), PATTERN ("(l"), PATTERN ("l)"), PATTERN ("["),
    PATTERN ("[]"), PATTERN ("[AA]"), PATTERN ("[a]"), PATTERN ("<"), PATTERN ("<list"), PATTERN ("<other>"), PATTERN ("{2}"), PATTERN (""), PATTERN ("l|"),
    PATTERN ("((((((((l))))))))"), PATTERN ("(l|d){9}"), PATTERN ("l{9}l{9}"), PATTERN ("d{1,9}"), PATTERN ("é"), PATTERN ("l/d"),
  };
  static const char *const packs[] = {
    PACK (""), PACK ("1"), PACK ("{\"text\":\"l\"}"), PACK ("{\"text\":\"l\",\"weight\":-1}"), PACK ("{\"text\":\"l\",\"weight\":1,\"rows\":3}"),
    PACK ("{\"text\":\"l\",\"weight\":1,\"letters\":\"\"}"), PACK ("{\"text\":\"l\",\"weight\":1,\"letters\":\"AA\"}"), PACK ("{\"text\":\"l\",\"weight\":1,\"extra\":3}"),
  };
  g_autoptr (KonRegionPack) good = parse (PATTERN ("l"), NULL);

  g_assert_nonnull (good);
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    check_refused (broken[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    check_refused (patterns[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (packs); i++)
    check_refused (packs[i]);
}

static void
put (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* A broken pack is one error that names it; the others go on. */
static void
test_folder (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kon-regions-XXXXXX", NULL);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  g_autoptr (KonRegions) regions = NULL;
  static const char *const names[] = { "at.json", "de.json", "germany.json", "notes.txt" };

  put (folder, "at.json", "{");
  put (folder, "de.json", PATTERN ("l"));
  put (folder, "germany.json", PATTERN ("l"));
  put (folder, "notes.txt", "not a pack");
  regions = kon_regions_load (folder, problems);
  g_assert_cmpuint (kon_regions_get_n (regions), ==, 1);
  g_assert_cmpuint (problems->len, ==, 2);
  g_assert_nonnull (strstr (((GError *) g_ptr_array_index (problems, 0))->message, "at.json"));
  g_assert_nonnull (strstr (((GError *) g_ptr_array_index (problems, 1))->message, "germany.json"));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static void
test_no_folder (void)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  g_autoptr (KonRegions) regions = kon_regions_load ("/nonexistent/regions", problems);
  g_autoptr (KonRegionSet) set = kon_region_set_new (regions, NULL);

  g_assert_cmpuint (kon_regions_get_n (regions), ==, 0);
  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_cmpint (kon_region_set_guess (set, "ABC123", KON_LAYOUT_UNKNOWN).region, ==, -1);
}

/* ---- forms against a slow reference: walks the pattern with the text, trying everything */

/* The end of the item that begins at @pattern. */
static const char *
end_of_item (const char *pattern)
{
  int depth = 0;

  if (*pattern == '[')
    return strchr (pattern, ']') + 1;
  do
    depth += *pattern == '(' ? 1 : *pattern == ')' ? -1 : 0;
  while (pattern++, depth > 0);
  return pattern;
}

/* Whether @text is in the pattern: @pattern is rewritten step by step, its first item replaced by all it can be. */
static gboolean
matches_slowly (const char *pattern, const char *text)
{
  const char *end, *after;
  g_autofree char *item = NULL;
  int least = 1, most = 1;

  if (*pattern == '\0')
    return *text == '\0';
  end = after = end_of_item (pattern);
  item = g_strndup (pattern, end - pattern);
  if (*end == '{')
    {
      least = most = end[1] - '0';
      if (end[2] == ',')
        most = end[3] - '0';
      after = strchr (end, '}') + 1;
    }
  if (*end == '{')
    {
      for (int n = least; n <= most; n++)
        {
          g_autoptr (GString) longer = g_string_new (NULL);

          for (int i = 0; i < n; i++)
            g_string_append (longer, item);
          g_string_append (longer, after);
          if (matches_slowly (longer->str, text))
            return TRUE;
        }
      return FALSE;
    }
  if (*item == '(')
    {
      g_auto (GStrv) choices = NULL;

      item[strlen (item) - 1] = '\0';
      if (item[1] == '\0')
        return matches_slowly (after, text);
      choices = g_strsplit (item + 1, "|", -1); /* choices are not nested here */
      for (char **choice = choices; *choice != NULL; choice++)
        {
          g_autofree char *rewritten = g_strconcat (*choice, after, NULL);

          if (matches_slowly (rewritten, text))
            return TRUE;
        }
      return FALSE;
    }
  if (strchr (" -.", *item) != NULL)
    return matches_slowly (after, text);
  if (*text == '\0')
    return FALSE;
  if (!((*item == 'l' && strchr ("ABC", *text)) || (*item == 'd' && g_ascii_isdigit (*text)) || (*item == 'n' && *text >= '1' && *text <= '9')
        || (*item == 'a' && (strchr ("ABC", *text) || g_ascii_isdigit (*text))) || (*item == '[' && strchr (item, *text)) || *item == *text))
    return FALSE;
  return matches_slowly (after, text + 1);
}

static void
append_random_item (GString *pattern, gboolean may_nest)
{
  static const char *const items[] = { "l", "d", "n", "a", "[AB1]", "[C0]", "A", "0", "-", " " };

  if (may_nest && g_test_rand_int_range (0, 4) == 0)
    {
      g_string_append_c (pattern, '(');
      for (int n = g_test_rand_int_range (1, 4); n > 0; n--)
        {
          for (int k = g_test_rand_int_range (0, 3); k > 0; k--)
            append_random_item (pattern, FALSE);
          if (n > 1)
            g_string_append_c (pattern, '|');
        }
      g_string_append_c (pattern, ')');
    }
  else
    g_string_append (pattern, items[g_test_rand_int_range (0, G_N_ELEMENTS (items))]);
  if (g_test_rand_int_range (0, 4) == 0)
    g_string_append (pattern, g_test_rand_bit () ? "{2}" : "{0,2}");
}

static gboolean
matches_by_forms (const GArray *forms, const char *text)
{
  guint8 indices[KON_REGION_MAX_LENGTH];
  int length = (int) strlen (text);

  for (int i = 0; i < length; i++)
    indices[i] = kon_region_sign_index (text[i]);
  for (guint i = 0; i < forms->len; i++)
    {
      const KonRegionForm *form = &g_array_index (forms, KonRegionForm, i);

      if (form->length == length && kon_region_form_matches (form, indices))
        return TRUE;
    }
  return FALSE;
}

static void
test_against_reference (void)
{
  int n_matches = 0, n_patterns = 0;

  for (int round = 0; round < 2000; round++)
    {
      g_autoptr (GString) pattern = g_string_new (NULL);
      g_autoptr (GArray) forms = NULL;
      double weight = 0;

      for (int i = g_test_rand_int_range (1, 5); i > 0; i--)
        append_random_item (pattern, TRUE);
      forms = kon_region_pattern_expand (pattern->str, 7, NULL, NULL);
      if (forms == NULL)
        continue;
      n_patterns++;
      for (guint i = 0; i < forms->len; i++)
        weight += g_array_index (forms, KonRegionForm, i).weight;
      g_assert_cmpfloat_with_epsilon (weight, 1, 1e-9);
      for (int i = 0; i < 20; i++)
        {
          char text[7] = "";
          gboolean expected;

          for (int k = g_test_rand_int_range (1, 6) - 1; k >= 0; k--)
            text[k] = "ABC01"[g_test_rand_int_range (0, 5)];
          expected = matches_slowly (pattern->str, text);
          n_matches += expected;
          if (matches_by_forms (forms, text) != expected)
            g_error ("%s and %s: %d expected", pattern->str, text, expected);
        }
    }
  g_assert_cmpint (n_patterns, >, 500);
  g_assert_cmpint (n_matches, >, 500);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/region-packs/shipped", test_shipped);
  g_test_add_func ("/region-packs/match", test_match);
  g_test_add_func ("/region-packs/show", test_show);
  g_test_add_func ("/region-packs/hostile", test_hostile);
  g_test_add_func ("/region-packs/folder", test_folder);
  g_test_add_func ("/region-packs/no-folder", test_no_folder);
  g_test_add_func ("/region-packs/against-reference", test_against_reference);
  return g_test_run ();
}
