/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A pattern of a format pack taken apart into all forms it stands for. A form has one length, and a set for each place, so that holding a
 * text against it is a few bit operations; patterns are finite and forms few. The language is in docs/regions.md; the pattern is hostile. */
#define G_LOG_DOMAIN "kon-detect"
#include "config.h"

#include "kon-region-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kon-error.h"

#define MAX_PATTERN 200
#define MAX_FORMS 256
#define MAX_DEPTH 6
#define MAX_LIST_NAME 32

#define DIGITS (G_GUINT64_CONSTANT (0x3ff) << 26)
#define NO_ZERO (G_GUINT64_CONSTANT (0x3fe) << 26)

typedef struct
{
  const char *pattern, *rest;
  guint64 letters;
  GHashTable *lists;
  int depth;
} Parser;

static GArray *parse_choice (Parser *parser, GError **error);

int
kon_region_sign_index (char character)
{
  if (g_ascii_isupper (character))
    return character - 'A';
  return g_ascii_isdigit (character) ? 26 + character - '0' : -1;
}

char
kon_region_sign_at (int index)
{
  return index < 26 ? 'A' + index : '0' + index - 26;
}

static GArray *
refuse (const Parser *parser, GError **error)
{
  g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED, _("the pattern “%s” cannot be understood from “%s” on"), parser->pattern, parser->rest);
  return NULL;
}

static GArray *
refuse_size (const Parser *parser, GError **error)
{
  g_set_error (error, KON_ERROR, KON_ERROR_DAMAGED, _("the pattern “%s” stands for too many or too long texts"), parser->pattern);
  return NULL;
}

static GArray *
make_forms (const KonRegionForm *first)
{
  GArray *forms = g_array_new (FALSE, FALSE, sizeof (KonRegionForm));

  if (first != NULL)
    g_array_append_vals (forms, first, 1);
  return forms;
}

static GArray *
make_sign (guint64 allowed)
{
  KonRegionForm form = { .allowed = { allowed }, .length = 1, .weight = 1 };

  return make_forms (&form);
}

/* FALSE where the two are too long together. */
static gboolean
append_form (const KonRegionForm *head, const KonRegionForm *tail, KonRegionForm *out)
{
  if (head->length + tail->length > KON_REGION_MAX_LENGTH || head->n_spans + tail->n_spans > KON_REGION_MAX_SPANS)
    return FALSE;
  *out = *head;
  memcpy (out->allowed + head->length, tail->allowed, sizeof *tail->allowed * tail->length);
  for (int i = 0; i <= tail->length; i++)
    if (tail->gaps[i] != 0)
      out->gaps[head->length + i] = tail->gaps[i];
  for (int i = 0; i < tail->n_spans; i++)
    {
      out->spans[out->n_spans] = tail->spans[i];
      out->spans[out->n_spans++].start += head->length;
    }
  out->length += tail->length;
  out->weight *= tail->weight;
  return TRUE;
}

/* Every form of @heads followed by every form of @tails; NULL with an error where that is too much. Takes @heads. */
static GArray *
multiply (const Parser *parser, GArray *heads, const GArray *tails, GError **error)
{
  g_autoptr (GArray) own_heads = heads;
  g_autoptr (GArray) forms = make_forms (NULL);

  if (heads->len * tails->len > MAX_FORMS)
    return refuse_size (parser, error);
  for (guint i = 0; i < heads->len; i++)
    for (guint k = 0; k < tails->len; k++)
      {
        KonRegionForm form;

        if (!append_form (&g_array_index (heads, KonRegionForm, i), &g_array_index (tails, KonRegionForm, k), &form))
          return refuse_size (parser, error);
        g_array_append_val (forms, form);
      }
  return g_steal_pointer (&forms);
}

/* ---- items */

/* "[ABC]", after the bracket. */
static GArray *
parse_set (Parser *parser, GError **error)
{
  guint64 allowed = 0;

  for (; *parser->rest != ']'; parser->rest++)
    {
      int index = kon_region_sign_index (*parser->rest);

      if (index < 0 || allowed & (G_GUINT64_CONSTANT (1) << index))
        return refuse (parser, error);
      allowed |= G_GUINT64_CONSTANT (1) << index;
    }
  if (allowed == 0)
    return refuse (parser, error);
  parser->rest++;
  return make_sign (allowed);
}

/* The signs that stand at each place of any word. */
static void
allow_words (const KonRegionWords *words, KonRegionForm *form)
{
  for (guint i = 0; i < words->n_words; i++)
    {
      guint32 word = words->words[i];

      for (int place = words->length - 1; place >= 0; place--, word /= KON_REGION_SIGNS)
        form->allowed[place] |= G_GUINT64_CONSTANT (1) << word % KON_REGION_SIGNS;
    }
}

/* "<name>", after the "<". */
static GArray *
parse_list (Parser *parser, GError **error)
{
  gsize length = strspn (parser->rest, "abcdefghijklmnopqrstuvwxyz");
  g_autofree char *name = g_strndup (parser->rest, MIN (length, MAX_LIST_NAME));
  const KonRegionList *list = parser->lists != NULL ? g_hash_table_lookup (parser->lists, name) : NULL;
  GArray *forms;

  if (list == NULL || parser->rest[length] != '>')
    return refuse (parser, error);
  parser->rest += length + 1;
  forms = make_forms (NULL);
  for (int i = 1; i <= KON_REGION_MAX_WORD; i++)
    {
      const KonRegionWords *words = &list->of_length[i];
      KonRegionForm form = { .length = i, .n_spans = 1, .spans = { { words, 0 } } };

      if (words->n_words == 0)
        continue;
      form.weight = (double) words->n_words / list->n_words;
      allow_words (words, &form);
      g_array_append_val (forms, form);
    }
  return forms;
}

static GArray *
parse_gap (char separator)
{
  KonRegionForm form = { .gaps = { separator }, .weight = 1 };

  return make_forms (&form);
}

static GArray *
parse_item (Parser *parser, GError **error)
{
  char character = *parser->rest;
  int index = kon_region_sign_index (character);
  GArray *forms;

  if (character == '\0')
    return refuse (parser, error);
  parser->rest++;
  if (index >= 0)
    return make_sign (G_GUINT64_CONSTANT (1) << index);
  switch (character)
    {
    case 'l':
      return make_sign (parser->letters);
    case 'd':
      return make_sign (DIGITS);
    case 'n':
      return make_sign (NO_ZERO);
    case 'a':
      return make_sign (parser->letters | DIGITS);
    case ' ':
    case '-':
    case '.':
      return parse_gap (character);
    case '[':
      return parse_set (parser, error);
    case '<':
      return parse_list (parser, error);
    case '(':
      forms = parse_choice (parser, error);
      if (forms != NULL && *parser->rest != ')')
        {
          g_array_unref (forms);
          return refuse (parser, error);
        }
      if (forms != NULL)
        parser->rest++;
      return forms;
    default:
      parser->rest--;
      return refuse (parser, error);
    }
}

/* ---- repeats, sequences, choices */

static gboolean
parse_count (Parser *parser, int *out)
{
  if (!g_ascii_isdigit (*parser->rest))
    return FALSE;
  *out = *parser->rest++ - '0';
  return TRUE;
}

/* What follows an item: "{2}" or "{0,3}"; nothing means once. */
static gboolean
parse_repeat (Parser *parser, int *least, int *most)
{
  *least = *most = 1;
  if (*parser->rest != '{')
    return TRUE;
  parser->rest++;
  if (!parse_count (parser, least))
    return FALSE;
  *most = *least;
  if (*parser->rest == ',')
    {
      parser->rest++;
      if (!parse_count (parser, most))
        return FALSE;
    }
  if (*parser->rest != '}' || *most < *least || *most == 0)
    return FALSE;
  parser->rest++;
  return TRUE;
}

/* @forms so many times over, each number of times equally likely. */
static GArray *
repeat (const Parser *parser, const GArray *forms, int least, int most, GError **error)
{
  KonRegionForm nothing = { .weight = 1 };
  g_autoptr (GArray) all = make_forms (NULL);
  g_autoptr (GArray) times = make_forms (&nothing);

  for (int i = 0; i <= most; i++)
    {
      if (i > 0)
        times = multiply (parser, times, forms, error);
      if (times == NULL)
        return NULL;
      if (i < least)
        continue;
      if (all->len + times->len > MAX_FORMS)
        return refuse_size (parser, error);
      g_array_append_vals (all, times->data, times->len);
    }
  for (guint i = 0; i < all->len; i++)
    g_array_index (all, KonRegionForm, i).weight /= most - least + 1;
  return g_steal_pointer (&all);
}

static GArray *
parse_sequence (Parser *parser, GError **error)
{
  KonRegionForm nothing = { .weight = 1 };
  g_autoptr (GArray) sequence = make_forms (&nothing);

  while (*parser->rest != '\0' && *parser->rest != '|' && *parser->rest != ')')
    {
      g_autoptr (GArray) item = parse_item (parser, error);
      g_autoptr (GArray) repeated = NULL;
      int least, most;

      if (item == NULL)
        return NULL;
      if (!parse_repeat (parser, &least, &most))
        return refuse (parser, error);
      repeated = repeat (parser, item, least, most, error);
      if (repeated == NULL)
        return NULL;
      sequence = multiply (parser, sequence, repeated, error);
      if (sequence == NULL)
        return NULL;
    }
  return g_steal_pointer (&sequence);
}

/* "x|y|z", each equally likely, up to a ")" or the end. */
static GArray *
parse_choice (Parser *parser, GError **error)
{
  g_autoptr (GArray) all = make_forms (NULL);
  int n_choices = 0;

  if (++parser->depth > MAX_DEPTH)
    return refuse_size (parser, error);
  do
    {
      g_autoptr (GArray) choice = NULL;

      if (n_choices > 0)
        parser->rest++;
      choice = parse_sequence (parser, error);
      if (choice == NULL)
        return NULL;
      if (all->len + choice->len > MAX_FORMS)
        return refuse_size (parser, error);
      g_array_append_vals (all, choice->data, choice->len);
      n_choices++;
    }
  while (*parser->rest == '|');
  parser->depth--;
  for (guint i = 0; i < all->len; i++)
    g_array_index (all, KonRegionForm, i).weight /= n_choices;
  return g_steal_pointer (&all);
}

GArray *
kon_region_pattern_expand (const char *pattern, guint64 letters, GHashTable *lists, GError **error)
{
  Parser parser = { pattern, pattern, letters, lists, 0 };
  g_autoptr (GArray) forms = NULL;

  g_return_val_if_fail (pattern != NULL && letters != 0, NULL);

  if (strlen (pattern) > MAX_PATTERN)
    return refuse_size (&parser, error);
  forms = parse_choice (&parser, error);
  if (forms == NULL)
    return NULL;
  if (*parser.rest != '\0')
    return refuse (&parser, error);
  for (guint i = 0; i < forms->len; i++)
    if (g_array_index (forms, KonRegionForm, i).length == 0)
      return refuse (&parser, error);
  return g_steal_pointer (&forms);
}

/* ---- forms */

gboolean
kon_region_words_contain (const KonRegionWords *words, const guint8 *indices)
{
  guint32 wanted = 0;
  guint low = 0, high = words->n_words;

  for (int i = 0; i < words->length; i++)
    wanted = wanted * KON_REGION_SIGNS + indices[i];
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (words->words[middle] == wanted)
        return TRUE;
      if (words->words[middle] < wanted)
        low = middle + 1;
      else
        high = middle;
    }
  return FALSE;
}

gboolean
kon_region_form_matches (const KonRegionForm *form, const guint8 *indices)
{
  for (int i = 0; i < form->length; i++)
    if (!(form->allowed[i] >> indices[i] & 1))
      return FALSE;
  for (int i = 0; i < form->n_spans; i++)
    if (!kon_region_words_contain (form->spans[i].words, indices + form->spans[i].start))
      return FALSE;
  return TRUE;
}

static int
count_bits (guint64 mask)
{
  int count = 0;

  for (; mask != 0; mask &= mask - 1)
    count++;
  return count;
}

double
kon_region_form_count (const KonRegionForm *form)
{
  double count = 1;

  for (int i = 0; i < form->length; i++)
    count *= count_bits (form->allowed[i]);
  for (int i = 0; i < form->n_spans; i++)
    {
      const KonRegionSpan *span = &form->spans[i];

      for (int k = 0; k < span->words->length; k++)
        count /= count_bits (form->allowed[span->start + k]);
      count *= span->words->n_words;
    }
  return count;
}
