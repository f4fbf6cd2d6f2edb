"""Make the answer key: what each probe's calls must return, and how far an answer may be from it.

The reference is checked first: a solution that disagrees with the numeric gradient of its own forward pass, or that
does not give numbers, is the author's fault and is said before any student is graded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from autograder.authoring.assignment import Workbook
from autograder.authoring.chance import chance_in
from autograder.authoring.random_inputs import USUAL, Setting, draw_from
from autograder.authoring.source import line_in
from autograder.core.answer_key import ExerciseKey, MistakeOutputs, Output, Trial
from autograder.core.calls import Call
from autograder.core.exercise import Check, Context, DeclarationError, DrawAgainError, Exercise, Expected, Variation
from autograder.core.large_calls import LARGE
from autograder.core.model import Array
from autograder.core.values import portable
from autograder.errors import SourceError
from autograder.gradients.nearness import all_within
from autograder.judging.difference import Rules, difference
from autograder.judging.kinds.numbers import allowed_difference
from autograder.judging.observe import as_array, extract, is_truth, type_phrase
from autograder.keys.arguments import ProbeError
from autograder.keys.contested import without_contested
from autograder.keys.edges import extents, ladders, place, touched
from autograder.keys.method_error import method_error
from autograder.keys.mistake_outputs import mistake_outputs
from autograder.keys.plan import large_outputs, publish, repeat_in_reverse, restrict
from autograder.keys.recorder import Recording, record_probe
from autograder.keys.reference import Reference
from autograder.keys.repetition import cut_too, with_repetitions

PUBLIC_SEED = "public"
EDGE_SEED = "public edge"
EDGE_ATTEMPTS = 3
REHEARSAL = "rehearsal"
SECRET_TRIALS = 2
ATTEMPTS = 20
SAME = 1e-9  # relative; threads may add up in another order
ANOTHER = "differs when the same is asked again, so no answer could equal it: give it a seed, or take a Generator"


class _Shown(NamedTuple):
    """What the solution shows at an output: as plain data, and as real numbers (none of a plain output)."""

    value: Any
    array: Array


def exercise_keys(workbook: Workbook, seed: str | None) -> tuple[ExerciseKey, ...]:
    """Return the key of every exercise: the public trial, and the secret ones where a secret seed is given.

    Without a seed the key is the students': public checks at the public seed alone. The hidden checks are tried on the
    solution all the same, at other inputs too: what would stop the grading has to stop the release.
    """
    return tuple(KeyBuilder(workbook, exercise).key(seed) for exercise in workbook.exercises)


def recording_of(workbook: Workbook, exercise: Exercise, words: tuple[str, ...], setting: Setting = USUAL) -> Recording:
    """Return an exercise's probe with inputs drawn from these words. Raises ProbeError if it cannot be written down."""
    given, solution = workbook.given, workbook.solution
    names = frozenset(workbook.lesson.exercises) | {name for name, value in given.items() if callable(value)}
    classes = frozenset(name for name in names if isinstance(solution.get(name), type))
    return record_probe(exercise.probe, draw_from(*words, setting=setting), names, given, classes)


class KeyBuilder:
    """Makes the key of one exercise. What stops it is an author's mistake, which every method raises as SourceError."""

    def __init__(self, workbook: Workbook, exercise: Exercise, is_hidden: bool = False) -> None:
        self.workbook, self.exercise, self.is_hidden = workbook, exercise, is_hidden
        self.reference = Reference(workbook.solution, tuple(workbook.lesson.exercises))

    def key(self, seed: str | None) -> ExerciseKey:
        """Return the key, see exercise_keys."""
        exercise, secret = self.exercise, REHEARSAL if seed is None else seed
        *early, last = (f"{secret}/{n}" for n in range(SECRET_TRIALS))
        with self.workbook.place.entered():
            public, edges = self._without_large(self.trial(PUBLIC_SEED)), tuple(self._edge_trials())
        trials = (public, *edges, *self._in_secret().secret_trials(early, last))
        depends_on = tuple(sorted(frozenset().union(*(trial.depends_on for trial in trials)) - {exercise.name}))
        told = self.workbook.explanations
        key = ExerciseKey(exercise.name, exercise.points, exercise.checks, trials, exercise.extra, depends_on, told)
        return publish(key) if seed is None else key

    def _in_secret(self) -> KeyBuilder:
        """Return what makes the trials that students do not know: beside the hidden files, if there are any."""
        hidden = self.workbook.hidden
        if hidden is None:
            return self
        return KeyBuilder(hidden, next(each for each in hidden.exercises if each.name == self.exercise.name), True)

    def secret_trials(self, early: Sequence[str], last: str) -> tuple[Trial, ...]:
        """Return the trials at these seeds; the last is the one whose calls are asked in both orders."""
        with self.workbook.place.entered():
            first = [self._without_large(self.trial(seed)) for seed in early]
            made = (*first, repeat_in_reverse(self.trial(last, timed=True)))
        return tuple(replace(trial, hidden_data=self.is_hidden) for trial in made)

    def trial(self, seed: str, timed: bool = False) -> Trial:
        """Return the probe's trial at a seed: at the first draw of it at which all checks have an expectation.

        timed: its large calls count, so those that are repeated are repeated as often as an answer is asked to.
        """
        for attempt in range(ATTEMPTS):
            try:
                recording = self._recorded(seed, str(attempt))
                calls = with_repetitions(self.reference, recording.calls) if timed else recording.calls
                return self._attempt(replace(recording, calls=calls))
            except DrawAgainError:
                continue
            except ProbeError as error:
                raise self._fault(str(error)) from error
            except DeclarationError as error:
                raise self._fault(str(error), error.line) from error
        draws = f"in {ATTEMPTS} draws, all inputs lie at a kink or where the forward pass is not finite"
        raise self._fault(f"{draws}: draw others")

    def _without_large(self, trial: Trial) -> Trial:
        large, checks = large_outputs(trial), self.exercise.checks
        public = [check.name for check in checks if check.output in large and not check.hidden]
        if public:
            more = f"looks at a call with more than {LARGE} numbers"
            raise self._fault(f"{public[0]} {more}: make it hidden, or draw less")
        return restrict(trial, checks, trial.outputs.keys() - large) if large else trial

    def _edge_trials(self) -> Iterator[Trial]:
        """Yield a published trial for each edge setting that the exercise makes sense of, no shapes twice."""
        usual, seen = self._recorded(EDGE_SEED), set[object]()
        for ladder in ladders(usual.sizes):
            tries = (self._edge_trial(usual, setting) for setting in ladder)
            for trial in islice((trial for trial in tries if trial is not None), 1):
                visited = tuple((call.function, extents(call)) for call in trial.calls)
                if ladder[0].values or visited not in seen:
                    yield trial
                seen.add(visited)

    def _edge_trial(self, usual: Recording, setting: Setting) -> Trial | None:
        for attempt in range(EDGE_ATTEMPTS):
            # A probe that counts on its sizes, and a solution that cannot answer, have no such edge.
            unfit = suppress(DrawAgainError, DeclarationError, ProbeError, SourceError)
            with unfit, np.errstate(all="ignore"):
                recording = self._recorded(EDGE_SEED, *[str(attempt)] * (attempt > 0), setting=setting)
                checks = self.exercise.checks
                looked_at = {check.output for check in checks}
                outputs = [output for name, output in recording.outputs.items() if name in looked_at]
                if not (asked := touched(recording.calls, usual.calls, setting, outputs)):
                    return None
                trial = self._attempt(recording)
                reached = {name for name, output in trial.outputs.items() if output.call in asked}
                kept = restrict(trial, checks, (reached - large_outputs(trial)) & looked_at)
                kept = self._uncontested(kept)
                if kept.calls or kept.contested:
                    return replace(kept, where=place(setting, kept.calls or recording.calls))
                return None
        return None

    def _uncontested(self, trial: Trial) -> Trial:
        others = (other for other in self.workbook.right if other.exercise == self.exercise.name)
        right = [mistake_outputs(self.reference, other, trial.calls, trial.outputs) for other in others]
        return without_contested(trial, self.exercise.checks, right)

    def _recorded(self, seed: str, *words: str, setting: Setting = USUAL) -> Recording:
        return recording_of(
            self.workbook, self.exercise, (seed, self.workbook.name, self.exercise.name, *words), setting
        )

    def _attempt(self, recording: Recording) -> Trial:
        results = self._results(recording.calls)
        outputs = {
            name: replace(_with_parts(output, results[output.call]), plain=self._is_plain(name, output, results))
            for name, output in self._found(recording.outputs, results)
        }
        shown = {name: self._shown(name, output, results) for name, output in outputs.items()}
        self._require_the_same_again(recording, outputs, shown)
        numbers = {name: output for name, output in outputs.items() if not output.plain}
        arrays = {name: shown[name].array for name in numbers}
        right = [other.function for other in self.workbook.right if other.exercise == self.exercise.name]
        off = method_error(self.reference, self.exercise.name, recording.calls, numbers, arrays, right)
        mine = [mistake for mistake in self.workbook.mistakes if mistake.exercise == self.exercise.name]
        return Trial(
            calls=recording.calls,
            outputs=outputs,
            expected={check.name: self._expected(check, recording, shown, off) for check in self.exercise.checks},
            mistakes=self._mistake_outputs(mine, recording, outputs),
            depends_on=self.reference.nested(recording.calls),
        )

    def _mistake_outputs(
        self, mistakes: Sequence[Variation], recording: Recording, outputs: Mapping[str, Output]
    ) -> tuple[MistakeOutputs, ...]:
        with self.workbook.place.entered():  # one may write where it should read
            return tuple(mistake_outputs(self.reference, each, recording.calls, outputs) for each in mistakes)

    def _results(self, calls: Sequence[Call]) -> list[Any]:
        try:
            return self.reference.answer(calls)
        except Exception as error:
            line = line_in(self.workbook.lesson.path, error)
            place = (f" (line {line} of lesson.py)" if line else "") + cut_too(calls)
            raise self._fault(f"the solution raised {type(error).__name__}: {error}{place}") from error

    def _found(self, outputs: Mapping[str, Output], results: Sequence[Any]) -> Iterator[tuple[str, Output]]:
        """Yield the outputs that the solution's results have. What is not there is an author's fault."""
        for name, output in outputs.items():
            try:
                extract(results[output.call], output.path)
            except LookupError as error:
                raise self._fault(f"result '{name}' of the solution: {error}") from error
            yield name, output

    def _is_plain(self, name: str, output: Output, results: Sequence[Any]) -> bool:
        """Say whether all checks that look at an output take it as plain data; one that none looks at is what it is."""
        numeric = [check.numeric for check in self.exercise.checks if check.output == name]
        array = None if numeric else as_array(extract(results[output.call], output.path))
        return not any(numeric) and (array is None or array.dtype.kind not in "biuf" or not np.isfinite(array).all())

    def _require_the_same_again(
        self, recording: Recording, outputs: Mapping[str, Output], before: Mapping[str, _Shown]
    ) -> None:
        again = self._results(recording.calls)
        for name, output in outputs.items():
            now, then = self._shown(name, output, again), before[name]
            allowed = allowed_difference(then.array, SAME)
            if now.array.shape != then.array.shape or not all_within(now.array, then.array, allowed):
                raise self._another(name)
            if output.plain and difference(now.value, then.value, Rules(rtol=SAME)):
                raise self._another(name)

    def _another(self, result: str) -> SourceError:
        if self.is_hidden:
            return self._fault(f"result '{result}' of the solution {ANOTHER}")
        line, found = chance_in(self.workbook.lesson, self.exercise.name)
        told = f"result '{result}' of the solution {ANOTHER}{f' (`{found.words}`)' if found else ''}"
        return SourceError(self.workbook.lesson.path, line, f"exercise '{self.exercise.name}': {told}")

    def _shown(self, name: str, output: Output, results: Sequence[Any]) -> _Shown:
        """Return what the solution shows at an output: plain data, and in float64 where checks look at numbers."""
        value = extract(results[output.call], output.path)
        if output.plain:
            return _Shown(portable(value), np.zeros(0))
        array = as_array(value)
        if array is None or array.dtype.kind not in "biuf":
            kind = type_phrase(value) if array is None else f"an array of dtype {array.dtype}"
            raise self._fault(f"result '{name}' of the solution is {kind}, not real numbers")
        if not np.all(np.isfinite(array)):
            raise self._fault(f"result '{name}' of the solution is not finite")
        return _Shown(portable(value), array.astype(float))

    def _expected(
        self, check: Check, recording: Recording, shown: Mapping[str, _Shown], off: Mapping[str, Array]
    ) -> Expected:
        if check.output not in shown:
            results = ", ".join(shown) or "none"
            raise self._fault(f"{check.name}: the probe returns no result '{check.output}' (results: {results})")
        output = recording.outputs[check.output]
        call = recording.calls[output.call]
        argument = None if call.leaves is None else extract(call.args[call.leaves], output.path)
        result, inputs = shown[check.output], recording.inputs
        named, solution = self.reference.arguments(call), self.workbook.solution
        method_off = off.get(check.output)
        context = Context(
            result.array, inputs, solution, call.function, argument, named, method_off, result.value, call
        )
        expected = check.expect(context)
        return replace(expected, truth=is_truth(result.value)) if check.numeric else expected

    def _fault(self, message: str, line: int | None = None) -> SourceError:
        code = getattr(self.exercise.probe, "__code__", None)
        line = line or (code.co_firstlineno if code else None)
        if self.is_hidden:  # what comes after the first colon may quote the files
            message = f"with the files of hidden_data/, {message.partition(':')[0]}"
        return SourceError(self.workbook.folder / "checks.py", line, f"exercise '{self.exercise.name}': {message}")


def _with_parts(output: Output, value: Any) -> Output:
    """Return where an output lies, with the number of parts that the solution's result has on the way there."""
    parts: list[int] = []
    for index in output.path:
        parts.append(len(value))
        value = value[index]
    return replace(output, parts=tuple(parts))
