"""Text that strangers chose, made safe to print where a CI system listens: it must not be read as a command."""

from __future__ import annotations

import re


def no_commands(text: str) -> str:
    """Return text of which no line is a workflow command of GitHub (`::error …`) or Azure (`##vso[…]`, `##[…]`)."""
    return re.sub(r"(?m)^(\s*)::", r"\1: :", re.sub(r"##(?=(?:vso)?\[)", "# #", text))
