/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Files of networks that are broken, or use what this program does not run: each is refused with its sentence. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "network-writer.h"

static const float zeros[4096];

/* A network of one node with the inputs "in", "w" (4 x 2 x 3 x 3), "b" (4), "s" (four factors); and the sentence, or part of it, that
 * it is refused with. Empty: it is not. */
static const struct
{
  const char *type, *inputs, *outputs, *attributes;
  KonVisionStatus status;
  const char *sentence;
} nodes[] = {
  { "Conv", "in w b", "out", "kernel_shape=3,3", KON_VISION_OK, "" },
  { "Conv", "in w", "out", "", KON_VISION_OK, "" },
  { "Conv", "in w -", "out", "auto_pad~NOTSET", KON_VISION_OK, "" },
  { "Gemm", "in w", "out", "", KON_VISION_UNSUPPORTED, "the network uses the operator Gemm, which this program does not run" },
  { "\x01\xff Loop", "in", "out", "", KON_VISION_UNSUPPORTED, "the operator ?? Loop," },
  { "Conv", "in w b", "out", "kernel_shape=3,2", KON_VISION_DAMAGED, "a kernel of the network does not fit its weights" },
  { "Conv", "in w b", "out", "kernel_shape=3,3,3", KON_VISION_UNSUPPORTED, "the operator Conv with another number of kernel_shape" },
  { "Conv", "in w b", "out", "kernel_shape:3", KON_VISION_UNSUPPORTED, "Conv with kernel_shape" },
  { "Conv", "in w b", "out", "strides=0,1", KON_VISION_UNSUPPORTED, "a window of such a size" },
  { "Conv", "in w b", "out", "strides=1,1000000000000", KON_VISION_UNSUPPORTED, "a window of such a size" },
  { "Conv", "in w b", "out", "strides=-1,1", KON_VISION_UNSUPPORTED, "a window of such a size" },
  { "Conv", "in w b", "out", "dilations=0,1", KON_VISION_UNSUPPORTED, "a window of such a size" },
  { "Conv", "in w b", "out", "dilations=1,65", KON_VISION_UNSUPPORTED, "a window of such a size" },
  { "Conv", "in w b", "out", "pads=3,0,0,0", KON_VISION_UNSUPPORTED, "such a padding" },
  { "Conv", "in w b", "out", "pads=0,0,0,-1", KON_VISION_UNSUPPORTED, "such a padding" },
  { "Conv", "in w b", "out", "auto_pad~SAME_UPPER", KON_VISION_UNSUPPORTED, "auto_pad" },
  { "Conv", "in w b", "out", "group:3", KON_VISION_UNSUPPORTED, "such groups" },
  { "Conv", "in w b", "out", "group:0", KON_VISION_UNSUPPORTED, "such groups" },
  { "Conv", "in w b", "out", "secret:1", KON_VISION_UNSUPPORTED, "Conv with secret" },
  { "Conv", "in w b", "out", "group:1 group:1", KON_VISION_DAMAGED, "two values" },
  { "Conv", "in b b", "out", "", KON_VISION_UNSUPPORTED, "weights that are not flat windows" },
  { "Conv", "in w s3", "out", "", KON_VISION_DAMAGED, "a bias of the network does not fit its weights" },
  { "Conv", "in empty", "out", "", KON_VISION_UNSUPPORTED, "so many channels" },
  { "Conv", "in in", "out", "", KON_VISION_DAMAGED, "the network uses the numbers in, which it does not have" },
  { "Conv", "w w", "out", "", KON_VISION_DAMAGED, "the network uses w, which nothing before it makes" },
  { "Conv", "in", "out", "", KON_VISION_UNSUPPORTED, "another number of inputs or outputs" },
  { "Conv", "in w b", "out more", "", KON_VISION_UNSUPPORTED, "another number of inputs or outputs" },
  { "Conv", "in w b", "-", "", KON_VISION_DAMAGED, "has no name" },
  { "Conv", "in w b", "in", "", KON_VISION_DAMAGED, "two parts of the network have the name in" },
  { "Conv", "in w b", "w", "", KON_VISION_DAMAGED, "two parts of the network have the name w" },
  { "Conv", "out w b", "out", "", KON_VISION_DAMAGED, "the network uses out, which nothing before it makes" },
  { "MaxPool", "in", "out", "kernel_shape=2,2", KON_VISION_OK, "" },
  { "MaxPool", "in", "out", "", KON_VISION_DAMAGED, "a pool of the network has no size" },
  { "MaxPool", "in", "out", "kernel_shape=65,2", KON_VISION_UNSUPPORTED, "a window of such a size" },
  { "MaxPool", "in", "out", "kernel_shape=2,2 pads=2,0,0,0", KON_VISION_UNSUPPORTED, "such a padding" },
  { "MaxPool", "in", "out", "kernel_shape=2,2 dilations=2,1", KON_VISION_UNSUPPORTED, "dilations" },
  { "MaxPool", "in", "out", "kernel_shape=2,2 ceil_mode:1", KON_VISION_UNSUPPORTED, "ceil_mode" },
  { "MaxPool", "in", "out where", "kernel_shape=2,2", KON_VISION_UNSUPPORTED, "another number of inputs or outputs" },
  { "AveragePool", "in", "out", "kernel_shape=2,2 count_include_pad:1", KON_VISION_UNSUPPORTED, "count_include_pad" },
  { "Relu", "in in", "out", "", KON_VISION_UNSUPPORTED, "another number of inputs or outputs" },
  { "Add", "in w", "out", "", KON_VISION_DAMAGED, "the network uses w, which nothing before it makes" },
  { "Concat", "in in", "out", "axis:0", KON_VISION_UNSUPPORTED, "such an axis" },
  { "Concat", "in in", "out", "axis:4", KON_VISION_UNSUPPORTED, "such an axis" },
  { "Concat", "", "out", "axis:1", KON_VISION_UNSUPPORTED, "another number of inputs or outputs" },
  { "Transpose", "in", "out", "", KON_VISION_UNSUPPORTED, "such an order of axes" },
  { "Transpose", "in", "out", "perm=1,0,2,3", KON_VISION_UNSUPPORTED, "such an order of axes" },
  { "Transpose", "in", "out", "perm=0,1,1,3", KON_VISION_UNSUPPORTED, "such an order of axes" },
  { "Transpose", "in", "out", "perm=0,1,2,4", KON_VISION_UNSUPPORTED, "such an order of axes" },
  { "Resize", "in - s", "out", "nearest_mode~floor", KON_VISION_UNSUPPORTED, "coordinate_transformation_mode" },
  { "Resize", "in - s", "out", "coordinate_transformation_mode~asymmetric", KON_VISION_UNSUPPORTED, "nearest_mode" },
  { "Resize", "in - s", "out", "mode~linear coordinate_transformation_mode~asymmetric nearest_mode~floor", KON_VISION_UNSUPPORTED, "with mode" },
  { "Resize", "in - s", "out", "coordinate_transformation_mode~asymmetric nearest_mode~floor", KON_VISION_UNSUPPORTED, "such factors" },
  { "Resize", "in - b", "out", "coordinate_transformation_mode~asymmetric nearest_mode~floor", KON_VISION_UNSUPPORTED, "such factors" },
  { "Constant", "", "out", "", KON_VISION_DAMAGED, "a constant of the network has no value" },
};

static void
assert_refused (NetworkWriter *writer, int opset, KonVisionStatus status, const char *sentence)
{
  g_autoptr (GBytes) bytes = network_writer_finish (writer, opset);
  KonVisionNet *net = NULL;
  KonVisionMessage message;
  KonVisionStatus got = kon_vision_net_load (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &net, &message);

  if (got != status || strstr (message.text, sentence) == NULL || (net != NULL) != (got == KON_VISION_OK))
    g_error ("status %d, \"%s\"; wanted: %d, \"%s\"", got, message.text, status, sentence);
  kon_vision_net_free (net);
}

static NetworkWriter *
begin (void)
{
  static const float factors[] = { 1, 1, 2, 1.5f };
  NetworkWriter *writer = network_writer_new ();

  network_writer_add_input (writer, "in");
  network_writer_add_tensor (writer, "w", "4,2,3,3", zeros);
  network_writer_add_tensor (writer, "b", "4", zeros);
  network_writer_add_tensor (writer, "s", "4", factors);
  network_writer_add_tensor (writer, "s3", "3", zeros);
  network_writer_add_tensor (writer, "empty", "0,2,3,3", zeros);
  return writer;
}

static void
test_nodes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      NetworkWriter *writer = begin ();

      network_writer_add_node (writer, nodes[i].type, nodes[i].inputs, nodes[i].outputs, nodes[i].attributes);
      network_writer_add_output (writer, "out");
      g_test_message ("%s %s", nodes[i].type, nodes[i].attributes);
      assert_refused (writer, 11, nodes[i].status, nodes[i].sentence);
    }
}

static void
test_graphs (void)
{
  static const float infinite[] = { 1, INFINITY };
  NetworkWriter *writer = network_writer_new ();

  network_writer_add_output (writer, "in");
  assert_refused (writer, 11, KON_VISION_DAMAGED, "the network has no input");

  writer = begin ();
  assert_refused (writer, 11, KON_VISION_DAMAGED, "the network has no output");
  writer = begin ();
  network_writer_add_output (writer, "nobody");
  assert_refused (writer, 11, KON_VISION_DAMAGED, "the network uses nobody, which nothing before it makes");
  writer = begin ();
  network_writer_add_output (writer, "in");
  network_writer_add_output (writer, "in");
  assert_refused (writer, 11, KON_VISION_DAMAGED, "two parts of the network have the name in");
  writer = begin ();
  network_writer_add_input (writer, "another");
  assert_refused (writer, 11, KON_VISION_UNSUPPORTED, "the network wants more than one picture");
  writer = begin ();
  network_writer_add_tensor (writer, "b", "4", zeros);
  assert_refused (writer, 11, KON_VISION_DAMAGED, "two tensors of the network have the name b");
  writer = begin ();
  network_writer_add_tensor (writer, "", "4", zeros);
  assert_refused (writer, 11, KON_VISION_DAMAGED, "has no name");
  writer = begin ();
  network_writer_add_tensor (writer, "x", "2", infinite);
  assert_refused (writer, 11, KON_VISION_DAMAGED, "holds what is no number");
  writer = begin ();
  network_writer_add_raw (writer, 15, "", 0);
  assert_refused (writer, 11, KON_VISION_UNSUPPORTED, "sparse or quantized");

  for (int opset = 10; opset <= 18; opset++)
    {
      gboolean good = opset >= 11 && opset <= 17;

      writer = begin ();
      network_writer_add_output (writer, "in");
      assert_refused (writer, opset, good ? KON_VISION_OK : KON_VISION_UNSUPPORTED, good ? "" : "another version of ONNX");
    }
}

/* Tensors by the byte: kind 7 is whole numbers of 64 bits. */
static void
test_tensors (void)
{
  static const struct
  {
    const char *bytes;
    gsize size;
    KonVisionStatus status;
    const char *sentence;
  } rows[] = {
    { "\x08\x01\x10\x01\x42\x01x\x4a\x04\0\0\0\0", 13, KON_VISION_OK, "" },
    { "\x08\x01\x10\x01\x42\x01x\x4a\x03\0\0\0", 12, KON_VISION_DAMAGED, "not the size" },
    { "\x08\x02\x10\x01\x42\x01x\x4a\x04\0\0\0\0", 13, KON_VISION_DAMAGED, "not the size" },
    { "\x08\x01\x10\x01\x42\x01x\x4a\x04\0\0\0\0\x4a\x04\0\0\0\0", 19, KON_VISION_DAMAGED, "twice" },
    { "\x08\x01\x10\x01\x42\x01x\x25\0\0\0\0", 12, KON_VISION_OK, "" },
    { "\x08\x01\x10\x01\x42\x01x\x4a\x04\0\0\0\0\x25\0\0\0\0", 18, KON_VISION_DAMAGED, "twice" },
    { "\x08\x01\x10\x07\x42\x01x\x4a\x08\0\0\0\0\0\0\0\0", 17, KON_VISION_UNSUPPORTED, "another kind than float" },
    { "\x08\x01\x10\x01\x42\x01x\x38\x01", 9, KON_VISION_UNSUPPORTED, "another kind than float" },
    { "\x08\x01\x10\x01\x42\x01x\x70\x01", 9, KON_VISION_UNSUPPORTED, "another file" },
    { "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x10\x01\x42\x01x", 16, KON_VISION_DAMAGED, "too large" },
    { "\x0a\x09\1\1\1\1\1\1\1\1\1\x10\x01\x42\x01x\x4a\x04\0\0\0\0", 22, KON_VISION_DAMAGED, "too many parts" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      NetworkWriter *writer = begin ();

      network_writer_add_raw (writer, 5, rows[i].bytes, rows[i].size);
      network_writer_add_output (writer, "in");
      g_test_message ("%" G_GSIZE_FORMAT, i);
      assert_refused (writer, 11, rows[i].status, rows[i].sentence);
    }
}

static void
test_too_many (void)
{
  NetworkWriter *writer = begin ();

  for (int i = 0; i < 5000; i++)
    {
      g_autofree char *output = g_strdup_printf ("r%d", i);

      network_writer_add_node (writer, "Relu", "in", output, "");
    }
  network_writer_add_output (writer, "r4999");
  assert_refused (writer, 11, KON_VISION_DAMAGED, "the network has too many parts");
}

static void
assert_input_refused (NetworkWriter *writer, int channels, int height, int width, const char *sentence)
{
  static const char *const name = "out";
  g_autofree float *input = g_new0 (float, (gsize) channels * height * width);
  KonVisionNet *net = network_writer_load (writer);
  KonVisionTensor output;
  KonVisionMessage message;
  KonVisionStatus status = kon_vision_net_forward (net, input, channels, height, width, &name, 1, &output, &message);

  if (status != KON_VISION_FAILED || strstr (message.text, sentence) == NULL)
    g_error ("status %d, \"%s\"; wanted: \"%s\"", status, message.text, sentence);
  kon_vision_net_free (net);
}

/* Sound files that the picture does not fit. */
static void
test_inputs (void)
{
  static const float eight[] = { 1, 1, 8, 8 };
  static const char *const modes = "coordinate_transformation_mode~asymmetric nearest_mode~floor";
  NetworkWriter *writer = begin ();

  network_writer_add_node (writer, "Conv", "in w b", "out", "");
  network_writer_add_output (writer, "out");
  assert_input_refused (g_byte_array_append (g_byte_array_new (), writer->data, writer->len), 3, 9, 9, "another number of channels");
  assert_input_refused (writer, 2, 2, 9, "too small");

  writer = begin ();
  network_writer_add_node (writer, "Conv", "in w b", "half", "strides=2,2");
  network_writer_add_node (writer, "MaxPool", "in", "pooled", "kernel_shape=3,3");
  network_writer_add_node (writer, "Concat", "half pooled", "out", "axis:1");
  network_writer_add_output (writer, "out");
  assert_input_refused (writer, 2, 9, 9, "joins pictures of different sizes");

  writer = begin ();
  network_writer_add_node (writer, "Conv", "in w b", "whole", "pads=1,1,1,1");
  network_writer_add_node (writer, "Add", "whole in", "out", "");
  network_writer_add_output (writer, "out");
  assert_input_refused (writer, 2, 9, 9, "adds pictures of different sizes");

  writer = begin ();
  network_writer_add_tensor (writer, "eight", "4", eight);
  network_writer_add_node (writer, "Resize", "in - eight", "a", modes);
  network_writer_add_node (writer, "Resize", "a - eight", "b1", modes);
  network_writer_add_node (writer, "Resize", "b1 - eight", "c", modes);
  network_writer_add_node (writer, "Resize", "c - eight", "out", modes);
  network_writer_add_output (writer, "out");
  assert_input_refused (writer, 1, 9, 9, "too much memory");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  kon_vision_set_threads (1);
  g_test_add_func ("/vision-networks/nodes", test_nodes);
  g_test_add_func ("/vision-networks/graphs", test_graphs);
  g_test_add_func ("/vision-networks/tensors", test_tensors);
  g_test_add_func ("/vision-networks/too-many", test_too_many);
  g_test_add_func ("/vision-networks/inputs", test_inputs);
  return g_test_run ();
}
