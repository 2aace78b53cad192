"""Teaches what embed_e5.py kept of a language the labelled sets, and writes what it then thinks of every training text: see README.md.

    python teacher_e5.py DATA TWO KEPT OUT.jsonl [FILE]      FILE: probabilities of the development rows by another model, as JSON

Five folds: a text that it learnt from is judged by the four fifths that do not hold it, so that no answer is remembered. The encoder stays as it is; only a
small network on its mean vectors learns.
"""

import glob
import json
import os
import re
import sys
import zlib
from collections import Counter

import torch
from embed_e5 import NOT_TRAINED, rows
from torch import nn
from torch.nn import functional as F

LABELS = ["negative", "neutral", "positive"]
FOLDS = 5


def signature(text):
    """As signature() in ../data.ts."""
    text = re.sub(r"@\w+|https?:\S+|\bhttp\b|\buser\b", "", text.lower())
    return re.sub(r"[\W_]+", "", text)


def fold(text):
    return zlib.crc32(text.encode()) % FOLDS


def training(data, two, at):
    """(place, label, set is without neutral, weight): sets that are small count for more, and so do rare labels in them."""
    dev = rows(f"{data}/sentiment/{two}.dev.tsv.gz")
    closed = {signature(r[2]) for r in dev} | {signature(r[3]) for r in rows(f"{data}/targeted/{two}.dev.tsv.gz")}
    own = [r for r in rows(f"{data}/sentiment/{two}.train.tsv.gz") if r[1] not in NOT_TRAINED]
    own = [r for r in own if r[2] in at and signature(r[2]) not in closed]
    sizes, classes = Counter(r[1] for r in own), Counter((r[1], r[0]) for r in own)
    kinds = {s: sum(1 for k in classes if k[0] == s) for s in sizes}
    mean = len(own) / len(sizes)
    taught = []
    for label, name, text in own:
        rare = min(3, (sizes[name] / kinds[name] / classes[name, label]) ** 0.5)
        small = min(2, (mean / sizes[name]) ** 0.5)
        taught.append((at[text], LABELS.index(label), classes[name, "neutral"] == 0, rare * small))
    return taught, dev


def loss_of(logits, y, closed, weight):
    logits = torch.stack([logits[:, 0], logits[:, 1].masked_fill(closed, -30), logits[:, 2]], 1)
    return (F.cross_entropy(logits, y, reduction="none") * weight).sum() / weight.sum()


class Probe:
    """A small network on the mean vectors of a few layers."""

    def __init__(self, pooled):
        x = pooled.float().flatten(1)
        self.x = (x - x.mean(0)) / (x.std(0) + 1e-6)

    def fit(self, taught, seed):
        torch.manual_seed(seed)
        net = nn.Sequential(nn.Dropout(0.2), nn.Linear(self.x.shape[1], 128), nn.GELU(), nn.Dropout(0.4), nn.Linear(128, 3))
        optimiser = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.05)
        at, y, closed, weight = (torch.tensor(c) for c in zip(*taught))
        epochs, size = 8, 256
        steps = epochs * (len(at) // size)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, steps + 1)
        for _ in range(epochs):
            order = torch.randperm(len(at))
            for own in order.split(size)[: len(at) // size]:
                loss = loss_of(net(self.x[at[own]]), y[own], closed[own], weight[own])
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
                schedule.step()
        return net.eval()

    def judge(self, net, places):
        with torch.inference_mode():
            return net(self.x[torch.tensor(places)]).softmax(-1)


def f1(gold, given):
    total = []
    for k in set(gold):
        hit = sum(1 for g, h in zip(gold, given) if g == h == k)
        total.append(2 * hit / (gold.count(k) + given.count(k) or 1))
    return sum(total) / len(total)


def report(dev, judged, other=None):
    """Macro-F1 per development set; beside it that of another model's probabilities and of the mean of both."""
    for name in sorted({r[1] for r in dev}):
        own = [i for i, r in enumerate(dev) if r[1] == name]
        gold = [LABELS.index(dev[i][0]) for i in own]
        line = f"  {name} n {len(own)}:"
        p = judged[own]
        for q in [p] if other is None else [p, other[own], (p + other[own]) / 2]:
            if 1 not in gold:
                q = q * torch.tensor([1.0, 0.0, 1.0])
            line += f" F1 {f1(gold, q.argmax(1).tolist()):.3f} loss {-q.div(q.sum(1, keepdim=True))[range(len(own)), gold].clamp_min(1e-6).log().mean():.3f}"
        print(line, flush=True)


def main(data, two, folder, out, linear=None):
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
    parts = [torch.load(path) for path in sorted(glob.glob(f"{folder}/{two}.*.pt"))]
    every = sum((p["texts"] for p in parts), [])
    at = {text: i for i, text in enumerate(every)}
    taught, dev = training(data, two, at)
    here = [i for i, row in enumerate(dev) if row[2] in at]
    dev = [dev[i] for i in here]
    teacher = Probe(torch.cat([p["pooled"] for p in parts]))
    held = [at[r[2]] for r in dev]
    other = torch.tensor(json.load(open(linear)), dtype=torch.float32)[here] if linear else None
    closed = set(held)
    texts = [t for t in every if at[t] not in closed]
    known = {row[0] for row in taught}
    judged, on_dev, times = torch.zeros(len(every), 3), torch.zeros(len(held), 3), torch.zeros(len(every))
    for k in range(FOLDS):
        net = teacher.fit([row for row in taught if fold(every[row[0]]) != k], k)
        on_dev += teacher.judge(net, held) / FOLDS
        # Texts that no set labels are judged by all.
        places = [at[t] for t in texts if at[t] not in known or fold(t) == k]
        judged[places] += teacher.judge(net, places)
        times[places] += 1
        print(f"fold {k + 1} of {FOLDS}", flush=True)
        report(dev, on_dev * FOLDS / (k + 1), other)
    with open(out, "w", encoding="utf8") as file:
        for text in texts:
            p = (judged[at[text]] / times[at[text]]).tolist()
            file.write(json.dumps([text, [round(x, 4) for x in p]], ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
