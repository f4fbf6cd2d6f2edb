"""What students may import, by what the course lists."""

from __future__ import annotations

import pytest

from autograder.core.modules import may_import


@pytest.mark.parametrize(
    ("name", "listed", "may"),
    [
        ("scipy", ("scipy",), True),
        ("scipy.stats", ("scipy",), True),
        ("scipy", ("scipy.sparse",), True),
        ("scipy.sparse", ("scipy.sparse",), True),
        ("scipy.sparse.linalg", ("scipy.sparse",), True),
        ("scipy.stats", ("scipy.sparse",), False),
        ("scipy.sparse_of_ours", ("scipy.sparse",), False),
        ("scipyx", ("scipy",), False),
        ("sci", ("scipy",), False),
        ("os.path", (), True),
        ("numpy.linalg", (), True),
    ],
)
def test_of_a_listed_package_all_may_be_imported_and_of_a_listed_part_that_part(
    name: str, listed: tuple[str, ...], may: bool
) -> None:
    assert may_import(name, listed) == may
