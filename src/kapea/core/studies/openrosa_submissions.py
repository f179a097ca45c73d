"""Reads what ODK Collect sends: one sheet of a session, out of XML that a stranger may have written.

Only what the sheet of that version asks is read. Everything else is a reason to hold it apart: a sheet that
was changed to ask for words would bring them in here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kapea.core.studies.openrosa_refusals import SubmissionRefused
from kapea.core.studies.session_sheet import (
    BEGIN_GROUP,
    BEGIN_REPEAT,
    DAY_FIELD,
    END_GROUP,
    END_REPEAT,
    FORM_ID,
    NOTE,
    ONE_OF,
    SessionSheet,
    SheetRow,
)
from kapea.core.studies.session_submissions import SetApart, StudySubmission

XFORMS, OPENROSA = "http://www.w3.org/2002/xforms", "http://openrosa.org/xforms"
MOST_ELEMENTS, DEEPEST = 2_000, 5
UUID = re.compile(r"uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FARTHEST = timedelta(days=366)
"""How old a day may be; a remote commune sends late, and no study waits for a year."""
SOON = timedelta(days=1)
"""How far ahead: elsewhere it may be tomorrow already."""

SheetAnswers = tuple[tuple[str, str], ...]
"""Paths of fields, `/seats[2]/understood`, to what was given, in order."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One sheet as it came. `deprecated_id` names the one that it replaces; `held` is why it is set apart:
    then there are no answers.
    """

    instance_id: str
    version: str
    answers: SheetAnswers = ()
    deprecated_id: str = ""
    held: SetApart | None = None


class _Held(Exception):
    """A sheet is set apart."""

    def __init__(self, why: SetApart) -> None:
        self.why = why
        super().__init__(why.value)


def read_submission(data: bytes, sheets: Mapping[str, SessionSheet], on: date) -> Submission:
    """Reads the XML of one sheet that came on a day; `sheets` are those given out, by version. Raises
    SubmissionRefused for what is no submission at all.
    """
    root = _read_xml(data)
    _in_its_place(root)
    instance, replaces = _meta(root, "instanceID"), _meta(root, "deprecatedID")
    if instance == replaces:
        raise SubmissionRefused("replaces-itself" if instance else "no-instance-id")
    if not UUID.fullmatch(instance) or (replaces and not UUID.fullmatch(replaces)):
        raise SubmissionRefused("bad-instance-id" if instance else "no-instance-id")
    version = root.get("version", "")
    try:
        return Submission(instance, version, _answers(root, version, sheets, on), replaces)
    except _Held as held:
        known = version if version in sheets else ""
        return Submission(instance, known, (), replaces, held=held.why)


def _read_xml(data: bytes) -> Element:
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise SubmissionRefused("entities") from None
    except (ParseError, ValueError, LookupError):
        raise SubmissionRefused("not-xml") from None
    return root


def _in_its_place(root: Element) -> None:
    """Of one vocabulary, and no larger than a sheet."""
    count, level = 0, [root]
    for depth in range(DEEPEST + 2):
        count += len(level)
        if count > MOST_ELEMENTS or (level and depth > DEEPEST):
            raise SubmissionRefused("too-much")
        if any(_namespace(each) not in ("", XFORMS, OPENROSA) for each in level):
            raise SubmissionRefused("wrong-namespace")
        level = [inner for each in level for inner in each]


def _namespace(element: Element) -> str:
    return element.tag[1:].partition("}")[0] if element.tag.startswith("{") else ""


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _meta(root: Element, name: str) -> str:
    """What stands in `meta` under a name; empty where it stands there not at all, or twice."""
    metas = [each for each in root if _local(each) == "meta"]
    found = [inner for each in metas for inner in each if _local(inner) == name]
    return (found[0].text or "").strip().lower() if len(metas) == len(found) == 1 else ""


def settled_sheet(read: Submission, sealed: str, *, came_on: date, came_at: datetime) -> StudySubmission:
    """A sheet as it is settled with all others. `sealed`: a digest of what came; a sheet without a day is of
    the day on which it came.
    """
    days = [date.fromisoformat(given) for path, given in read.answers if path.endswith("/day")]
    return StudySubmission(
        instance=read.instance_id,
        over=read.deprecated_id,
        form=FORM_ID,
        version=read.version,
        sealed=sealed,
        made_on=days[0] if days else came_on,
        came_at=came_at,
        held=read.held,
    )


# --- what the sheet asks -----------------------------------------------------------------------------


def _answers(root: Element, version: str, sheets: Mapping[str, SessionSheet], on: date) -> SheetAnswers:
    if root.get("id") != FORM_ID:
        raise _Held(SetApart.OTHER_FORM)
    if version not in sheets:
        raise _Held(SetApart.UNKNOWN_VERSION)
    sheet = sheets[version]
    answers = tuple(_read_fields(root, sheet, _fields(sheet)))
    for path, given in answers:
        if path.endswith("/day"):
            _near(date.fromisoformat(given), on)
    return answers


def _fields(sheet: SessionSheet) -> Mapping[str, Mapping[str, SheetRow]]:
    """By part, `seats`, its fields by name."""
    out: dict[str, dict[str, SheetRow]] = {}
    part = ""
    for row in sheet.rows:
        if row.kind in (BEGIN_GROUP, BEGIN_REPEAT):
            part = row.name
            out[part] = {}
        elif row.kind not in (END_GROUP, END_REPEAT):
            out[part][row.name] = row
    return out


def _read_fields(
    root: Element, sheet: SessionSheet, fields: Mapping[str, Mapping[str, SheetRow]]
) -> Iterator[tuple[str, str]]:
    numbers: dict[str, int] = {}
    for part in root:
        name = _local(part)
        if name == "meta":
            continue
        if name not in fields or (part.text or "").strip() or part.attrib:
            raise _Held(SetApart.UNKNOWN_FIELD)
        numbers[name] = numbers.get(name, 0) + 1
        for inner in part:
            row = fields[name].get(_local(inner))
            given = (inner.text or "").strip()
            if row is None or len(inner) or inner.attrib or (inner.tail or "").strip():
                raise _Held(SetApart.UNKNOWN_FIELD)
            if given:
                _allowed(row, given, sheet)
                yield f"/{name}[{numbers[name]}]/{row.name}", given


def _allowed(row: SheetRow, given: str, sheet: SessionSheet) -> None:
    """Stops at a value that no sheet of ours would let anybody give."""
    if row.kind == NOTE:
        raise _Held(SetApart.UNKNOWN_FIELD)
    if row.kind == ONE_OF:
        good = given in sheet.answers_of(row.of)
    elif row.kind == DAY_FIELD:
        good = _is_day(given)
    else:
        good = given.isascii() and given.isdigit() and len(given) < 5 and row.least <= int(given) <= row.most
    if not good:
        raise _Held(SetApart.BAD_VALUE)


def _is_day(given: str) -> bool:
    try:
        return date.fromisoformat(given).isoformat() == given
    except ValueError:
        return False


def _near(day: date, on: date) -> None:
    if not on - FARTHEST <= day <= on + SOON:
        raise _Held(SetApart.CLOCK)
