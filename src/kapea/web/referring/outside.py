"""A record of another system, pasted as text: it is about a referral of ours, waits for a worker, or is put
aside for a supervisor. What does not read is shown again, with where it does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.access.rows import acting, visible_rows
from kapea.care.case_keys import NotReadyToRead
from kapea.care.case_saving import CaseRefused
from kapea.care.exchange_partners import outside_partners
from kapea.care.models import CaseReferral, OutsideReferral, QuarantineEntry
from kapea.care.outside_records import (
    NewOutsideReferral,
    add_outside_referral,
    claim_outside,
    make_case_of_outside,
    open_outside,
    waiting_outside,
)
from kapea.care.quarantine_records import quarantine_record
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.exchange.exchange_question import EXCHANGED
from kapea.core.care.exchange.incoming import IncomingReferral, QuarantinedRecord
from kapea.core.care.exchange.outside_partners import PartnersUnread
from kapea.core.care.exchange.pasted import PastedUnread, read_pasted
from kapea.core.care.exchange.state_maps import (
    STATE_MAPS,
    OutsideSystem,
    PersonDecides,
    step_for_word,
)
from kapea.core.languages.known import language as known_language
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.vault.record_keys import CannotOpen
from kapea.web.desk.found import CASES, id_by_form, moment_in, release_here
from kapea.web.referring.field_lines import system_word
from kapea.web.referring.forms import PastedForm
from kapea.web.referring.found import REFERRALS, referral_fault
from kapea.web.staff.forms import offer
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member, private_key
from kapea.web.staff.words import staff_words

MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class OutsideLine:
    """One that waits, or was put aside."""

    id: str
    word: str
    level: str
    at: str
    ended: bool = False


@dataclass(frozen=True, slots=True)
class OutsideAnswer:
    """What a record says of a referral of ours. `meant`: the word for what that comes to."""

    code: str
    href: str
    said: str
    meant: str
    left_out: tuple[str, ...]


@require_safe
def from_outside(request: HttpRequest) -> HttpResponse:
    """What waits, and where something is pasted."""
    return outside_page(request)


def outside_page(
    request: HttpRequest,
    fault: str = "",
    *,
    at_place: str = "",
    answer: OutsideAnswer | None = None,
    done: str = "",
) -> HttpResponse:
    """The page; where something went wrong, with all that was pasted and chosen."""
    member, at = acting_member(request), request_time()
    release, sent = release_here(member), request.POST
    try:
        on = [each for each in EXCHANGED if each in outside_partners().on]
    except PartnersUnread:
        on, fault = [], fault or "fault-exchange-settings"
    rows = visible_rows(member, "outside.list", OutsideReferral)
    kept = {} if done or answer else {name: sent.get(name, "") for name in PastedForm.base_fields}
    return render_staff(
        request,
        "referring/outside.html",
        409 if fault else 200,
        fault=fault,
        at_place=at_place,
        answer=answer,
        done=done,
        kept=kept,
        form_id=sent.get("form", "") if fault and sent.get("form") else new_id(),
        systems=[(each.value, system_word(each.value)) for each in on],
        levels=[each.value for each in CaseLevel],
        languages=[(each, known_language(each).name) for each in release.languages],
        waiting=[
            OutsideLine(each.id, system_word(each.system), each.level, moment_in(zone_here(member), each.at))
            for each in waiting_outside(rows, at=at).order_by("at")[:MOST_LISTED]
        ],
        supervises=bool(visible_rows(member, "quarantine.list", QuarantineEntry)[:1]),
    )


@require_POST
def paste_from_outside(request: HttpRequest) -> HttpResponse:
    """Reads what was pasted. Of it is kept which referral it is there, and a word that is known."""
    member, at = acting_member(request), request_time()
    release, form = release_here(member), PastedForm(request.POST)
    offer(form, "language", release.languages)
    if not form.is_valid():
        return outside_page(request, "fault-outside-unread")
    said = form.cleaned_data
    system = OutsideSystem(said["system"])
    if not _is_on(system):
        return outside_page(request, "fault-exchange-refused")
    try:
        read = read_pasted(system, said["pasted"])
    except PastedUnread as why:
        return outside_page(request, f"fault-pasted-{why.wrong.value.replace('_', '-')}", at_place=why.at)
    try:
        if isinstance(read, QuarantinedRecord):
            quarantine_record(member, read, id_by_form(request, "outside"), release, at=at)
            return outside_page(request, done="outside-quarantined")
        if ours := _ours(member, read):
            return outside_page(request, answer=_answer(ours, read))
        new = NewOutsideReferral(CaseLevel(said["level"]), said["language"])
        fate = add_outside_referral(member, read, new, release, at=at)
    except CaseRefused as why:
        return outside_page(request, referral_fault(why))
    return outside_page(request, done=f"outside-{fate.value}")


@require_POST
def take_from_outside(request: HttpRequest, id: str) -> HttpResponse:
    """It is theirs, if nobody was faster; and a case from now on."""
    member, at = acting_member(request), request_time()
    try:
        with acting(member, "outside.take", OutsideReferral, id) as row:
            claim_outside(member, row, at=at)
        private = private_key(request)
        note = _note(request, row, open_outside(private, member, row, at=at))
        make_case_of_outside(private, member, row, note, release_here(member), at=at)
    except CaseRefused as why:
        return outside_page(request, f"fault-case-{why.why}")
    except NotReadyToRead:
        return outside_page(request, "fault-not-ready-to-read")
    except CannotOpen:
        return outside_page(request, "fault-left-for-others")
    return HttpResponseRedirect(f"{CASES}{id}")


def _is_on(system: OutsideSystem) -> bool:
    try:
        return system in outside_partners().on
    except PartnersUnread:
        return False


def _ours(member: Member, read: IncomingReferral) -> CaseReferral | None:
    """The referral it is about, where whoever asks may see that one; else nobody is told that it is there."""
    rows = visible_rows(member, "referrals.read", CaseReferral).select_related("case")
    named = Q(id=read.reference) | Q(code=read.reference)
    return rows.filter(named, sent_at__isnull=False).first()


def _answer(row: CaseReferral, read: IncomingReferral) -> OutsideAnswer:
    """What their word comes to where it stands now. A person does the step: nothing is moved from here. A
    word that nobody has mapped is not shown: it may be anything.
    """
    meant = step_for_word(STATE_MAPS[read.system], read.word, row.is_at, CaseLevel(row.level))
    said = read.word if STATE_MAPS[read.system].means(read.word) else ""
    if meant is None:
        word = "outside-known"
    elif isinstance(meant, PersonDecides):
        word = f"outside-{meant.value.replace('_', '-')}"
    else:
        word = f"move-{meant.value.replace('_', '-')}"
    return OutsideAnswer(row.code, f"{REFERRALS}{row.id}", said, word, read.left_out[:20])


def _note(request: HttpRequest, row: OutsideReferral, said: Mapping[str, str]) -> str:
    """Where it comes from, for the case, in the language of whoever takes it."""
    words = staff_words(language_of(request))
    note = words["outside-note"]
    for name, value in (
        ("{system}", words[system_word(row.system)]),
        ("{reference}", said["reference"]),
        ("{word}", said["word"] or words["outside-no-word"]),
    ):
        note = note.replace(name, value)
    return note


def zone_here(member: Member) -> ZoneInfo:
    """The time zone of the organisation's country."""
    return ZoneInfo(release_here(member).time_zone)
