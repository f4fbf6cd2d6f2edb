"""What a check is called in front of a student: by what it asks of the answer, not by our word for it."""

from __future__ import annotations

from contextlib import suppress

from autograder.judging.kinds import kind_named

HIDDEN = " (hidden)"


def in_words(kind: str, name: str) -> str:
    """Return the name of a check for a student; name is the record's: "gradient of dydx (hidden)"."""
    with suppress(LookupError):  # an old record may name a kind that is no longer there
        if words := kind_named(kind).in_words:
            output = name.removeprefix(f"{kind} of ").removesuffix(HIDDEN)
            said = words.format(output)
            if name.endswith(HIDDEN):
                return f"{said[:-1]}, hidden)" if said.endswith(")") else f"{said}{HIDDEN}"
            return said
    return name
