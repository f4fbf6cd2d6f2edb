"""Who handed something in: what a source calls people, looked up in the roster."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from autograder.collecting.handin import Claim, HandIn
from autograder.gradebook.roster import Student
from autograder.submissions.file_names import name_problem, stand_in

_NO_WORD = re.compile(r"[\W_]+", re.UNICODE)
NOT_IN_ROSTER = "nobody in the roster"
WORKSHEET = "this assignment's grading worksheet tells who it is: --worksheet FILE"


class People:
    """Finds students by id, e-mail address or name; without a roster, by the name that the source has.

    participants: Moodle's number of a participant -> the student in the roster, as a grading worksheet tells.
    """

    def __init__(
        self,
        roster: Sequence[Student],
        hand_ins: Iterable[HandIn] = (),
        by_group: bool = False,
        participants: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._roster = roster
        self._participants = participants
        self._by_group = by_group
        self._by_name: dict[str, list[Student]] = {}
        for student in roster:
            for key in {*spellings(student.full_name), _key(student.name)}:
                self._by_name.setdefault(key, []).append(student)
        self._claimed: dict[str, set[str]] = {}
        for claim in (claim for hand_in in hand_ins for claim in hand_in.claims):
            self._claimed.setdefault(str(claim), set()).add(_number(claim))

    def of(self, hand_in: HandIn) -> tuple[tuple[str, ...], str]:
        """Return the names of the students whose work this is; without any, why nobody was found."""
        if not hand_in.claims:
            return (), hand_in.said or "does not say whose it is"
        found: dict[str, None] = {}
        for claim in hand_in.claims:
            students, problem = self._of_claim(claim)
            if problem:
                return (), problem
            found.update(dict.fromkeys(students))
        return tuple(found), ""

    def _of_claim(self, claim: Claim) -> tuple[tuple[str, ...], str]:
        if not self._roster:
            return (self._made_up(claim),), ""
        listed = self._listed(claim)
        if isinstance(listed, Student):
            mates = self._mates(listed.group) if self._by_group and listed.group else [listed]
            return tuple(student.name for student in mates), ""
        team = self._mates(claim.group) if claim.group else []
        return (tuple(student.name for student in team), "") if team else ((), listed)

    def _listed(self, claim: Claim) -> Student | str:
        """Return the student of a claim, or why it is nobody's. Ids come before names."""
        told = self._participants.get(claim.ids.get("moodle_id", ""))
        if told is not None:
            return next(student for student in self._roster if student.name == told)
        for column, value in claim.ids.items():
            found = [(length, student) for student in self._roster if (length := _match(student, column, value, claim))]
            if value and found:
                return max(found, key=lambda each: each[0])[1]
        named = [] if claim.anonymous else self._named(claim.name)
        if len(named) > 1:
            return _several(claim, named)
        if named:
            return named[0]
        hint = f"; {WORKSHEET}" if claim.anonymous and "moodle_id" in claim.ids else ""
        return f"{NOT_IN_ROSTER} is '{claim}' ({_number(claim) or 'no id'}){hint}"

    def _named(self, name: str) -> list[Student]:
        """Return who is called so; some sites put the user name in front: `ada_Ada Lovelace`."""
        user, _, rest = name.partition("_")
        return self._by_name.get(_key(name)) or self._by_name.get(_key(rest)) or self._by_name.get(_key(user)) or []

    def _mates(self, group: str) -> list[Student]:
        return [student for student in self._roster if student.group and _key(student.group) == _key(group)]

    def _made_up(self, claim: Claim) -> str:
        """Return a folder's name for someone on no list: as the source writes it, with the id where two share it."""
        name = str(claim)
        shared = len(self._claimed.get(name, ())) > 1
        name = f"{name}_{_number(claim)}" if shared else name
        name = name.strip(". ") or "nobody"
        return stand_in(name) if name_problem(name) else name


def _several(claim: Claim, named: Sequence[Student]) -> str:
    said = f"several in the roster are called '{claim.name}': {', '.join(each.name for each in named)}"
    column, number = next(_numbers(claim), ("", ""))
    if column == "moodle_id":
        return f"{said} ({number}); {WORKSHEET}"
    if not number:
        return f"{said}: rename the folder to one of these" if "student" in claim.ids else said
    return f"{said}; roster.csv tells whose it is by {number} in the right one's {column}"


def _match(student: Student, column: str, value: str, claim: Claim) -> int:
    """Return how many characters of what a source calls somebody are a student's, 0 if they are somebody else."""
    if column == "clone":
        return max(_clone_match(value, name, claim.name) for name in (student.git_name, student.name))
    mine = student.name if column == "student" else getattr(student, column)
    return len(mine) if mine.casefold() == value.casefold() else 0


def _clone_match(clone: str, name: str, least: str) -> int:
    """Return how much of `<assignment>-<user name>` a name is, however many dashes either has: lee is not kim-lee.

    least: what is left without all that the clones beside it begin with, as it does.
    """
    is_end = name and f"-{clone}".casefold().endswith(f"-{name}".casefold())
    return len(name) if is_end and (least == clone or len(name) >= len(least)) else 0


def _number(claim: Claim) -> str:
    return next(_numbers(claim), ("", ""))[1]


def _numbers(claim: Claim) -> Iterator[tuple[str, str]]:
    """Yield the ids that say more than the name, each with its column."""
    for column, value in claim.ids.items():
        if value != claim.name and column not in ("student", "clone"):
            yield column, value


def _key(name: str) -> str:
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", name)).casefold()


def spellings(name: str) -> set[str]:
    """Return the keys of a name as written, and with any number of its last words in front, as sortable names have."""
    words = name.split()
    return {_key("".join(words[cut:] + words[:cut])) for cut in range(len(words))} - {""}
