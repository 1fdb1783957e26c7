/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reads an ONNX file. Field numbers are those of onnx.proto. */
#include "config.h"

#include "kon-vision-onnx.hpp"

#include "kon-vision-protobuf.hpp"

#include <cmath>
#include <cstring>

namespace kon {

static const uint64_t max_elements = 1u << 30;
static const size_t max_dims = 8;
static const size_t max_nodes = 4096;
static const size_t max_tensors = 2 * max_nodes;
static const size_t max_of_a_node = 64; /* inputs, outputs, attributes, integers of one */
static const size_t max_name = 1024;

static const uint64_t type_float = 1; /* TensorProto.DataType */

[[noreturn]] static void
refuse (const std::string &text)
{
  throw Failure (KON_VISION_DAMAGED, text);
}

[[noreturn]] static void
refuse_unsupported (const std::string &text)
{
  throw Failure (KON_VISION_UNSUPPORTED, text);
}

std::string
show_name (const std::string &name)
{
  std::string shown = name.substr (0, 40);

  for (char &letter : shown)
    if (letter < ' ' || letter > '~')
      letter = '?';
  return shown;
}

static std::string
read_name (const Fields &field)
{
  if (field.bytes.size () > max_name)
    refuse ("a name in the network is too long");
  return std::string ((const char *) field.bytes.data (), field.bytes.size ());
}

/* One more of what a file can repeat without end. */
static void
count (size_t had, size_t most)
{
  if (had >= most)
    refuse ("the network has too many parts");
}

/* A repeated number: packed, or one at a time. */
static void
read_integers (const Fields &field, std::vector<int64_t> &integers, size_t most)
{
  Fields packed (field.bytes);

  if (!field.is_bytes)
    {
      count (integers.size (), most);
      integers.push_back ((int64_t) field.value);
      return;
    }
  while (!packed.at_end ())
    {
      count (integers.size (), most);
      integers.push_back ((int64_t) packed.varint ());
    }
}

static float
float_from_bits (uint32_t bits)
{
  float number;

  memcpy (&number, &bits, sizeof number);
  return number;
}

static void
append_floats (Bytes bytes, std::vector<float> &numbers)
{
  const uint8_t *p = bytes.data ();

  if (bytes.size () % 4 != 0)
    refuse ("a tensor of the network has not the size that it gives");
  numbers.reserve (numbers.size () + bytes.size () / 4);
  for (size_t i = 0; i < bytes.size (); i += 4)
    numbers.push_back (float_from_bits ((uint32_t) p[i + 3] << 24 | (uint32_t) p[i + 2] << 16 | (uint32_t) p[i + 1] << 8 | p[i]));
}

static uint64_t
count_elements (const OnnxTensor &tensor)
{
  uint64_t elements = 1;

  for (int64_t dim : tensor.dims)
    {
      if (dim < 0 || (uint64_t) dim > max_elements || (dim != 0 && elements > max_elements / (uint64_t) dim))
        refuse ("a tensor of the network is too large");
      elements *= (uint64_t) dim;
    }
  return elements;
}

static OnnxTensor
read_tensor (Bytes message, std::string *name)
{
  OnnxTensor tensor;
  uint64_t type = 0;
  bool has_raw = false, has_typed = false;

  for (Fields field (message); field.next ();)
    switch (field.number)
      {
      case 1: /* dims */
        read_integers (field, tensor.dims, max_dims);
        break;
      case 2: /* data_type */
        type = field.value;
        break;
      case 4: /* float_data */
        has_typed = true;
        if (field.is_bytes)
          append_floats (field.bytes, tensor.numbers);
        else
          tensor.numbers.push_back (float_from_bits ((uint32_t) field.value));
        break;
      case 8: /* name */
        if (name != nullptr)
          *name = read_name (field);
        break;
      case 9: /* raw_data; empty is what some writers leave where they mean none */
        if (has_raw)
          refuse ("a tensor of the network has its numbers twice");
        has_raw = !field.bytes.empty ();
        append_floats (field.bytes, tensor.numbers);
        break;
      case 12: /* doc_string */
        break;
      case 3: case 13: case 14: /* segment, external_data, data_location */
        refuse_unsupported ("the network's numbers lie in another file, which this program does not read");
      default:
        refuse_unsupported ("the network holds numbers of another kind than float, which this program does not run");
      }

  if (type != type_float)
    refuse_unsupported ("the network holds numbers of another kind than float, which this program does not run");
  if (has_raw && has_typed)
    refuse ("a tensor of the network has its numbers twice");
  if (tensor.numbers.size () != count_elements (tensor))
    refuse ("a tensor of the network has not the size that it gives");
  for (float number : tensor.numbers)
    if (!std::isfinite (number))
      refuse ("a tensor of the network holds what is no number");
  return tensor;
}

/* A value of nothing but zero may be left out: then only the type, of AttributeProto.AttributeType, tells of it. */
static OnnxAttribute::Kind
kind_of_type (uint64_t type)
{
  switch (type)
    {
    case 1:
      return OnnxAttribute::Float;
    case 2:
      return OnnxAttribute::Int;
    case 3:
      return OnnxAttribute::String;
    case 7:
      return OnnxAttribute::Ints;
    default:
      return OnnxAttribute::Other;
    }
}

static OnnxAttribute
read_attribute (Bytes message, std::string *name)
{
  OnnxAttribute attribute;
  uint64_t type = 0;
  auto be = [&] (OnnxAttribute::Kind kind) {
    bool is_repeated = kind == OnnxAttribute::Ints || kind == OnnxAttribute::Other;

    if (attribute.kind != OnnxAttribute::None && (attribute.kind != kind || !is_repeated))
      refuse ("an attribute in the network has two values");
    attribute.kind = kind;
  };

  for (Fields field (message); field.next ();)
    switch (field.number)
      {
      case 1:
        *name = read_name (field);
        break;
      case 2:
        be (OnnxAttribute::Float);
        break;
      case 3:
        be (OnnxAttribute::Int);
        attribute.integer = (int64_t) field.value;
        break;
      case 4:
        be (OnnxAttribute::String);
        attribute.text = read_name (field);
        break;
      case 5:
        be (OnnxAttribute::Tensor);
        attribute.tensor = read_tensor (field.bytes, nullptr);
        break;
      case 8:
        be (OnnxAttribute::Ints);
        read_integers (field, attribute.integers, max_of_a_node);
        break;
      case 13: /* doc_string */
        break;
      case 20:
        type = field.value;
        break;
      default:
        be (OnnxAttribute::Other);
        break;
      }
  if (attribute.kind == OnnxAttribute::None)
    attribute.kind = kind_of_type (type);
  return attribute;
}

static OnnxNode
read_node (Bytes message)
{
  OnnxNode node;

  for (Fields field (message); field.next ();)
    switch (field.number)
      {
      case 1:
        count (node.inputs.size (), max_of_a_node);
        node.inputs.push_back (read_name (field));
        break;
      case 2:
        count (node.outputs.size (), max_of_a_node);
        node.outputs.push_back (read_name (field));
        break;
      case 4:
        node.type = read_name (field);
        break;
      case 5:
        {
          std::string name;
          OnnxAttribute attribute = read_attribute (field.bytes, &name);

          count (node.attributes.size (), max_of_a_node);
          if (!node.attributes.emplace (name, std::move (attribute)).second)
            refuse ("an attribute in the network has two values");
          break;
        }
      case 7:
        node.domain = read_name (field);
        break;
      default: /* name, doc_string, notes of other programs */
        break;
      }
  return node;
}

/* The name of a ValueInfoProto. Its shape is that of the example which the network was written with: not looked at. */
static std::string
read_value_name (Bytes message)
{
  std::string name;

  for (Fields field (message); field.next ();)
    if (field.number == 1)
      name = read_name (field);
  return name;
}

static void
read_initializer (Bytes message, OnnxModel &model)
{
  std::string name;
  OnnxTensor tensor = read_tensor (message, &name);

  count (model.tensors.size (), max_tensors);
  if (!model.tensors.emplace (name, std::move (tensor)).second)
    refuse ("two tensors of the network have the name " + show_name (name));
}

static void
read_graph_message (Bytes message, OnnxModel &model)
{
  for (Fields field (message); field.next ();)
    switch (field.number)
      {
      case 1:
        count (model.nodes.size (), max_nodes);
        model.nodes.push_back (read_node (field.bytes));
        break;
      case 5:
        read_initializer (field.bytes, model);
        break;
      case 11:
        count (model.inputs.size (), max_tensors);
        model.inputs.push_back (read_value_name (field.bytes));
        break;
      case 12:
        count (model.outputs.size (), max_of_a_node);
        model.outputs.push_back (read_value_name (field.bytes));
        break;
      case 14: case 15:
        refuse_unsupported ("the network has sparse or quantized tensors, which this program does not run");
      default: /* name, doc_string, shapes of the example */
        break;
      }
}

static void
read_opset (Bytes message, OnnxModel &model)
{
  std::string domain;
  int64_t version = 0;

  for (Fields field (message); field.next ();)
    if (field.number == 1)
      domain = read_name (field);
    else if (field.number == 2)
      version = (int64_t) field.value;
  if (domain.empty () || domain == "ai.onnx")
    model.opset = version;
}

OnnxModel
read_onnx (Bytes file)
{
  OnnxModel model;
  bool has_graph = false;

  for (Fields field (file); field.next ();)
    switch (field.number)
      {
      case 7:
        if (has_graph)
          refuse ("the file holds two networks");
        has_graph = true;
        read_graph_message (field.bytes, model);
        break;
      case 8:
        read_opset (field.bytes, model);
        break;
      case 25:
        refuse_unsupported ("the network defines operators of its own, which this program does not run");
      default: /* who wrote it, when, notes */
        break;
      }
  if (!has_graph)
    refuse ("a file without a network");
  return model;
}

} // namespace kon
