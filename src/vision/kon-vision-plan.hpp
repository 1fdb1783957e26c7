/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A network made ready for one shape of its input: which primitives of oneDNN run in which order, and where in one stretch of
 * memory each value lies while it is needed. */
#pragma once

#include "kon-vision-dnnl.hpp"

namespace kon {

/* Memory that grows and is never given back: what lies in it need not survive. */
class Arena
{
public:
  Arena () = default;
  Arena (const Arena &) = delete;
  Arena &operator= (const Arena &) = delete;
  ~Arena () { free (memory_); }

  /* At least @size bytes; throws NO_MEMORY. */
  uint8_t *reserve (size_t size);

private:
  uint8_t *memory_ = nullptr;
  size_t size_ = 0;
};

/* The weights of a network's convolutions in the layouts that its plans want: each kept once for all of them. */
class WeightStore
{
public:
  /* Takes the numbers out of @graph, which keeps their dimensions. */
  explicit WeightStore (Graph &graph);

  dnnl::memory weights_of (const Op &op, const Graph &graph, const dnnl::memory::desc &layout);
  dnnl::memory bias_of (const Op &op, const Graph &graph);

private:
  std::vector<std::vector<float>> numbers_;          /* as they came; empty once another layout is there */
  std::vector<std::vector<dnnl::memory>> reordered_;
};

class Plan
{
public:
  Plan (const Graph &graph, WeightStore &weights, const Shape &input);

  void run (const float *input, Arena &arena);

  /* Of the last run, by the name of one of the graph's outputs. Lies in the arena. */
  const float *output (const std::string &name, Shape *shape) const;

private:
  struct Buffer
  {
    size_t size = 0, offset = 0;
    int first = -1, last = -1; /* steps between which it is needed */
  };
  struct Place /* of a value */
  {
    int buffer = -1;
    dnnl::memory::desc layout;
  };
  struct Argument
  {
    int role;
    Place place;
    dnnl::memory fixed; /* where there is no place */
  };
  struct Step
  {
    dnnl::primitive primitive;
    std::vector<Argument> arguments;
    std::unordered_map<int, dnnl::memory> bound;
  };
  struct Output
  {
    int buffer;
    Shape shape;
  };

  const Graph &graph_;
  WeightStore &weights_;
  std::vector<Shape> shapes_;
  std::vector<Place> places_; /* of each value, where it lies now */
  std::vector<Buffer> buffers_;
  std::vector<Step> steps_;
  std::map<std::string, Output> outputs_;
  size_t arena_size_ = 0;
  uint8_t *base_ = nullptr;   /* what the steps are bound to */
  std::vector<dnnl::memory> inputs_; /* those bound memories that are the caller's */

  Place new_place (const dnnl::memory::desc &layout);
  Place in_layout (const Place &place, const dnnl::memory::desc &layout, bool always_copy = false);
  void add_step (const Prepared &prepared, std::vector<Argument> arguments);
  void add_op (const Op &op);
  Place add_convolution (const Op &op);
  Place add_addition (const Op &op);
  Place add_join (const Op &op);
  Place add_turn (const Op &op);
  Place add_simple (const Prepared &prepared, const Place &in);
  void add_outputs ();
  void place_buffers ();
  void bind (uint8_t *base);
};

} // namespace kon
