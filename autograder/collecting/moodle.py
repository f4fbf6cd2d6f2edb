"""Moodle, "Download all submissions": folders or flat, old and new, blind marking, teams.

Source: Moodle, mod/assign/locallib.php, download_submissions.
"""

from __future__ import annotations

from collections.abc import Sequence

from autograder.collecting.archive import File
from autograder.collecting.handin import Claim, HandIn
from autograder.submissions.lms_names import MOODLE

# "Participant" in the languages of sites, without what clean_filename takes out ("Teilnehmer/in").
BLIND_WORDS = frozenset(
    (
        *("participant", "teilnehmer", "teilnehmerin", "deelnemer", "participante", "partecipante", "partaidea"),
        *("deltagare", "deltager", "deltaker", "osallistuja", "uczestnik", "účastník", "udeleženec", "sudionik"),
        *("résztvevő", "katılımcı", "участник", "учасник", "参与者", "參與者", "参加者", "참가자"),
    )
)


def recognises(files: Sequence[File]) -> bool:
    """Say whether these are a Moodle zip's."""
    return any(_parted(file.path) for file in files)


def hand_ins(files: Sequence[File]) -> list[HandIn]:
    """Return a hand-in for each name and participant id."""
    found: dict[tuple[str, str], dict[str, File]] = {}
    rest = []
    for file in files:
        parted = _parted(file.path)
        if parted is None:
            rest.append(HandIn((), {file.path: file}))
            continue
        name, number, inside = parted
        found.setdefault((name, number), {})[inside] = file
    return [HandIn((_claim(name, number),), parts) for (name, number), parts in found.items()] + rest


def _parted(path: str) -> tuple[str, str, str] | None:
    """Return the name, the participant's id and the path of a file below them; folders above are left out."""
    parts = path.split("/")
    for index, part in enumerate(parts):
        if found := MOODLE.fullmatch(part):
            below = [found["rest"]] if found["rest"] else []
            if found["plugin"] == "onlinetext":
                below = [f"onlinetext{found['rest']}"] if found["rest"].startswith(".") else ["onlinetext", *below]
            return found["name"], found["id"], "/".join([*below, *parts[index + 1 :]]) or part
    return None


def _claim(name: str, number: str) -> Claim:
    if name.casefold() in BLIND_WORDS:
        return Claim(f"{name} {number}", {"moodle_id": number}, anonymous=True)
    return Claim(name, {"moodle_id": number}, group=name)
