"""Harmful, damaged and linked parts of a download are refused by name, and the rest is collected."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from autograder.errors import SourceError, UsageError
from support.collected import WORK, collected, mapping, work_in
from support.layouts import written, zip_of, zipped


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../../etc/passwd", "its path leads out of the zip"),
        ("/etc/passwd", "its path leads out of the zip"),
        ("a\\..\\..\\b", "its path leads out of the zip"),
        ("C:/x", "its path leads out of the zip"),
        ("ada/.\u200e./../../b", "its path leads out of the zip"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_path_that_leads_out_is_refused_by_name(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(UsageError, match=r"^x\.zip: refused: ") as caught:
        collected(tmp_path, zipped(tmp_path / "x.zip", {"ada/t.ipynb": b"", name: b""}))
    assert said in str(caught.value)
    assert not (tmp_path / "submitted").exists()


def test_names_that_differ_in_letter_case_alone_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"ada/T\.ipynb: differs from ada/t.ipynb in letter case alone"):
        collected(tmp_path, zipped(tmp_path / "x.zip", {"ada/t.ipynb": b"", "ada/T.ipynb": b""}))


def test_a_bomb_and_a_link_are_refused(tmp_path: Path) -> None:
    import zipfile

    with pytest.raises(UsageError, match=r"unpacks to \d+ times its size"):
        collected(tmp_path, zipped(tmp_path / "x.zip", {"ada/t.ipynb": b"\0" * (20 << 20)}))
    link = zipfile.ZipInfo("ada/t.ipynb")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "y.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(UsageError, match="is a link"):
        collected(tmp_path, tmp_path / "y.zip")


def entry(name: bytes = b"a", flags: int = 0, size: int = 0, compressed: int = 0, crc: int = 0) -> bytes:
    """Return an entry of a zip's list, written by hand: PKWARE's APPNOTE, 4.3.12."""
    numbers = struct.pack("<HHHHHHLLL", 20, 20, flags, 0, 0, 0, crc, compressed, size)
    return b"PK\1\2" + numbers + struct.pack("<HHHHHLL", len(name), 0, 0, 0, 0, 0, 0) + name


def listing(*entries: bytes) -> bytes:
    """Return a zip that is nothing but its list, so that to read a file before the list is judged fails."""
    whole = b"".join(entries)
    count = min(len(entries), 2**16 - 1)
    return whole + b"PK\5\6" + struct.pack("<HHHHLLH", 0, 0, count, count, len(whole), 0, 0)


HARMFUL = {
    "a million entries": (listing(entry() * 1_000_000), "x.zip: refused: its list of files alone takes 44 MB"),
    "more files than a class has": (
        listing(*(entry(b"%d" % number) for number in range(50_001))),
        "x.zip: refused: 50001 files, more than 50000",
    ),
    "a huge declared size": (listing(entry(b"ada/t.ipynb", size=2**32 - 2)), "ada/t.ipynb: is larger than 100 MB"),
    "encrypted": (listing(entry(b"ada/t.ipynb", flags=1)), "x.zip: refused: ada/t.ipynb: is encrypted"),
    "the same name twice": (listing(entry(b"ada/t"), entry(b"ada/t")), "x.zip: refused: ada/t: is there twice"),
    "one name in two spellings": (
        listing(entry("zoë".encode(), 0x800), entry("zoe\u0308".encode(), 0x800)),
        "x.zip: refused: zoë: is there twice",
    ),
    "a NUL in a name": (listing(entry(b"a\0.ipynb")), "x.zip: refused: a?.ipynb: no file can have this name"),
    "no zip at all": (b"PK\5\6" + b"\0" * 12, "is neither a folder nor a zip that can be read"),
}


@pytest.mark.parametrize("kind", HARMFUL)
def test_what_could_do_harm_is_refused_by_name_before_a_file_is_read(tmp_path: Path, kind: str) -> None:
    data, said = HARMFUL[kind]
    (tmp_path / "x.zip").write_bytes(data)
    with pytest.raises(UsageError) as caught:
        collected(tmp_path, tmp_path / "x.zip")
    assert said in str(caught.value)
    assert not (tmp_path / "submitted").exists()


def test_a_damaged_file_in_a_zip_is_said_and_the_others_are_collected(tmp_path: Path) -> None:
    files = {f"{name}/t.ipynb": data for name, data in WORK.items()}
    data = bytearray(zip_of(files))
    place = data.index(b"PK\1\2") + 16  # the checksum of the first file in the list
    data[place : place + 4] = b"\0\0\0\0"
    (tmp_path / "x.zip").write_bytes(data)
    collected(tmp_path, tmp_path / "x.zip")
    assert work_in(tmp_path) == {name: WORK[name] for name in ("zoe", "bob")}
    assert "t.ipynb: is damaged: Bad CRC-32" in next(
        line["note"] for line in mapping(tmp_path) if line["student"] == "ada"
    )


def test_a_hostile_zip_of_one_student_is_kept_and_said_and_the_others_are_collected(tmp_path: Path) -> None:
    source = written(
        tmp_path / "in", {"ada/x.zip": zip_of({"../x": b""}), "zoe/t.ipynb": WORK["zoe"], "bob/y.zip": b"no zip"}
    )
    collected(tmp_path, source)
    assert work_in(tmp_path) == {"zoe": WORK["zoe"]}
    notes = {line["student"]: line["note"] for line in mapping(tmp_path)}
    assert "its path leads out of the zip" in notes["ada"]
    assert "is not a zip that can be read" in notes["bob"]
    assert (tmp_path / "submitted/ada/tiny/x.zip").exists()


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    source = written(tmp_path / "in", {"zoe/t.ipynb": WORK["zoe"]})
    (source / "ada").mkdir()
    (source / "ada/t.ipynb").symlink_to("/etc/passwd")
    collected(tmp_path, source)
    assert "is a link" in next(line["note"] for line in mapping(tmp_path) if line["student"] == "ada")
    assert work_in(tmp_path) == {"zoe": WORK["zoe"]}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a: [1, 2", "e/submission_metadata.yml:1: is not YAML that can be read"),
        (b"- 1\n- 2\n", "e/submission_metadata.yml:1: is not a list of submissions"),
        (b"\xff\xfea\x00:\x00", "submission_metadata.yml:1: is not a list of submissions"),
        (b"\xe9: 1", "submission_metadata.yml: cannot be read"),
    ],
)
def test_metadata_that_cannot_be_read_is_said_with_its_line(tmp_path: Path, data: bytes, said: str) -> None:
    files = {"e/submission_metadata.yml": data, "e/submission_1/t.ipynb": b""}
    with pytest.raises(SourceError) as caught:
        collected(tmp_path, zipped(tmp_path / "x.zip", files))
    assert said in str(caught.value)
    assert not (tmp_path / "submitted").exists()


def test_a_source_that_is_nothing_we_know_is_said(tmp_path: Path) -> None:
    for source in (
        written(tmp_path / "in", {"t.ipynb": b""}),
        written(tmp_path / "f", {"x": b"text"}) / "x",
        tmp_path / "no",
    ):
        with pytest.raises(UsageError):
            collected(tmp_path, source)
    with pytest.raises(UsageError, match="is not laid out as moodle does"):
        collected(tmp_path, tmp_path / "in", layout="moodle")
