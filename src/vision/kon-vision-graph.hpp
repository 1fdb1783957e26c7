/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a network does, checked and ready to be planned: operators in the order of their run, values by number. Every value is
 * one picture of channels: 1 x channels x height x width. Knows nothing of who does the arithmetic. */
#pragma once

#include "kon-vision-onnx.hpp"

namespace kon {

enum class Kind
{
  Convolve,
  Rectify,    /* no less than zero */
  Largest,    /* of each window */
  Average,    /* of each window */
  Add,
  Join,       /* along an axis */
  Enlarge,    /* by whole factors, to the nearest */
  Turn,       /* axes in another order */
};

/* Down, across. */
struct Window
{
  int64_t kernel[2] = { 1, 1 };
  int64_t stride[2] = { 1, 1 };
  int64_t dilation[2] = { 1, 1 }; /* 1: none */
  int64_t before[2] = { 0, 0 }, after[2] = { 0, 0 };
};

struct Op
{
  Kind kind;
  std::vector<int> inputs; /* values; each is the network's input or made by an earlier operator */
  int output = -1;         /* a value that no other operator makes */

  Window window;
  int64_t groups = 1;
  int weights = -1, bias = -1; /* constants; no bias: -1 */
  int axis = 1;
  int64_t factor[2] = { 1, 1 };
  int order[4] = { 0, 1, 2, 3 };

  /* What a convolution does to its result before it is written, in this order: see fuse(). */
  bool rectify = false;
  int addend = -1; /* a value, which is not needed afterwards; none: -1 */
  bool rectify_sum = false;
};

struct Graph
{
  std::vector<Op> ops;
  std::vector<OnnxTensor> constants;
  int n_values = 0;
  int input = 0;
  std::map<std::string, int> outputs; /* values by name */
};

/* Throws DAMAGED, or UNSUPPORTED with the operator's name. The graph is fused. */
Graph make_graph (OnnxModel model);

/* Draws into each convolution the addition and the rectifier that follow it, where nobody else looks at what is between. */
void fuse (Graph &graph);

struct Shape
{
  int64_t channels = 0, height = 0, width = 0;

  bool operator== (const Shape &other) const
  {
    return channels == other.channels && height == other.height && width == other.width;
  }
};

/* The shape of each value for an input of @shape. Throws FAILED where the network cannot take it, or would need too much
 * memory or time. */
std::vector<Shape> infer_shapes (const Graph &graph, Shape shape);

} // namespace kon
