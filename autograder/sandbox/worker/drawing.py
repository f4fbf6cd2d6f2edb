"""Drawing without a window, a file or a font that is opened late: the same in grading and in a check.

What is saved as a document holds the picture alone. A figure is for the eye, and gone at the end.
"""

from __future__ import annotations

import builtins
import io
import sys
from contextlib import suppress
from types import ModuleType
from typing import Any, NoReturn

DRAWS = ("matplotlib", "pylab", "mpl_toolkits")
# They bring in a library that subsets fonts, of which a worker in grading has no file.
DOCUMENTS = tuple(f"matplotlib.backends.backend_{kind}" for kind in ("pdf", "ps", "pgf"))


def draw_in_memory() -> None:
    """Have no figure open a window or a file, where matplotlib has been imported.

    `matplotlib.use("TkAgg")` changes nothing where there is no screen.
    """
    matplotlib, pyplot = sys.modules.get("matplotlib"), sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        vars(pyplot)["install_repl_displayhook"] = _nothing  # there is no shell that would show figures by itself
    if matplotlib is not None and not hasattr(matplotlib, "_draws_in_memory"):
        with suppress(Exception):
            matplotlib.use("agg")
        vars(matplotlib).update(use=_nothing, _draws_in_memory=True)
    if pyplot is not None and vars(pyplot)["switch_backend"] is not _nothing:
        pyplot.switch_backend("agg")  # it is chosen when pyplot is first used, which would be too late
        vars(pyplot)["switch_backend"] = _nothing
        _need_no_files()


def _need_no_files() -> None:
    """Have figures do without the files that matplotlib opens while it draws, or saves with fonts."""
    from matplotlib import _qhull, backend_bases, backends
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.texmanager import TexManager

    class Pixels(FigureCanvasAgg):
        """What is saved as a document."""

        def print_pdf(self, file: Any, **_: Any) -> None:
            canvas: Any = self  # which matplotlib does not type
            canvas.print_png(file)

        print_ps = print_eps = print_pgf = print_pdf

    for kind in ("pdf", "ps", "eps", "pgf"):
        backend_bases.register_backend(kind, Pixels)
    for name in DOCUMENTS:
        short = name.rpartition(".")[2]
        sys.modules[name] = vars(backends)[short] = module = ModuleType(name)
        vars(module).update({"PdfPages": PdfPages, "FigureCanvas": Pixels, "FigureCanvasPdf": Pixels})
    vars(_qhull)["delaunay"] = _no_triangles  # it opens the null device
    type.__setattr__(TexManager, "__new__", _no_latex)


class PdfPages(io.BytesIO):
    """Pictures in one document, page by page."""

    def __init__(self, filename: Any, **_: Any) -> None:
        super().__init__()
        self._filename, self._pages = filename, 0

    def savefig(self, figure: Any = None, **named: Any) -> None:
        from matplotlib import pyplot

        shown: Any = figure if hasattr(figure, "savefig") else pyplot.gcf() if figure is None else pyplot.figure(figure)
        shown.savefig(self, **{**named, "format": "png"})
        self._pages += 1

    def get_pagecount(self) -> int:
        return self._pages

    def infodict(self) -> dict[str, Any]:
        return {}

    def attach_note(self, *_: Any, **__: Any) -> None:
        return None

    def close(self) -> None:
        if not self.closed and self.tell() and isinstance(self._filename, str):
            with builtins.open(self._filename, "wb") as file:
                file.write(self.getvalue())
        super().close()


def _no_triangles(*_: Any) -> NoReturn:
    raise RuntimeError("triangles cannot be found here: name them (triangles=…)")


def _no_latex(*_: Any) -> NoReturn:
    raise RuntimeError("there is no LaTeX here: leave `text.usetex` as it is; formulas in $…$ are drawn without it")


def _nothing(*_: Any, **__: Any) -> None:
    return None
