"""Sheets that other systems made, filled in, and read back by their own rules."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autograder.errors import SourceError, UsageError
from autograder.gradebook.entries import Gradebook, Student
from autograder.reports.canvas import canvas
from autograder.reports.downloaded import read_downloaded
from autograder.reports.export import Exported, Request
from autograder.reports.moodle import moodle
from autograder.reports.moodle_feedback import moodle_feedback
from support.books import course_of, record_of, rules_of
from support.oracles import canvas_reads, moodle_gives_out, moodle_reads

NOW = datetime(2027, 2, 1, tzinfo=UTC)
STUDENTS = (
    Student("ada", "Ada Lovelace", "ada@u.edu", canvas_id="11", sis_id="S1", moodle_id="901"),
    Student("noel", "Noël Çelik", "noel@u.edu", canvas_id="12", sis_id="-S2", moodle_id="902"),
    Student("eq", "=Eq Uals", "eq@u.edu", canvas_id="13", sis_id="=S3", moodle_id="903"),
    Student("extra", "Ex Tra", "extra@u.edu", canvas_id="14", sis_id="+S4", moodle_id="904"),
    Student("none", "No Ne", "none@u.edu", canvas_id="15", sis_id="@S5", moodle_id="905"),
    Student("out", "Ex Cused", "out@u.edu", status="excused", canvas_id="16", sis_id="S6", moodle_id="906"),
    Student("left", "Le Ft", "left@u.edu", canvas_id="17", sis_id="S7", moodle_id="907"),
    Student("gone", "Go Ne", "gone@u.edu", status="dropped", canvas_id="18"),
)
SCORES = {"ada": 87.256, "noel": 33.333333, "eq": 0.0, "extra": 105.0, "out": 50.0, "left": 12.5, "gone": 66.0}
EXPECTED = {"11": 87.26, "12": 33.33, "13": 0.0, "14": 105.0, "15": None, "16": "EX", "17": 12.5}


def book() -> Gradebook:
    rules = rules_of(course_of("chain_rule", "other"), STUDENTS)
    return rules.gradebook(rules.entry(record_of(name, "chain_rule", score)) for name, score in SCORES.items())


CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Chain Rule (501),Essay (502),Final Score
    Points Possible,,,,,100.00,10.00,(read only)
"Lovelace, Ada",11,S1,ada@u.edu,"CS 101, A",,9,
"Çelik, Noël",12,'-S2,noel@u.edu,CS 101,1,,
"Uals, =Eq",13,'=S3,,CS 101,,,
"Tra, Ex",14,+S4,,CS 101,,,
"Ne, No",15,@S5,,CS 101,,,
"Cused, Ex",16,S6,,CS 101,,,
"Ft, Le",17,S7,,CS 101,,,
"Stranger, A",99,S99,,CS 101,7,,
"Student, Test",100,,,CS 101,,,
"""


def downloaded(folder: Path, text: str | bytes, name: str = "2027-01-25T1200_Grades-CS101.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def filled(folder: Path, text: str | bytes, make=canvas, name: str = "", **asked: object) -> Exported:
    path = downloaded(folder, text, name) if name else downloaded(folder, text)
    before = path.read_bytes()
    exported = make(book(), Request(NOW, sheet=read_downloaded(path), **asked))
    assert path.read_bytes() == before
    return exported


def content(exported: Exported) -> bytes:
    ((_, data),) = exported.files.items()
    return data


def semicolons(text: str) -> str:
    """Return a sheet as Canvas writes it where the comma is the decimal separator."""
    lines = [line.replace('"CS 101, A"', "CS 101").replace(", ", "\0").replace(",", ";").replace("\0", ", ")
             for line in text.splitlines()]  # fmt: skip
    return "\n".join(lines).replace("100.00", "100,00").replace("10.00", "10,00").replace('"', "") + "\n"


@pytest.mark.parametrize("style", ["plain", "bom", "crlf", "semicolons", "utf-16"])
def test_canvas_reads_every_score_from_its_own_sheet(tmp_path: Path, style: str) -> None:
    text = {"crlf": CANVAS.replace("\n", "\r\n"), "semicolons": semicolons(CANVAS)}.get(style, CANVAS)
    data = text.encode({"bom": "utf-8-sig", "utf-16": "utf-16"}.get(style, "utf-8"))
    exported = content(filled(tmp_path, data))
    assert exported.startswith(b"\xef\xbb\xbf") == (style == "bom")
    assert (b"\r\n" in exported) == (style == "crlf")
    rows = canvas_reads(exported)
    assert {number: rows[number]["501"] for number in EXPECTED} == EXPECTED
    assert rows["99"]["501"] == 7
    assert rows["11"]["502"] == 9


@pytest.mark.parametrize("row", ["Uals,,'=S3,,CS 101", "?,13,,,CS 101", "?,,,EQ@u.edu,CS 101", '"Uals, =Eq",,,,CS 101'])
def test_canvas_rows_are_found_by_id_then_sis_id_then_login_then_name(tmp_path: Path, row: str) -> None:
    head = "\n".join(CANVAS.splitlines()[:2])
    assert f"{row},0,,\n" in content(filled(tmp_path, f"{head}\n{row},,,\n")).decode()


def test_nothing_but_the_scores_is_changed_in_a_sheet_of_canvas(tmp_path: Path) -> None:
    exported = content(filled(tmp_path, CANVAS)).decode()
    assert exported == CANVAS.replace('A",,9', 'A",87.26,9').replace("CS 101,1,,", "CS 101,33.33,,").replace(
        "'=S3,,CS 101,,", "'=S3,,CS 101,0,"
    ).replace("+S4,,CS 101,,", "+S4,,CS 101,105,").replace("S6,,CS 101,,", "S6,,CS 101,EX,").replace(
        "S7,,CS 101,,", "S7,,CS 101,12.5,"
    )


def test_a_sheet_of_canvas_that_names_its_separator_for_excel_is_filled_in_without_that_line(tmp_path: Path) -> None:
    exported = filled(tmp_path, "sep=;\r\n" + (sheet := "Student;ID;Section;Chain Rule (501)\r\nB;99;1;\r\nA;11;1;"))
    assert content(exported).decode() == f"{sheet}87.26\r\n"
    assert exported.notes[0] == "in no roster and without records, left alone: B (line 3)"


def test_what_canvas_is_not_told_is_said(tmp_path: Path) -> None:
    notes = "\n".join(filled(tmp_path, CANVAS.replace('"Ft, Le",17,S7,,CS 101,,,\n', "")).notes)
    assert "left alone: Stranger, A (line 9)" in notes
    assert "left; download it again if they are new, or give them a canvas_id or sis_id in roster.csv" in notes
    assert "so not exported: other; a column of another title is named by --column other=TITLE" in notes


def test_rows_and_cells_that_canvas_keeps_for_itself_are_left_alone(tmp_path: Path) -> None:
    text = CANVAS.replace("    Points", ",,,,,Manual Posting,,\n    Points").replace(
        "11,S1,ada@u.edu,", "11,S1,ada@u.edu,"
    )
    exported = filled(tmp_path, text.replace("CS 101,1,,", "CS 101,N/A,,").replace("(read only)", "(nur lesen)"))
    assert canvas_reads(content(exported).replace(b"N/A", b""))["12"]["501"] is None
    assert any("line 5, noel: 'chain_rule' is not theirs in Canvas, N/A stays" in note for note in exported.notes)
    assert any(note.endswith("left alone: Stranger, A (line 11)") for note in exported.notes)


def test_the_row_of_someone_who_dropped_is_left_alone_and_said(tmp_path: Path) -> None:
    exported = filled(tmp_path, CANVAS + '"Ne, Go",18,,,CS 101,,,\n')
    assert canvas_reads(content(exported))["18"]["501"] is None
    assert "dropped by the roster, their rows are left alone: gone" in exported.notes
    exported = filled(tmp_path, MOODLE + "Participant 908,Go Ne,,gone@u.edu,,,100.00,Yes,-,-,\n", moodle, SHEET)
    assert moodle_reads(content(exported), 100)["908"] is None
    assert "dropped by the roster, their rows are left alone: gone" in exported.notes


def test_a_score_that_canvas_has_is_not_taken_away(tmp_path: Path) -> None:
    exported = filled(tmp_path, CANVAS.replace("@S5,,CS 101,,", "@S5,,CS 101,44,"))
    assert canvas_reads(content(exported))["15"]["501"] == 44
    assert any("line 7, none: 'chain_rule' has no score (missing)" in note for note in exported.notes)


def test_a_column_of_another_title_is_named_on_the_command_line(tmp_path: Path) -> None:
    text = CANVAS.replace("Chain Rule (501)", "HW 2 (501)")
    exported = filled(tmp_path, text, columns={"chain_rule": "HW 2 (501)"})
    assert canvas_reads(content(exported))["11"]["501"] == 87.26
    with pytest.raises(SourceError, match=r"Grades-CS101.csv:1: no column is titled.*HW 2 \(501\), Essay \(502\)"):
        filled(tmp_path, text)
    with pytest.raises(SourceError, match="there is no column 'HW 3'"):
        filled(tmp_path, text, columns={"chain_rule": "HW 3"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ":1: is empty"),
        ("a,b\n1,2\n", ":1: is not a gradebook of Canvas"),
        (CANVAS.replace("100.00", "(read only)"), ":2: Canvas does not read the column"),
        (CANVAS.replace("Essay (502)", "Chain rule (502)"), ":1: several columns fit 'chain_rule'"),
        (CANVAS + '"Lovelace, Ada",11,,,CS 101,,,\n', ":12: this is the row of 'ada', as line 3 is"),
        (CANVAS.encode("latin-1"), ":4: is not UTF-8 text"),
        ('Student,ID,Section,"Chain', "is not CSV"),
        ("Student,ID,Section,Chain rule (501)\n", "names nobody who is in the roster or has records"),
    ],
)
def test_what_is_no_sheet_of_canvas_is_refused_with_its_line(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        filled(tmp_path, text)


def test_without_a_file_to_fill_in_it_says_where_one_comes_from() -> None:
    with pytest.raises(UsageError, match="--into FILE, from Canvas: Grades, Export"):
        canvas(book(), Request(NOW))


# --- Moodle ------------------------------------------------------------------------------------------------------

HEADER = (
    "Identifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments"
)
ROWS = """\
Participant 901,Ada Lovelace,S1,ada@u.edu,Submitted for grading,,100.00,Yes,"Monday, January 18, 2027, 9:00 PM",-,
Participant 902,Noël Çelik,-S2,noel@u.edu,No submission,,100.00,Yes,-,-,
Participant 903,=Eq Uals,=S3,eq@u.edu,No submission,,100.00,Yes,-,-,
Participant 904,Ex Tra,+S4,extra@u.edu,No submission,,100.00,Yes,-,-,
Participant 905,No Ne,@S5,none@u.edu,No submission,,100.00,Yes,-,-,
Participant 906,Ex Cused,S6,out@u.edu,No submission,,100.00,Yes,-,-,
Participant 907,Le Ft,S7,left@u.edu,No submission,40.00,100.00,No,-,-,
Participant 999,A Stranger,S9,stranger@u.edu,No submission,,100.00,Yes,-,-,
"""
MOODLE = f"{HEADER}\n{ROWS}"
GRADES = {"901": 87.26, "902": 33.33, "903": 0.0, "904": 100.0, "905": None, "906": None, "907": 40.0, "999": None}
SHEET = "Grades-CS101-Chain rule-4711.csv"


def test_moodle_reads_every_score_from_its_own_worksheet(tmp_path: Path) -> None:
    exported = filled(tmp_path, "\ufeff" + MOODLE, moodle, SHEET)
    assert moodle_reads(content(exported), 100) == GRADES
    notes = "\n".join(exported.notes)
    assert "line 5, extra: 105 is above the maximum, Moodle holds 100 at most" in notes
    assert "line 7, out: excused, which Moodle's worksheet cannot say" in notes
    assert "line 8, left: the grade is locked in Moodle and stays 40.00; here it is 12.5" in notes
    assert "left alone: Participant 999 (line 9)" in notes


def test_a_decimal_comma_and_a_columns_name_in_another_language_are_kept(tmp_path: Path) -> None:
    german = MOODLE.replace("100.00", '"100,00"').replace("40.00", '"40,00"').replace("Maximum Grade", "Bestwertung")
    german = german.replace(",Grade,", ",Bewertung,")
    exported = content(filled(tmp_path, german, moodle, SHEET)).decode().replace(",Bewertung,", ",Grade,")
    assert moodle_reads(exported.encode(), 100, comma=True) == GRADES


LANGUAGES = {
    "German": (
        "ID,Vollständiger Name,ID-Nummer,E-Mail-Adresse,Status,Bewertung,Bestwertung,Bewertung kann geändert werden",
        "Teilnehmer/in",
        ("Ja", "Nein"),
    ),
    "Dutch": (
        "ID,Volledige naam,ID-nummer,E-mailadres,Status,Cijfer,Maximaal cijfer,Cijfer kan gewijzigd worden",
        "Deelnemer",
        ("Ja", "Nee"),
    ),
    "Spanish": (
        "Identificador,Nombre completo,Número de ID,Dirección de correo,Estatus,Calificación,Calificación máxima,"
        "La calificación puede ser cambiada",
        "Participante",
        ("Sí", "No"),
    ),
    "one that nobody here knows": ("A,B,C,D,E,F,G,H", "参与者", ("是", "否")),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_worksheet_in_another_language_is_filled_in_as_the_english_one_is(tmp_path: Path, language: str) -> None:
    header, participant, words = LANGUAGES[language]
    local = ROWS.replace("Participant", participant).replace(",Yes,", f",{words[0]},").replace(",No,", f",{words[1]},")
    exported = filled(tmp_path, f"{header},S,G,F\n{local}", moodle, SHEET)
    back = content(exported).decode().replace(participant, "Participant").partition("\n")[2]
    assert moodle_reads(f"{HEADER}\n{back}".encode(), 100) == GRADES
    assert any("the grade is locked in Moodle" in note for note in exported.notes)


def test_a_worksheet_without_names_is_matched_by_the_participants_numbers(tmp_path: Path) -> None:
    blind = "Identifier,Status,Grade,Maximum grade,Grade can be changed,Last modified (grade)\n"
    blind += "Participant 901,x,,100.00,Yes,-\nParticipant 904,x,-,100.00,Yes,-\n"
    assert moodle_reads(content(filled(tmp_path, blind, moodle, SHEET)), 100) == {"901": 87.26, "904": 100.0}


def test_a_worksheet_that_a_spreadsheet_saved_with_semicolons_is_written_with_the_commas_that_moodle_reads(
    tmp_path: Path,
) -> None:
    saved = "\n".join(";".join(row) for row in csv.reader(MOODLE.splitlines())) + "\n"
    for data in (saved.encode("utf-8-sig"), saved.replace(";", "\t").encode("utf-16")):
        assert moodle_reads(content(filled(tmp_path, data, moodle, SHEET)), 100) == GRADES


def test_the_participants_number_never_overrules_a_name(tmp_path: Path) -> None:
    other = MOODLE.replace("Participant 901", "Participant 902x").replace("902,Noël", "901,Noël").replace("902x", "902")
    grades = moodle_reads(content(filled(tmp_path, other, moodle, SHEET)), 100)
    assert (grades["902"], grades["901"]) == (87.26, 33.33)


def test_another_maximum_scales_and_says_so(tmp_path: Path) -> None:
    exported = filled(tmp_path, MOODLE.replace("100.00", "20.00"), moodle, SHEET)
    assert moodle_reads(content(exported), 40)["901"] == 17.45
    assert exported.notes[0] == "Moodle's maximum is 20, the course's 100: scores are scaled"


def test_a_worksheet_whose_assignment_nobody_names_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="which assignment is it of"):
        filled(tmp_path, MOODLE, moodle, "sheet.csv")
    assert filled(tmp_path, MOODLE, moodle, "sheet.csv", assignments=("chain_rule",))


def test_moodle_gives_each_student_their_own_feedback(tmp_path: Path) -> None:
    exported = filled(tmp_path, MOODLE.replace("Ada Lovelace", "Ada_M. Lovelace"), moodle_feedback, SHEET)
    given = moodle_gives_out(content(exported))
    assert given.keys() == {("Ada M. Lovelace", "901"), ("Noël Çelik", "902"), ("=Eq Uals", "903"), ("Ex Tra", "904"),
                            ("Ex Cused", "906"), ("Le Ft", "907")}  # fmt: skip
    assert "noel" in given["Noël Çelik", "902"]
    assert exported.notes == ("nothing to tell, since nothing was graded: none",)


def test_moodle_gives_no_feedback_to_someone_who_dropped(tmp_path: Path) -> None:
    text = MOODLE + "Participant 908,Go Ne,,gone@u.edu,,,100.00,Yes,-,-,\n"
    exported = filled(tmp_path, text, moodle_feedback, SHEET)
    assert not any(number == "908" for _, number in moodle_gives_out(content(exported)))
    assert "dropped by the roster, their rows are left alone: gone" in exported.notes


def test_a_sheet_of_canvas_is_no_worksheet_of_moodle(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is not a grading worksheet of Moodle"):
        filled(tmp_path, CANVAS, moodle, SHEET)
