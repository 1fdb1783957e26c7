/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A network of three layers (tests/data/make-tiny-onnx.py): outputs by name, any input size, hostile files and inputs. */
#include "config.h"

#include "test-picture.h"

#include <string.h>

static KonVisionNet *
load_tiny (void)
{
  g_autoptr (GBytes) bytes = load_data ("tiny.onnx");
  KonVisionNet *net = NULL;
  KonVisionMessage message;
  KonVisionStatus status = kon_vision_net_load (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &net, &message);

  g_assert_cmpstr (message.text, ==, "");
  g_assert_cmpint (status, ==, KON_VISION_OK);
  g_assert_nonnull (net);
  return net;
}

/* Feeds the plane numbers 0, 1, 2, ... and compares all of both outputs. */
static void
assert_forward (KonVisionNet *net, int width, int height)
{
  static const char *const names[] = { "small", "linear" };
  int plane = width * height;
  g_autofree float *input = g_new (float, 3 * plane);
  KonVisionTensor outputs[2];
  KonVisionMessage message;

  for (int i = 0; i < 3 * plane; i++)
    input[i] = (float) (i % plane) - 3;
  g_assert_cmpint (kon_vision_net_forward (net, input, 3, height, width, names, 2, outputs, &message), ==, KON_VISION_OK);
  g_assert_cmpstr (message.text, ==, "");

  g_assert_cmpint (outputs[1].n_dims, ==, 4);
  g_assert_cmpint (outputs[1].dims[0], ==, 1);
  g_assert_cmpint (outputs[1].dims[1], ==, 2);
  g_assert_cmpint (outputs[1].dims[2], ==, height);
  g_assert_cmpint (outputs[1].dims[3], ==, width);
  for (int i = 0; i < plane; i++)
    {
      g_assert_cmpfloat_with_epsilon (outputs[1].data[i], input[i] + 0.5, 1e-4);
      g_assert_cmpfloat_with_epsilon (outputs[1].data[plane + i], 2 * input[i] - 1, 1e-4);
    }

  g_assert_cmpint (outputs[0].dims[2], ==, height / 2);
  g_assert_cmpint (outputs[0].dims[3], ==, width / 2);
  for (int y = 0; y < height / 2; y++)
    for (int x = 0; x < width / 2; x++)
      {
        float largest = outputs[1].data[(2 * y + 1) * width + 2 * x + 1];

        g_assert_cmpfloat_with_epsilon (outputs[0].data[y * (width / 2) + x], MAX (largest, 0), 1e-4);
      }
}

static void
test_forward (void)
{
  KonVisionNet *net = load_tiny ();

  assert_forward (net, 4, 2);
  kon_vision_net_free (net);
}

/* One network, pictures of changing size. */
static void
test_sizes (void)
{
  KonVisionNet *net = load_tiny ();

  assert_forward (net, 4, 2);
  assert_forward (net, 64, 48);
  assert_forward (net, 6, 8);
  assert_forward (net, 4, 2);
  kon_vision_net_free (net);
}

static void
test_bad_questions (void)
{
  static const char *const no_such[] = { "no-such-output" };
  static const char *const small[] = { "small" };
  float input[3 * 4 * 2] = { 0 };
  KonVisionNet *net = load_tiny ();
  KonVisionTensor output;
  KonVisionMessage message;

  g_assert_cmpint (kon_vision_net_forward (net, input, 3, 2, 4, no_such, 1, &output, &message), ==, KON_VISION_FAILED);
  g_assert_cmpstr (message.text, !=, "");
  g_assert_cmpint (kon_vision_net_forward (net, input, 3, 0, 4, small, 1, &output, &message), ==, KON_VISION_FAILED);
  g_assert_cmpint (kon_vision_net_forward (net, input, 3, 2, 1 << 30, small, 1, &output, &message), ==, KON_VISION_FAILED);
  g_assert_cmpint (kon_vision_net_forward (net, input, 3, 2, 4, small, 0, &output, &message), ==, KON_VISION_FAILED);
  /* One channel where the first layer wants three. */
  g_assert_cmpint (kon_vision_net_forward (net, input, 1, 2, 4, small, 1, &output, &message), ==, KON_VISION_FAILED);
  /* And it still works afterwards. */
  assert_forward (net, 4, 2);
  kon_vision_net_free (net);
}

static void
test_hostile (void)
{
  static const guint8 noise[] = "\x08\x06\x12\xff\xff\xff\x7f garbage that is no network";
  g_autoptr (GBytes) bytes = load_data ("tiny.onnx");
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  gsize size = g_bytes_get_size (bytes);
  KonVisionNet *net = NULL;
  KonVisionMessage message;

  g_assert_cmpint (kon_vision_net_load (noise, sizeof noise, &net, &message), ==, KON_VISION_DAMAGED);
  g_assert_cmpstr (message.text, !=, "");
  g_assert_null (net);
  g_assert_cmpint (kon_vision_net_load (NULL, 0, &net, &message), ==, KON_VISION_DAMAGED);
  g_assert_cmpint (kon_vision_net_load (data, size / 2, &net, &message), ==, KON_VISION_DAMAGED);
  g_assert_null (net);

  /* One byte wrong anywhere: a network or an error, never the end of the program. */
  for (gsize i = 0; i < size; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, size);

      copy[i] ^= 0x15;
      if (kon_vision_net_load (copy, size, &net, NULL) == KON_VISION_OK)
        kon_vision_net_free (net);
    }
}

/* More numbers promised than there are: OpenCV would read past them. */
static void
test_lying_tensor (void)
{
  static const guint8 dims[] = { 0x08, 2, 0x08, 3, 0x08, 1, 0x08, 1, 0x10, 1 };
  g_autoptr (GBytes) bytes = load_data ("tiny.onnx");
  gsize size = g_bytes_get_size (bytes);
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
  guint8 *found = memmem (copy, size, dims, sizeof dims);
  KonVisionNet *net = NULL;
  KonVisionMessage message;

  g_assert_nonnull (found);
  found[3] = 100;
  g_assert_cmpint (kon_vision_net_load (copy, size, &net, &message), ==, KON_VISION_DAMAGED);
  g_assert_nonnull (strstr (message.text, "not the size"));
  /* 100 * 100 * 100 * 100 * 2 numbers. */
  found[1] = found[3] = found[5] = found[7] = 100;
  g_assert_cmpint (kon_vision_net_load (copy, size, &net, &message), ==, KON_VISION_DAMAGED);
  g_assert_null (net);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  kon_vision_set_threads (1);
  g_test_add_func ("/vision-net/forward", test_forward);
  g_test_add_func ("/vision-net/sizes", test_sizes);
  g_test_add_func ("/vision-net/bad-questions", test_bad_questions);
  g_test_add_func ("/vision-net/hostile", test_hostile);
  g_test_add_func ("/vision-net/lying-tensor", test_lying_tensor);
  return g_test_run ();
}
