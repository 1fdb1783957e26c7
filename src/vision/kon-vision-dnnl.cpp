/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Makes the primitives of oneDNN, by the ways of its version 2 or 3. */
#include "config.h"

#include "kon-vision-dnnl.hpp"

namespace kon {

using dnnl::algorithm;
using dnnl::memory;
using dnnl::prop_kind;

static const auto f32 = memory::data_type::f32;

const dnnl::engine &
processor ()
{
  static const dnnl::engine engine (dnnl::engine::kind::cpu, 0);

  return engine;
}

void
rethrow_dnnl (const dnnl::error &error)
{
  if (error.status == dnnl_out_of_memory)
    throw Failure (KON_VISION_NO_MEMORY, "not enough memory for the network");
  throw Failure (KON_VISION_FAILED, std::string ("the network cannot be run: ") + error.what ());
}

static memory::desc
layout (const Shape &shape, memory::format_tag tag)
{
  return memory::desc ({ 1, shape.channels, shape.height, shape.width }, f32, tag);
}

memory::desc
plain_layout (const Shape &shape)
{
  return layout (shape, memory::format_tag::nchw);
}

memory::desc
any_layout (const Shape &shape)
{
  return layout (shape, memory::format_tag::any);
}

static memory::dims
dims_of_weights (const Op &op, const Graph &graph)
{
  memory::dims dims = graph.constants[op.weights].dims;

  if (op.groups > 1)
    {
      dims[0] /= op.groups;
      dims.insert (dims.begin (), op.groups);
    }
  return dims;
}

memory::desc
layout_of_weights (const Op &op, const Graph &graph)
{
  return memory::desc (dims_of_weights (op, graph), f32, op.groups > 1 ? memory::format_tag::goihw : memory::format_tag::oihw);
}

memory::desc
layout_of_bias (const Op &op, const Graph &graph)
{
  return memory::desc (graph.constants[op.bias].dims, f32, memory::format_tag::x);
}

/* Memory that a primitive needs while it runs is ours, not of the thread that happened to make it. */
static dnnl::primitive_attr
make_attributes ()
{
  dnnl::primitive_attr attributes;

  attributes.set_scratchpad_mode (dnnl::scratchpad_mode::user);
  attributes.set_fpmath_mode (dnnl::fpmath_mode::strict);
  return attributes;
}

static memory::dims
dims_of (const int64_t pair[2], int64_t less = 0)
{
  return { pair[0] - less, pair[1] - less };
}

static void
append_rectifier (dnnl::post_ops &operations)
{
#if DNNL_VERSION_MAJOR >= 3
  operations.append_eltwise (algorithm::eltwise_relu, 0, 0);
#else
  operations.append_eltwise (1, algorithm::eltwise_relu, 0, 0);
#endif
}

static dnnl::primitive_attr
make_convolution_attributes (const Op &op)
{
  dnnl::primitive_attr attributes = make_attributes ();
  dnnl::post_ops operations;

  if (op.rectify)
    append_rectifier (operations);
  if (op.addend >= 0)
    operations.append_sum (1);
  if (op.rectify_sum)
    append_rectifier (operations);
  attributes.set_post_ops (operations);
  return attributes;
}

template <class Description>
static Prepared
prepare (const Description &description)
{
  Prepared prepared;

  prepared.primitive = dnnl::primitive (description.get ());
  prepared.out = description.dst_desc ();
  prepared.scratch = description.scratchpad_desc ();
  return prepared;
}

Prepared
prepare_convolution (const Op &op, const Graph &graph, const memory::desc &in, const memory::desc &out)
{
  memory::desc weights (dims_of_weights (op, graph), f32, memory::format_tag::any);
  memory::desc bias = op.bias >= 0 ? layout_of_bias (op, graph) : memory::desc ();
  memory::dims stride = dims_of (op.window.stride), dilation = dims_of (op.window.dilation, 1);
  memory::dims before = dims_of (op.window.before), after = dims_of (op.window.after);
  dnnl::primitive_attr attributes = make_convolution_attributes (op);
  auto kind = prop_kind::forward_inference;
  auto way = algorithm::convolution_direct;

#if DNNL_VERSION_MAJOR >= 3
  dnnl::convolution_forward::primitive_desc description (processor (), kind, way, in, weights, bias, out, stride, dilation,
                                                         before, after, attributes);
#else
  dnnl::convolution_forward::desc wish (kind, way, in, weights, bias, out, stride, dilation, before, after);
  dnnl::convolution_forward::primitive_desc description (wish, attributes, processor ());
#endif
  Prepared prepared = prepare (description);
  prepared.in = description.src_desc ();
  prepared.weights = description.weights_desc ();
  return prepared;
}

Prepared
prepare_pool (const Op &op, const memory::desc &in, const memory::desc &out)
{
  auto way = op.kind == Kind::Average ? algorithm::pooling_avg_exclude_padding : algorithm::pooling_max;
  memory::dims kernel = dims_of (op.window.kernel), stride = dims_of (op.window.stride);
  memory::dims before = dims_of (op.window.before), after = dims_of (op.window.after);
  auto kind = prop_kind::forward_inference;

#if DNNL_VERSION_MAJOR >= 3
  dnnl::pooling_forward::primitive_desc description (processor (), kind, way, in, out, stride, kernel, { 0, 0 }, before, after,
                                                     make_attributes ());
#else
  dnnl::pooling_forward::desc wish (kind, way, in, out, stride, kernel, before, after);
  dnnl::pooling_forward::primitive_desc description (wish, make_attributes (), processor ());
#endif
  return prepare (description);
}

Prepared
prepare_rectifier (const memory::desc &in)
{
  auto kind = prop_kind::forward_inference;

#if DNNL_VERSION_MAJOR >= 3
  dnnl::eltwise_forward::primitive_desc description (processor (), kind, algorithm::eltwise_relu, in, in, 0.f, 0.f,
                                                     make_attributes ());
#else
  dnnl::eltwise_forward::desc wish (kind, algorithm::eltwise_relu, in, 0, 0);
  dnnl::eltwise_forward::primitive_desc description (wish, make_attributes (), processor ());
#endif
  return prepare (description);
}

Prepared
prepare_addition (const memory::desc &one, const memory::desc &other)
{
#if DNNL_VERSION_MAJOR >= 3
  dnnl::binary::primitive_desc description (processor (), algorithm::binary_add, one, other, one, make_attributes ());
#else
  dnnl::binary::desc wish (algorithm::binary_add, one, other, one);
  dnnl::binary::primitive_desc description (wish, make_attributes (), processor ());
#endif
  return prepare (description);
}

Prepared
prepare_join (const Op &op, const std::vector<memory::desc> &ins)
{
#if DNNL_VERSION_MAJOR >= 3
  return prepare (dnnl::concat::primitive_desc (processor (), op.axis, ins, make_attributes ()));
#else
  return prepare (dnnl::concat::primitive_desc (op.axis, ins, processor (), make_attributes ()));
#endif
}

Prepared
prepare_enlargement (const memory::desc &in, const memory::desc &out)
{
  auto kind = prop_kind::forward_inference;
  auto way = algorithm::resampling_nearest;

#if DNNL_VERSION_MAJOR >= 3
  dnnl::resampling_forward::primitive_desc description (processor (), kind, way, in, out, make_attributes ());
#else
  dnnl::resampling_forward::desc wish (kind, way, in, out);
  dnnl::resampling_forward::primitive_desc description (wish, make_attributes (), processor ());
#endif
  return prepare (description);
}

Prepared
prepare_reorder (const memory::desc &in, const memory::desc &out)
{
  return prepare (dnnl::reorder::primitive_desc (processor (), in, processor (), out, make_attributes ()));
}

} // namespace kon
