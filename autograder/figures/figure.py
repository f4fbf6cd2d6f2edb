"""A figure with its text alternative, drawn only when somebody looks at it."""

from __future__ import annotations

import base64
import html
import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.core.text import describe_error
from autograder.figures.style import DOTS_PER_INCH, PIXELS_PER_INCH, STYLE

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, repr=False, eq=False)
class Picture:
    """What every function of this package returns: the last line of a cell displays it, `show()` does so anywhere.

    alt says in words what the figure shows; it reaches the page as the image's `alt` text, and replaces the image
    where none can be shown. Raises ValueError if it is empty.
    """

    alt: str
    draw: Callable[[], Figure]

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("alt: say in words what the figure shows, for those who cannot see it")

    @property
    def figure(self) -> Figure:
        """The matplotlib figure, drawn again."""
        import matplotlib.style

        with matplotlib.style.context(["default", STYLE]):
            return self.draw()

    def png(self) -> bytes:
        """Return the image as the bytes of a PNG file."""
        import matplotlib.style

        content = io.BytesIO()
        with matplotlib.style.context(["default", STYLE]):
            self.draw().savefig(content, format="png", dpi=DOTS_PER_INCH, metadata={"Description": self.alt})
        return content.getvalue()

    def save(self, path: str | Path) -> None:
        """Write the image to a PNG file."""
        Path(path).write_bytes(self.png())

    def show(self) -> None:
        """Display the image below the cell, where it is not the cell's last line."""
        if "IPython" not in sys.modules:  # in plain Python, and where answers are graded
            encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
            print(repr(self).encode(encoding, "backslashreplace").decode(encoding))
            return
        from IPython.display import display

        display(self)  # type: ignore[no-untyped-call, unused-ignore]

    def __repr__(self) -> str:
        return f"[Figure: {self.alt}]"

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        if find_spec("matplotlib") is None:  # as in a browser without a network: the words are there all the same
            words = (
                f'<p role="note" style="border-left: 3px solid; padding-left: 1em">Figure: {html.escape(self.alt)}</p>'
            )
            return {"text/html": words, "text/plain": repr(self)}, {}
        try:
            content = self.png()
        except Exception as error:  # no matplotlib, or one that does not work here: the words remain
            return {"text/plain": f"{self!r} (not drawn: {describe_error(error)})"}, {}
        encoded = base64.b64encode(content).decode()
        width = width_of(content)
        # Notebooks show HTML where they can, and only there is the text alternative sure to arrive; what makes files
        # of notebooks (PDF, Markdown) takes the image itself.
        page = (
            f'<img src="data:image/png;base64,{encoded}" alt="{html.escape(self.alt)}" '
            f'width="{width}" style="max-width: 100%; height: auto">'
        )
        return (
            {"text/html": page, "image/png": encoded, "text/plain": repr(self)},
            {"image/png": {"alt": self.alt, "width": width}},
        )


def width_of(png: bytes) -> int:
    """Return the width in which an image is shown, in the pixels of a page: it holds more dots than that."""
    return int.from_bytes(png[16:20], "big") * PIXELS_PER_INCH // DOTS_PER_INCH
