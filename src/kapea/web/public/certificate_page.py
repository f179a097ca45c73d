"""The page that tells whether a certificate on paper counts today. A form brings the code, so it stands in no
address and no log; nothing of it is kept, and nothing tells whose the paper is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from kapea.core.dialogue.world import World
from kapea.core.paper.certificate_paper import WORD, CertificateFacts, facts_in_words
from kapea.learning.certificate_checks import CertificateVerdict, CheckedCertificate, checked_certificate
from kapea.learning.training_queries import country_in_words
from kapea.vault.certificate_codes import MistypedCode
from kapea.vault.code_digits import CodeMistake
from kapea.web.base.request import client_address, form_of
from kapea.web.public.address import home_path
from kapea.web.public.entry import Visit, public_page, render_page, render_refuge_here
from kapea.web.public.rate_limit import RateLimit

ADDRESS = "check"
CHECKS_PER_MINUTE = 20
"""More than anybody types from paper; whoever tries codes by the thousand is slowed."""
MOST_TYPED = 100
checks = RateLimit()
MISTAKES = {
    CodeMistake.NOTHING: "nothing",
    CodeMistake.NOT_DIGITS: "figures",
    CodeMistake.TOO_SHORT: "short",
    CodeMistake.TOO_LONG: "long",
    CodeMistake.MISTYPED: "mistyped",
}
"""What is said of a slip, by the end of its word."""
PICTURES = {CertificateVerdict.COUNTS: "yes", CertificateVerdict.ELSEWHERE: "unsure"}
"""Beside what is said of a code; a cross beside all else."""


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """`says` is what a code came to, beside a drawing; `facts` what its paper must say. `mistake` is said of
    a slip, beside which what was `typed` stands, to be mended.
    """

    action: str
    back: str
    says: str = ""
    picture: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    mistake: str = ""
    typed: str = ""


@public_page
def check_certificate(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Asks for a code; a POST says what it comes to."""
    if request.method != "POST":
        return render_page(request, visit, "certificate", _empty(visit.world, visit.language))
    if not checks.allows(client_address(request), CHECKS_PER_MINUTE):
        return render_refuge_here(request, visit, "slow-down", 429)
    typed = form_of(request).get("typed", "")[:MOST_TYPED]
    page = certificate_page(visit.world, visit.language, typed, at=visit.at)
    return render_page(request, visit, "certificate", page)


def certificate_page(world: World, language: str, typed: str, *, at: datetime) -> CertificatePage:
    """What somebody typed from a paper, and what it comes to."""
    found, empty = checked_certificate(typed, at=at), _empty(world, language)
    if isinstance(found, MistypedCode):
        groups = ", ".join(map(str, found.groups))
        said = world.release.text(f"{WORD}{MISTAKES[found.mistake]}", language)
        mistake = said.replace("{groups}", groups)
        return CertificatePage(empty.action, empty.back, mistake=mistake, typed=typed)
    return CertificatePage(
        empty.action,
        empty.back,
        says=world.release.text(f"{WORD}{found.verdict.value}", language),
        picture=PICTURES.get(found.verdict, "no"),
        facts=_facts(world, language, found),
    )


def _facts(world: World, language: str, found: CheckedCertificate) -> tuple[tuple[str, str], ...]:
    if found.says is None:
        return ()
    facts = CertificateFacts(
        programme=found.programme,
        country=country_in_words(found.says.pack, language),
        level=found.says.level,
        on=found.says.on,
        lapses_on=found.says.lapses_on,
    )
    return facts_in_words(world.release, facts, language)


def _empty(world: World, language: str) -> CertificatePage:
    here = home_path(world, language)
    return CertificatePage(f"{here}{ADDRESS}", f"{here}more")
