# SPDX-License-Identifier: AGPL-3.0-or-later
"""Trains the plate reader until a time of day (or for '+minutes').

    python3 train_reader.py DATA RUN.pt --until 07:30

Cut off at any moment it goes on from RUN.pt. Every plate is learned by CTC. Where the rows are known (rendered plates,
plainly one-row shapes) each row learns its own text; else upper and lower row together learn the whole.
"""
import time

import numpy as np
import torch
import torch.nn.functional as F

import split
from nets import CLASSES, READER_STEPS, Reader
from pictures import load
from read_data import Mix, encode, normalise, plain
from reading import calibration_error, edit_distance, greedy
from training_loop import Run, ahead, deadline, options


def ctc(log_probs, texts):
    """log_probs [N, steps, classes]; the loss of each sample."""
    lengths = torch.tensor([len(t) for t in texts])
    labels = torch.tensor([c for t in texts for c in encode(t)], dtype=torch.long)
    steps = torch.full((len(texts),), log_probs.shape[1], dtype=torch.long)
    return F.ctc_loss(log_probs.transpose(0, 1), labels, steps, lengths, reduction="none", zero_infinity=True)


def loss_of(logits, texts, rows):
    """Mean loss per plate over a batch of logits [N, 2, steps, classes]."""
    log_probs = F.log_softmax(logits, -1)
    known = [i for i, r in enumerate(rows) if r is not None]
    unknown = [i for i, r in enumerate(rows) if r is None]
    total = logits.new_zeros(())
    if known:
        total = total + ctc(log_probs[known].reshape(-1, READER_STEPS, CLASSES), [t for i in known for t in rows[i]]).sum()
    if unknown:
        total = total + ctc(log_probs[unknown].reshape(-1, 2 * READER_STEPS, CLASSES), [texts[i] for i in unknown]).sum()
    return total / len(texts)


def confidences(logits, texts, temperature=1.):
    """The probability of each text: the sum over all its paths, as the program computes it."""
    log_probs = F.log_softmax(torch.from_numpy(logits) / temperature, -1)
    return np.exp(-ctc(log_probs.reshape(-1, 2 * READER_STEPS, CLASSES), texts).numpy())


class Exam:
    """Crops with their texts, prepared as the program does."""

    def __init__(self, crops):
        self.crops = crops
        self.input = normalise(np.stack([plain(load(c.path)) for c in crops])[:, None])

    def logits(self, model):
        with torch.no_grad():
            return np.concatenate([model(torch.from_numpy(self.input[i:i + 32])).numpy() for i in range(0, len(self.input), 32)])

    def report(self, model):
        logits = self.logits(model)
        texts = ["".join(greedy(rows)) for rows in logits]
        right = [text == crop.text for text, crop in zip(texts, self.crops)]
        distance = sum(edit_distance(text, crop.text) for text, crop in zip(texts, self.crops))
        sources = {}
        for crop, ok in zip(self.crops, right):
            sources.setdefault(crop.source, []).append(ok)
        parts = " ".join(f"{s.replace('openalpr_', '')} {100 * np.mean(v):.1f}" for s, v in sources.items())
        return (f"exact {100 * np.mean(right):.2f} cer {distance / sum(len(c.text) for c in self.crops):.4f} "
                f"ece {calibration_error(confidences(logits, texts), right):.3f} | {parts}")


def batches_of(data, step, real, count):
    mix = Mix(data, step + 1, real)
    while True:
        yield mix.batch(count)


def main():
    parser = options(__doc__, 2e-3, 48)
    parser.add_argument("--real", type=float, default=.6, help="share of real crops")
    args = parser.parse_args()
    torch.set_num_threads(1)
    run = Run(Reader(), args.run, args.rate, deadline(args.until), again=args.again)
    batches, exam = ahead(batches_of(args.data, run.step, args.real, args.batch)), Exam(split.validation_crops(args.data))
    average, begin = None, time.time()
    while not run.over:
        pictures, texts, rows = next(batches)
        run.model.train()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=args.bf16):
            logits = run.model(torch.from_numpy(pictures))
        loss = loss_of(logits.float(), texts, rows)
        rate = run.learn(loss)
        average = loss.item() if average is None else .98 * average + .02 * loss.item()
        if run.step % 50 == 0:
            print(f"{time.strftime('%H:%M:%S')} step {run.step} loss {average:.3f} rate {rate:.5f} {50 * args.batch / (time.time() - begin):.0f}/s", flush=True)
            begin = time.time()
        if run.step % args.every == 0:
            run.save()
            print("  exam:", exam.report(run.mean), flush=True)
            begin = time.time()
    run.save()
    print("  exam:", exam.report(run.mean), flush=True)


if __name__ == "__main__":
    main()
