"""Runs every text of a language through multilingual-e5-small once and keeps what the layers say: see README.md.

    python embed_e5.py DATA TWO OUT SHARD OF [MOST]      DATA: the folder with sentiment/ and targeted/, TWO: nl, fa or zh

SHARD of OF shares the work between processes; MOST takes so many rows of each set and part at most, those with the least hashes.

Kept in OUT: TWO.SHARD.pt with the texts and their mean vectors after a few layers, from where teacher_e5.py goes on.
"""

import gzip
import os
import sys
import time
import zlib
from collections import defaultdict

import torch
from e5 import Encoder, Tokens

# A long review is cut in the middle: praise and blame stand at its head and tail.
HEAD, TAIL, BATCH = 40, 38, 2048
POOLED = (6, 9, 12)
NOT_TRAINED = {"armanemo", "parsinlu_food", "parsinlu_movie", "amazon_multi", "social"}


def rows(path):
    if not os.path.exists(path):
        return []
    with gzip.open(path, "rt", encoding="utf8", newline="\n") as file:
        return [line.rstrip("\n").split("\t") for line in file if line.strip()]


def texts_of(data, two, most):
    """Every text once: development and training parts of sentiment/, then what only targeted/ has."""
    found = []
    for path in (f"sentiment/{two}.dev", f"sentiment/{two}.train", f"targeted/{two}.train"):
        sets = defaultdict(list)
        for _, name, *_, text in rows(f"{data}/{path}.tsv.gz"):
            if name not in NOT_TRAINED:
                sets[name].append(text)
        for own in sets.values():
            found += sorted(own, key=lambda text: zlib.crc32(text.encode()))[:most]
    return list(dict.fromkeys(found))


def cut(ids):
    return ids if len(ids) <= HEAD + TAIL else ids[:HEAD] + ids[-TAIL:]


def main(data, two, out, shard, of, most=None):
    torch.set_num_threads(1)
    tokens, model = Tokens(), Encoder()
    model = model.to(torch.bfloat16)
    model.word, model.pos = model.word.to(torch.bfloat16), model.pos.to(torch.bfloat16)
    texts = texts_of(data, two, most and int(most))[int(shard) :: int(of)]
    ids = [[model.ends[0], *cut(tokens("query: " + t)), model.ends[1]] for t in texts]
    by_length = defaultdict(list)
    for i, own in enumerate(ids):
        by_length[len(own)].append(i)
    pooled = torch.zeros(len(texts), len(POOLED), 384, dtype=torch.bfloat16)
    began, done, every = time.time(), 0, sum(map(len, ids))
    print(len(texts), "texts", every, "tokens", flush=True)
    with torch.inference_mode():
        for length, own in sorted(by_length.items()):
            step = max(1, BATCH // length)
            for at in range(0, len(own), step):
                batch = own[at : at + step]
                x = model.embed(torch.tensor([ids[i] for i in batch]))
                for k, layer in enumerate(model.layers, 1):
                    x = layer(x)
                    if k in POOLED:
                        pooled[batch, POOLED.index(k)] = x.mean(1)
                done += length * len(batch)
            print(f"length {length}: {done / every:.3f} in {time.time() - began:.0f} s", flush=True)
    torch.save({"texts": texts, "pooled": pooled}, f"{out}/{two}.{shard}.pt")


if __name__ == "__main__":
    main(*sys.argv[1:])
