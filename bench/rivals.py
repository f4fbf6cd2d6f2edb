"""Ways to judge a gradient, each as other people do it: every one takes a Question and says whether it accepts.

Those whose library is not installed are left out: SciPy (`pip install scipy`), PyTorch (`pip install torch`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np

from autograder.core.model import Array
from autograder.gradients.gradcheck import gradcheck
from autograder.gradients.numeric import RTOL


@dataclass(frozen=True, slots=True)
class Question:
    """Is `claim` the gradient of sum(upstream * f(x)) at x? upstream None means ones."""

    f: Callable[[Array], Any]
    x: Array
    upstream: Array | None
    claim: Array
    rtol: float = RTOL  # what the author of a check allows, if more; only our judge listens


Judge = Callable[[Question], bool]


def total(question: Question, x: Array) -> float:
    """Return sum(upstream * f(x)): the other judges are given one number to differentiate, as their manuals advise."""
    y = np.asarray(question.f(x), dtype=float)
    return float(np.sum(y if question.upstream is None else question.upstream * y))


def ours(question: Question) -> bool:
    return gradcheck(question.f, question.claim, question.x, question.upstream, question.rtol).ok


def central(question: Question, step: float) -> Array:
    slopes = np.empty(question.x.shape)
    for index in np.ndindex(question.x.shape):
        ahead, behind = question.x.copy(), question.x.copy()
        ahead[index] += step
        behind[index] -= step
        slopes[index] = (total(question, ahead) - total(question, behind)) / (2 * step)
    return slopes


def coarse_allclose(question: Question) -> bool:
    return bool(np.allclose(question.claim, central(question, 1e-3), rtol=1e-4))


def fine_allclose(question: Question) -> bool:
    return bool(np.allclose(question.claim, central(question, 1e-5), rtol=1e-5))


def cs231n(question: Question) -> bool:
    """Source: CS231n, "Gradient checks": relative error |a - n| / max(|a|, |n|) below 1e-7, step 1e-5."""
    numeric, claim = central(question, 1e-5), question.claim.astype(float)
    largest = np.maximum(np.abs(numeric), np.abs(claim))
    error = np.abs(numeric - claim) / np.where(largest > 0, largest, 1.0)
    return bool(np.all(error < 1e-7))


def scipy_jacobian(question: Question) -> bool:
    """scipy.differentiate.jacobian has no rule of acceptance: rtol 1e-5, beside its own estimate of its error."""
    from scipy.differentiate import jacobian

    shape, size = question.x.shape, question.x.size

    def f(points: Array) -> Array:  # (size, *batch) -> (1, *batch)
        flat = points.reshape(size, -1)
        values = [total(question, np.ascontiguousarray(column).reshape(shape)) for column in flat.T]
        return np.array(values).reshape(1, *points.shape[1:])

    found = jacobian(f, question.x.ravel())
    numeric, error = found.df.reshape(shape), found.error.reshape(shape)
    near = np.abs(question.claim - numeric) <= 1e-8 + 1e-5 * np.abs(numeric) + error
    return bool(np.all(near))


def torch_judge(fast: bool) -> Judge:
    import torch

    class Claimed(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Any, question: Question) -> Any:
            ctx.claim = torch.from_numpy(question.claim.astype(np.float64))
            return torch.tensor(total(question, x.detach().numpy().copy()), dtype=torch.float64)

        @staticmethod
        def backward(ctx: Any, upstream: Any) -> Any:
            return upstream * ctx.claim, None

    def judge(question: Question) -> bool:
        x = torch.from_numpy(question.x.copy()).requires_grad_(True)
        return bool(torch.autograd.gradcheck(Claimed.apply, (x, question), fast_mode=fast, raise_exception=False))

    return judge


def judges() -> dict[str, Judge]:
    """Return the judges that can be had here, by name, ours first."""
    found: dict[str, Judge] = {
        "ours": ours,
        "central 1e-3, rtol 1e-4": coarse_allclose,
        "central 1e-5, rtol 1e-5": fine_allclose,
        "CS231n < 1e-7": cs231n,
    }
    if find_spec("scipy") is not None:
        found["scipy jacobian"] = scipy_jacobian
    if find_spec("torch") is not None:
        found |= {"torch slow": torch_judge(fast=False), "torch fast": torch_judge(fast=True)}
    return found
