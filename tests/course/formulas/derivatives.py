"""The derivatives of one function of one number."""

from __future__ import annotations

import numpy as np

from formulas import Formula, central_difference

PULL = 1e-6

FORMULAS = [
    Formula(
        r"\frac{df}{du}(a) \approx \frac{f(a + \Delta) - f(a - \Delta)}{2\,\Delta}",
        claim=lambda a: (np.sin(a + 0.001) - np.sin(a - 0.001)) / (2 * 0.001),
        of=np.sin,
        at=0.7,
        within=1e-6,
    ),
    Formula(
        r"\underbrace{f(a + \text{pull}) - f(a)}_{\text{how far the output moves}} \approx "
        r"\underbrace{\frac{df}{du}(a)}_{\text{multiple}} \cdot \text{pull}",
        claim=lambda a: (np.sin(a + PULL) - np.sin(a)) / PULL,
        of=np.sin,
        at=0.7,
        within=1e-5,
    ),
    Formula(
        r"T(x) = f(a) + \frac{df}{du}(a) \cdot (x - a)",
        claim=lambda a: central_difference(lambda x: np.sin(a) + np.cos(a) * (x - a), a),
        of=np.sin,
        at=0.7,
    ),
]

NOT_COMPARED = [
    (r"\frac{df}{du}(a) = \lim_{\Delta \to 0}", "the definition, with which all others are compared"),
    (r"x_{k+1} = x_k - \text{rate} \cdot \frac{df}{du}(x_k)", "a step, not a derivative"),
]
