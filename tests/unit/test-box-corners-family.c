/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Family "box-corners" on hand-made tensors. */
#include "config.h"

#include <math.h>

#include "kon-error.h"
#include "kon-family.h"

typedef struct
{
  KonManifest manifest;
  float data[8];
  KonVisionTensor tensor;
  double offsets[8];
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->manifest = (KonManifest){ .name = (char *) "hand", .n_outputs = 1 };
  f->manifest.outputs[0] = (KonModelOutput){ .name = (char *) "corners" };
  f->tensor = (KonVisionTensor){ .data = f->data, .n_dims = 4, .dims = { 1, 8, 1, 1 } };
}

static void
tear_down (Fixture *f, gconstpointer data)
{
}

static gboolean
decode (Fixture *f, int n_tensors, GError **error)
{
  return kon_family_lookup ("box-corners")->decode_corners (&f->manifest, &f->tensor, n_tensors, f->offsets, error);
}

static void
test_offsets (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 8; i++)
    f->data[i] = i / 16.f - 0.25f;
  g_assert_true (decode (f, 1, &error));
  g_assert_no_error (error);
  for (int i = 0; i < 8; i++)
    g_assert_cmpfloat (f->offsets[i], ==, i / 16.0 - 0.25);
}

/* What is no number moves nothing, what is huge is held. */
static void
test_nonsense (Fixture *f, gconstpointer data)
{
  f->data[0] = NAN;
  f->data[1] = INFINITY;
  f->data[2] = 1e30f;
  f->data[3] = -1e30f;
  g_assert_true (decode (f, 1, NULL));
  g_assert_cmpfloat (f->offsets[0], ==, 0);
  g_assert_cmpfloat (f->offsets[1], ==, 0);
  g_assert_cmpfloat (f->offsets[2], ==, 1);
  g_assert_cmpfloat (f->offsets[3], ==, -1);
}

static void
test_wrong_shape (Fixture *f, gconstpointer data)
{
  static const int shapes[][4] = { { 1, 7, 1, 1 }, { 2, 8, 1, 1 }, { 1, 8, 2, 1 }, { 1, 8, 1, 2 }, { 1, 1, 8, 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GError) error = NULL;

      for (int j = 0; j < 4; j++)
        f->tensor.dims[j] = shapes[i][j];
      g_assert_false (decode (f, 1, &error));
      g_assert_error (error, KON_ERROR, KON_ERROR_MODEL);
    }
  f->tensor.dims[1] = 8;
  f->tensor.dims[2] = f->tensor.dims[3] = 1;
  g_assert_false (decode (f, 0, NULL));
  f->tensor.data = NULL;
  g_assert_false (decode (f, 1, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/detect/box-corners/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("offsets", test_offsets);
  ADD ("nonsense", test_nonsense);
  ADD ("wrong-shape", test_wrong_shape);
  return g_test_run ();
}
