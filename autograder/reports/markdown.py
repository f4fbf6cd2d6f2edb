"""Text that strangers chose, as Markdown shows it unchanged."""

from __future__ import annotations

import re


def escaped(text: str) -> str:
    """Return text that Markdown and HTML show as it is: no markup, no link, no mention."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]()#+!|~:@.-])", r"\\\1", text)
