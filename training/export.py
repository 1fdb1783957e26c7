# SPDX-License-Identifier: AGPL-3.0-or-later
"""Turns a training run into what the program loads: data/models/NAME.onnx and its manifest NAME.json.

    python3 export.py finder|corners|reader DATA RUN.pt OUTDIR [--version 0.1.0]

Normalisations are folded into the convolutions, the file is run through OpenCV's dnn and must agree with torch,
and the reader's temperature is fitted on the calibration slice of the training side.
"""
import argparse
import hashlib
import json
import pathlib
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

import finding
import split
from corner_data import GROWTH
from nets import CLASSES, CORNERS_HEIGHT, CORNERS_WIDTH, READER_HEIGHT, READER_STEPS, READER_WIDTH, STRIDES, Corners, Finder, Reader
from reading import greedy
from train_reader import Exam, confidences

PHOTOS = [
    ("RobertLucian/license-plate-dataset", "MIT"), ("faisalthaheem/open-lpr-dataset-plate-detection", "Apache-2.0"),
    ("TechKhid/LicensePlateDetection (Open Images)", "CC-BY-2.0 (images), CC-BY-4.0 (boxes)"),
    ("chirag-agrawal24/ANPR", "MIT, Apache-2.0"), ("liuruoze/EasyPR", "Apache-2.0"),
    ("openalpr/train-detector (raw-neg)", "AGPL-3.0"), ("plates rendered by this project", "AGPL-3.0-or-later")]
CROPS = [
    ("openalpr/train-detector", "AGPL-3.0"), ("RobertLucian/license-plate-dataset", "MIT"),
    ("faisalthaheem/open-lpr-dataset-plate-detection", "Apache-2.0"), ("liuruoze/EasyPR", "Apache-2.0"),
    ("plates rendered by this project", "AGPL-3.0-or-later")]
COLORS = {"order": "rgb", "mean": [finding.MEAN] * 3, "std": [finding.STD] * 3}


@dataclass
class Kind:
    network: type
    family: str
    shapes: list        # of inputs that are tried; the first one is exported
    input: dict
    outputs: list
    sources: list


KINDS = {
    "finder": Kind(Finder, "grid-quad", [(1, 3, 640, 640), (1, 3, 480, 640), (1, 3, 960, 1280), (1, 3, 320, 320), (1, 3, 32, 64)],
                   {"width": 640, "height": 640, "multiple": 32, **COLORS}, [{"name": f"p{s}", "stride": s} for s in STRIDES], PHOTOS),
    "corners": Kind(Corners, "box-corners", [(1, 3, CORNERS_HEIGHT, CORNERS_WIDTH)],
                    {"width": CORNERS_WIDTH, "height": CORNERS_HEIGHT, **COLORS}, [{"name": "corners"}], PHOTOS),
    "reader": Kind(Reader, "two-row-ctc", [(1, 1, READER_HEIGHT, READER_WIDTH)],
                   {"order": "grey", "width": READER_WIDTH, "height": READER_HEIGHT, "multiple": 1, "mean": [.5], "std": [.5]},
                   [{"name": "rows", "rows": 2, "steps": READER_STEPS, "classes": CLASSES}], CROPS)}


def folded(model):
    """The same network with every normalisation folded into the convolution before it."""
    for module in list(model.modules()):
        if isinstance(module, nn.Sequential):
            for i in range(len(module) - 1):
                if isinstance(module[i], nn.Conv2d) and isinstance(module[i + 1], nn.BatchNorm2d):
                    module[i] = fuse_conv_bn_eval(module[i], module[i + 1])
                    module[i + 1] = nn.Identity()
    return model


def drop_identities(module):
    for name, child in module.named_children():
        if isinstance(child, nn.Sequential):
            setattr(module, name, nn.Sequential(*(c for c in child if not isinstance(c, nn.Identity))))
    for child in module.children():
        drop_identities(child)
    return module


def load_mean(kind, run):
    model = KINDS[kind].network()
    model.load_state_dict(torch.load(run)["mean"])
    return drop_identities(folded(model.eval())).eval()


def agree(path, model, shapes, names):
    """The largest difference between OpenCV's dnn and torch."""
    worst = 0.
    net = cv2.dnn.readNetFromONNX(str(path))
    for shape in shapes:
        x = np.random.default_rng(1).normal(0, 1, shape).astype(np.float32)
        net.setInput(x)
        got = net.forward(names)
        with torch.no_grad():
            want = model(torch.from_numpy(x))
        for a, b in zip(got, want if isinstance(want, tuple) else (want,)):
            if a.shape != tuple(b.shape):
                raise SystemExit(f"OpenCV gives {a.shape}, torch {tuple(b.shape)}")
            worst = max(worst, float(np.abs(a - b.numpy()).max()))
    return worst


def fit_temperature(model, data):
    """The divisor of the logits under which the confidences of the calibration slice are likeliest."""
    exam = Exam(split.calibration_crops(data))
    logits = exam.logits(model)
    texts = ["".join(greedy(rows)) for rows in logits]
    right = np.array([text == crop.text for text, crop in zip(texts, exam.crops)])
    best = (np.inf, 1.)
    for temperature in np.arange(.6, 3.01, .05):
        p = np.clip(confidences(logits, texts, temperature), 1e-4, 1 - 1e-4)
        best = min(best, (-np.log(np.where(right, p, 1 - p)).sum(), round(float(temperature), 2)))
    return best[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("data")
    parser.add_argument("run")
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--version", default="0.1.0")
    args = parser.parse_args()
    torch.set_num_threads(1)
    kind, name = KINDS[args.kind], f"plate-{args.kind}"
    model = load_mean(args.kind, args.run)
    path = args.out / f"{name}.onnx"
    names = [o["name"] for o in kind.outputs]
    torch.onnx.export(model, torch.zeros(kind.shapes[0]), str(path), opset_version=11, input_names=["image"], output_names=names)
    worst = agree(path, model, kind.shapes, names)
    if worst > 1e-2:
        raise SystemExit(f"OpenCV and torch differ by {worst}")
    content = path.read_bytes()
    manifest = {
        "format": 1, "kind": name, "family": kind.family, "name": f"konnetec-{name}", "version": args.version, "file": path.name,
        "sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "input": {"name": "image", **kind.input}, "outputs": kind.outputs}
    if args.kind == "finder":
        manifest["thresholds"] = {"score": .42, "nms": .5}
    elif args.kind == "corners":
        manifest["margin"] = GROWTH
    else:
        manifest["alphabet"] = split.ALPHABET
        manifest["temperature"] = fit_temperature(model, args.data)
    manifest["licence"] = "AGPL-3.0-or-later"
    manifest["sources"] = [{"name": n, "licence": l} for n, l in kind.sources]
    manifest["card"] = f"{name}.md"
    path.with_suffix(".json").write_text(json.dumps(manifest, indent=2) + "\n")
    print(f"{path}: {len(content)} bytes, OpenCV and torch differ by at most {worst:.1e}" 
          + (f", temperature {manifest['temperature']}" if args.kind == "reader" else ""))


if __name__ == "__main__":
    main()
