/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Family "grid-quad" on hand-made tensors: two grids, strides 8 and 16, of a network input of 64 x 32. */
#include "config.h"

#include <math.h>

#include "kon-error.h"
#include "kon-family.h"

#define CHANNELS 14

typedef struct
{
  KonManifest manifest;
  float fine[CHANNELS * 4 * 8], coarse[CHANNELS * 2 * 4];
  KonVisionTensor tensors[2];
  GArray *found;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->manifest = (KonManifest){ .name = (char *) "hand", .score_threshold = 0.35, .nms_threshold = 0.5, .n_outputs = 2 };
  f->manifest.outputs[0] = (KonModelOutput){ .name = (char *) "p8", .stride = 8 };
  f->manifest.outputs[1] = (KonModelOutput){ .name = (char *) "p16", .stride = 16 };
  for (gsize i = 0; i < G_N_ELEMENTS (f->fine); i++)
    f->fine[i] = i < 4 * 8 ? -9 : 0; /* the score, and then the rest */
  for (gsize i = 0; i < G_N_ELEMENTS (f->coarse); i++)
    f->coarse[i] = i < 2 * 4 ? -9 : 0;
  f->tensors[0] = (KonVisionTensor){ .data = f->fine, .n_dims = 4, .dims = { 1, CHANNELS, 4, 8 } };
  f->tensors[1] = (KonVisionTensor){ .data = f->coarse, .n_dims = 4, .dims = { 1, CHANNELS, 2, 4 } };
  f->found = g_array_new (FALSE, FALSE, sizeof (KonFound));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_array_unref (f->found);
}

static gboolean
decode (Fixture *f, GError **error)
{
  return kon_family_lookup ("grid-quad")->decode_found (&f->manifest, f->tensors, 2, f->found, error);
}

/* Fine cell at column 3, row 2: centre 28, 20. */
static void
put (Fixture *f, int channel, double value)
{
  f->fine[channel * 32 + 2 * 8 + 3] = value;
}

/* A box of 32 x 16 round the centre, its quad leaning by @lean pixels. */
static void
put_plate (Fixture *f, double lean)
{
  const double corners[8] = { -16 + lean, -8, 16 + lean, -8, 16 - lean, 8, -16 - lean, 8 };

  put (f, 0, 2);
  put (f, 1, log (2));
  put (f, 3, log (2));
  put (f, 13, 3);
  for (int i = 0; i < 8; i++)
    put (f, 5 + i, corners[i] / 8);
}

static void
check_box (const KonBox *box, double x, double y, double w, double h)
{
  g_assert_cmpfloat_with_epsilon (box->x, x, 1e-4);
  g_assert_cmpfloat_with_epsilon (box->y, y, 1e-4);
  g_assert_cmpfloat_with_epsilon (box->w, w, 1e-4);
  g_assert_cmpfloat_with_epsilon (box->h, h, 1e-4);
}

static void
test_plate (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const KonFound *found;

  put_plate (f, 2);
  g_assert_true (decode (f, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (f->found->len, ==, 1);
  found = &g_array_index (f->found, KonFound, 0);
  check_box (&found->box, 12, 12, 32, 16);
  g_assert_cmpfloat_with_epsilon (found->score, 1 / (1 + exp (-2)), 1e-6);
  g_assert_cmpfloat_with_epsilon (found->two_row, 1 / (1 + exp (-3)), 1e-6);
  g_assert_cmpfloat_with_epsilon (found->quad.p[0].x, 14, 1e-4);
  g_assert_cmpfloat_with_epsilon (found->quad.p[0].y, 12, 1e-4);
  g_assert_cmpfloat_with_epsilon (found->quad.p[2].x, 42, 1e-4);
  g_assert_cmpfloat_with_epsilon (found->quad.p[2].y, 28, 1e-4);
}

static void
test_coarse_grid (Fixture *f, gconstpointer data)
{
  f->coarse[1 * 4 + 2] = 1; /* column 2, row 1: centre 40, 24; edges exp (0) * 16 */
  g_assert_true (decode (f, NULL));
  g_assert_cmpuint (f->found->len, ==, 1);
  check_box (&g_array_index (f->found, KonFound, 0).box, 24, 8, 32, 32);
}

static void
test_threshold (Fixture *f, gconstpointer data)
{
  double limit = log (0.35 / 0.65);

  put (f, 0, limit - 1e-3);
  g_assert_true (decode (f, NULL));
  g_assert_cmpuint (f->found->len, ==, 0);
  put (f, 0, limit + 1e-3);
  g_assert_true (decode (f, NULL));
  g_assert_cmpuint (f->found->len, ==, 1);
}

/* Both grids see the same plate: the surer one stays. */
static void
test_grids_merge (Fixture *f, gconstpointer data)
{
  put_plate (f, 0);
  f->coarse[1 * 4 + 1] = 4; /* column 1, row 1: centre 24, 24 */
  f->coarse[1 * 8 + 5] = f->coarse[3 * 8 + 5] = 0;
  f->coarse[2 * 8 + 5] = f->coarse[4 * 8 + 5] = log (0.5);
  g_assert_true (decode (f, NULL));
  g_assert_cmpuint (f->found->len, ==, 2); /* 32 x 16 at 8, 16 and 32 x 16 at 12, 12: IoU 0.49 */
  g_array_set_size (f->found, 0);
  f->manifest.nms_threshold = 0.4;
  g_assert_true (decode (f, NULL));
  g_assert_cmpuint (f->found->len, ==, 1);
  g_assert_cmpfloat (g_array_index (f->found, KonFound, 0).score, >, 0.95);
}

static void
check_falls_back (Fixture *f)
{
  const KonFound *found;

  g_array_set_size (f->found, 0);
  g_assert_true (decode (f, NULL));
  g_assert_cmpuint (f->found->len, ==, 1);
  found = &g_array_index (f->found, KonFound, 0);
  check_box (&found->box, 12, 12, 32, 16);
  g_assert_cmpfloat_with_epsilon (found->quad.p[0].x, 12, 1e-4);
  g_assert_cmpfloat_with_epsilon (found->quad.p[1].x, 44, 1e-4);
  g_assert_cmpfloat_with_epsilon (found->quad.p[2].y, 28, 1e-4);
}

static void
test_bad_corners (Fixture *f, gconstpointer data)
{
  put_plate (f, 0);
  put (f, 5, 2); /* top left to the right of top right: crossed */
  put (f, 7, -2);
  check_falls_back (f);

  put_plate (f, 0);
  for (int i = 0; i < 8; i++) /* far away */
    put (f, 5 + i, f->fine[(5 + i) * 32 + 19] + 6);
  check_falls_back (f);

  put_plate (f, 0);
  for (int i = 0; i < 8; i++) /* one point */
    put (f, 5 + i, 0);
  check_falls_back (f);

  put_plate (f, 0);
  put (f, 9, 3e38);
  check_falls_back (f);
}

static void
test_huge_edges (Fixture *f, gconstpointer data)
{
  const KonFound *found;

  put_plate (f, 0);
  put (f, 1, 1e30);
  put (f, 2, -1e30);
  g_assert_true (decode (f, NULL));
  found = &g_array_index (f->found, KonFound, 0);
  g_assert_true (isfinite (found->box.x) && isfinite (found->box.w));
  g_assert_cmpfloat (found->box.w, <, 1e6);
}

static void
check_refused (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (decode (f, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_MODEL);
  g_assert_cmpuint (f->found->len, ==, 0);
}

static void
test_odd_numbers (Fixture *f, gconstpointer data)
{
  const float odd[] = { NAN, INFINITY, -INFINITY };

  put (f, 0, NAN);
  check_refused (f);
  put_plate (f, 0);
  for (int channel = 1; channel < CHANNELS; channel++)
    for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
      {
        put_plate (f, 0);
        put (f, channel, odd[i]);
        check_refused (f);
        put (f, channel, 0);
      }
}

static void
test_shapes (Fixture *f, gconstpointer data)
{
  const KonVisionTensor good = f->tensors[1];
  const KonVisionTensor bad[] = {
    { .data = NULL, .n_dims = 4, .dims = { 1, CHANNELS, 2, 4 } },
    { .data = f->coarse, .n_dims = 3, .dims = { CHANNELS, 2, 4 } },
    { .data = f->coarse, .n_dims = 4, .dims = { 2, CHANNELS, 2, 2 } },
    { .data = f->coarse, .n_dims = 4, .dims = { 1, 13, 2, 4 } },
    { .data = f->coarse, .n_dims = 4, .dims = { 1, CHANNELS, 2, 3 } },
    { .data = f->coarse, .n_dims = 4, .dims = { 1, CHANNELS, 0, 4 } },
    { .data = f->coarse, .n_dims = 4, .dims = { 1, CHANNELS, -2, 4 } },
    { .data = f->coarse, .n_dims = 4, .dims = { 1, CHANNELS, G_MAXINT, G_MAXINT } },
  };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      f->tensors[1] = bad[i];
      check_refused (f);
    }
  f->tensors[1] = good;
  g_assert_true (decode (f, NULL));
  g_assert_false (kon_family_lookup ("grid-quad")->decode_found (&f->manifest, f->tensors, 1, f->found, &error));
  g_assert_error (error, KON_ERROR, KON_ERROR_MODEL);
}

/* Every cell of a large grid shouts: the answer must come, and be bounded. */
static void
test_flood (Fixture *f, gconstpointer data)
{
  int columns = 400, rows = 400;
  g_autofree float *flood = g_new0 (float, (gsize) CHANNELS * columns * rows);

  for (int i = 0; i < columns * rows; i++)
    flood[i] = 5;
  f->manifest.n_outputs = 1;
  f->tensors[0] = (KonVisionTensor){ .data = flood, .n_dims = 4, .dims = { 1, CHANNELS, rows, columns } };
  g_assert_true (kon_family_lookup ("grid-quad")->decode_found (&f->manifest, f->tensors, 1, f->found, NULL));
  g_assert_cmpuint (f->found->len, >, 0);
  g_assert_cmpuint (f->found->len, <=, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/detect/grid-quad/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("plate", test_plate);
  ADD ("coarse-grid", test_coarse_grid);
  ADD ("threshold", test_threshold);
  ADD ("grids-merge", test_grids_merge);
  ADD ("bad-corners", test_bad_corners);
  ADD ("huge-edges", test_huge_edges);
  ADD ("odd-numbers", test_odd_numbers);
  ADD ("shapes", test_shapes);
  ADD ("flood", test_flood);
  return g_test_run ();
}
