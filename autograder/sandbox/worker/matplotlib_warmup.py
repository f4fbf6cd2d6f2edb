"""Makes matplotlib draw without opening a file: its own fonts are read into memory, and each kind of plot drawn once.

matplotlib looks for fonts, and for parts of itself, when it draws. A worker cannot, so the fork server does it ahead.
"""

from __future__ import annotations

import gc
import io
import os
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any


def warm_up_figures() -> None:
    """Hold matplotlib's fonts in memory and draw once; nothing happens where it is not installed."""
    try:
        import matplotlib.pyplot as plt
    except ImportError:
        return
    _hold_fonts()
    _load_file_kinds()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _draw(plt)
        plt.close("all")
    gc.collect()  # what is left of the pictures would be copied with every fork


def _load_file_kinds() -> None:
    """Load what Pillow would when a picture is first saved as TIFF, WebP or another kind."""
    from PIL import Image

    Image.init()


class _NamedBytes(io.BytesIO):
    """The bytes of a font, which still tells its file's name."""

    def __init__(self, path: str, content: bytes) -> None:
        super().__init__(content)
        self.name = path


def _hold_fonts() -> None:
    """Use the fonts that come with matplotlib, and only those, from memory.

    Fonts that are open before a fork are of no use after it: matplotlib forgets them, and opens them again.
    """
    from matplotlib import _mathtext, font_manager, ft2font, get_data_path

    folder, known = get_data_path(), font_manager.fontManager
    known.ttflist = [font for font in known.ttflist if str(font.fname).startswith(folder)]
    paths = [str(path) for path in Path(folder, "fonts", "ttf").glob("*.ttf")]
    held = {name: Path(path).read_bytes() for path in paths for name in (path, os.path.realpath(path))}
    original = ft2font.FT2Font

    def from_memory(filename: Any, *args: Any, **named: Any) -> Any:
        content = held.get(str(filename))
        return original(filename if content is None else _NamedBytes(str(filename), content), *args, **named)

    vars(ft2font)["FT2Font"] = from_memory
    for module in (font_manager, _mathtext):
        vars(module)["os"] = _os_that_knows(frozenset(held))


def _os_that_knows(files: frozenset[str]) -> ModuleType:
    """Return a copy of os to which these files exist, even where none can be looked up."""
    known, path = ModuleType("os"), ModuleType("os.path")
    vars(path).update(
        vars(os.path),
        isfile=lambda name: str(name) in files or os.path.isfile(name),
        exists=lambda name: str(name) in files or os.path.exists(name),
    )
    vars(known).update(vars(os), path=path)
    return known


def _draw(plt: Any) -> None:
    import numpy as np

    x = np.linspace(0.1, 1.0, 5)
    grid = np.outer(x, x)
    figure, axes = plt.subplots(2, 4)
    axes = axes.ravel()
    axes[0].plot(x, x, "o--", label="line")
    axes[0].legend()
    axes[0].set(title=r"$\frac{\partial f}{\partial x}$, $\sum_i \mathbf{w}_i x_i$", xlabel="x", ylabel="y")
    axes[0].annotate("here", (x[0], x[0]), xytext=(0.5, 0.5), arrowprops={"arrowstyle": "->"})
    axes[1].scatter(x, x, c=x)
    axes[2].hist(x)
    axes[2].bar(x, x)
    figure.colorbar(axes[3].imshow(grid))
    axes[4].contourf(grid)
    axes[4].clabel(axes[4].contour(grid))
    axes[5].semilogy(x, x)
    axes[5].loglog(x, x)
    axes[6].quiver(x, x, x, x)
    axes[6].fill_between(x, x)
    axes[7].pcolormesh(grid)
    axes[7].text(0, 0, "text", weight="bold", style="italic", family="monospace")
    figure.suptitle("all of them")
    figure.tight_layout()
    for kind in ("png", "svg"):
        figure.savefig(io.BytesIO(), format=kind)
    plt.figure().add_subplot(projection="3d").plot_surface(*np.meshgrid(x, x), grid)
    plt.savefig(io.BytesIO())
