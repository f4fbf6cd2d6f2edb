"""What a student may read: nothing of the inputs that are not published, however hard the code tries to tell them."""

from __future__ import annotations

import base64
import re
import struct

import numpy as np
import pytest

from autograder.core.answer_key import AnswerKey
from autograder.records.schema import Record
from autograder.sandbox.host.session import AnySandbox
from autograder.settings import Shown
from support.feedback_texts import RIGHT, SEEDS, calls_of, feedback_text, public_key, record_of
from support.handed_in import Borrowed

# Tells all numbers of all calls that its process knows of, as text of the form that a spy asks for.
FOUND = """
# %%
import gc, sys
def numbers(things):
    for thing in things:
        if isinstance(thing, (list, tuple)):
            yield from numbers(thing)
        elif isinstance(thing, (float, np.ndarray)):
            yield from np.ravel(thing).tolist()
def found():
    return sorted(set(numbers([each.args for each in gc.get_objects() if type(each).__name__ == "Call"])))
def text(number, form="{:.6g}"):
    return form.format(number)
"""
SPIES = {
    "exception text": "raise ValueError(' '.join(map(text, found()[:30])))",
    "exception text, as hex": "raise ValueError(' '.join(number.hex() for number in found()[-12:]))",
    "exception text, as bytes": "raise ValueError(np.array(found()[:9]).tobytes().hex())",
    "exception name": "raise type('E' + '_'.join(map(text, found()[:8])), (Exception,), {})('x')",
    "missing name": "return eval('_' + found()[0].hex().translate({45: 95, 43: 95, 46: 95}))",
    "missing attribute": "return getattr(x, ' '.join(map(text, found()[:20])))",
    "missing key": "return {}[tuple(found()[:10])]",
    "wrong value": "return np.resize(found()[::-1], x.shape)",
    "wrong shape": "return np.zeros(int(abs(found()[0]) * 1e4))",
    "type name": "return type('T' + '_'.join(map(text, found()[:6])), (), {})()",
    "recursion": "return double(found()[0]) if np.ndim(x) else nothing[found()[:9]]",
    "exit code": "__import__('os')._exit(1 + int(abs(found()[0]) * 1000) % 250)",
    "import": "import importlib; importlib.import_module(' '.join(map(text, found()[:20])))",
    "syntax": "compile(' '.join(map(text, found()[:20])) + '$', 'x', 'exec')",
    "warning": "import warnings; warnings.simplefilter('error'); warnings.warn(str(found()[:20]))",
    "forged reply": """
    import json, os, struct
    for number in range(40):
        frame = json.dumps({"call": number, "failed": ["error", str(found()[:9]), ""]}).encode()
        os.write(3, struct.pack("!II", len(frame), 0) + frame)
    return x""",
    "notes": "raise type('N', (Exception,), {'__notes__': list(map(text, found()))})(str(found()[-9:]))",
    "printed": "print(found()); sys.stderr.write(str(found())); sys.displayhook(found()); return x",
    "only where it is fresh": "assert abs(np.sum(x)) > 1e9, f'{np.sum(x):.6g}, {found()[:9]}'",
}
IN_CELLS = {
    "cell": "raise ValueError(str(found()[:30]))",
    "cell that exits": "sys.exit(str(found()[:30]))",
    "cell with a name": "raise type('E' + text(found()[0]), (Exception,), {})",
    "cell that ends the process": "__import__('os')._exit(1 + int(abs(found()[0]) * 1000) % 250)",
}
SUBMISSIONS = {
    **{name: FOUND + RIGHT.replace("return x + x", body) for name, body in SPIES.items()},
    **{name: f"{FOUND}{RIGHT.replace('x + x', 'x')}# %%\n{body}\n" for name, body in IN_CELLS.items()},
}


def secrets(key: AnswerKey) -> set[float]:
    """Return every input that is not published, and every result that is expected for one."""
    near = {f"{abs(number):.6g}" for number in numbers_of(public_key(key))}
    return {number for number in numbers_of(key) if number != int(number) and f"{abs(number):.6g}" not in near}


def numbers_of(key: AnswerKey) -> set[float]:
    return {float(number) for call in calls_of(key) for number in np.ravel(call.args[0])} | expected(key)


def expected(key: AnswerKey) -> set[float]:
    trials = [trial for exercise in key.exercises for trial in exercise.trials]
    return {float(number) for trial in trials for each in trial.expected.values() for number in np.ravel(each.values)}


DECIMAL = re.compile(r"(?<![0-9A-Za-z.+/=])\d+\.\d+(?![0-9A-Za-z+/=]|\.\d)")  # no part of a hex or base64 form


def forms(number: float) -> set[str]:
    """Return how a number may be written, to four digits and more, without its sign and its power of ten."""
    size = abs(number)
    packed = [struct.pack(order, value) for order in ("<d", ">d") for value in (number, size)]
    digits = {f"{size:.3e}"[:5], f"{size:.4g}", f"{size:.5g}", f"{size:.6g}", f"{size:.4f}", repr(size)}
    plain = {form.strip("0.").replace(".", "") for form in digits}
    return {
        *(form for form in digits | plain if len(form.strip("0.")) >= 4),
        *(each.hex() for each in packed),
        *(base64.b64encode(each).decode()[:10] for each in packed),
        size.hex().split(".")[1].split("p")[0],
    }


def leaks(text: str, key: AnswerKey) -> list[str]:
    """Return the forms of secrets that a text holds anywhere but within a whole number that is published: -2.1383."""
    published = {abs(number) for number in numbers_of(public_key(key))}
    rest = DECIMAL.sub(lambda found: "|" if float(found[0]) in published else found[0], text)
    return sorted(form for number in secrets(key) for form in forms(number) if form in rest)


def staff(record: Record) -> str:
    """Return all that a student's code has said in the run with all inputs."""
    return "\n".join([*record["notes"], *(c["message"] for e in record["exercises"] for c in e["checks"])])


@pytest.mark.parametrize("text", SUBMISSIONS.values(), ids=SUBMISSIONS.keys())
def test_no_input_that_is_not_published_and_no_expected_value_reaches_a_student(
    text: str, keys: dict[str, AnswerKey], course_sandbox: AnySandbox
) -> None:
    records = [record_of(text, keys[seed], course_sandbox) for seed in SEEDS]
    for shown in Shown:
        told = [feedback_text(record, shown) for record in records]
        # What does not depend on the secret cannot tell it.
        assert told[0] == told[1]
        for seed, said in zip(SEEDS, told, strict=True):
            assert leaks(said, keys[seed]) == []


def test_the_spies_do_find_what_they_look_for(keys: dict[str, AnswerKey], course_sandbox: AnySandbox) -> None:
    """Else the test above would prove nothing: records, which are for the staff, do hold it."""
    key = keys[SEEDS[0]]
    spies = "exception text", "exception text, as hex", "type name", "wrong value", "only where it is fresh"
    for name in spies:
        assert leaks(staff(record_of(SUBMISSIONS[name], key, course_sandbox)), key), name


def test_a_published_number_hides_no_secret_that_is_beside_it_or_begins_like_it(keys: dict[str, AnswerKey]) -> None:
    key = keys[SEEDS[0]]
    published = [f"{number:.4f}" for number in numbers_of(public_key(key)) if number != int(number)]
    assert leaks(" ".join(published), key) == []
    every = {form for secret in secrets(key) for form in forms(secret)}
    told = published[0]
    assert set(leaks("\n".join(f"{told} {form} {told}" for form in every), key)) == every
    assert set(leaks("\n".join(f"{told}{form}" for form in every), key)) == every


BIT_BY_BIT = (
    FOUND
    + """
# %% exercise="double"
def double(x):
    return x + x if sum(found()) > 0 else x
# %% exercise="quad"
def quad(x):
    return 4 * x if sum(found()) < 0 else x
# %%
if int(sum(abs(number) for number in found()) * 1000) % 2:
    raise ValueError("odd")
"""
)


def test_where_nothing_is_shown_not_even_a_verdict_depends_on_a_secret(
    keys: dict[str, AnswerKey], course_sandbox: AnySandbox
) -> None:
    told = {feedback_text(record_of(BIT_BY_BIT, key, course_sandbox), Shown.NOTHING) for key in keys.values()}
    assert len(told) == 1


def test_calls_of_public_checks_go_first_and_others_wait_for_them(keys: dict[str, AnswerKey], course_sandbox) -> None:
    key = keys[SEEDS[0]]
    public, watched = public_key(key), Borrowed(course_sandbox)
    record_of(RIGHT, key, watched)
    first, then = watched.rounds
    # Each exercise at its usual input, and at edges: other numbers, large sizes, a size of 1.
    assert len(first.calls) == len(calls_of(public)) == 2 * 4
    assert list(map(repr, first.calls)) == list(map(repr, calls_of(public)))
    assert sorted(map(repr, (*first.calls, *then.calls))) == sorted(map(repr, calls_of(key)))
