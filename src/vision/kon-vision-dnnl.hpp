/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* oneDNN, the library that does a network's arithmetic, as far as we use it. Between its versions 2 and 3 the making of
 * primitives changed: only kon-vision-dnnl.cpp knows. Numbers are always floats of 32 bits, so that machines agree. */
#pragma once

#include "kon-vision-graph.hpp"

#include <dnnl.hpp>

namespace kon {

/* The processor, for all networks. */
const dnnl::engine &processor ();

/* What oneDNN throws, as a Failure; to be called in a catch block. */
[[noreturn]] void rethrow_dnnl (const dnnl::error &error);

/* Rows of channels one after the other; or as oneDNN likes it best. */
dnnl::memory::desc plain_layout (const Shape &shape);
dnnl::memory::desc any_layout (const Shape &shape);

/* A primitive, the layout of what it gives, and the memory that it needs meanwhile. */
struct Prepared
{
  dnnl::primitive primitive;
  dnnl::memory::desc out, scratch;
  dnnl::memory::desc in, weights; /* that a convolution wants; the others take what they are told */
};

Prepared prepare_convolution (const Op &op, const Graph &graph, const dnnl::memory::desc &in, const dnnl::memory::desc &out);
Prepared prepare_pool (const Op &op, const dnnl::memory::desc &in, const dnnl::memory::desc &out);
Prepared prepare_rectifier (const dnnl::memory::desc &in);
Prepared prepare_addition (const dnnl::memory::desc &one, const dnnl::memory::desc &other);
Prepared prepare_join (const Op &op, const std::vector<dnnl::memory::desc> &ins);
Prepared prepare_enlargement (const dnnl::memory::desc &in, const dnnl::memory::desc &out);
Prepared prepare_reorder (const dnnl::memory::desc &in, const dnnl::memory::desc &out);

/* The weights of a convolution as they come, and its bias. */
dnnl::memory::desc layout_of_weights (const Op &op, const Graph &graph);
dnnl::memory::desc layout_of_bias (const Op &op, const Graph &graph);

} // namespace kon
