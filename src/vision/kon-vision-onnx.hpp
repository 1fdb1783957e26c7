/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An ONNX file as it stands: nodes, attributes, tensors by name. Sizes are checked and everything is counted before it is
 * kept; what it means is not looked at (kon-vision-graph.hpp). */
#pragma once

#include "kon-vision-private.hpp"

#include <map>
#include <string>
#include <vector>

namespace kon {

/* Numbers of 32 bits: what the networks that we run consist of. */
struct OnnxTensor
{
  std::vector<int64_t> dims;  /* none is negative */
  std::vector<float> numbers; /* as many as the dimensions ask for; none is infinite or not a number */
};

struct OnnxAttribute
{
  enum Kind { None, Float, Int, String, Tensor, Ints, Other } kind = None;

  /* Of a Float and of Other, which no operator of ours has, only the kind is kept. */

  int64_t integer = 0;
  std::string text;
  OnnxTensor tensor;
  std::vector<int64_t> integers;
};

struct OnnxNode
{
  std::string type, domain;
  std::vector<std::string> inputs, outputs;
  std::map<std::string, OnnxAttribute> attributes;
};

struct OnnxModel
{
  int64_t opset = 0;                             /* of ONNX's own operators */
  std::vector<OnnxNode> nodes;
  std::map<std::string, OnnxTensor> tensors;     /* the initialisers */
  std::vector<std::string> inputs, outputs;
};

/* Throws DAMAGED, or UNSUPPORTED where the file is sound but uses parts of ONNX that no network of ours has. */
OnnxModel read_onnx (Bytes file);

/* @name, which came from outside, fit to be shown: short, printable. */
std::string show_name (const std::string &name);

} // namespace kon
