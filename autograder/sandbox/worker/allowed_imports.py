"""What students may import: what was imported before a worker is closed in, and nothing else.

Under the filter no file can be opened, so an import that is not answered from memory cannot be answered at all. It is
refused with a sentence that says whose list to extend.
"""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib.machinery import BuiltinImporter, FrozenImporter, ModuleSpec
from types import ModuleType

from autograder.errors import AutograderError

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
NUMPY = """
    numpy numpy.char numpy.core numpy.ctypeslib numpy.dtypes numpy.exceptions numpy.fft numpy.lib numpy.lib.format
    numpy.lib.recfunctions numpy.lib.scimath numpy.lib.stride_tricks numpy.linalg numpy.ma numpy.ma.extras numpy.matlib
    numpy.polynomial numpy.random numpy.rec numpy.strings numpy.testing numpy.typing
"""
FIGURES = """
    matplotlib matplotlib.animation matplotlib.backends.backend_agg matplotlib.cm matplotlib.collections
    matplotlib.colors matplotlib.dates matplotlib.gridspec matplotlib.image matplotlib.lines matplotlib.patches
    matplotlib.pyplot matplotlib.style matplotlib.ticker matplotlib.widgets mpl_toolkits.axes_grid1 mpl_toolkits.mplot3d
    pylab
"""
NOTEBOOK = "IPython IPython.core.inputtransformer2 IPython.display autograder.figures autograder.gradients.gradcheck"


def preload(modules: Iterable[str], figures: bool = True) -> None:
    """Import all that students may import; `modules` are those of the course, figures: matplotlib too.

    What our own lists name may be missing (a standard library differs from version to version).
    Raises AutograderError if a module of the course is not there.
    """
    codecs = (f"encodings.{codec}" for codec in CODECS.split())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in (*" ".join((STANDARD_LIBRARY, NUMPY, FIGURES if figures else "", NOTEBOOK)).split(), *codecs):
            with suppress(ImportError):
                importlib.import_module(name)
        for name in modules:
            _import_listed(name)


def _import_listed(name: str) -> None:
    try:
        importlib.import_module(name)
    except ImportError as error:
        raise AutograderError(f"course_config.py lists the module `{name}`; it cannot be imported: {error}") from error


def close_imports() -> None:
    """From now on, import from memory only."""
    # Modules that are part of the interpreter's own program need no file.
    sys.meta_path[:] = [BuiltinImporter, FrozenImporter, _Refusal]
    sys.path_hooks.clear()
    sys.path_importer_cache.clear()
    sys.path.clear()


class _Refusal:
    """The last finder: knows every other module, and says no."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        raise ModuleNotFoundError(
            f"`{name}` is not available here; courses list what is in course_config.py: modules", name=name
        )
