"""The audit finds checks that a mistake slips through, and right answers that are turned away."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.audit.known_answers import Audit, audit
from autograder.audit.mutants import Mutant
from autograder.audit.mutation import Survivors
from autograder.audit.report import table
from autograder.authoring.assignment import load_workbook
from autograder.keys.build import exercise_keys
from support.tiny import ANSWERS, CHECKS, make_course


def audited(folder: Path, seed: str = "secret", **texts: str) -> Audit:
    return audit(load_workbook(make_course(folder, **texts).solutions / "tiny"), seed)


def findings(folder: Path, **texts: str) -> list[tuple[str, str]]:
    return [(finding.exercise, finding.message) for finding in audited(folder, **texts).findings]


def more(role: str, exercise: str, name: str, body: str) -> str:
    return f'{ANSWERS}\n\n@{role}("{exercise}")\ndef {name}(x):\n    """It is odd."""\n    {body}\n'


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_the_tiny_course_is_sound_at_every_seed(tmp_path: Path, seed: str) -> None:
    assert audited(tmp_path, seed) == Audit("tiny", mistakes=6, caught=6, named=6, right=2, accepted=2, findings=())


def test_a_mistake_that_no_check_notices_is_found(tmp_path: Path) -> None:
    answers = more("mistake", "double", "sneaky", "return x + x")
    assert findings(tmp_path, answers=answers) == [("double", "mistake 'sneaky' gets full marks: no check notices it")]


def test_a_mistake_that_passes_every_public_check_is_found(tmp_path: Path) -> None:
    answers = more("mistake", "double", "vectors_only", "return 2.0 * x if x.ndim == 1 else x")
    assert findings(tmp_path, answers=answers) == [
        ("double", "mistake 'vectors_only' passes every public check: its author learns nothing")
    ]


def test_a_mistake_that_shows_only_at_secret_inputs_is_found(tmp_path: Path) -> None:
    workbook = load_workbook(make_course(tmp_path).solutions / "tiny")
    trials = exercise_keys(workbook, None)[0].trials
    published = [float(call.args[0].flat[0]) for trial in trials for call in trial.calls]
    answers = more("mistake", "double", "learnt", f"return 2.0 * x if x.flat[0] in {published} else x")
    assert findings(tmp_path, answers=answers) == [
        ("double", "mistake 'learnt' passes every public check: its author learns nothing")
    ]


def test_a_mistake_that_raises_is_caught_but_has_no_name(tmp_path: Path) -> None:
    result = audited(tmp_path, answers=more("mistake", "quad", "raising", "raise ValueError"))
    assert result.findings == ()
    assert (result.mistakes, result.named) == (7, 6)


def test_two_mistakes_that_return_the_same_are_named_together(tmp_path: Path) -> None:
    result = audited(tmp_path, answers=more("mistake", "quad", "subtracted", "return -x - x - x - x"))
    assert (result.mistakes, result.named, result.findings) == (7, 7, ())


def test_a_mistake_that_is_taken_for_another_is_found(tmp_path: Path) -> None:
    twelve = "drifting.asked = getattr(drifting, 'asked', 0) + 1\n    return (3.0 if drifting.asked <= 12 else 1.0) * x"
    answers = more("mistake", "double", "drifting", twelve)  # 12 calls are made for the keys, before anything is judged
    assert findings(tmp_path, answers=answers) == [("double", "mistake 'drifting' is taken for 'unchanged'")]


def test_a_right_answer_that_is_rejected_is_found_with_what_it_is_told(tmp_path: Path) -> None:
    answers = more("right", "double", "too_rough", "return 2.001 * x")
    found = findings(tmp_path, answers=answers)
    assert [exercise for exercise, _ in found] == ["double", "double"]
    assert found[0][1].startswith("right answer 'too_rough' fails gradient of y: at [")
    assert found[1][1].startswith("right answer 'too_rough' fails value of y_2 (hidden): at [")


def test_where_right_answers_do_not_agree_at_inputs_that_nobody_asked_for_nothing_is_asked_and_that_is_said(
    tmp_path: Path,
) -> None:
    found = audited(tmp_path, answers=more("right", "double", "capped", "return np.minimum(2.0 * x, 40.0)"))
    assert (found.findings, found.accepted) == ((), 3)
    where = "with 30, -30, 8 and -8 among the numbers"
    said = f"double: {where}: value of y_2 (hidden): right answer 'capped' differs from the solution"
    assert said in found.contested
    assert f"tiny: note: not asked: {said}" in table([found], [Survivors("tiny", {}, (), (), ())])


def test_a_right_answer_that_raises_is_found(tmp_path: Path) -> None:
    answers = more("right", "double", "raising", "raise ValueError('no')")
    assert ("double", "right answer 'raising' fails shape of y: `double` raised ValueError: no") in findings(
        tmp_path, answers=answers
    )


def test_a_check_that_accepts_too_much_is_found_by_the_mistakes(tmp_path: Path) -> None:
    loose = CHECKS.replace('value("y", points=20', 'value("y", rtol=1e9, points=20')
    messages = [message for _, message in findings(tmp_path, checks=loose)]
    assert "mistake 'negated' passes every public check: its author learns nothing" in messages


def test_too_few_known_mistakes_are_found(tmp_path: Path) -> None:
    answers = ANSWERS.replace('@mistake("quad")\ndef negated', "def negated")
    assert findings(tmp_path, answers=answers) == [("quad", "known mistakes: 2; declare 3 or more")]


def test_an_exercise_without_another_right_answer_is_found(tmp_path: Path) -> None:
    answers = ANSWERS.replace('@right("quad")\n', "")
    assert findings(tmp_path, answers=answers) == [("quad", "no other right answer is known: declare one")]


def test_what_is_not_caught_and_what_is_not_accepted_is_not_counted(tmp_path: Path) -> None:
    sneaky = audited(tmp_path / "a", answers=more("mistake", "double", "sneaky", "return x + x"))
    assert (sneaky.mistakes, sneaky.caught) == (7, 6)
    rough = audited(tmp_path / "b", answers=more("right", "double", "too_rough", "return 2.001 * x"))
    assert (rough.right, rough.accepted) == (3, 2)


def test_the_table_has_a_line_for_each_assignment_then_the_findings_then_the_missed(tmp_path: Path) -> None:
    sound = audited(tmp_path / "a")
    unsound = audited(tmp_path / "b", answers=ANSWERS.replace('@right("quad")\n', ""))
    mutant = Mutant("quad", "", "-    return x\n+    return -x")
    none, one = Survivors("tiny", {"quad": 50}, (mutant,), (), ()), Survivors("tiny", {"quad": 49}, (), (mutant,), ())
    head, _, first, second, finding, missed, *diff = table([sound, unsound], [none, one]).splitlines()
    counted = "mistakes caught named right accepted mutants killed equivalent missed"
    assert head.split() == ["assignment", *counted.split()]
    assert first.split() == ["tiny", "6", "6", "6", "2", "2", "51", "50", "1", "0"]
    assert second.split() == ["tiny", "6", "6", "6", "1", "1", "50", "49", "0", "1"]
    assert finding == "tiny: quad: no other right answer is known: declare one"
    assert missed == "tiny: quad: this mutant returns something other than the solution, and gets full marks:"
    assert diff == ["-    return x", "+    return -x"]
