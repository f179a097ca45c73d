"""A facilitator's own training: what was confirmed, what is missing, and the certificate on paper.

The name on the paper comes from the form that asks for it and goes to the press. It stands in no address, no
log, no trail, no database and no memory of what was printed.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from kapea.access.rows import visible_row
from kapea.content.queries import NothingLive, worlds
from kapea.core.dialogue.world import World
from kapea.core.languages.known import language as known_language
from kapea.core.paper.belief import Unprintable
from kapea.core.paper.certificate_paper import (
    MOST_LETTERS,
    CertificateContent,
    CertificateFacts,
    PrintedCertificate,
    UnprintableName,
    certificate_paper,
    name_to_print,
)
from kapea.core.paper.check_word import shown_as
from kapea.core.workshops.facilitator_training import (
    NEEDED_MINUTES,
    CertificateLevel,
    DisclosureCheck,
)
from kapea.learning.certificate_checks import certificate_code
from kapea.learning.models import TrainingCertificate
from kapea.learning.training_queries import (
    country_in_words,
    day_in_pack,
    issued_certificate,
    training_standing,
)
from kapea.people.models import Membership, Organisation
from kapea.print.press_process import PressFailed, pressed_in_process
from kapea.print.queue import Busy, PressQueue
from kapea.web.public.address import home_path
from kapea.web.public.certificate_page import ADDRESS
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member
from kapea.web.workshops.papers import as_paper_file
from kapea.web.workshops.training_forms import PrintForm
from kapea.web.workshops.training_rows import training_page

forgetting_queue = PressQueue(
    lambda encoded: pressed_in_process(encoded, settings.KAPEA_PRINT_SECONDS), most_bytes=0
)
"""Remembers no file: a name may stand on it."""


@require_safe
def own_training(request: HttpRequest) -> HttpResponse:
    """What there is, what is missing, and where the certificate is printed."""
    return _page(request)


@require_POST
def print_certificate(request: HttpRequest, id: str) -> HttpResponse:
    """The certificate as a file. Only one that counts today is printed."""
    member, at = acting_member(request), request_time()
    try:
        row = visible_row(member, "training.print", TrainingCertificate, id)
        world = worlds.live(row.pack)
    except NothingLive:
        raise Http404 from None
    form = PrintForm(request.POST, world.release.languages)
    if not form.is_valid():
        return _page(request, "fault-certificate-unread")
    if not issued_certificate(row).counts_on(day_in_pack(row.pack, at)):
        return _page(request, "fault-certificate-over")
    try:
        name = name_to_print(form.cleaned_data["name"])
        paper = _paper(request, world, row, form.cleaned_data["language"], name)
        return as_paper_file(forgetting_queue.pressed(paper))
    except (UnprintableName, Unprintable):
        return _page(request, "fault-certificate-letters")
    except (Busy, PressFailed):
        return _page(request, "fault-certificate-busy")


def _paper(
    request: HttpRequest, world: World, row: TrainingCertificate, language: str, name: str
) -> PrintedCertificate:
    level = CertificateLevel(row.level)
    content = CertificateContent(
        facts=CertificateFacts(
            programme=row.membership.organisation.name,
            country=country_in_words(row.pack, language),
            level=level.value,
            on=row.on,
            lapses_on=row.lapses_on,
        ),
        hours=tuple((kind.value, minutes) for kind, minutes in NEEDED_MINUTES[level].items()),
        checks=tuple(check.value for check in DisclosureCheck),
        code=certificate_code(row).shown,
        address=_address(request, world, language),
    )
    return certificate_paper(world.release, content, language, name)


def _address(request: HttpRequest, world: World, language: str) -> str:
    """Where anybody checks a code, as people type it; empty where this server has no such page."""
    is_public = any(area.name == "public" for area in settings.KAPEA_AREAS)
    if not is_public or world.release.id not in settings.KAPEA_PACKS:
        return ""
    return shown_as(f"https://{request.get_host()}{home_path(world, language)}{ADDRESS}")


def _page(request: HttpRequest, fault: str = "") -> HttpResponse:
    member, language = acting_member(request), language_of(request)
    row = visible_row(member, "training.own", Membership, member.id)
    page = training_page(training_standing(row, _today(member.organisation)))
    languages = _languages(page.counting)
    return render_staff(
        request,
        "workshops/training.html",
        409 if fault else 200,
        page=page,
        fault=fault,
        languages=[(code, known_language(code).name) for code in languages],
        chosen=language if language in languages else next(iter(languages), ""),
        longest=MOST_LETTERS,
    )


def _languages(counting: TrainingCertificate | None) -> tuple[str, ...]:
    """Those in which a certificate can be printed: of its country, while words of it are live."""
    if counting is None:
        return ()
    try:
        release = worlds.live(counting.pack).release
    except NothingLive:
        return ()
    return tuple(release.languages)


def _today(organisation: str) -> date:
    return day_in_pack(Organisation.objects.get(id=organisation).pack, request_time())
