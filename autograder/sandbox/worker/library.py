"""Modules in memory: the compiled code of all that students may import and that has not been imported yet.

It lies in one shared mapping, whose pages a fork does not copy. A module that is imported from it runs as it would from
its file, so that modules which load others when they are first used (help, strptime, zoneinfo) work as a whole.
"""

from __future__ import annotations

import importlib.util
import marshal
import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec
from mmap import mmap
from pathlib import Path
from types import CodeType, ModuleType
from typing import NamedTuple

from autograder.core.modules import STANDARD

HEADER = 16  # bytes of a .pyc file before its code
LEFT_OUT = frozenset({"__pycache__", "test", "tests", "site-packages", "distutils", "lib-dynload"})
HELD_PACKAGES = ("numpy", "matplotlib", "mpl_toolkits", "IPython")


class _Place(NamedTuple):
    start: int
    end: int
    path: str
    package: bool


class HeldLibrary:
    """A finder and loader of modules whose code is held in memory."""

    def __init__(self, modules: Iterable[str] = ()) -> None:
        found = [(name, path) for name, path in _files(modules) if name not in sys.modules]
        codes = [(name, path, code) for name, path in found if (code := _compiled(path))]
        self._memory = mmap(-1, max(1, sum(len(code) for _, _, code in codes)))
        self._places: dict[str, _Place] = {}
        for name, path, code in codes:
            start = self._memory.tell()
            self._memory.write(code)
            self._places[name] = _Place(start, start + len(code), str(path), path.name == "__init__.py")

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        place = self._places.get(name)
        if place is None:
            return None
        spec = ModuleSpec(name, self, origin=place.path, is_package=place.package)  # type: ignore[arg-type]
        spec.has_location = True
        return spec

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.get_code(module.__name__), vars(module))

    def get_code(self, name: str) -> CodeType:
        place = self._places[name]
        code: CodeType = marshal.loads(self._memory[place.start : place.end])
        return code


def _files(modules: Iterable[str]) -> Iterator[tuple[str, Path]]:
    """Yield the names and files of all modules of the standard library, and of the packages that come with a course.

    modules: those that the course lists, of which much is imported when it is first used.
    """
    yield from _below(Path(sysconfig.get_path("stdlib")), "")
    # In a process without matplotlib none of it can be imported: its parts that are machine code are missing.
    ours = HELD_PACKAGES if "matplotlib" in sys.modules else HELD_PACKAGES[:1]
    for package in dict.fromkeys((*ours, *modules)):
        with suppress(ImportError, ValueError):
            spec = importlib.util.find_spec(package)
            for folder in (spec.submodule_search_locations or ()) if spec else ():
                yield from _below(Path(folder), f"{package}.")


def _below(folder: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name.removesuffix(".py")
            if not name.isidentifier() or name in LEFT_OUT or (not prefix and name not in STANDARD):
                continue
            if entry.name.endswith(".py"):
                yield (prefix.removesuffix(".") if name == "__init__" else prefix + name), Path(entry.path)
            elif entry.is_dir():
                yield from _below(Path(entry.path), f"{prefix}{name}.")


def _compiled(path: Path) -> bytes:
    """Return a module's code as bytes, from its .pyc where there is one; b"" if it does not compile here."""
    with suppress(OSError, NotImplementedError):
        return Path(importlib.util.cache_from_source(str(path))).read_bytes()[HEADER:]
    with suppress(OSError, SyntaxError, ValueError):
        return marshal.dumps(compile(path.read_bytes(), str(path), "exec", dont_inherit=True))
    return b""


def extension_modules() -> list[str]:
    """Return the modules of the standard library that are machine code in files of their own: they load only ahead."""
    folder = sysconfig.get_config_var("DESTSHARED")
    if not folder or not os.path.isdir(folder):
        return []
    names = {name.partition(".")[0] for name in os.listdir(folder) if name.endswith(tuple(EXTENSION_SUFFIXES))}
    names.discard("_asyncio")  # it imports all of asyncio, which does without it
    return sorted(name for name in names & STANDARD if not name.startswith(("_test", "_codecs_", "xx", "_xx")))
