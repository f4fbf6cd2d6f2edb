"""`autograder bundle`: the course, packed for somebody else's grader."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli.command import Names, add_command, count

if TYPE_CHECKING:
    from autograder.cli.command import Commands


def register(commands: Commands) -> None:
    """Add the command."""
    bundle = add_command(
        commands,
        "bundle",
        _bundle,
        "pack the course for somebody else's grader, with a README that says what to do there",
        example="autograder bundle gradescope --assignment chain_rule\nautograder bundle github",
    )
    bundle.add_argument("platform", choices=Names(_platforms), metavar="PLATFORM")
    bundle.add_argument("--assignment", action="append", default=[], metavar="A", help="only this one (repeatable)")
    bundle.add_argument("--out", type=Path, metavar="DIR", help="default: dist/bundles/PLATFORM in the course's folder")
    wheels = "take the wheels in DIR, without a network; default: pip fetches them now"
    bundle.add_argument("--wheels", type=Path, metavar="DIR", help=wheels)
    bundle.add_argument(
        "--python", metavar="VERSION", help="Python on the machine that grades, such as 3.12; default: the one here"
    )
    bundle.add_argument(
        "--repository", default="", metavar="OWNER/NAME", help="github: the repository of the students' template"
    )
    bundle.add_argument("--image", default="", metavar="IMAGE", help="prairielearn: a container made of Containerfile")


def _platforms() -> Iterator[str]:
    from autograder.bundles.platforms import PLATFORMS

    return (platform.name for platform in PLATFORMS)


def _bundle(options: argparse.Namespace) -> int:
    from autograder.authoring.course import find_course
    from autograder.bundles.make import make_bundle, released, write_bundle
    from autograder.bundles.platform import Making
    from autograder.bundles.platforms import PLATFORMS
    from autograder.bundles.wheels import bundled_wheels, this_python
    from autograder.release.wheel import own_wheel

    platform = next(platform for platform in PLATFORMS if platform.name == options.platform)
    folder = find_course()
    assignments = folder.chosen(tuple(dict.fromkeys(options.assignment)))
    python = options.python or this_python()
    modules = folder.course.modules
    wheels = bundled_wheels(python, options.wheels, modules) if platform.needs_wheels else dict([own_wheel()])
    names = (options.repository, options.image)
    making = Making(folder, assignments, released(folder, assignments), wheels, python, *names)
    out = options.out or folder.root / "dist" / "bundles" / platform.name
    write_bundle(make_bundle(platform, making), out, private=not platform.public)
    print(f"bundle: {out} ({count(len(assignments), 'assignment')}); {out / 'README.md'} says what to do with it")
    if not platform.public:
        print("It holds answer keys: nobody but the staff and the grader may have it.")
    return 0
