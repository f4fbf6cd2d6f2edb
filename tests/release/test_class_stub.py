"""A class that is not written yet can be defined: the cells below it run, and its objects say what is missing."""

from typing import Any

import pytest

from autograder.core.student_code import left_over_stub
from autograder.release.notebook import _with_method

STUB = 'class Zoo:\n    """Animals."""\n\n    # YOUR CODE HERE\n    raise NotImplementedError()\n'
WITH_METHOD = STUB.replace("    raise", "    def __init__(self, *_, **__):\n        raise")


def test_what_is_not_written_is_said_when_an_object_is_made() -> None:
    assert _with_method(STUB) == WITH_METHOD
    namespace: dict[str, Any] = {}
    exec(_with_method(STUB), namespace)
    with pytest.raises(NotImplementedError):
        namespace["Zoo"](1, name="x")


@pytest.mark.parametrize(
    "source", ["def f():\n    raise NotImplementedError()\n", "%matplotlib inline", "x = 1\n\n", ""]
)
def test_other_cells_stay_as_they_are(source: str) -> None:
    assert _with_method(source) == source


def test_a_line_that_was_left_beside_written_methods_is_noticed() -> None:
    line = WITH_METHOD.splitlines().index("        raise NotImplementedError()") + 1
    assert not left_over_stub(WITH_METHOD, line)
    assert left_over_stub(WITH_METHOD + "\n    def add(self):\n        pass\n", line)
