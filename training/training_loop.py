# SPDX-License-Identifier: AGPL-3.0-or-later
"""What both trainers share: the clock that drives the learning rate, the averaged weights, checkpoints."""
import argparse
import copy
import datetime
import math
import multiprocessing
import os
import pathlib
import time

import torch


def options(purpose, rate, batch):
    """The parser of what every trainer takes; `rate` and `batch` are the defaults."""
    parser = argparse.ArgumentParser(description=purpose.split("\n")[0])
    parser.add_argument("data")
    parser.add_argument("run")
    parser.add_argument("--until", default="+60")
    parser.add_argument("--batch", type=int, default=batch, help="samples a step")
    parser.add_argument("--rate", type=float, default=rate)
    parser.add_argument("--every", type=int, default=500, help="steps between exams and checkpoints")
    parser.add_argument("--bf16", action="store_true", help="half the bits: two to three times as fast where the processor has AVX512_BF16")
    parser.add_argument("--again", action="store_true", help="begin the fall of the learning rate anew")
    return parser


def deadline(text):
    """'07:30' today, or '+90' minutes from now, as seconds since the epoch."""
    if text.startswith("+"):
        return time.time() + 60 * float(text[1:])
    hour, minute = map(int, text.split(":"))
    return datetime.datetime.now().replace(hour=hour, minute=minute, second=0).timestamp()


def ahead(samples, depth=6):
    """What the generator `samples` gives, made by a process of its own while the trainer learns."""
    def fill(queue):
        for sample in samples:
            queue.put(sample)

    fork = multiprocessing.get_context("fork")
    queue = fork.Queue(depth)
    fork.Process(target=fill, args=(queue,), daemon=True).start()
    while True:
        yield queue.get()


class Run:
    """Weights, optimiser, averaged weights and progress of one training, kept in one file.

    The learning rate follows the clock: it warms up over some steps, then falls along a cosine to the
    deadline. So a run is as good as the time it gets, and can be cut off and taken up again.
    """

    def __init__(self, model, path, rate, until, warmup=300, decay=.999, again=False):
        self.model, self.path = model.to(memory_format=torch.channels_last), pathlib.Path(path)     # a fifth faster here
        self.mean = copy.deepcopy(model).eval()
        self.rate, self.until, self.warmup, self.decay = rate, until, warmup, decay
        plain = [p for p in model.parameters() if p.dim() == 1]
        heavy = [p for p in model.parameters() if p.dim() > 1]
        self.optimiser = torch.optim.AdamW([{"params": heavy, "weight_decay": .01}, {"params": plain, "weight_decay": 0}], lr=rate)
        self.step, self.started = 0, time.time()
        if self.path.exists():
            self.resume()
        if again:
            self.started = time.time()

    def resume(self):
        state = torch.load(self.path)
        self.model.load_state_dict(state["model"])
        self.mean.load_state_dict(state["mean"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.started = state["step"], state["started"]
        print(f"going on at step {self.step}", flush=True)

    def save(self):
        state = {"model": self.model.state_dict(), "mean": self.mean.state_dict(), "optimiser": self.optimiser.state_dict(),
                 "step": self.step, "started": self.started}
        scratch = self.path.with_suffix(".new")
        torch.save(state, scratch)
        os.replace(scratch, self.path)

    @property
    def over(self):
        return time.time() >= self.until

    def learn(self, loss):
        """One step down the gradient."""
        part = min(1., (time.time() - self.started) / max(1., self.until - self.started))
        rate = self.rate * min(1., (self.step + 1) / self.warmup) * (.01 + .99 * .5 * (1 + math.cos(math.pi * part)))
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 5.)
        self.optimiser.step()
        self.step += 1
        decay = min(self.decay, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for kept, new in zip(self.mean.state_dict().values(), self.model.state_dict().values()):
                if kept.dtype.is_floating_point:
                    kept.lerp_(new, 1 - decay)
                else:
                    kept.copy_(new)
        return rate
