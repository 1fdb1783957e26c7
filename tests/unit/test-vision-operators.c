/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Each operator that a network may have, alone and drawn together with its neighbours, against the plainest way to calculate it. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "network-writer.h"
#include "plain-layers.h"

#define TOLERANCE 1e-4

static char *
describe_layer (const Layer *layer)
{
  return g_strdup_printf ("kernel_shape=%d,%d strides=%d,%d dilations=%d,%d pads=%d,%d,%d,%d group:%d", layer->kernel[0],
                          layer->kernel[1], layer->stride[0], layer->stride[1], layer->dilation[0], layer->dilation[1],
                          layer->pads[0], layer->pads[1], layer->pads[2], layer->pads[3], layer->groups);
}

/* A convolution @name of @input, with its tensors. */
static void
add_layer (NetworkWriter *writer, const Layer *layer, const char *name, const char *input)
{
  g_autofree char *weights = g_strconcat (name, ".weight", NULL), *bias = g_strconcat (name, ".bias", NULL);
  g_autofree char *inputs = g_strjoin (" ", input, weights, bias, NULL);
  g_autofree char *dims = g_strdup_printf ("%d,%d,%d,%d", layer->out, layer->in / layer->groups, layer->kernel[0], layer->kernel[1]);
  g_autofree char *size = g_strdup_printf ("%d", layer->out);
  g_autofree char *attributes = describe_layer (layer);

  network_writer_add_tensor (writer, weights, dims, layer->weights);
  network_writer_add_tensor (writer, bias, size, layer->bias);
  network_writer_add_node (writer, "Conv", inputs, name, attributes);
}

static NetworkWriter *
begin (void)
{
  NetworkWriter *writer = network_writer_new ();

  network_writer_add_input (writer, "in");
  return writer;
}

static KonVisionNet *
end (NetworkWriter *writer, const char *output)
{
  network_writer_add_output (writer, output);
  return network_writer_load (writer);
}

static void
assert_output (KonVisionNet *net, const Plane *in, const char *name, const Plane *wanted)
{
  KonVisionTensor output;
  KonVisionMessage message;

  kon_vision_net_forward (net, in->numbers, in->channels, in->height, in->width, &name, 1, &output, &message);
  g_assert_cmpstr (message.text, ==, "");
  g_assert_cmpint (output.n_dims, ==, 4);
  g_assert_cmpint (output.dims[0], ==, 1);
  g_assert_cmpint (output.dims[1], ==, wanted->channels);
  g_assert_cmpint (output.dims[2], ==, wanted->height);
  g_assert_cmpint (output.dims[3], ==, wanted->width);
  for (int i = 0; i < wanted->channels * wanted->height * wanted->width; i++)
    if (!(fabsf (output.data[i] - wanted->numbers[i]) <= TOLERANCE))
      g_error ("%s: number %d is %g where %g was wanted", name, i, output.data[i], wanted->numbers[i]);
}

static void
assert_convolution (const Layer *layer, int height, int width)
{
  NetworkWriter *writer = begin ();
  g_auto (Plane) in = plane_new_filled (layer->in, height, width, 7);
  g_auto (Plane) wanted = layer_convolve (layer, &in);
  KonVisionNet *net;

  add_layer (writer, layer, "out", "in");
  net = end (writer, "out");
  assert_output (net, &in, "out", &wanted);
  kon_vision_net_free (net);
}

/* Sides, strides, dilations, paddings and channel counts that are no multiple of anything. */
static void
test_convolution (void)
{
  static const struct
  {
    int in, out, groups, kernel[2], stride[2], dilation[2], pads[4], height, width;
  } rows[] = {
    { 3, 5, 1, { 3, 3 }, { 1, 1 }, { 1, 1 }, { 1, 1, 1, 1 }, 7, 9 },
    { 1, 24, 1, { 3, 3 }, { 2, 2 }, { 1, 1 }, { 1, 1, 1, 1 }, 11, 13 },
    { 3, 24, 1, { 6, 6 }, { 4, 4 }, { 1, 1 }, { 1, 1, 1, 1 }, 32, 29 },
    { 17, 33, 1, { 1, 1 }, { 1, 1 }, { 1, 1 }, { 0 }, 5, 3 },
    { 16, 32, 1, { 1, 7 }, { 1, 1 }, { 1, 1 }, { 0, 3, 0, 3 }, 1, 40 },
    { 8, 8, 1, { 4, 1 }, { 1, 1 }, { 1, 1 }, { 0 }, 4, 40 },
    { 8, 20, 1, { 3, 3 }, { 2, 1 }, { 1, 1 }, { 1, 1, 1, 1 }, 8, 10 },
    { 4, 6, 1, { 3, 2 }, { 1, 1 }, { 2, 3 }, { 2, 0, 1, 3 }, 12, 10 },
    { 6, 9, 3, { 3, 3 }, { 1, 1 }, { 1, 1 }, { 1, 1, 1, 1 }, 6, 6 },
    { 20, 20, 20, { 3, 3 }, { 2, 2 }, { 1, 1 }, { 1, 1, 1, 1 }, 9, 9 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Layer) layer = layer_new (rows[i].in, rows[i].out, rows[i].kernel[0], rows[i].kernel[1], (guint32) i);

      layer.groups = rows[i].groups;
      memcpy (layer.stride, rows[i].stride, sizeof layer.stride);
      memcpy (layer.dilation, rows[i].dilation, sizeof layer.dilation);
      memcpy (layer.pads, rows[i].pads, sizeof layer.pads);
      assert_convolution (&layer, rows[i].height, rows[i].width);
    }
}

/* relu (conv (x) + y), where y = relu (conv (x)); with @watched, what is between is asked for as well and cannot be drawn together. */
static void
assert_residual (gboolean watched)
{
  NetworkWriter *writer = begin ();
  g_auto (Layer) first = layer_new (3, 18, 3, 3, 1), second = layer_new (18, 18, 3, 3, 3);
  KonVisionNet *net;

  for (int i = 0; i < 4; i++)
    first.pads[i] = second.pads[i] = 1;
  add_layer (writer, &first, "a", "in");
  network_writer_add_node (writer, "Relu", "a", "b", "");
  add_layer (writer, &second, "c", "b");
  network_writer_add_node (writer, "Relu", "c", "d", "");
  add_layer (writer, &first, "e", "in"); /* the same numbers for two convolutions, under two names */
  network_writer_add_node (writer, "Add", "e d", "f", "");
  network_writer_add_node (writer, "Relu", "f", "out", "");
  if (watched)
    for (const char *name = "abcdef"; *name; name++)
      network_writer_add_output (writer, (char[]){ *name, '\0' });
  net = end (writer, "out");
  for (int size = 5; size <= 20; size += 5)
    {
      g_auto (Plane) in = plane_new_filled (3, size, 2 * size - 1, 9);
      g_auto (Plane) a = layer_convolve (&first, &in), out = layer_convolve (&first, &in), c = { 0 };

      plane_rectify (&a);
      c = layer_convolve (&second, &a);
      plane_rectify (&c);
      plane_add (&out, &c);
      plane_rectify (&out);
      assert_output (net, &in, "out", &out);
      if (watched)
        {
          assert_output (net, &in, "b", &a);
          assert_output (net, &in, "d", &c);
        }
    }
  kon_vision_net_free (net);
}

static void
test_residual (void)
{
  assert_residual (FALSE);
  assert_residual (TRUE);
}

/* conv (x) + x and x + x: nothing may be written where it is still read. */
static void
test_own_addend (void)
{
  NetworkWriter *writer = begin ();
  g_auto (Layer) first = layer_new (2, 16, 1, 1, 1), second = layer_new (16, 16, 3, 3, 3);
  g_auto (Plane) in = plane_new_filled (2, 6, 5, 4), x = layer_convolve (&first, &in), y = { 0 };
  KonVisionNet *net;

  for (int i = 0; i < 4; i++)
    second.pads[i] = 1;
  add_layer (writer, &first, "x", "in");
  add_layer (writer, &second, "y", "x");
  network_writer_add_node (writer, "Add", "y x", "sum", "");
  network_writer_add_node (writer, "Add", "sum sum", "twice", "");
  network_writer_add_node (writer, "Add", "in in", "in2", "");
  network_writer_add_output (writer, "in2");
  net = end (writer, "twice");

  y = layer_convolve (&second, &x);
  plane_add (&y, &x);
  plane_add (&y, &y);
  assert_output (net, &in, "twice", &y);
  plane_add (&in, &in);
  g_clear_pointer (&x.numbers, g_free);
  x = plane_new_filled (2, 6, 5, 4);
  assert_output (net, &x, "in2", &in);
  kon_vision_net_free (net);
}

/* Two sums want to write over the same value, which a convolution between them reads, too. */
static void
test_shared_addend (void)
{
  NetworkWriter *writer = begin ();
  g_auto (Layer) first = layer_new (2, 16, 1, 1, 1), second = layer_new (16, 16, 1, 1, 3);
  g_auto (Plane) in = plane_new_filled (2, 4, 3, 4), x = layer_convolve (&first, &in), y = layer_convolve (&second, &x), z = layer_convolve (&second, &x);
  KonVisionNet *net;

  add_layer (writer, &first, "x", "in");
  add_layer (writer, &second, "y", "x");
  add_layer (writer, &second, "z", "x");
  network_writer_add_node (writer, "Add", "z x", "b", "");
  network_writer_add_node (writer, "Add", "y b", "out", "");
  net = end (writer, "out");
  plane_add (&z, &x);
  plane_add (&y, &z);
  assert_output (net, &in, "out", &y);
  kon_vision_net_free (net);
}

static void
assert_pool (const char *type, int kernel, int stride, int pad)
{
  NetworkWriter *writer = begin ();
  g_autofree char *attributes = g_strdup_printf ("kernel_shape=%d,%d strides=%d,%d pads=%d,%d,%d,%d ceil_mode:0", kernel, kernel,
                                                 stride, stride, pad, pad, pad, pad);
  gboolean average = g_str_equal (type, "AveragePool");
  g_auto (Plane) in = plane_new_filled (5, 9, 11, 2);
  int height = layer_slide (9, pad, pad, kernel, 1, stride), width = layer_slide (11, pad, pad, kernel, 1, stride);
  g_auto (Plane) wanted = plane_new (5, height, width);
  KonVisionNet *net;

  for (int i = 0; i < 5 * height * width; i++)
    {
      int top = i / width % height * stride - pad, left = i % width * stride - pad, n = 0;
      float sum = 0, largest = -INFINITY;

      for (int y = MAX (top, 0); y < MIN (top + kernel, 9); y++)
        for (int x = MAX (left, 0); x < MIN (left + kernel, 11); x++, n++)
          {
            sum += *plane_at (&in, i / (width * height), y, x);
            largest = MAX (largest, *plane_at (&in, i / (width * height), y, x));
          }
      wanted.numbers[i] = average ? sum / (float) n : largest;
    }
  network_writer_add_node (writer, type, "in", "out", attributes);
  net = end (writer, "out");
  assert_output (net, &in, "out", &wanted);
  kon_vision_net_free (net);
}

static void
test_pools (void)
{
  assert_pool ("MaxPool", 2, 2, 0);
  assert_pool ("MaxPool", 3, 2, 1);
  assert_pool ("MaxPool", 5, 1, 2);
  assert_pool ("AveragePool", 3, 3, 0);
  assert_pool ("AveragePool", 3, 2, 1);
}

/* Along each axis, of channels that do not fill oneDNN's blocks. */
static void
test_join (void)
{
  for (int axis = 1; axis <= 3; axis++)
    {
      NetworkWriter *writer = begin ();
      g_autofree char *attributes = g_strdup_printf ("axis:%d", axis == 3 ? -1 : axis);
      g_auto (Layer) first = layer_new (2, 5, 1, 1, 1), second = layer_new (2, 5, 1, 1, 3);
      g_auto (Plane) in = plane_new_filled (2, 3, 4, 2), one = layer_convolve (&first, &in), other = layer_convolve (&second, &in);
      g_auto (Plane) wanted = plane_new (axis == 1 ? 10 : 5, axis == 2 ? 6 : 3, axis == 3 ? 8 : 4);
      KonVisionNet *net;

      for (int c = 0; c < 5; c++)
        for (int y = 0; y < 3; y++)
          for (int x = 0; x < 4; x++)
            {
              *plane_at (&wanted, c, y, x) = *plane_at (&one, c, y, x);
              *plane_at (&wanted, c + (axis == 1) * 5, y + (axis == 2) * 3, x + (axis == 3) * 4) = *plane_at (&other, c, y, x);
            }
      add_layer (writer, &first, "one", "in");
      add_layer (writer, &second, "other", "in");
      network_writer_add_node (writer, "Concat", "one other", "out", attributes);
      net = end (writer, "out");
      assert_output (net, &in, "out", &wanted);
      kon_vision_net_free (net);
    }
}

static void
test_enlarge (void)
{
  static const float factors[] = { 1, 1, 2, 3 };
  NetworkWriter *writer = begin ();
  g_auto (Plane) in = plane_new_filled (5, 3, 4, 2), wanted = plane_new (5, 6, 12);
  KonVisionNet *net;

  for (int c = 0; c < 5; c++)
    for (int y = 0; y < 6; y++)
      for (int x = 0; x < 12; x++)
        *plane_at (&wanted, c, y, x) = *plane_at (&in, c, y / 2, x / 3);
  network_writer_add_tensor (writer, "factors", "4", factors);
  network_writer_add_node (writer, "Resize", "in - factors", "out",
                           "mode~nearest nearest_mode~floor coordinate_transformation_mode~asymmetric");
  net = end (writer, "out");
  assert_output (net, &in, "out", &wanted);
  kon_vision_net_free (net);
}

static void
test_turn (void)
{
  static const int orders[][3] = { { 1, 2, 3 }, { 1, 3, 2 }, { 2, 1, 3 }, { 2, 3, 1 }, { 3, 1, 2 }, { 3, 2, 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      NetworkWriter *writer = begin ();
      g_autofree char *attributes = g_strdup_printf ("perm=0,%d,%d,%d", orders[i][0], orders[i][1], orders[i][2]);
      g_auto (Layer) layer = layer_new (2, 5, 1, 1, 1);
      g_auto (Plane) in = plane_new_filled (2, 3, 4, 2), before = layer_convolve (&layer, &in);
      int sides[] = { 1, 5, 3, 4 };
      g_auto (Plane) wanted = plane_new (sides[orders[i][0]], sides[orders[i][1]], sides[orders[i][2]]);
      KonVisionNet *net;

      for (int c = 0; c < 5; c++)
        for (int y = 0; y < 3; y++)
          for (int x = 0; x < 4; x++)
            {
              int from[] = { 0, c, y, x };

              *plane_at (&wanted, from[orders[i][0]], from[orders[i][1]], from[orders[i][2]]) = *plane_at (&before, c, y, x);
            }
      add_layer (writer, &layer, "before", "in");
      network_writer_add_node (writer, "Transpose", "before", "out", attributes);
      net = end (writer, "out");
      assert_output (net, &in, "out", &wanted);
      kon_vision_net_free (net);
    }
}

/* What goes in may come out as it is. */
static void
test_nothing (void)
{
  KonVisionNet *net = end (begin (), "in");
  g_auto (Plane) in = plane_new_filled (3, 2, 5, 1);

  assert_output (net, &in, "in", &in);
  kon_vision_net_free (net);
}

/* More sizes than are kept ready, twice. */
static void
test_many_sizes (void)
{
  NetworkWriter *writer = begin ();
  g_auto (Layer) layer = layer_new (1, 3, 3, 3, 5);
  KonVisionNet *net;

  add_layer (writer, &layer, "out", "in");
  net = end (writer, "out");
  for (int i = 0; i < 24; i++)
    {
      g_auto (Plane) in = plane_new_filled (1, 3 + i % 12, 40 - i % 12, 3);
      g_auto (Plane) wanted = layer_convolve (&layer, &in);

      assert_output (net, &in, "out", &wanted);
    }
  kon_vision_net_free (net);
}

/* More threads give the same numbers. */
static void
test_threads (void)
{
  NetworkWriter *writer = begin ();
  g_auto (Layer) layer = layer_new (3, 40, 3, 3, 5);
  g_auto (Plane) in = plane_new_filled (3, 40, 50, 3), wanted = layer_convolve (&layer, &in);
  KonVisionNet *net;

  add_layer (writer, &layer, "out", "in");
  net = end (writer, "out");
  for (int threads = 1; threads <= 3; threads++)
    {
      kon_vision_set_threads (threads);
      assert_output (net, &in, "out", &wanted);
    }
  kon_vision_set_threads (1);
  kon_vision_net_free (net);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  kon_vision_set_threads (1);
  g_test_add_func ("/vision-operators/convolution", test_convolution);
  g_test_add_func ("/vision-operators/residual", test_residual);
  g_test_add_func ("/vision-operators/own-addend", test_own_addend);
  g_test_add_func ("/vision-operators/shared-addend", test_shared_addend);
  g_test_add_func ("/vision-operators/pools", test_pools);
  g_test_add_func ("/vision-operators/join", test_join);
  g_test_add_func ("/vision-operators/enlarge", test_enlarge);
  g_test_add_func ("/vision-operators/turn", test_turn);
  g_test_add_func ("/vision-operators/nothing", test_nothing);
  g_test_add_func ("/vision-operators/many-sizes", test_many_sizes);
  g_test_add_func ("/vision-operators/threads", test_threads);
  return g_test_run ();
}
