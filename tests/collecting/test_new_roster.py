"""roster.csv begun from what other systems list; who is there already keeps their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.cli.main import main
from autograder.collecting.new_roster import begin_roster
from autograder.errors import SourceError
from autograder.gradebook.roster import Student, read_roster
from support.books import sheet
from support.tiny import make_course

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Chain Rule (501),Final Score
,,,,,Manual Posting,
    Points Possible,,,,,100.00,(read only)
"Lovelace, Ada",11,S1,ada@u.edu,CS 101,,
"van Ëck, Zoë",12,-S2,zoe@u.edu,CS 101,7,
"Student, Test",99,,x9,CS 101,,
"""
CANVAS_PARTED = """\
LastName,FirstName,ID,SIS User ID,SIS Login ID,Section,Chain Rule (501)
    Points Possible,,,,,,100.00
Lovelace,Ada,11,S1,ada@u.edu,CS 101,
van Ëck,Zoë,12,-S2,zoe@u.edu,CS 101,7
Student,Test,99,,x9,CS 101,
"""
MOODLE = """\
First name,Last name,ID number,Email address,Groups
Ada,Lovelace,S1,ada@u.edu,Team 1
Zoë,van Ëck,-S2,zoe@u.edu,
"""
WORKSHEET = """\
ID,Vollständiger Name,ID-Nummer,E-Mail-Adresse,Status,Bewertung,Bestwertung
Teilnehmer/in 901,Ada Lovelace,S1,ada@u.edu,,,"100,00"
Teilnehmer/in 902,Zoë van Ëck,-S2,zoe@u.edu,,,"100,00"
"""
GRADESCOPE = """\
First Name,Last Name,SID,Email,Role,Section
Ada,Lovelace,S1,ada@u.edu,Student,CS 101
Zoë,van Ëck,-S2,zoe@u.edu,Student,
M.,Curie,S9,mc@u.edu,Instructor,
"""


@pytest.mark.parametrize("text", [CANVAS, CANVAS_PARTED, MOODLE, WORKSHEET, GRADESCOPE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_list_of_each_system_becomes_a_roster(tmp_path: Path, text: str, encoding: str) -> None:
    (tmp_path / "x.csv").write_bytes(text.encode(encoding))
    assert [each.name for each in begin_roster(tmp_path, tmp_path / "x.csv").added] == ["ada", "zoe"]
    ada, zoe = read_roster(tmp_path / "roster.csv")
    assert (ada.full_name, ada.email, ada.sis_id) == ("Ada Lovelace", "ada@u.edu", "S1")
    assert (zoe.full_name, zoe.email, zoe.sis_id) == ("Zoë van Ëck", "zoe@u.edu", "-S2")
    assert [each.canvas_id for each in (ada, zoe)] == (["11", "12"] if text in (CANVAS, CANVAS_PARTED) else ["", ""])
    assert (ada.group, ada.section) == ("Team 1" * (text == MOODLE), "CS 101" * (text not in (MOODLE, WORKSHEET)))


def test_who_is_there_keeps_their_cells_and_gets_the_blank_ones_and_who_left_is_said(
    tmp_path: Path, monkeypatch, capsys
) -> None:
    make_course(tmp_path)
    monkeypatch.chdir(tmp_path)
    sheet(tmp_path, "roster.csv", "student;email;status;name", "s1;ADA@u.edu;excused;Ada", "old;old@u.edu;;")
    sheet(tmp_path, "x.csv", *CANVAS.splitlines())
    assert main(["new", "roster", "x.csv"]) == 0
    out = capsys.readouterr().out
    assert "1 student added, 1 completed" in out
    assert "not in this list, left as they are: old" in out
    after = (tmp_path / "roster.csv").read_text("utf-8")
    assert after.splitlines() == [
        "student;email;status;name;section;canvas_id;sis_id",
        "s1;ADA@u.edu;excused;Ada;CS 101;11;S1",
        "old;old@u.edu;;",
        "zoe;zoe@u.edu;;Zoë van Ëck;CS 101;12;'-S2",
    ]
    assert main(["new", "roster", "x.csv"]) == 0
    assert "0 students added, 0 completed" in capsys.readouterr().out
    assert (tmp_path / "roster.csv").read_text("utf-8") == after


BY_CANVAS = """\
student,name,email,canvas_id,moodle_id,status
s1,Ada Lovelace,,11,,
s2,Zoë van Ëck,ze@u.edu,12,,dropped
s3,Kim Lee,,13,,
s4,Kim Lee,,14,,
s5,Max Mix,mm@u.edu,15,,
"""


def test_ids_of_a_second_system_go_to_who_is_unmistakably_meant_and_the_others_are_asked_about(
    tmp_path: Path, monkeypatch, capsys
) -> None:
    make_course(tmp_path)
    monkeypatch.chdir(tmp_path)
    sheet(tmp_path, "roster.csv", *BY_CANVAS.splitlines())
    people = [
        "901,Lovelace Ada,ada@u.edu",  # by name, its words in another order
        "902,Somebody Else,ZE@u.edu",  # by e-mail
        "903,Kim Lee,kim@u.edu",  # one of two
        "904,Max Mix,other@u.edu",  # another address
        "905,New Comer,new@u.edu",
        "906,Ëve Twice,eve1@u.edu",
        "907,Ëve Twice,eve2@u.edu",
    ]
    rows = [f"Participant {number},{name},{email},-,100" for number, name, email in (row.split(",") for row in people)]
    sheet(tmp_path, "w.csv", "Identifier,Full name,Email address,Grade,Maximum grade", *rows)
    assert main(["new", "roster", "w.csv"]) == 0
    out = capsys.readouterr().out
    assert "3 students added, 2 completed" in out
    assert "look: line 4: 'Kim Lee' may be s3 or s4 of the roster: correct that line, or add one" in out
    assert "look: line 5: 'Max Mix' may be s5 of the roster (email other@u.edu here and mm@u.edu there)" in out
    assert "not in this list" not in out
    found = {each.name: (each.email, each.moodle_id) for each in read_roster(tmp_path / "roster.csv")}
    assert found["s1"] == ("ada@u.edu", "901")
    assert found["s2"] == ("ze@u.edu", "902")
    assert [found[name] for name in ("s3", "s4", "s5")] == [("", ""), ("", ""), ("mm@u.edu", "")]
    assert [*found][5:] == ["new", "eve1", "eve2"]


def test_the_roster_of_github_classroom_gives_known_students_their_names_there(tmp_path: Path) -> None:
    sheet(tmp_path, "roster.csv", "student,name,email", "u1,Ada,ada@u.edu", "u2,Zoë,", "u3,Bob,bob@u.edu")
    rows = ['"ada@u.edu","ada-l","1",""', '"u2","zoe","2","Zoë"', '"bob@u.edu","","",""']
    sheet(tmp_path, "x.csv", '"identifier","github_username","github_id","name"', *rows)
    begun = begin_roster(tmp_path, tmp_path / "x.csv")
    assert (begun.added, begun.absent, begun.unclear) == ((), (), ())
    assert [each.git_name for each in read_roster(tmp_path / "roster.csv")] == ["ada-l", "zoe", ""]


def test_a_list_that_no_roster_could_hold_is_refused_with_its_line_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Name,Email,SID\nA B,a@u.edu,1\nC D,c@u.edu,2\nE F,A@u.edu,3\n")
    with pytest.raises(SourceError, match=r"x\.csv:4: email 'A@u\.edu' is that of line 2 already"):
        begin_roster(tmp_path, tmp_path / "x.csv")
    assert not (tmp_path / "roster.csv").exists()


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "Full name,Email\nAda,\n", "Full name,Email\nA,../x@u.edu\n"])
def test_what_lists_no_students_is_refused_and_nothing_is_written(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.csv").write_text(text)
    with pytest.raises(SourceError, match=r"x\.csv:1: is"):
        begin_roster(tmp_path, tmp_path / "x.csv")
    assert not (tmp_path / "roster.csv").exists()


def test_people_of_one_login_are_named_by_what_tells_them_apart(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Name,Email,SID\nA B,x@a.edu,1\nC D,x@b.edu,2\n")
    begin_roster(tmp_path, tmp_path / "x.csv")
    assert [each.name for each in read_roster(tmp_path / "roster.csv")] == ["1", "2"]
    assert isinstance(read_roster(tmp_path / "roster.csv")[0], Student)


def test_two_lists_in_one_file_are_refused_at_the_second_header(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(MOODLE + MOODLE.splitlines()[0] + "\n")
    with pytest.raises(SourceError, match=r"x\.csv:4: the names of the columns are there again"):
        begin_roster(tmp_path, tmp_path / "x.csv")
    assert not (tmp_path / "roster.csv").exists()
