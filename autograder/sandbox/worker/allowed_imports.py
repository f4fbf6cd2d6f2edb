"""What students may import, by the one rule of core/modules, and how an import is answered without opening a file.

Under the filter no file can be opened. So what is often used is imported before, and of all other modules of the
standard library, numpy and matplotlib the compiled code is held in memory.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.util
import sys
import warnings
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import nullcontext, suppress
from importlib.machinery import BuiltinImporter, FrozenImporter, ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

from autograder.core.modules import may_import, refusal
from autograder.errors import AutograderError
from autograder.sandbox.worker.drawing import DOCUMENTS, DRAWS, draw_in_memory
from autograder.sandbox.worker.library import HeldLibrary, extension_modules
from autograder.sandbox.worker.machine import at_home
from autograder.sandbox.worker.memory_folder import CELLS, FOLDER
from autograder.sandbox.worker.refusals import is_students

STANDARD_LIBRARY = """
    abc argparse array ast asyncio base64 binascii bisect builtins calendar cmath codecs collections collections.abc
    colorsys concurrent.futures contextlib contextvars copy copyreg csv ctypes dataclasses datetime decimal difflib dis
    doctest enum errno fnmatch fractions functools gc getpass glob gzip hashlib heapq html html.parser importlib
    importlib.metadata importlib.util inspect io itertools json keyword linecache locale logging marshal math mmap
    multiprocessing numbers operator os os.path pathlib pdb pickle pkgutil platform pprint queue random re reprlib
    resource sched secrets select selectors shutil signal socket stat statistics string struct subprocess sys sysconfig
    tempfile textwrap threading time timeit token tokenize traceback types typing unicodedata unittest unittest.mock
    urllib.parse urllib.request uuid warnings weakref xml.etree.ElementTree zipfile zlib
"""
# A codec is a module too, looked up when it is first used.
CODECS = """
    ascii latin_1 utf_8 utf_8_sig utf_16 utf_16_le utf_16_be utf_32 utf_32_le utf_32_be cp437 cp850 cp1252 iso8859_1
    iso8859_15 hex_codec base64_codec rot_13 unicode_escape raw_unicode_escape idna punycode
"""
# Parts of it are machine code, which is not held in memory, or are what the worker itself uses.
NUMPY_EARLY = "numpy numpy.exceptions numpy.fft numpy.lib.stride_tricks numpy.linalg numpy.ma numpy.random"
NUMPY = """
    numpy numpy.char numpy.core numpy.ctypeslib numpy.dtypes numpy.exceptions numpy.fft numpy.lib numpy.lib.format
    numpy.lib.recfunctions numpy.lib.scimath numpy.lib.stride_tricks numpy.linalg numpy.ma numpy.ma.extras numpy.matlib
    numpy.polynomial numpy.random numpy.rec numpy.strings numpy.testing numpy.typing
"""
FIGURES = """
    matplotlib matplotlib._qhull matplotlib._tri matplotlib.animation matplotlib.backends.backend_agg matplotlib.cm
    matplotlib.collections matplotlib.colors matplotlib.dates matplotlib.gridspec matplotlib.image matplotlib.lines
    matplotlib.patches matplotlib.pyplot matplotlib.style matplotlib.ticker matplotlib.widgets mpl_toolkits.axes_grid1
    mpl_toolkits.mplot3d pylab
"""
NOTEBOOK = "IPython IPython.core.inputtransformer2 IPython.display autograder.sandbox.worker.event_loop"
OURS = "autograder.figures autograder.gradients.gradcheck"
ALL = " ".join((STANDARD_LIBRARY, NUMPY, FIGURES, NOTEBOOK))


def preload(modules: Iterable[str], figures: bool = True) -> None:
    """Import what students may import and can only be imported from files; `modules` are those of the course.

    figures: also matplotlib, IPython, and what is often used with them. Else little is imported: to start takes half
    the time, each fork less, and the rest of the standard library and of numpy is there all the same (HeldLibrary).
    What our own lists name may be missing (a standard library differs from version to version).
    Raises AutograderError if a module of the course is not there.
    """
    codecs = (f"encodings.{codec}" for codec in CODECS.split())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in (*(ALL if figures else NUMPY_EARLY).split(), *OURS.split(), *codecs):
            with suppress(ImportError):
                importlib.import_module(name)
        for name in extension_modules():
            with suppress(ImportError):
                importlib.import_module(name)
        for name in modules:
            _import_listed(name)


def _import_listed(name: str) -> None:
    """Import a module, and of a package also the parts that it names and would load when they are first used."""
    try:
        module = importlib.import_module(name)
    except ImportError as error:
        raise AutograderError(f"course_config.py lists the module `{name}`; it cannot be imported: {error}") from error
    for part in getattr(module, "__all__", ()) if hasattr(module, "__path__") else ():
        with suppress(Exception):  # most of them are no modules
            if importlib.util.find_spec(f"{name}.{part}") is not None:
                importlib.import_module(f"{name}.{part}")


def close_imports(modules: Iterable[str]) -> None:
    """From now on, import from memory only; modules: those that the course lists, of which all code is held there."""
    # Modules that are part of the interpreter's own program need no file.
    sys.meta_path[:] = [BuiltinImporter, FrozenImporter, HeldLibrary(modules), _Refusal]
    sys.path_hooks.clear()
    sys.path_importer_cache.clear()
    sys.path[:] = [FOLDER]


class _ImportPath:
    """Finds modules where they are found in a check, though `sys.path` says nothing of it."""

    def __init__(self) -> None:
        self._folders = list(sys.path)

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return PathFinder.find_spec(name, self._folders if path is None else path, target)

    def find_distributions(self, context: Any) -> Iterable[Any]:
        """Return what is installed to a library that asks; to a student's cell nothing, as in grading."""
        if is_students(sys._getframe(1)):
            return ()
        from importlib.metadata import DistributionFinder, MetadataPathFinder

        return MetadataPathFinder.find_distributions(DistributionFinder.Context(name=context.name, path=self._folders))


def hide_import_path() -> None:
    """Have `sys.path` name the notebook's own folder, as in grading, and import from where it was all the same."""
    sys.meta_path[:] = [_ImportPath() if finder is PathFinder else finder for finder in sys.meta_path]
    sys.path[:] = [FOLDER]


class _Refusal:
    """The last finder: knows every other module, and says no."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        raise ModuleNotFoundError(refusal(name), name=name)


def importer(modules: Collection[str]) -> Callable[..., ModuleType]:
    """Return what takes the place of `__import__` for a student's cells: it refuses what they may not import."""
    really = builtins.__import__

    def import_(name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0) -> ModuleType:
        if level == 0 and isinstance(name, str) and not may_import(name, modules):
            raise ModuleNotFoundError(refusal(name, modules), name=name)
        if level == 0 and fromlist:
            _refuse_parts(name, fromlist, modules)
        with at_home() if _looks_for_files(name) else nullcontext():
            if name in DOCUMENTS:
                really("matplotlib.pyplot")
                draw_in_memory()
            found = really(name, globals, locals, fromlist, level)
        if name.startswith(DRAWS):
            draw_in_memory()
        return found

    return import_


def _refuse_parts(name: str, parts: Iterable[str], modules: Collection[str]) -> None:
    """Refuse what `from package import part` would import, and may not be; what else a package holds is no module."""
    for part in parts:
        if not may_import(full := f"{name}.{part}", modules):
            found = getattr(sys.modules.get(name), part, None)
            if found is None or isinstance(found, ModuleType):
                raise ModuleNotFoundError(refusal(full, modules), name=full)


def _looks_for_files(name: str) -> bool:
    return name.startswith(DRAWS) and "matplotlib.font_manager" not in sys.modules


def guard_imports(modules: Collection[str]) -> None:
    """Have a cell that imports by a function, or asks whether it could, answered as one that imports by a statement."""
    for module, name in ((importlib, "import_module"), (importlib.util, "find_spec")):
        vars(module)[name] = _guarded(vars(module)[name], modules)


def _guarded(real: Callable[..., Any], modules: Collection[str]) -> Callable[..., Any]:
    def guarded(name: Any, package: Any = None) -> Any:
        # What a library looks for is its own affair.
        if sys._getframe(1).f_code.co_filename.startswith(CELLS) and not may_import(str(name), modules):
            raise ModuleNotFoundError(refusal(str(name), modules), name=str(name))
        with at_home() if _looks_for_files(str(name)) else nullcontext():
            return real(name, package)

    return guarded
