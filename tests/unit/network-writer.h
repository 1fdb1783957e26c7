/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Small networks for tests: writes ONNX files, sound ones and, where asked for, broken ones. */
#pragma once

#include <glib.h>

#include "kon-vision.h"

/* The inside of an ONNX graph, written piece by piece. */
typedef GByteArray NetworkWriter;

NetworkWriter *network_writer_new (void);

/* @inputs and @outputs: names with blanks between; "-" for one that is left out. @attributes: "strides=2,1 axis:3 mode=nearest
 * value=...": after '=' whole numbers (a list), after ':' one whole number, after '~' a text. */
void network_writer_add_node (NetworkWriter *writer, const char *type, const char *inputs, const char *outputs, const char *attributes);

/* @dims: "2,3,1,1". @numbers: as many as they ask for. */
void network_writer_add_tensor (NetworkWriter *writer, const char *name, const char *dims, const float *numbers);
void network_writer_add_input (NetworkWriter *writer, const char *name);
void network_writer_add_output (NetworkWriter *writer, const char *name);

/* A field of the graph with bytes that are given. */
void network_writer_add_raw (NetworkWriter *writer, guint field, const void *bytes, gsize size);

/* Frees @writer. @opset: of ONNX, 11 is what our networks have. */
GBytes *network_writer_finish (NetworkWriter *writer, int opset);

/* finish() and load; the test fails where that fails. */
KonVisionNet *network_writer_load (NetworkWriter *writer);
