/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Networks: ONNX through oneDNN. A plan is made for each shape of input and kept, for the shapes that were used last. */
#include "config.h"

#include "kon-vision-plan.hpp"

#include <list>
#include <memory>
#include <mutex>

/* Of the OpenMP library that oneDNN runs on; its header is not where every compiler looks. Holds for the calling thread. */
extern "C" void omp_set_num_threads (int);

namespace kon {

static const size_t max_model_size = 512u << 20;
static const int max_outputs = 8;
static const int max_side = 1 << 14;
static const int max_channels = 1 << 10;
static const size_t max_plans = 8;
static const int max_primitives = 256; /* that oneDNN keeps for all networks together, one of the finder having 40 */

/* A plan and what it was made for. */
struct KeptPlan
{
  Shape shape;
  int threads;
  std::unique_ptr<Plan> plan;
};

} // namespace kon

struct KonVisionNet
{
  explicit KonVisionNet (kon::Graph whole) : graph (std::move (whole)), weights (graph) {}

  kon::Graph graph;
  kon::WeightStore weights;
  kon::Arena arena;
  std::list<kon::KeptPlan> plans; /* the last used first */
};

namespace kon {

static Plan &
find_plan (KonVisionNet *net, const Shape &shape)
{
  std::list<KeptPlan> &plans = net->plans;

  for (auto one = plans.begin (); one != plans.end (); ++one)
    if (one->shape == shape && one->threads == threads ())
      {
        plans.splice (plans.begin (), plans, one);
        return *one->plan;
      }

  std::unique_ptr<Plan> plan (new Plan (net->graph, net->weights, shape));
  if (plans.size () >= max_plans)
    plans.pop_back ();
  plans.push_front ({ shape, threads (), std::move (plan) });
  return *plans.front ().plan;
}

static void
forward (KonVisionNet *net, const float *input, const Shape &shape, const std::vector<std::string> &names, KonVisionTensor *outputs)
{
  static std::once_flag once;

  for (const std::string &name : names)
    if (net->graph.outputs.count (name) == 0)
      throw Failure (KON_VISION_FAILED, "the network has no output " + show_name (name));

  std::call_once (once, [] { dnnl::set_primitive_cache_capacity (max_primitives); });
  /* Each time: it is a property of the calling thread. */
  omp_set_num_threads (threads ());

  Plan &plan = find_plan (net, shape);
  plan.run (input, net->arena);
  for (size_t i = 0; i < names.size (); i++)
    {
      Shape size;

      outputs[i].data = plan.output (names[i], &size);
      outputs[i].n_dims = 4;
      outputs[i].dims[0] = 1;
      outputs[i].dims[1] = (int) size.channels;
      outputs[i].dims[2] = (int) size.height;
      outputs[i].dims[3] = (int) size.width;
    }
}

} // namespace kon

KonVisionStatus
kon_vision_net_load (const uint8_t *onnx, size_t size, KonVisionNet **out, KonVisionMessage *message)
{
  *out = nullptr;
  return kon::enter (message, KON_VISION_DAMAGED, [=] {
    if (onnx == nullptr || size == 0 || size > kon::max_model_size)
      throw kon::Failure (KON_VISION_DAMAGED, "not the size of a network");
    *out = new KonVisionNet (kon::make_graph (kon::read_onnx (kon::Bytes (onnx, size))));
  });
}

void
kon_vision_net_free (KonVisionNet *net)
{
  kon::enter (nullptr, KON_VISION_FAILED, [=] { delete net; });
}

KonVisionStatus
kon_vision_net_forward (KonVisionNet *net, const float *input, int channels, int height, int width, const char *const *output_names,
                        int n_outputs, KonVisionTensor *outputs, KonVisionMessage *message)
{
  return kon::enter (message, KON_VISION_FAILED, [=] {
    if (net == nullptr || input == nullptr || n_outputs < 1 || n_outputs > kon::max_outputs || channels < 1
        || channels > kon::max_channels || height < 1 || height > kon::max_side || width < 1 || width > kon::max_side)
      throw kon::Failure (KON_VISION_FAILED, "an input that no network takes");

    try
      {
        kon::forward (net, input, { channels, height, width },
                      std::vector<std::string> (output_names, output_names + n_outputs), outputs);
      }
    catch (const dnnl::error &error)
      {
        kon::rethrow_dnnl (error);
      }
  });
}
