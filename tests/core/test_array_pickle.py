"""What is pickled with its arrays written short comes back as it was."""

from __future__ import annotations

import io
import pickle
from typing import Any

import numpy as np
import pytest

from autograder.core.answer_key import MistakeOutputs, Observation
from autograder.core.array_pickle import SMALL, ArrayPickler, ArrayUnpickler


def written(thing: Any) -> bytes:
    stream = io.BytesIO()
    ArrayPickler(stream, pickle.HIGHEST_PROTOCOL).dump(thing)
    return stream.getvalue()


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6.0).reshape(2, 3),
        np.array(True),
        np.zeros((2, 0), np.float32),
        np.arange(4, dtype=">i4"),
        np.arange(6.0).reshape(2, 3).T,
        np.array([1 + 2j]),
        np.arange(SMALL, dtype=float),
        np.array(["a", None], object),
    ],
    ids=lambda array: f"{array.dtype} {array.shape}",
)
def test_an_array_comes_back_as_it_was_and_can_be_written_to(array: np.ndarray) -> None:
    back = ArrayUnpickler(io.BytesIO(written([array]))).load()[0]
    assert (back.dtype, back.shape, back.flags.f_contiguous) == (array.dtype, array.shape, array.flags.f_contiguous)
    assert np.array_equal(back, array)
    back[...] = 0


def test_a_large_array_that_occurs_often_is_written_once() -> None:
    large = np.arange(SMALL, dtype=float)
    assert len(written([large] * 5)) < 2 * large.nbytes


def test_what_mistakes_show_comes_back_as_it_was() -> None:
    made = MistakeOutputs("m", "a sentence", {"y": Observation(np.eye(2), "a list", (1,)), "z": None})
    back = pickle.loads(pickle.dumps(made))
    assert (back.name, back.sentence, back.outputs["z"]) == ("m", "a sentence", None)
    seen = back.outputs["y"]
    assert (seen.values.tolist(), seen.problem, seen.plain) == (np.eye(2).tolist(), "a list", (1,))
