"""Web pages from templates: every value is escaped, and no page asks another place for anything.

Each page carries a policy that forbids requests and all scripts but its own, so that even markup that got through
would do nothing.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import Any

import markupsafe
from jinja2 import Environment, PackageLoader, StrictUndefined

from autograder.core.text import html_with_code, single_line
from autograder.reports.item_analysis import occurring

MAX_TEXT = 1000  # characters of one message: more is a flood, not a message


@cache
def environment(package: str = "autograder.reports") -> Environment:
    """Return where a package's templates are kept: values are escaped, and a name that is not given is an error."""
    made = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["points"] = lambda number: f"{number:g}"
    made.filters["words"] = _words
    made.filters["breakable"] = _breakable
    made.filters["statuses"] = occurring
    return made


def _breakable(name: str) -> markupsafe.Markup:
    """Return a function's name which a narrow column may break after its underscores."""
    return markupsafe.Markup("_<wbr>").join(single_line(name).split("_"))


def _words(text: str) -> markupsafe.Markup:
    """Return a stranger's text on one line; `code` in backticks is set as code."""
    return markupsafe.Markup(html_with_code(single_line(text, MAX_TEXT)))


def render(template: str, **values: Any) -> str:
    """Return a page. Raises jinja2.UndefinedError where a template asks for what it is not given."""
    return environment().get_template(template).render(policy=_policy(""), **values).strip() + "\n"


def render_with_script(template: str, script: str, **values: Any) -> str:
    """Return a page with one inline script, a file of the templates, which its policy names by its hash."""
    templates = environment()
    assert templates.loader is not None
    text = templates.loader.get_source(templates, script)[0]
    page = templates.get_template(template)
    return page.render(policy=_policy(text), script=markupsafe.Markup(text), **values).strip() + "\n"


def _policy(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    allowed = f"script-src 'sha256-{digest}'; " if script else ""
    return f"default-src 'none'; {allowed}style-src 'unsafe-inline'; img-src data:"
