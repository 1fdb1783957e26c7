/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Plans and runs networks. Buffer 0 is the caller's input and is only read; all others lie in the arena, outputs to the end. */
#include "config.h"

#include "kon-vision-plan.hpp"

#include <algorithm>
#include <climits>

namespace kon {

using dnnl::memory;

static const size_t max_arena = (size_t) 1 << 29;
static const size_t alignment = 128;
static const int input_buffer = 0;

static size_t
round_up (size_t size)
{
  return (size + alignment - 1) / alignment * alignment;
}

uint8_t *
Arena::reserve (size_t size)
{
  if (size > size_)
    {
      free (memory_);
      size_ = 0;
      memory_ = allocate (size);
      if (memory_ == nullptr)
        throw Failure (KON_VISION_NO_MEMORY, "not enough memory for the network");
      size_ = size;
    }
  return memory_;
}

static void
copy_layout (memory from, memory to)
{
  dnnl::stream stream (processor ());

  dnnl::reorder (from, to).execute (stream, from, to);
  stream.wait ();
}

WeightStore::WeightStore (Graph &graph) : numbers_ (graph.constants.size ()), reordered_ (graph.constants.size ())
{
  for (size_t i = 0; i < numbers_.size (); i++)
    numbers_[i] = std::move (graph.constants[i].numbers);
}

memory
WeightStore::weights_of (const Op &op, const Graph &graph, const memory::desc &layout)
{
  std::vector<float> &numbers = numbers_[op.weights];
  std::vector<memory> &kept = reordered_[op.weights];

  for (const memory &one : kept)
    if (one.get_desc () == layout)
      return one;

  memory source = kept.empty () ? memory (layout_of_weights (op, graph), processor (), numbers.data ()) : kept[0];
  memory result (layout, processor ());
  copy_layout (source, result);
  kept.push_back (result);
  numbers = std::vector<float> ();
  return result;
}

memory
WeightStore::bias_of (const Op &op, const Graph &graph)
{
  return memory (layout_of_bias (op, graph), processor (), numbers_[op.bias].data ());
}

Plan::Plan (const Graph &graph, WeightStore &weights, const Shape &input)
    : graph_ (graph), weights_ (weights), shapes_ (infer_shapes (graph, input)), places_ ((size_t) graph.n_values)
{
  places_[graph.input] = new_place (plain_layout (input));
  for (const Op &op : graph.ops)
    add_op (op);
  add_outputs ();
  place_buffers ();
}

Plan::Place
Plan::new_place (const memory::desc &layout)
{
  Buffer buffer;

  buffer.size = layout.get_size ();
  buffers_.push_back (buffer);
  return { (int) buffers_.size () - 1, layout };
}

void
Plan::add_step (const Prepared &prepared, std::vector<Argument> arguments)
{
  int number = (int) steps_.size ();

  if (prepared.scratch.get_size () > 0)
    arguments.push_back ({ DNNL_ARG_SCRATCHPAD, new_place (prepared.scratch), {} });
  for (const Argument &argument : arguments)
    if (argument.place.buffer >= 0)
      {
        Buffer &buffer = buffers_[argument.place.buffer];

        buffer.first = buffer.first < 0 ? number : buffer.first;
        buffer.last = number;
      }
  steps_.push_back ({ prepared.primitive, std::move (arguments), {} });
}

/* The value at @place, moved if it does not lie as @layout says. */
Plan::Place
Plan::in_layout (const Place &place, const memory::desc &layout, bool always_copy)
{
  if (place.layout == layout && !always_copy)
    return place;
  return add_simple (prepare_reorder (place.layout, layout), place);
}

/* One in, one out. */
Plan::Place
Plan::add_simple (const Prepared &prepared, const Place &in)
{
  Place out = new_place (prepared.out);

  add_step (prepared, { { DNNL_ARG_FROM, in, {} }, { DNNL_ARG_TO, out, {} } });
  return out;
}

Plan::Place
Plan::add_convolution (const Op &op)
{
  Prepared prepared = prepare_convolution (op, graph_, any_layout (shapes_[op.inputs[0]]), any_layout (shapes_[op.output]));
  Place in = in_layout (places_[op.inputs[0]], prepared.in);
  Place out = op.addend >= 0 ? in_layout (places_[op.addend], prepared.out) : new_place (prepared.out);
  std::vector<Argument> arguments = { { DNNL_ARG_SRC, in, {} }, { DNNL_ARG_DST, out, {} } };

  arguments.push_back ({ DNNL_ARG_WEIGHTS, {}, weights_.weights_of (op, graph_, prepared.weights) });
  if (op.bias >= 0)
    arguments.push_back ({ DNNL_ARG_BIAS, {}, weights_.bias_of (op, graph_) });
  add_step (prepared, std::move (arguments));
  return out;
}

Plan::Place
Plan::add_addition (const Op &op)
{
  Place one = places_[op.inputs[0]];
  Place other = in_layout (places_[op.inputs[1]], one.layout);
  Prepared prepared = prepare_addition (one.layout, other.layout);
  Place out = new_place (prepared.out);

  add_step (prepared, { { DNNL_ARG_SRC_0, one, {} }, { DNNL_ARG_SRC_1, other, {} }, { DNNL_ARG_DST, out, {} } });
  return out;
}

Plan::Place
Plan::add_join (const Op &op)
{
  std::vector<memory::desc> layouts;
  std::vector<Argument> arguments;

  for (int input : op.inputs)
    {
      arguments.push_back ({ DNNL_ARG_MULTIPLE_SRC + (int) layouts.size (), places_[input], {} });
      layouts.push_back (places_[input].layout);
    }
  Prepared prepared = prepare_join (op, layouts);
  Place out = new_place (prepared.out);
  arguments.push_back ({ DNNL_ARG_DST, out, {} });
  add_step (prepared, std::move (arguments));
  return out;
}

/* oneDNN says of each axis where it goes, ONNX where it comes from. */
Plan::Place
Plan::add_turn (const Op &op)
{
  Place in = in_layout (places_[op.inputs[0]], plain_layout (shapes_[op.inputs[0]]));
  std::vector<int> goes_to (4);

  for (int i = 0; i < 4; i++)
    goes_to[op.order[i]] = i;
  in.layout = in.layout.permute_axes (goes_to);
  return in_layout (in, plain_layout (shapes_[op.output]), true);
}

void
Plan::add_op (const Op &op)
{
  const Place &in = places_[op.inputs[0]];
  Place &out = places_[op.output];

  switch (op.kind)
    {
    case Kind::Convolve:
      out = add_convolution (op);
      break;
    case Kind::Largest:
    case Kind::Average:
      out = add_simple (prepare_pool (op, in.layout, any_layout (shapes_[op.output])), in);
      break;
    case Kind::Rectify:
      out = add_simple (prepare_rectifier (in.layout), in);
      break;
    case Kind::Add:
      out = add_addition (op);
      break;
    case Kind::Join:
      out = add_join (op);
      break;
    case Kind::Enlarge:
      out = add_simple (prepare_enlargement (in.layout, any_layout (shapes_[op.output])), in);
      break;
    case Kind::Turn:
      out = add_turn (op);
      break;
    }
}

void
Plan::add_outputs ()
{
  for (const auto &output : graph_.outputs)
    {
      Place place = places_[output.second];

      place = in_layout (place, plain_layout (shapes_[output.second]), place.buffer == input_buffer);
      outputs_[output.first] = { place.buffer, shapes_[output.second] };
    }
  for (const auto &output : outputs_)
    buffers_[output.second.buffer].last = INT_MAX;
}

/* Gives each buffer the lowest place that is free for as long as it is needed. */
void
Plan::place_buffers ()
{
  std::vector<const Buffer *> placed; /* by offset */

  for (size_t i = input_buffer + 1; i < buffers_.size (); i++)
    {
      Buffer &buffer = buffers_[i];
      size_t offset = 0;

      for (const Buffer *other : placed)
        if (other->first <= buffer.last && buffer.first <= other->last)
          {
            if (other->offset >= offset + buffer.size)
              break;
            offset = std::max (offset, round_up (other->offset + other->size));
          }
      buffer.offset = offset;
      arena_size_ = std::max (arena_size_, offset + buffer.size);
      if (arena_size_ > max_arena)
        throw Failure (KON_VISION_FAILED, "the network needs too much memory for this picture");
      placed.insert (std::upper_bound (placed.begin (), placed.end (), &buffer,
                                       [] (const Buffer *a, const Buffer *b) { return a->offset < b->offset; }),
                     &buffer);
    }
}

void
Plan::bind (uint8_t *base)
{
  base_ = nullptr;
  inputs_.clear ();
  for (Step &step : steps_)
    {
      step.bound.clear ();
      for (const Argument &argument : step.arguments)
        {
          const Place &place = argument.place;

          if (place.buffer < 0)
            step.bound[argument.role] = argument.fixed;
          else if (place.buffer != input_buffer)
            step.bound[argument.role] = memory (place.layout, processor (), base + buffers_[place.buffer].offset);
          else
            {
              inputs_.emplace_back (place.layout, processor (), nullptr);
              step.bound[argument.role] = inputs_.back ();
            }
        }
    }
  base_ = base;
}

void
Plan::run (const float *input, Arena &arena)
{
  uint8_t *base = arena.reserve (arena_size_);
  dnnl::stream stream (processor ());

  if (base != base_)
    bind (base);
  for (memory &one : inputs_)
    one.set_data_handle (const_cast<float *> (input));
  for (const Step &step : steps_)
    step.primitive.execute (stream, step.bound);
  stream.wait ();
}

const float *
Plan::output (const std::string &name, Shape *shape) const
{
  const Output &output = outputs_.at (name);

  *shape = output.shape;
  return (const float *) (base_ + buffers_[output.buffer].offset);
}

} // namespace kon
