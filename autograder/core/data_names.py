"""What is said of an assignment's data files besides their bytes: where they lie, and whether they are as shipped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

DATA = "data"  # the folder beside a notebook; names of data files begin with it: "data/x.csv"
MISSING = "`{name}` is missing here: copy it from the kit"
CHANGED = "`{name}` is no longer the file that was handed out: copy it afresh from the kit"


def is_data(name: str) -> bool:
    """Say whether a released file, by its path in the folder, is a data file."""
    return name.startswith(f"{DATA}/")


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of each file, by its name."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def complaints(shipped: Mapping[str, str], found: Mapping[str, bytes]) -> Iterator[str]:
    """Yield a sentence for each file that is not as it was shipped. shipped: their digests, by name."""
    now = digests(found)
    for name, digest in shipped.items():
        if now.get(name) != digest:
            yield (CHANGED if name in now else MISSING).format(name=name)
