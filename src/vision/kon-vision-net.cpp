/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Networks: ONNX through OpenCV's own CPU code. */
#include "config.h"

#include "kon-vision-private.hpp"

#include <opencv2/dnn.hpp>

#include <memory>
#include <vector>

struct KonVisionNet
{
  cv::dnn::Net net;
  std::vector<cv::Mat> outputs; /* of the last forward */
};

namespace kon {

static const size_t max_model_size = 512u << 20;
static const int max_outputs = 8;
static const int max_side = 1 << 14;
static const int max_channels = 1 << 10;

static KonVisionTensor
describe (const cv::Mat &output)
{
  KonVisionTensor tensor = {};

  if (output.type () != CV_32F || output.dims > (int) (sizeof tensor.dims / sizeof tensor.dims[0]) || output.total () == 0)
    throw Failure (KON_VISION_FAILED, "the network gives a tensor of another kind than expected");
  tensor.data = output.ptr<float> ();
  tensor.n_dims = output.dims;
  for (int i = 0; i < output.dims; i++)
    tensor.dims[i] = output.size[i];
  return tensor;
}

static void
forward (KonVisionNet *net, const cv::Mat &blob, const std::vector<std::string> &names, KonVisionTensor *outputs)
{
  net->outputs.clear ();
  net->net.setInput (blob);
  std::vector<cv::Mat> results;
  net->net.forward (results, names);
  if (results.size () != names.size ())
    throw Failure (KON_VISION_FAILED, "the network does not give what was asked for");

  for (size_t i = 0; i < results.size (); i++)
    {
      net->outputs.push_back (results[i].isContinuous () ? results[i] : results[i].clone ());
      outputs[i] = describe (net->outputs[i]);
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

    kon::check_onnx (kon::Bytes (onnx, size));
    std::unique_ptr<KonVisionNet> net (new KonVisionNet);
    net->net = cv::dnn::readNetFromONNX ((const char *) onnx, size);
    if (net->net.empty ())
      throw kon::Failure (KON_VISION_DAMAGED, "a network without layers");
    net->net.setPreferableBackend (cv::dnn::DNN_BACKEND_OPENCV);
    net->net.setPreferableTarget (cv::dnn::DNN_TARGET_CPU);
    *out = net.release ();
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

    int sizes[] = { 1, channels, height, width };
    cv::Mat blob (4, sizes, CV_32F, const_cast<float *> (input));
    kon::forward (net, blob, std::vector<std::string> (output_names, output_names + n_outputs), outputs);
  });
}
