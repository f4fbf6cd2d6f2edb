"""Wheels of what is installed: that of the framework, which the student kit carries, and others for the browser.

So a course needs no copy of the framework, and its students get the very version that their instructor has. Nothing is
built: an installed distribution has all that a wheel holds.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Collection, Iterator, Mapping
from importlib.metadata import Distribution, distribution

from autograder.distribution import NAME, PACKAGE, installed
from autograder.errors import AutograderError

EPOCH = (2020, 1, 1, 0, 0, 0)  # a fixed date: the same files make the same zip
METADATA = ("METADATA", "entry_points.txt", "licenses/LICENSE")
OF_AN_INSTALLATION = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")  # what pip adds
WHEEL = f"Wheel-Version: 1.0\nGenerator: {NAME}\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def own_wheel() -> tuple[str, bytes]:
    """Return the file name and the bytes of our wheel. Raises AutograderError if we run without being installed."""
    found = installed()
    if found is None:
        raise AutograderError(f"the student kit needs {NAME}, which is not installed here: pip install {NAME}")
    stem = f"{NAME}-{found.version}"
    return _packed(stem, dict(_package()) | {f"{stem}.dist-info/{name}": data for name, data in _metadata(found)})


def installed_wheel(name: str) -> tuple[str, bytes]:
    """Return the file name and the bytes of a pure Python distribution as a wheel, from where it is installed."""
    found = distribution(name)
    kept = [path for path in found.files or () if path.suffix != ".pyc" and ".." not in path.parts]
    files = {path.as_posix(): path.read_binary() for path in kept if path.name not in OF_AN_INSTALLATION}
    return _packed(f"{name}-{found.version}", files)


def _packed(stem: str, files: Mapping[str, bytes]) -> tuple[str, bytes]:
    record = f"{stem}.dist-info/RECORD"
    return f"{stem}-py3-none-any.whl", zipped({**files, record: _record(files, record)})


def _package() -> Iterator[tuple[str, bytes]]:
    """Yield the files of the package, without what Python left beside them."""
    for path in sorted(PACKAGE.rglob("*")):
        name = path.relative_to(PACKAGE.parent)
        if path.is_file() and path.suffix != ".pyc" and not any(part.startswith(".") for part in name.parts):
            yield name.as_posix(), path.read_bytes()


def _metadata(found: Distribution) -> Iterator[tuple[str, bytes]]:
    for name in METADATA:
        if (text := found.read_text(name)) is None:
            raise AutograderError(f"the installation of {NAME} is incomplete, {name} is missing: install it again")
        yield name, text.encode()
    yield "WHEEL", WHEEL.encode()


def _record(files: Mapping[str, bytes], own: str) -> bytes:
    """Return RECORD, the list of a wheel's files with their hashes and sizes. Source: PEP 376, PEP 427."""
    rows = (f"{name},sha256={_digest(data)},{len(data)}" for name, data in files.items())
    return "\n".join([*rows, f"{own},,", ""]).encode()


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def zipped(files: Mapping[str, bytes], programs: Collection[str] = ()) -> bytes:
    """Return a zip of these files, the same bytes on every machine; all may read them once it is unpacked.

    programs: the names of those that may be executed.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, EPOCH)
            # A wheel is compressed already.
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = (0o755 if name in programs else 0o644) << 16
            archive.writestr(info, data)
    return made.getvalue()
