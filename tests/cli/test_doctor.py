"""What `autograder doctor` tells of a machine."""

from __future__ import annotations

import pytest

from autograder.cli import machine as doctor
from autograder.sandbox.host import isolation as levels
from autograder.sandbox.host.isolation import Level


def pretend(monkeypatch: pytest.MonkeyPatch, **problems: str) -> None:
    for module in (levels, doctor):
        monkeypatch.setattr(module, "problem", lambda level: problems.get(level))


def test_a_machine_with_everything_is_healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch)
    told = doctor.report()
    assert doctor.healthy()
    assert "✓ strict" in told
    assert "✓ portable" in told
    assert "grading:  uses 'strict'" in told
    assert "for the rest" not in told


def test_what_is_missing_is_told_with_the_way_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, strict="bubblewrap is not installed")
    told = doctor.report()
    assert doctor.healthy()
    assert "✗ strict    does not work: bubblewrap is not installed" in told
    assert "uses 'portable'" in told
    assert "for the rest" in told


def test_a_machine_without_a_safe_level_is_not_healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, strict="no", portable="no")
    assert not doctor.healthy()
    assert "refused here" in doctor.report()
    assert "Never use it on students' work" in " ".join(doctor.report().split())


@pytest.mark.parametrize("name", ["Python", "numpy", "pyseccomp", "bubblewrap", "libseccomp"])
def test_versions_are_told(name: str) -> None:
    (line,) = [line for line in doctor.report().splitlines() if line.strip().startswith(f"{name} ")]
    assert len(line.split()) > 1


def test_the_report_fits_a_terminal_wherever_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch, strict="no", portable="no")
    assert max(map(len, doctor.report(80).splitlines())) <= 80


def test_the_report_speaks_of_every_level() -> None:
    for level in Level:
        assert f" {level} " in doctor.report()
