"""Where the links of a folder of pages lead: every file and every anchor must be there."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit


class _Page(HTMLParser):
    """What a page links to, and what can be linked to in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag links to, and its own name."""
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.links.append(value)
            if name == "id" or (tag == "a" and name == "name"):
                self.anchors.add(value or "")


@cache
def _read(path: Path) -> _Page:
    return _Page(path.read_text("utf-8"))


def dead_links(pages: list[Path]) -> list[str]:
    """Return each link of these pages, to a file or to an anchor in a page, that leads nowhere; "page: link"."""
    return [f"{page.name}: {link}" for page in pages for link in _read(page).links if not _leads(page, link)]


def _leads(page: Path, link: str) -> bool:
    """Return whether there is what a link names. A notebook that an app is told to open lies among its files."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return True  # somewhere else, or the data itself
    target = page.parent / unquote(parts.path) if parts.path else page
    opened = parse_qs(parts.query).get("path", [])
    if not target.is_file() or not all((target.parents[1] / "files" / each).is_file() for each in opened):
        return False
    return not parts.fragment or target.suffix != ".html" or unquote(parts.fragment) in _read(target).anchors
