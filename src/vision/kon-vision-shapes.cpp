/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The shape of every value of a network for one shape of its input, before anything is allocated. */
#include "config.h"

#include "kon-vision-graph.hpp"

namespace kon {

static const int64_t max_side = 1 << 14;      /* of an axis; three of them multiplied still fit into 64 bits */
static const int64_t max_elements = 1 << 27;  /* of all values together: 512 MB */
static const double max_operations = 1e11;    /* multiplications of one run: twenty times what any network of ours takes */

[[noreturn]] static void
refuse (const char *text)
{
  throw Failure (KON_VISION_FAILED, text);
}

static int64_t
slide (int64_t length, const Window &window, int i)
{
  int64_t room = length + window.before[i] + window.after[i] - ((window.kernel[i] - 1) * window.dilation[i] + 1);

  if (room < 0)
    refuse ("the picture is too small for the network");
  return room / window.stride[i] + 1;
}

static Shape
shape_of_join (const Op &op, const std::vector<Shape> &shapes)
{
  static int64_t Shape::*const sides[] = { &Shape::channels, &Shape::height, &Shape::width };
  Shape sum = shapes[op.inputs[0]];

  for (size_t i = 1; i < op.inputs.size (); i++)
    {
      Shape next = shapes[op.inputs[i]];
      int64_t along = next.*sides[op.axis - 1];

      next.*sides[op.axis - 1] = sum.*sides[op.axis - 1];
      if (!(next == sum))
        refuse ("the network joins pictures of different sizes");
      sum.*sides[op.axis - 1] += along;
    }
  return sum;
}

static Shape
shape_of (const Op &op, const Graph &graph, const std::vector<Shape> &shapes)
{
  Shape in = shapes[op.inputs[0]];
  int64_t sides[] = { 1, in.channels, in.height, in.width };

  switch (op.kind)
    {
    case Kind::Convolve:
      if (in.channels != graph.constants[op.weights].dims[1] * op.groups)
        refuse ("the network wants another number of channels");
      in.channels = graph.constants[op.weights].dims[0];
      return { in.channels, slide (in.height, op.window, 0), slide (in.width, op.window, 1) };
    case Kind::Largest:
    case Kind::Average:
      return { in.channels, slide (in.height, op.window, 0), slide (in.width, op.window, 1) };
    case Kind::Rectify:
      return in;
    case Kind::Add:
      if (!(in == shapes[op.inputs[1]]))
        refuse ("the network adds pictures of different sizes");
      return in;
    case Kind::Join:
      return shape_of_join (op, shapes);
    case Kind::Enlarge:
      return { in.channels, in.height * op.factor[0], in.width * op.factor[1] };
    case Kind::Turn:
      return { sides[op.order[1]], sides[op.order[2]], sides[op.order[3]] };
    }
  refuse ("unknown operator");
}

static double
count_operations (const Op &op, const Graph &graph, const Shape &shape)
{
  double area = (double) (op.window.kernel[0] * op.window.kernel[1]);

  return (double) (shape.channels * shape.height * shape.width) * area
         * (op.kind == Kind::Convolve ? (double) graph.constants[op.weights].dims[1] : 1);
}

static int64_t
count_elements (const Shape &shape)
{
  if (shape.channels > max_side || shape.height > max_side || shape.width > max_side)
    refuse ("the network needs too much memory or time for this picture");
  return shape.channels * shape.height * shape.width;
}

std::vector<Shape>
infer_shapes (const Graph &graph, Shape shape)
{
  std::vector<Shape> shapes ((size_t) graph.n_values);
  int64_t elements = count_elements (shape);
  double operations = 0;

  shapes[graph.input] = shape;
  for (const Op &op : graph.ops)
    {
      Shape result = shape_of (op, graph, shapes);

      elements += count_elements (result);
      operations += count_operations (op, graph, result);
      if (elements > max_elements || operations > max_operations)
        refuse ("the network needs too much memory or time for this picture");
      if (op.addend >= 0 && !(result == shapes[op.addend]))
        refuse ("the network adds pictures of different sizes");
      shapes[op.output] = result;
    }
  return shapes;
}

} // namespace kon
