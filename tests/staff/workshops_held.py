"""Workshops that were held and closed, with what was counted in them; and an edition that tells of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from tests.packs import built

from kapea.core.pack.measure_model import CARDS
from kapea.core.workshops.counted_fields import came_fields, card_field, counted_of_plan
from kapea.core.workshops.edition_draft import EditionPeriod
from kapea.learning.actions_figures import publish_edition
from kapea.learning.edition_model import FiguresEdition
from kapea.learning.edition_queries import former_editions, next_edition
from kapea.learning.models import EnteredCount, Facilitation, Workshop
from kapea.people.ids import new_id
from kapea.people.member import Member

ZONE = ZoneInfo("Asia/Phnom_Penh")
AREAS = ("12", "08", "17")
CAREGIVERS, CLASS = "workshop-caregivers-once", "workshop-class-c1"
LEADERS, OFFICES = "workshop-faith-leaders", "workshop-local-authorities"


def release(pack: str = "cambodia"):
    made = built(pack).release
    assert made is not None
    return made


def hold(leads, plan: str, on: date, area: str, came: tuple[int, ...], hoped=None, *, group: str = ""):
    """A closed workshop. `hoped`: how many answered as hoped for, before and after, of each item."""
    words, id = release(leads.membership.organisation.pack), new_id()
    made = Workshop.objects.create(
        id=id,
        organisation=leads.membership.organisation,
        plan=plan,
        release="as-live",
        fields=list(counted_of_plan(words.workshops[plan])),
        area=area,
        on=on,
        group=group or id,
        state="closed",
        planned_at=leads.membership.began_at,
    )
    Facilitation.objects.create(workshop=made, membership=leads.membership)
    numbers = dict(zip(came_fields(words.workshops[plan]), came, strict=False))
    for measure, told in (hoped or {}).items():
        numbers |= _answered(words.measures[measure], sum(came), told)
    EnteredCount.objects.bulk_create(
        EnteredCount(
            id=new_id(), workshop=made, field=field, value=value, by=leads.membership.id, at=made.planned_at
        )
        for field, value in numbers.items()
    )
    return made


def _answered(measure, of: int, told: tuple[int, ...]) -> dict[str, int]:
    other = next(card for card in CARDS if card not in measure.better)
    sides = zip(("before", "after"), told, strict=False)
    return {
        card_field(when, measure.id, card): number
        for when, hoped in sides
        for card, number in ((measure.better[0], hoped), (other, of - hoped))
    }


def hold_a_month(leads, first: date) -> None:
    """Seven groups of caregivers, twelve classes that came twice, in one of which a single child is neither
    girl nor boy, one of officials, and one of leaders that is too small to be told.
    """
    for n in range(7):
        hoped = {"first-words": (5 + n, 13 + n % 3), "one-number": (4 + n % 4, 11 + n % 5)}
        hold(leads, CAREGIVERS, first + timedelta(days=n), AREAS[n % 3], (15, 3 + n, 0), hoped)
    for n in range(12):
        group = new_id()
        for day, still in ((2, 9 + n % 5), (16, 12 + n % 4)):
            hoped = {
                "help-still": (11 + n % 6, 19 + n % 5),
                "passed-shame": (still,),
                "worry-alone": (still,),
            }
            at = first + timedelta(days=day)
            hold(leads, CLASS, at, AREAS[n % 2], (14, 12, 1) if n == 0 else (14, 13, 0), hoped, group=group)
    hold(leads, OFFICES, first, AREAS[1], (6, 12, 0), {"settle": (7, 13)})
    hold(leads, LEADERS, first, AREAS[2], (2, 5, 0), {"settle": (2, 6)})


def last_month(at: datetime) -> EditionPeriod:
    """The month before, of where the cast works: in Cambodia it is over while in Greenwich it is not."""
    end = at.astimezone(ZONE).date().replace(day=1) - timedelta(days=1)
    return EditionPeriod(begins=end.replace(day=1), ends=end)


def publish_last_month(person, at: datetime) -> FiguresEdition:
    """The edition of the month before, of whatever the organisation held then."""
    organisation, period = person.membership.organisation, last_month(at)
    words = release(organisation.pack)
    member = Member(person.membership.id, person.user.id, organisation.id, person.role)
    draft = next_edition(
        Workshop.objects.filter(organisation=organisation),
        former_editions(FiguresEdition.objects.filter(organisation=organisation)),
        period,
        words,
    )
    assert draft is not None
    with transaction.atomic():
        return publish_edition(member, draft, words, at=at)


def made_up_edition(person, at: datetime) -> FiguresEdition:
    """A small one, without workshops: for whoever only asks who may read it."""
    period = last_month(at)
    return FiguresEdition.objects.create(
        organisation=person.membership.organisation,
        number=1,
        begins=period.begins,
        ends=period.ends,
        release="as-live",
        said=[["came", 40], ["came", "area", "12", 40], ["year", 40], ["year", "area", "12", 40]],
        changes=[],
        cells=[["12", "caregivers", "women", 40]],
        came_of=[],
        answers_of=[],
        held=2,
        uncounted=0,
        earlier=0,
        not_said=[],
        by=person.membership.id,
        published_at=at,
        digest="0" * 64,
    )
