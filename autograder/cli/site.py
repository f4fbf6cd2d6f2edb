"""`autograder site`: the course as static files, with notebooks that run in the browser."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.command import add_command, count

if TYPE_CHECKING:
    from autograder.cli.command import Commands


def register(commands: Commands) -> None:
    """Add the command."""
    site = add_command(
        commands,
        "site",
        _site,
        "make a website of the released lessons",
        more="To read, or to work on in the browser.",
        example="autograder site && python3 -m http.server --directory site",
    )
    site.add_argument("--output", type=Path, metavar="FOLDER", help="where to (default: site/ in the course's folder)")
    site.add_argument(
        "--pyodide", type=Path, metavar="FOLDER", help="serve the Pyodide in this folder, for use offline"
    )
    site.add_argument("--no-figures", action="store_true", help="do not run the notebooks to draw their figures")


def _site(options: argparse.Namespace) -> int:
    from autograder.authoring.course import find_course
    from autograder.release.folder import released_folders
    from autograder.release.kit import course_map, kit_bytes
    from autograder.website.build import build_site
    from autograder.website.pyodide import from_folder, from_network

    folder = find_course()
    released = released_folders(folder)
    target = options.output or folder.root / "site"
    build_site(
        folder,
        released,
        kit_bytes(folder.course, released, course_map(folder.solutions)),
        target,
        lambda: from_folder(options.pyodide) if options.pyodide else from_network(),
        figures=not options.no_figures,
    )
    print(f"site: {target} ({count(len(released), 'lesson')}): any web server can serve it")
    return 0
