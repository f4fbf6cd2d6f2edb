"""Tables in a terminal and in a pipe: aligned, whatever a name is made of."""

from __future__ import annotations

import pytest

from autograder.core.columns import cut, listed, table, width

HEADS = ["student", "chain rule", "total"]


def test_numbers_stand_below_each_other_and_a_headings_words_too() -> None:
    shown = table(HEADS, [["ann", "9.5", "100"], ["bob", "–", "7"]], ["mean", "9.5", "53.5"])
    assert shown.splitlines() == [
        "         chain",
        "student   rule  total",
        "───────  ─────  ─────",
        "ann        9.5    100",
        "bob          –      7",
        "───────  ─────  ─────",
        "mean       9.5   53.5",
    ]


@pytest.mark.parametrize("name", ["x" * 100, "学" * 50, "Zoë́" * 30, "學生 Ana"])
def test_in_a_terminal_no_row_is_wider_than_it_and_in_a_pipe_no_name_is_cut(name: str) -> None:
    rows = [[name, "9.5", "100"], ["bob", "1", "7"]]
    lines = table(HEADS, rows, room=40).splitlines()
    assert max(map(width, lines)) <= 40
    assert len({width(line) for line in lines[1:]}) == 1
    assert name in table(HEADS, rows)


def test_a_letter_that_takes_two_columns_is_not_cut_in_half() -> None:
    assert cut("学学学", 5) == "学学…"
    assert cut("学学学", 6) == "学学学"
    assert width(cut("学学学", 4)) <= 4


def test_a_long_cell_of_a_list_pushes_its_own_row_alone() -> None:
    lines = listed([["exercise", "kills"], ["x" * 60, "1"], ["double", "2"]], widest=10).splitlines()
    assert lines == ["exercise    kills", f"{'x' * 60}  1", "double      2"]


def test_in_a_terminal_a_list_of_long_names_and_sentences_keeps_its_columns_and_in_a_pipe_its_words() -> None:
    sentence = "nothing was handed in, " * 4
    rows = [["what", "whose", "why"], ["missing", "n" * 100, sentence], ["two files", "学" * 30, ""]]
    lines = listed(rows, room=80).splitlines()
    assert max(map(width, lines)) <= 80
    assert " ".join(line[lines[0].index("why") :] for line in lines[1:-1]).split() == sentence.split()
    assert len(listed(rows).splitlines()) == 3
    assert "…" not in listed(rows)
