"""Pictures that a notebook's cells have attached or have drawn: of their outputs, the only thing that is ever read.

They are a stranger's bytes. What is taken are PNG and JPEG files by their first bytes, of bounded size and number.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from autograder.core.text import source_text
from autograder.core.units import MB

SIGNS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg"}
AT_MOST = 5  # in one cell
BYTES_AT_MOST = 4 * MB  # each
_LOOKED_AT = 100  # outputs of one cell


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture: its MIME type and its bytes."""

    kind: str
    data: bytes


def pictures_of(raw: Mapping[str, Any]) -> tuple[Drawn, ...]:
    """Return the pictures of a notebook's cell, as its JSON has it: those attached first, then those drawn."""
    found = (picture for bundle in _bundles(raw) if (picture := _picture(bundle)))
    return tuple(islice(found, AT_MOST))


def pictures_in(text: str) -> dict[str, tuple[Drawn, ...]]:
    """Return the pictures in each marked cell of a notebook, by its exercise; of two cells of one mark, all of them."""
    try:
        cells = json.loads(text.removeprefix("\ufeff"))["cells"]
    except (ValueError, RecursionError, LookupError, TypeError):
        return {}
    found: dict[str, tuple[Drawn, ...]] = {}
    for cell in cells if isinstance(cells, list) else ():
        metadata = cell.get("metadata") if isinstance(cell, dict) else None
        name = metadata.get("exercise") if isinstance(metadata, dict) else None
        if isinstance(name, str):
            name = source_text(name.strip())
            found[name] = (*found.get(name, ()), *pictures_of(cell))[:AT_MOST]
    return found


def _bundles(raw: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what maps MIME types to data: of attachments by their names, of outputs one after the other."""
    attached = raw.get("attachments")
    if isinstance(attached, dict):
        yield from (bundle for bundle in islice(attached.values(), _LOOKED_AT) if isinstance(bundle, dict))
    outputs = raw.get("outputs")
    for output in outputs[:_LOOKED_AT] if isinstance(outputs, list) else ():
        data = output.get("data") if isinstance(output, dict) else None
        if isinstance(data, dict):
            yield data


def _picture(bundle: Mapping[str, Any]) -> Drawn | None:
    for kind, sign in SIGNS.items():
        text = bundle.get(kind)
        if isinstance(text, list) and all(isinstance(part, str) for part in text):
            text = "".join(text)
        if isinstance(text, str) and len(text) <= 2 * BYTES_AT_MOST:
            try:
                data = base64.b64decode("".join(text.split()), validate=True)
            except (binascii.Error, ValueError):
                continue
            if data.startswith(sign) and len(data) <= BYTES_AT_MOST:
                return Drawn(kind, data)
    return None
