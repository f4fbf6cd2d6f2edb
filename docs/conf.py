"""How Sphinx builds the documentation, `make docs`, from the Markdown files that GitHub shows too."""

import os
import re
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

project = "proofgrade"
author = "The backprop course authors"
version = release = installed("proofgrade")

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["Thumbs.db", ".DS_Store"]
source_suffix = {".md": "markdown"}
myst_heading_anchors = 3

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_title = "proofgrade: an autograder that proves its checks"
html_copy_source = False
html_show_copyright = False
smartquotes = False  # `--option` keeps its hyphens

# Docstrings are plain prose: what is between backticks in them is code.
default_role = "code"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True  # as the source says them, not as objects that have an address
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
add_module_names = False

# Every reference must lead somewhere, except to what other projects document: pages ask no other place for anything,
# not even for their lists of names.
nitpicky = True
nitpick_ignore_regex = [
    ("py:.*", r"(?!autograder\.(api|checks|mistakes|settings|figures|student)\b).*"),
    ("py:class", r"autograder\.mistakes\.F"),  # a type variable
]

# `make docs LINKS=1` asks each address whether it is there; these are examples.
linkcheck_ignore = [
    r"https?://localhost",
    r"https?://127\.",
    r"tcp://",
    r"https?://[\w.]*example\.",
    r"https://github\.com/OWNER",
]
linkcheck_timeout = 20


def show_indented_lines_as_code(
    app: Sphinx, what: str, name: str, of: object, options: object, lines: list[str]
) -> None:
    """Mark what a docstring indents as code, which reStructuredText would take for a quotation."""
    for place in range(len(lines) - 1, 0, -1):
        before = lines[place - 1].strip()
        starts = not before and (place < 2 or not lines[place - 2].startswith(" "))
        if starts and lines[place].startswith("    "):
            lines[place:place] = ["::", ""]


def make_accessible(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object) -> None:
    """Give what scrolls to the keyboard, and the captions of the theme's menu the level that their role asks for."""
    if "body" in context:
        body = context["body"].replace("<pre>", '<pre tabindex="0">')
        context["body"] = body.replace('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper')
    if "furo_navigation_tree" in context:
        menu = context["furo_navigation_tree"]
        context["furo_navigation_tree"] = menu.replace('role="heading"', 'role="heading" aria-level="2"')


def link_to_included_pages(app: Sphinx, page: str, source: list[str]) -> None:
    """Lead links to files outside docs/, which are right on GitHub, to the pages that include those files."""
    folder = (Path(app.srcdir) / page).parent
    for wrapper in Path(app.srcdir).rglob("*.md"):
        if included := re.match(r"```{include} (?:\.\./)+(\S+)", wrapper.read_text("utf-8")):
            link = re.compile(rf"\]\((?:\.\./)+{re.escape(included[1])}(?=[#)])")
            source[0] = link.sub(f"]({Path(os.path.relpath(wrapper, folder)).as_posix()}", source[0])


def setup(app: Sphinx) -> None:
    app.connect("source-read", link_to_included_pages)
    app.connect("autodoc-process-docstring", show_indented_lines_as_code)
    app.connect("html-page-context", make_accessible, priority=900)  # after the theme
