"""The time of a verdict on a right gradient, beside PyTorch's, for a small product of matrices and a large one."""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np

from autograder.core.model import Array
from autograder.gradients.gradcheck import gradcheck

SIZES = {"3×3 · 3×2": (3, 3, 2, 101), "64×128 · 128×64": (64, 128, 64, 21)}  # and how often ours is timed
RIVAL_RUNS = 4


def sigmoid(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-x)))


def milliseconds(run: Callable[[], bool], runs: int) -> float:
    """Return the shortest time of a run: what else the machine does only adds to it."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        if not run():
            raise RuntimeError("a right gradient was rejected")
        times.append(1000 * (time.perf_counter() - start))
    return min(times)


def ours(X: Array, W: Array, upstream: Array) -> Callable[[], bool]:
    def forward(X: Array) -> Array:
        return sigmoid(X @ W)

    def backward(X: Array) -> Array:
        S = sigmoid(X @ W)
        return (upstream * S * (1 - S)) @ W.T

    return lambda: gradcheck(forward, backward, X, upstream).ok


def torchs(X: Array, W: Array, upstream: Array, fast: bool) -> Callable[[], bool]:
    import torch

    torch.set_num_threads(1)
    x, weights, u = (torch.from_numpy(array.copy()) for array in (X, W, upstream))
    x.requires_grad_(True)
    return lambda: torch.autograd.gradcheck(lambda x: (u * torch.sigmoid(x @ weights)).sum(), (x,), fast_mode=fast)


def speed_table() -> str:
    """Return Markdown: the milliseconds (best of several) of one verdict on a right gradient of sigmoid(XW) by X."""
    heads = ("product", "ours, ms", "torch slow, ms", "torch fast, ms", "torch slow / ours")
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for label, (n, k, m, runs) in SIZES.items():
        random = np.random.default_rng(2019)
        X, W, upstream = (random.standard_normal(size) for size in ((n, k), (k, m), (n, m)))
        mine = milliseconds(ours(X, W, upstream), runs)
        cells = [f"{mine:.3g}"]
        if find_spec("torch") is not None:
            slow, fast = (milliseconds(torchs(X, W, upstream, mode), RIVAL_RUNS) for mode in (False, True))
            cells += [f"{slow:.3g}", f"{fast:.3g}", f"{slow / mine:.3g}"]
        else:
            cells += ["not installed"] * 3
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return "\n".join(lines)
