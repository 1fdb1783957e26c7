/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Writes ONNX files: protobuf by hand; field numbers are those of onnx.proto. */
#include "config.h"

#include "network-writer.h"

#include <stdlib.h>
#include <string.h>

static void
put_varint (GByteArray *to, guint64 value)
{
  do
    {
      guint8 byte = (value & 0x7f) | (value > 0x7f ? 0x80 : 0);

      g_byte_array_append (to, &byte, 1);
      value >>= 7;
    }
  while (value > 0);
}

static void
put_number (GByteArray *to, guint field, guint64 value)
{
  put_varint (to, field << 3);
  put_varint (to, value);
}

static void
put_bytes (GByteArray *to, guint field, const void *bytes, gsize size)
{
  put_varint (to, field << 3 | 2);
  put_varint (to, size);
  g_byte_array_append (to, bytes, size);
}

static void
put_text (GByteArray *to, guint field, const char *text)
{
  put_bytes (to, field, text, strlen (text));
}

/* Takes @message over. */
static void
put_message (GByteArray *to, guint field, GByteArray *message)
{
  put_bytes (to, field, message->data, message->len);
  g_byte_array_unref (message);
}

static void
put_names (GByteArray *to, guint field, const char *names)
{
  g_auto (GStrv) parts = g_strsplit (names, " ", -1);

  for (char **part = parts; *part; part++)
    if (**part != '\0')
      put_text (to, field, g_str_equal (*part, "-") ? "" : *part);
}

/* "name=1,2", "name:1" or "name~text" */
static GByteArray *
make_attribute (const char *text)
{
  GByteArray *attribute = g_byte_array_new ();
  gsize length = strcspn (text, "=:~");
  g_autofree char *name = g_strndup (text, length);
  const char *value = text + length + 1;

  put_text (attribute, 1, name);
  if (text[length] == '~')
    put_text (attribute, 4, value);
  else if (text[length] == ':')
    put_number (attribute, 3, (guint64) g_ascii_strtoll (value, NULL, 10));
  else
    {
      g_auto (GStrv) numbers = g_strsplit (value, ",", -1);

      for (char **number = numbers; *number; number++)
        put_number (attribute, 8, (guint64) g_ascii_strtoll (*number, NULL, 10));
    }
  return attribute;
}

NetworkWriter *
network_writer_new (void)
{
  return g_byte_array_new ();
}

void
network_writer_add_node (NetworkWriter *writer, const char *type, const char *inputs, const char *outputs, const char *attributes)
{
  GByteArray *node = g_byte_array_new ();
  g_auto (GStrv) parts = g_strsplit (attributes, " ", -1);

  put_names (node, 1, inputs);
  put_names (node, 2, outputs);
  put_text (node, 4, type);
  for (char **part = parts; *part; part++)
    if (**part != '\0')
      put_message (node, 5, make_attribute (*part));
  put_message (writer, 1, node);
}

void
network_writer_add_tensor (NetworkWriter *writer, const char *name, const char *dims, const float *numbers)
{
  GByteArray *tensor = g_byte_array_new ();
  g_auto (GStrv) sides = g_strsplit (dims, ",", -1);
  gsize n = 1;

  for (char **side = sides; *side; side++)
    {
      guint64 length = g_ascii_strtoull (*side, NULL, 10);

      put_number (tensor, 1, length);
      n *= length;
    }
  put_number (tensor, 2, 1);
  put_text (tensor, 8, name);
  put_bytes (tensor, 9, numbers, n * sizeof *numbers); /* the order of bytes is that of the machines which run the tests */
  put_message (writer, 5, tensor);
}

static void
add_value (NetworkWriter *writer, guint field, const char *name)
{
  GByteArray *value = g_byte_array_new ();

  put_text (value, 1, name);
  put_message (writer, field, value);
}

void
network_writer_add_input (NetworkWriter *writer, const char *name)
{
  add_value (writer, 11, name);
}

void
network_writer_add_output (NetworkWriter *writer, const char *name)
{
  add_value (writer, 12, name);
}

void
network_writer_add_raw (NetworkWriter *writer, guint field, const void *bytes, gsize size)
{
  put_bytes (writer, field, bytes, size);
}

GBytes *
network_writer_finish (NetworkWriter *writer, int opset)
{
  GByteArray *file = g_byte_array_new (), *version = g_byte_array_new ();

  put_number (file, 1, 6);
  put_message (file, 7, writer);
  put_number (version, 2, (guint64) opset);
  put_message (file, 8, version);
  return g_byte_array_free_to_bytes (file);
}

KonVisionNet *
network_writer_load (NetworkWriter *writer)
{
  g_autoptr (GBytes) bytes = network_writer_finish (writer, 11);
  KonVisionNet *net = NULL;
  KonVisionMessage message;

  kon_vision_net_load (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &net, &message);
  g_assert_cmpstr (message.text, ==, "");
  g_assert_nonnull (net);
  return net;
}
