"""Every page of a study that shows something to read, with whoever opens it: five studies at work."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.test import Client
from tests.staff.cast import Cast, Person, make_person, signed_in
from tests.staff.coding_walk import ANALYST, A, B, CodingWalk
from tests.staff.read_texts import read_it, write_down
from tests.staff.sessions_held import SessionWalk
from tests.staff.study_corpus import BEFORE, studied_corpus
from tests.staff.tablets_held import study_in_field
from tests.staff.texts_held import R, texts_held

from kapea.core.staff.roles import Role
from kapea.core.studies.study_roles import StudyRole
from kapea.studies.models import StudyGrant
from kapea.web.field.found import STUDIES

WORDS = "Someone adds you and you do not know who."
SESSION, SEAT = "/sessions/<int:number>", "/sessions/<int:number>/seats/<str:seat>"
OF_ALL = (
    "",
    "/protocol",
    "/protocol/write",
    "/approvals",
    "/approvals/new",
    "/team",
    "/consent",
    "/consent/waiver",
    "/recruitment",
    "/sessions",
    "/sessions/plan",
    SESSION,
    f"{SESSION}/ask-again",
    f"{SESSION}/seat",
    SEAT,
    f"{SEAT}/withdraw",
    "/plan",
    "/plan/estimate",
    "/texts",
    "/destruction",
)
OF_CODING = (
    "/codebook",
    "/coding",
    "/coding/session",
    "/coding/bring",
    "/reconcile",
    "/agreement",
    "/search",
    "/exports",
)
OF_TEXTS = {
    "transcript": R.TRANSCRIBER,
    "translation": R.TRANSLATOR,
    "reading": R.DEIDENTIFIER_1,
    "released": R.CODER_A,
    "glass": R.DATA_STEWARD,
}
OF_FIELD = {
    f"{SESSION}/run": R.MODERATOR,
    f"{SESSION}/sealed": R.MODERATOR,
    "/tablets": R.FIELD_LEAD,
    "/sheets": R.DATA_STEWARD,
}
QUOTES = ("/quotes", "/quotes/new/<int:number>")
OUTPUTS = ("/outputs", "/outputs/<str:kind>", "/summaries", "/summaries/<str:page>")
ADVICE = "/advice"
PATHS = {
    *OF_ALL,
    *OF_CODING,
    "/memos",
    *(f"{SESSION}/{end}" for end in OF_TEXTS),
    *OF_FIELD,
    *QUOTES,
    *OUTPUTS,
    ADVICE,
}
"""All addresses at which a study shows something."""


@dataclass(frozen=True)
class StudyPage:
    """A page as its address in the table of addresses, where it is, and who opens it."""

    path: str
    address: str
    person: Person
    client: Client


def study_pages(cast: Cast) -> list[StudyPage]:
    """All of them. Somebody who holds every role of a study sees all that may stand there."""
    words = (*_of_coding(cast), *_of_quotes(cast), *_of_outputs(cast), *_of_advice(cast), *_of_texts(cast))
    return [*_of_all(cast), *words, *_of_field(cast)]


def _of_all(cast: Cast) -> list[StudyPage]:
    walk = SessionWalk(cast).quick()
    number = walk.plan()
    walk.run(number)
    person, client = walk.people[R.INVESTIGATOR], walk.clients[R.INVESTIGATOR]
    give_every_role(walk.id, person, cast)
    return [_page(each, walk.id, person, client, number) for each in OF_ALL]


def give_every_role(study: str, person: Person, cast: Cast) -> None:
    """As nobody may: so that one page shows all that may stand on it."""
    held = StudyGrant.objects.filter(study_id=study, user=person.user).values_list("role", flat=True)
    StudyGrant.objects.bulk_create(
        StudyGrant(study_id=study, user=person.user, role=each.value, given_by="x", given_at=cast.at)
        for each in StudyRole
        if each.value not in held
    )


def _page(path: str, study: str, person: Person, client: Client, number: int = 1) -> StudyPage:
    address = path.replace("<int:number>", str(number)).replace("<str:seat>", "c1")
    address = address.replace("<str:kind>", "brief").replace("<str:page>", "summary-children-en")
    asked = "?s=1&turn=2" if path == "/coding/session" else ""
    return StudyPage(path, f"{STUDIES}{study}{address}{asked}", person, client)


def _of_coding(cast: Cast) -> list[StudyPage]:
    walk = CodingWalk(cast).begin()
    walk.start_codebook()
    walk.code_corpus(A, B)
    walk.unblind()
    walk.post(ANALYST, "memos/write", kind="doubt", words="One code or two?")
    walk.post(A, "exports/ask", kind="csv")
    told = [(each, A) for each in OF_CODING] + [("/memos", ANALYST)]
    return [_page(path, walk.id, walk.people[role], walk.clients[role]) for path, role in told]


def _of_quotes(cast: Cast) -> list[StudyPage]:
    analyst = make_person(cast.organisation, Role.RESEARCHER, cast.at)
    study, client = (
        studied_corpus(cast.organisation, {ANALYST: analyst}, cast.at).row,
        signed_in(analyst, cast.at),
    )
    said = {"turn": 2, "words": WORDS, "code": "EXP-ADDED", "third_party": "nobody"}
    assert client.post(f"{STUDIES}{study.id}/quotes/new/1", said).status_code == 302
    return [_page(each, study.id, analyst, client) for each in QUOTES]


def _of_outputs(cast: Cast) -> list[StudyPage]:
    """A short paper for offices: it has every form of the three."""
    author = make_person(cast.organisation, Role.RESEARCHER, cast.at)
    study = studied_corpus(cast.organisation, {R.AUTHOR: author}, cast.at, gates=(*BEFORE, "g10")).row
    client = signed_in(author, cast.at)
    return [_page(each, study.id, author, client) for each in OUTPUTS]


def _of_advice(cast: Cast) -> list[StudyPage]:
    """By somebody who holds every role: what is chosen, and the answer, on one page."""
    lead = make_person(cast.organisation, Role.RESEARCHER, cast.at)
    study = studied_corpus(cast.organisation, {R.INVESTIGATOR: lead}, cast.at).row
    give_every_role(study.id, lead, cast)
    client = signed_in(lead, cast.at)
    said = {"turn": -1, "study": study.turn, "words": "Many are ashamed and ask nobody."}
    assert client.post(f"{STUDIES}{study.id}{ADVICE}/choose", said).status_code == 302
    return [_page(ADVICE, study.id, lead, client)]


def _of_texts(cast: Cast) -> list[StudyPage]:
    held = texts_held(cast, roles=(*OF_TEXTS.values(), R.CHECKER, R.DEIDENTIFIER_2))
    write_down(held)
    read_it(held)
    return [
        _page(f"{SESSION}/{end}", held.study.id, held.people[role], held.client(role))
        for end, role in OF_TEXTS.items()
    ]


def _of_field(cast: Cast) -> list[StudyPage]:
    with transaction.atomic():
        there = study_in_field(cast)
    there.key()
    there.sync("a" * 32, there.seal(1, kind="turn", seat="C1"), there.seal(2, kind="turn", seat="C9"))
    return [
        _page(path, there.row.id, there.people[role], there.client(role)) for path, role in OF_FIELD.items()
    ]
