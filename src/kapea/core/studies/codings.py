"""What coders marked: a segment of a released transcript and a code of one version of the codebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kapea.core.studies.codebook import Codebook, code_became
from kapea.core.studies.text_edits import TextSpan


class StaleCoding(ValueError):
    """Somebody else changed it meanwhile; the message says what to do. Nothing was overwritten."""


@dataclass(frozen=True, slots=True)
class StudyCoding:
    """`number` counts the codings of this coder alone. `version`: of the codebook. `after_unblinding`: made
    when the coder could see another's. `revision` counts changes of this row.
    """

    coder: str
    number: int
    session: str
    span: TextSpan
    code: str
    version: int
    after_unblinding: bool = False
    memo: str = ""
    revision: int = 1


def next_number(own: Iterable[StudyCoding]) -> int:
    """The number of a coder's next coding, from their own alone: a number shared with others would tell how
    many those have.
    """
    return max((coding.number for coding in own), default=0) + 1


def coding_changed(standing: StudyCoding, wanted: StudyCoding) -> StudyCoding:
    """A coding changed by its coder. StaleCoding where what they changed is no longer what stands there, as
    where the same segment is open on two screens.
    """
    if standing.revision != wanted.revision:
        raise StaleCoding(
            "coding: it was changed on another screen; look at what stands there, then change that"
        )
    if (standing.coder, standing.number, standing.session) != (wanted.coder, wanted.number, wanted.session):
        raise StaleCoding("coding: it is another's, or of another session; add one of your own")
    return replace(wanted, revision=standing.revision + 1, after_unblinding=standing.after_unblinding)


def to_be_read_again(codings: Iterable[StudyCoding], book: Codebook) -> tuple[StudyCoding, ...]:
    """Codings whose code is now several, or none: only somebody who reads them can say which."""
    return tuple(c for c in codings if len(code_became(book, c.code, c.version)) != 1)


def coded_now(codings: Iterable[StudyCoding], book: Codebook) -> Mapping[StudyCoding, str]:
    """What each coding is called now, where that is one code. The rows themselves stay as they were made."""
    now = {coding: code_became(book, coding.code, coding.version) for coding in codings}
    return {coding: next(iter(codes)) for coding, codes in now.items() if len(codes) == 1}
