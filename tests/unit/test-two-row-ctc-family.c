/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Family "two-row-ctc" on hand-made tensors: texts, rows, confidences, alternatives, odd input. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "kon-error.h"
#include "kon-family.h"

#define STEPS 12
#define CLASSES 37
#define ALPHABET "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

typedef struct
{
  KonManifest manifest;
  float logits[2 * STEPS * CLASSES];
  KonVisionTensor tensor;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->manifest = (KonManifest){ .name = (char *) "hand", .alphabet = (char *) ALPHABET, .temperature = 1, .n_outputs = 1 };
  f->manifest.outputs[0] = (KonModelOutput){ .name = (char *) "rows", .rows = 2, .steps = STEPS, .classes = CLASSES };
  f->tensor = (KonVisionTensor){ .data = f->logits, .n_dims = 4, .dims = { 1, 2, STEPS, CLASSES } };
}

static void
put (Fixture *f, int row, int step, char character, double logit)
{
  const char *found = strchr (ALPHABET, character);

  f->logits[(row * STEPS + step) * CLASSES + (character == '-' ? 0 : 1 + (int) (found - ALPHABET))] = logit;
}

/* One character a step; '-' is blank. */
static void
write_row (Fixture *f, int row, const char *text)
{
  for (int step = 0; step < STEPS; step++)
    put (f, row, step, step < (int) strlen (text) ? text[step] : '-', 14);
}

static KonRead *
decode (Fixture *f, KonLayout *layout, GError **error)
{
  g_autoptr (GArray) likes = g_array_new (FALSE, TRUE, sizeof (KonLikeness));

  *layout = KON_LAYOUT_UNKNOWN;
  return kon_family_lookup ("two-row-ctc")->decode_read (&f->manifest, &f->tensor, 1, likes, layout, error);
}

static void
check_text (Fixture *f, const char *upper, const char *lower, const char *text, KonLayout expected)
{
  g_autoptr (KonRead) read = NULL;
  KonLayout layout;

  memset (f->logits, 0, sizeof f->logits);
  write_row (f, 0, upper);
  write_row (f, 1, lower);
  read = decode (f, &layout, NULL);
  g_assert_nonnull (read);
  g_assert_cmpstr (read->text, ==, text);
  g_assert_cmpstr (read->raw, ==, text);
  g_assert_cmpint (layout, ==, expected);
  g_assert_cmpuint (read->characters->len, ==, strlen (text));
  for (guint i = 0; i < read->characters->len; i++)
    {
      const KonCharacter *character = &g_array_index (read->characters, KonCharacter, i);

      g_assert_cmpint (character->text[0], ==, text[i]);
      g_assert_cmpint (character->text[1], ==, 0);
      g_assert_cmpfloat (character->confidence, >, 0.99);
    }
  if (*text)
    g_assert_cmpfloat (read->confidence, >, 0.99);
  else
    g_assert_cmpfloat (read->confidence, ==, 0);
  g_assert_cmpuint (read->alternatives->len, ==, 0);
}

static void
test_texts (Fixture *f, gconstpointer data)
{
  check_text (f, "B-1-2-3-A", "", "B123A", KON_LAYOUT_ONE_ROW);
  check_text (f, "BB-B11", "", "BB1", KON_LAYOUT_ONE_ROW);
  check_text (f, "", "-Z-0-", "Z0", KON_LAYOUT_ONE_ROW);
  check_text (f, "ABC", "123", "ABC123", KON_LAYOUT_TWO_ROW);
  check_text (f, "A----------1", "1", "A11", KON_LAYOUT_TWO_ROW); /* the same character ends one row and begins the next */
  check_text (f, "", "", "", KON_LAYOUT_UNKNOWN);
}

/* O or 0 with 3 to 1, everything else sure. */
static void
test_doubt (Fixture *f, gconstpointer data)
{
  g_autoptr (KonRead) read = NULL;
  const KonAlternative *other;
  KonLayout layout;

  write_row (f, 0, "A-0-1");
  write_row (f, 1, "");
  put (f, 0, 2, 'O', 14 - log (3));
  read = decode (f, &layout, NULL);
  g_assert_cmpstr (read->text, ==, "A01");
  g_assert_cmpfloat_with_epsilon (read->confidence, 0.75, 0.01);
  g_assert_cmpfloat_with_epsilon (g_array_index (read->characters, KonCharacter, 1).confidence, 0.75, 0.01);
  g_assert_cmpfloat (g_array_index (read->characters, KonCharacter, 0).confidence, >, 0.99);
  g_assert_cmpuint (read->alternatives->len, ==, 1);
  other = &g_array_index (read->alternatives, KonAlternative, 0);
  g_assert_cmpstr (other->text, ==, "AO1");
  g_assert_cmpfloat_with_epsilon (other->confidence, 0.25, 0.01);
}

static void
test_many_doubts (Fixture *f, gconstpointer data)
{
  g_autoptr (KonRead) read = NULL;
  double sum, before = 1;
  KonLayout layout;

  write_row (f, 0, "8-0-1-5");
  write_row (f, 1, "");
  put (f, 0, 0, 'B', 13.5);
  put (f, 0, 2, 'O', 13.2);
  put (f, 0, 4, 'I', 13);
  put (f, 0, 6, 'S', 13.6);
  read = decode (f, &layout, NULL);
  g_assert_cmpstr (read->text, ==, "8015");
  g_assert_cmpuint (read->alternatives->len, ==, 4);
  sum = read->confidence;
  for (guint i = 0; i < read->alternatives->len; i++)
    {
      const KonAlternative *other = &g_array_index (read->alternatives, KonAlternative, i);

      g_assert_cmpstr (other->text, !=, read->text);
      g_assert_cmpfloat (other->confidence, <=, before);
      before = other->confidence;
      sum += other->confidence;
    }
  g_assert_cmpfloat (g_array_index (read->alternatives, KonAlternative, 0).confidence, <=, read->confidence);
  g_assert_cmpfloat (sum, <, 1); /* the dropped texts are not forgotten */
}

static void
test_odd_numbers (Fixture *f, gconstpointer data)
{
  const float odd[] = { NAN, INFINITY, -INFINITY };

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (GError) error = NULL;
      KonLayout layout;

      f->logits[2 * STEPS * CLASSES - 1] = odd[i];
      g_assert_null (decode (f, &layout, &error));
      g_assert_error (error, KON_ERROR, KON_ERROR_MODEL);
    }
}

static void
test_shapes (Fixture *f, gconstpointer data)
{
  const KonVisionTensor bad[] = {
    { .data = NULL, .n_dims = 4, .dims = { 1, 2, STEPS, CLASSES } },
    { .data = f->logits, .n_dims = 3, .dims = { 2, STEPS, CLASSES } },
    { .data = f->logits, .n_dims = 4, .dims = { 1, 1, STEPS, CLASSES } },
    { .data = f->logits, .n_dims = 4, .dims = { 1, 2, STEPS + 1, CLASSES } },
    { .data = f->logits, .n_dims = 4, .dims = { 1, 2, STEPS, CLASSES - 1 } },
    { .data = f->logits, .n_dims = 4, .dims = { 2, 2, STEPS, CLASSES } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      KonLayout layout;

      f->tensor = bad[i];
      g_assert_null (decode (f, &layout, &error));
      g_assert_error (error, KON_ERROR, KON_ERROR_MODEL);
    }
}

/* Noise: whatever comes, the read is well-formed. */
static void
test_noise (Fixture *f, gconstpointer data)
{
  for (int round = 0; round < 50; round++)
    {
      g_autoptr (KonRead) read = NULL;
      KonLayout layout;

      for (gsize i = 0; i < G_N_ELEMENTS (f->logits); i++)
        f->logits[i] = g_test_rand_double_range (-20, 20);
      read = decode (f, &layout, NULL);
      g_assert_nonnull (read);
      g_assert_cmpuint (read->characters->len, ==, strlen (read->raw));
      g_assert_true (read->confidence >= 0 && read->confidence <= 1);
      g_assert_cmpuint (strspn (read->raw, ALPHABET), ==, strlen (read->raw));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/detect/two-row-ctc/" name, Fixture, NULL, set_up, func, NULL)
  ADD ("texts", test_texts);
  ADD ("doubt", test_doubt);
  ADD ("many-doubts", test_many_doubts);
  ADD ("odd-numbers", test_odd_numbers);
  ADD ("shapes", test_shapes);
  ADD ("noise", test_noise);
  return g_test_run ();
}
