"""What a check is called in front of a student: by what it asks of the answer, not by our word for it."""

from __future__ import annotations

HIDDEN = " (hidden)"
IN_WORDS = {
    "unchanged": "your function leaves its argument as it was ({})",
    "analytic": "{} by a formula, not by a numeric derivative",
    "gradient": "{} against a numeric derivative",
    "equal": "the value of {}",
    "printed": "what is printed ({})",
    "raised": "the exception that is raised ({})",
    "dtype": "the dtype of {}",
    "shared": "a view or a copy ({})",
    "uses": "what your answer is to be written with ({})",
    "avoids": "what your answer is to be written without ({})",
    "figure": "what the figure shows ({})",
    "vectorised": "{} by array operations",
    "distributed": "the distribution of {}",
}


def in_words(kind: str, name: str) -> str:
    """Return the name of a check for a student; name is the record's: "gradient of dydx (hidden)"."""
    if (words := IN_WORDS.get(kind)) is None:
        return name
    output = name.removeprefix(f"{kind} of ").removesuffix(HIDDEN)
    return words.format(output) + (HIDDEN if name.endswith(HIDDEN) else "")
