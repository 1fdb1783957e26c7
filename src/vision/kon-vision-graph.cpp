/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From the nodes of an ONNX file to operators. A node is understood whole or refused: an attribute that is not known here
 * might mean another result. */
#include "config.h"

#include "kon-vision-graph.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace kon {

static const int64_t first_opset = 11, last_opset = 17; /* between them, what we run means the same */
static const int64_t max_window = 64;                   /* sides and strides */
static const int64_t max_channels = 4096;
static const int64_t max_factor = 8;

[[noreturn]] static void
refuse (const std::string &text)
{
  throw Failure (KON_VISION_DAMAGED, text);
}

/* One node on its way to an operator: hands out its attributes and knows which were not asked for. */
class NodeReader
{
public:
  explicit NodeReader (const OnnxNode &node) : node_ (node) {}

  [[noreturn]] void
  refuse_use (const std::string &what) const
  {
    throw Failure (KON_VISION_UNSUPPORTED,
                   "the network uses the operator " + show_name (node_.type) + " with " + what + ", which this program does not run");
  }

  int64_t
  integer (const char *name, int64_t otherwise)
  {
    const OnnxAttribute *found = find (name, OnnxAttribute::Int);
    return found != nullptr ? found->integer : otherwise;
  }

  std::string
  text (const char *name, const char *otherwise)
  {
    const OnnxAttribute *found = find (name, OnnxAttribute::String);
    return found != nullptr ? found->text : otherwise;
  }

  /* NULL where it is not given; else @n numbers. */
  const int64_t *
  integers (const char *name, size_t n)
  {
    const OnnxAttribute *found = find (name, OnnxAttribute::Ints);

    if (found == nullptr)
      return nullptr;
    if (found->integers.size () != n)
      refuse_use (std::string ("another number of ") + name);
    return found->integers.data ();
  }

  const OnnxTensor *
  tensor (const char *name)
  {
    const OnnxAttribute *found = find (name, OnnxAttribute::Tensor);
    return found != nullptr ? &found->tensor : nullptr;
  }

  /* What it says does not matter here. */
  void ignore (const char *name) { asked_.insert (name); }

  void
  expect_integer (const char *name, int64_t usual)
  {
    if (integer (name, usual) != usual)
      refuse_use (name);
  }

  void
  expect_text (const char *name, const char *otherwise, const char *wanted)
  {
    if (text (name, otherwise) != wanted)
      refuse_use (name);
  }

  void
  expect_inputs (size_t least, size_t most) const
  {
    if (node_.inputs.size () < least || node_.inputs.size () > most || node_.outputs.size () != 1)
      refuse_use ("another number of inputs or outputs");
  }

  void
  finish () const
  {
    for (const auto &entry : node_.attributes)
      if (asked_.count (entry.first) == 0)
        refuse_use (show_name (entry.first));
  }

  const OnnxNode &node () const { return node_; }

private:
  const OnnxNode &node_;
  std::set<std::string> asked_;

  const OnnxAttribute *
  find (const char *name, OnnxAttribute::Kind kind)
  {
    auto found = node_.attributes.find (name);

    asked_.insert (name);
    if (found == node_.attributes.end ())
      return nullptr;
    if (found->second.kind != kind)
      refuse_use (name);
    return &found->second;
  }
};

/* The names of a network while it is read: each stands for one value or one constant. */
class GraphMaker
{
public:
  explicit GraphMaker (OnnxModel &model) : model_ (model) {}

  Graph make ();

private:
  OnnxModel &model_;
  Graph graph_;
  std::map<std::string, int> values_, constants_;

  void add_name (const std::string &name, std::map<std::string, int> &to, int number);
  int add_constant (const std::string &name, OnnxTensor tensor);
  int value (const std::string &name) const;
  int constant (const std::string &name) const;

  void add_node (const OnnxNode &node);
  void read_window (NodeReader &reader, Window &window) const;
  void read_convolution (NodeReader &reader, Op &op) const;
  void read_pool (NodeReader &reader, Op &op) const;
  void read_join (NodeReader &reader, Op &op) const;
  void read_enlarge (NodeReader &reader, Op &op) const;
  void read_turn (NodeReader &reader, Op &op) const;
};

void
GraphMaker::add_name (const std::string &name, std::map<std::string, int> &to, int number)
{
  if (name.empty ())
    refuse ("a part of the network has no name");
  if (values_.count (name) != 0 || constants_.count (name) != 0)
    refuse ("two parts of the network have the name " + show_name (name));
  to[name] = number;
}

int
GraphMaker::add_constant (const std::string &name, OnnxTensor tensor)
{
  int number = (int) graph_.constants.size ();

  add_name (name, constants_, number);
  graph_.constants.push_back (std::move (tensor));
  return number;
}

int
GraphMaker::value (const std::string &name) const
{
  auto found = values_.find (name);

  if (found == values_.end ())
    refuse ("the network uses " + show_name (name) + ", which nothing before it makes");
  return found->second;
}

int
GraphMaker::constant (const std::string &name) const
{
  auto found = constants_.find (name);

  if (found == constants_.end ())
    refuse ("the network uses the numbers " + show_name (name) + ", which it does not have");
  return found->second;
}

/* What convolutions and pools have in common, but for the kernel. */
void
GraphMaker::read_window (NodeReader &reader, Window &window) const
{
  const int64_t *strides = reader.integers ("strides", 2), *dilations = reader.integers ("dilations", 2);
  const int64_t *pads = reader.integers ("pads", 4);

  reader.expect_text ("auto_pad", "NOTSET", "NOTSET");
  for (int i = 0; i < 2; i++)
    {
      window.stride[i] = strides != nullptr ? strides[i] : 1;
      window.dilation[i] = dilations != nullptr ? dilations[i] : 1;
      window.before[i] = pads != nullptr ? pads[i] : 0;
      window.after[i] = pads != nullptr ? pads[i + 2] : 0;
      if (window.kernel[i] < 1 || window.kernel[i] > max_window || window.stride[i] < 1 || window.stride[i] > max_window
          || window.dilation[i] < 1 || window.dilation[i] > max_window)
        reader.refuse_use ("a window of such a size");

      int64_t reach = (window.kernel[i] - 1) * window.dilation[i] + 1;
      if (window.before[i] < 0 || window.before[i] >= reach || window.after[i] < 0 || window.after[i] >= reach)
        reader.refuse_use ("such a padding");
    }
}

void
GraphMaker::read_convolution (NodeReader &reader, Op &op) const
{
  const std::vector<std::string> &inputs = reader.node ().inputs;

  reader.expect_inputs (2, 3);
  op.kind = Kind::Convolve;
  op.inputs = { value (inputs[0]) };
  op.weights = constant (inputs[1]);
  op.bias = inputs.size () > 2 && !inputs[2].empty () ? constant (inputs[2]) : -1;
  op.groups = reader.integer ("group", 1);

  const std::vector<int64_t> &dims = graph_.constants[op.weights].dims;
  if (dims.size () != 4)
    reader.refuse_use ("weights that are not flat windows");
  if (dims[0] < 1 || dims[0] > max_channels || dims[1] < 1 || dims[1] > max_channels)
    reader.refuse_use ("so many channels");
  if (op.groups < 1 || op.groups > dims[0] || dims[0] % op.groups != 0)
    reader.refuse_use ("such groups");
  if (op.bias >= 0 && graph_.constants[op.bias].dims != std::vector<int64_t>{ dims[0] })
    refuse ("a bias of the network does not fit its weights");

  const int64_t *kernel = reader.integers ("kernel_shape", 2);
  for (int i = 0; i < 2; i++)
    {
      op.window.kernel[i] = dims[i + 2];
      if (kernel != nullptr && kernel[i] != dims[i + 2])
        refuse ("a kernel of the network does not fit its weights");
    }
  read_window (reader, op.window);
}

void
GraphMaker::read_pool (NodeReader &reader, Op &op) const
{
  bool is_average = reader.node ().type == "AveragePool";
  const int64_t *kernel = reader.integers ("kernel_shape", 2);

  reader.expect_inputs (1, 1);
  op.kind = is_average ? Kind::Average : Kind::Largest;
  op.inputs = { value (reader.node ().inputs[0]) };
  if (kernel == nullptr)
    refuse ("a pool of the network has no size");
  std::copy (kernel, kernel + 2, op.window.kernel);
  read_window (reader, op.window);
  if (op.window.dilation[0] != 1 || op.window.dilation[1] != 1)
    reader.refuse_use ("dilations");
  reader.expect_integer ("ceil_mode", 0);
  if (is_average)
    reader.expect_integer ("count_include_pad", 0);
  else
    reader.expect_integer ("storage_order", 0);
}

void
GraphMaker::read_join (NodeReader &reader, Op &op) const
{
  int64_t axis = reader.integer ("axis", 0);

  reader.expect_inputs (1, SIZE_MAX);
  op.kind = Kind::Join;
  for (const std::string &name : reader.node ().inputs)
    op.inputs.push_back (value (name));
  if (axis < 0)
    axis += 4;
  if (axis < 1 || axis > 3)
    reader.refuse_use ("such an axis");
  op.axis = (int) axis;
}

/* Inputs: what is enlarged, a region that does not matter here, the factors. */
void
GraphMaker::read_enlarge (NodeReader &reader, Op &op) const
{
  const std::vector<std::string> &inputs = reader.node ().inputs;

  reader.expect_inputs (3, 3);
  reader.expect_text ("mode", "nearest", "nearest");
  reader.expect_text ("coordinate_transformation_mode", "half_pixel", "asymmetric");
  reader.expect_text ("nearest_mode", "round_prefer_floor", "floor");
  reader.ignore ("cubic_coeff_a");
  reader.ignore ("extrapolation_value");
  op.kind = Kind::Enlarge;
  op.inputs = { value (inputs[0]) };
  if (!inputs[1].empty ())
    constant (inputs[1]);

  const OnnxTensor &factors = graph_.constants[constant (inputs[2])];
  if (factors.dims != std::vector<int64_t>{ 4 } || factors.numbers[0] != 1 || factors.numbers[1] != 1)
    reader.refuse_use ("such factors");
  for (int i = 0; i < 2; i++)
    {
      float factor = factors.numbers[(size_t) i + 2];

      if (!(factor >= 1 && factor <= max_factor) || factor != std::floor (factor))
        reader.refuse_use ("such factors");
      op.factor[i] = (int64_t) factor;
    }
}

void
GraphMaker::read_turn (NodeReader &reader, Op &op) const
{
  const int64_t *order = reader.integers ("perm", 4);
  bool seen[4] = { false };

  reader.expect_inputs (1, 1);
  op.kind = Kind::Turn;
  op.inputs = { value (reader.node ().inputs[0]) };
  if (order == nullptr || order[0] != 0)
    reader.refuse_use ("such an order of axes");
  for (int i = 0; i < 4; i++)
    {
      if (order[i] < 0 || order[i] > 3 || seen[order[i]])
        reader.refuse_use ("such an order of axes");
      seen[order[i]] = true;
      op.order[i] = (int) order[i];
    }
}

void
GraphMaker::add_node (const OnnxNode &node)
{
  NodeReader reader (node);
  Op op = {};

  if (!node.domain.empty () && node.domain != "ai.onnx")
    reader.refuse_use ("a meaning of its own");
  if (node.type == "Constant")
    {
      reader.expect_inputs (0, 0);
      const OnnxTensor *tensor = reader.tensor ("value");
      reader.finish ();
      if (tensor == nullptr)
        refuse ("a constant of the network has no value");
      add_constant (node.outputs[0], *tensor);
      return;
    }

  if (node.type == "Conv")
    read_convolution (reader, op);
  else if (node.type == "MaxPool" || node.type == "AveragePool")
    read_pool (reader, op);
  else if (node.type == "Concat")
    read_join (reader, op);
  else if (node.type == "Resize")
    read_enlarge (reader, op);
  else if (node.type == "Transpose")
    read_turn (reader, op);
  else if (node.type == "Relu" || node.type == "Add")
    {
      size_t n = node.type == "Add" ? 2 : 1;

      reader.expect_inputs (n, n);
      op.kind = n == 2 ? Kind::Add : Kind::Rectify;
      for (const std::string &name : node.inputs)
        op.inputs.push_back (value (name));
    }
  else
    throw Failure (KON_VISION_UNSUPPORTED,
                   "the network uses the operator " + show_name (node.type) + ", which this program does not run");
  reader.finish ();
  op.output = graph_.n_values++;
  add_name (node.outputs[0], values_, op.output);
  graph_.ops.push_back (std::move (op));
}

Graph
GraphMaker::make ()
{
  if (model_.opset < first_opset || model_.opset > last_opset)
    throw Failure (KON_VISION_UNSUPPORTED, "the network is written for another version of ONNX than this program runs");
  for (auto &entry : model_.tensors)
    add_constant (entry.first, std::move (entry.second));
  for (const std::string &name : model_.inputs)
    if (constants_.count (name) == 0) /* older writers name the tensors among the inputs, too */
      {
        if (graph_.n_values != 0)
          throw Failure (KON_VISION_UNSUPPORTED, "the network wants more than one picture, which this program does not run");
        graph_.input = graph_.n_values++;
        add_name (name, values_, graph_.input);
      }
  if (graph_.n_values == 0)
    refuse ("the network has no input");

  for (const OnnxNode &node : model_.nodes)
    add_node (node);
  for (const std::string &name : model_.outputs)
    if (!graph_.outputs.emplace (name, value (name)).second)
      refuse ("two parts of the network have the name " + show_name (name));
  if (graph_.outputs.empty ())
    refuse ("the network has no output");
  return std::move (graph_);
}

Graph
make_graph (OnnxModel model)
{
  Graph graph = GraphMaker (model).make ();

  fuse (graph);
  return graph;
}

} // namespace kon
