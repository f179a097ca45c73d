"""Somebody at the words of a session, by an address, and why a step on them was not done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kapea.access.rows import NotHere, acting
from kapea.core.studies.paired_reading import ReadingRefused
from kapea.core.studies.replacements import UnfitReplacement
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.text_edits import TextSpan, UnfitSpan
from kapea.core.studies.transcript_text import UnfitTranscript
from kapea.studies.models import Study, StudySession
from kapea.studies.session_texts import NoSuchText, TextChanged
from kapea.studies.study_keys import NobodyCanRead
from kapea.studies.text_work import GateRefused, TextRefused, TextWork
from kapea.vault.record_keys import CannotOpen
from kapea.web.field.codes import codes_in_words
from kapea.web.field.found import (
    STUDIES,
    StudyFault,
    StudySeen,
    fault_of_refusal,
    lock_allowed,
    number_said,
    study_seen,
    study_tabs,
)
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import private_key
from kapea.web.staff.words import staff_words

MOST_DIGITS = 9
FAULTS: tuple[tuple[type[Exception], str], ...] = (
    (TextChanged, "changed"),
    (CannotOpen, "cannot-open"),
    (NobodyCanRead, "nobody-reads"),
    (NoSuchText, "not-yet"),
    (UnfitSpan, "words"),
)


@dataclass(frozen=True, slots=True)
class TextSeen:
    """A session's words for whoever asks. `number`: of the session."""

    seen: StudySeen
    work: TextWork
    number: int

    @property
    def address(self) -> str:
        """Where the pages of this session stand."""
        return f"{STUDIES}{self.work.study.id}/sessions/{self.number}"


def text_seen(request: HttpRequest, id: str, number: int, *acts: StudyAct) -> TextSeen:
    """The words of a session for somebody whose role does one of those. Raises NotHere."""
    seen = study_seen(request, id, *acts)
    member, row = seen.member, seen.row
    if not StudySession.objects.filter(study=row, number=number).exists():
        raise NotHere

    @contextmanager
    def locked() -> Iterator[Study]:
        with acting(member, "studies.change", Study, id) as now:
            lock_allowed(now, member, *acts)
            yield now

    work = TextWork(private_key(request), member, row, f"s{number}", request_time(), locked)
    return TextSeen(seen, work, number)


def text_fault(step: Callable[[], Any]) -> StudyFault | None:
    """Does a step on a text; why not, where it was not done. No fault repeats a word of the text."""
    try:
        step()
    except UnfitTranscript as error:
        return StudyFault(f"text-fault-{error.why}", (str(error.at),) if error.at else ())
    except GateRefused as error:
        return fault_of_refusal(error.refused)
    except TextRefused as error:
        return StudyFault(f"text-fault-{error.word}")
    except (ReadingRefused, UnfitReplacement) as error:
        return StudyFault(f"text-fault-{str(error).partition(':')[0]}")
    except tuple(kind for kind, _ in FAULTS) as error:
        return StudyFault(next(f"text-fault-{word}" for kind, word in FAULTS if isinstance(error, kind)))
    return None


def on_or_back(
    fault: StudyFault | None, there: str, page: Callable[[StudyFault], HttpResponse]
) -> HttpResponse:
    """On to a page, or the page on which they were with what they typed, and why not."""
    return page(fault) if fault else HttpResponseRedirect(there)


def render_text(
    request: HttpRequest, template: str, at: TextSeen, fault: StudyFault | None, **shown: Any
) -> HttpResponse:
    """A page on a session's words."""
    return render_staff(
        request,
        f"field/{template}.html",
        409 if fault else 200,
        row=at.work.study,
        number=at.number,
        address=at.address,
        tabs=study_tabs(at.seen),
        fault=fault,
        missing=codes_in_words(fault.missing, staff_words(language_of(request))) if fault else (),
        **shown,
    )


def seen_said(request: HttpRequest) -> int | None:
    """The turn of the text that somebody saw; None: they saw that there is none."""
    number = number_said(request, "seen")
    return None if number < 0 else number


def span_said(request: HttpRequest) -> TextSpan:
    """Which words a form is about. Raises UnfitSpan."""
    return TextSpan(number_said(request, "start", 0), number_said(request, "end", 0))
