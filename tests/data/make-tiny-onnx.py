#!/usr/bin/python3
"""make-tiny-onnx.py: write tiny.onnx anew, the smallest network that shows what kon_vision_net_forward() must do: any input
size, two outputs by name. linear = (x0 + 0.5, 2 * x1 - 1); small = the largest of each 2 x 2 of it, not below zero.
Needs python3-onnx. SPDX-License-Identifier: AGPL-3.0-or-later
"""
import pathlib

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

weight = np.zeros((2, 3, 1, 1), np.float32)
weight[0, 0], weight[1, 1] = 1, 2
bias = np.array([0.5, -1], np.float32)

graph = helper.make_graph(
    [
        helper.make_node("Conv", ["input", "weight", "bias"], ["linear"], name="Conv_0", kernel_shape=[1, 1]),
        helper.make_node("Relu", ["linear"], ["positive"], name="Relu_1"),
        helper.make_node("MaxPool", ["positive"], ["small"], name="MaxPool_2", kernel_shape=[2, 2], strides=[2, 2]),
    ],
    "tiny",
    [helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 3, "height", "width"])],
    [
        helper.make_tensor_value_info("linear", TensorProto.FLOAT, [1, 2, "height", "width"]),
        helper.make_tensor_value_info("small", TensorProto.FLOAT, [1, 2, "rows", "columns"]),
    ],
    [numpy_helper.from_array(weight, "weight"), numpy_helper.from_array(bias, "bias")],
)
model = helper.make_model(graph, producer_name="konnetec-vision", opset_imports=[helper.make_opsetid("", 11)])
model.ir_version = 6
checker.check_model(model)
save(model, str(pathlib.Path(__file__).resolve().parent / "tiny.onnx"))
