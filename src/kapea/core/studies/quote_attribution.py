"""What stands under a quote: how old somebody is, a girl or a boy, a mother or a teacher, as far as five
others could have said it.

A reader may know who was in every room, and how labels are made. So it is not enough that five people *fit* a
label: five must *bear* it. Whoever would bear a label with fewer bears a broader one, and takes along as many
as it needs there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from enum import Enum

from kapea.core.evidence.counts import THRESHOLD
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.study_people import StudyPerson


class PlaceTold(Enum):
    """What place a study's outputs name. One study names one, for good: two could be put together."""

    COUNTRY_OR_CITY = "country_or_city"
    PLACE_TYPE = "place_type"


QuoteLabel = tuple[tuple[str, str], ...]
"""What a label tells, part by part: `(("group", "child"), ("role", "child"), ("age", "12-14"))`."""


def label_message(label: QuoteLabel) -> tuple[str, dict[str, str]]:
    """The id of the words of a label, and what goes into them."""
    parts = dict(label)
    named = [part for part in ("place", "role", "age", "years", "gender") if part in parts]
    return "-".join(("quote-label", *(named or (parts.get("group") or "anybody",)))), parts


def label_ladder(person: StudyPerson, place: PlaceTold) -> tuple[QuoteLabel, ...]:
    """Every label somebody could bear, the finest first, each the former without its last part: the exact age
    goes first, then gender, the band, the role, child or adult, and the place last. An exact age is told only
    where the place is a country or a city.
    """
    parts = [("place", person.place_type)] if place is PlaceTold.PLACE_TYPE else []
    if person.age is ResearchAgeBand.ADULT:
        parts += [("group", "adult"), ("role", person.role), ("gender", person.gender)]
    else:
        band = person.age.value
        parts += [("group", "child"), ("role", person.role), ("age", band), ("gender", person.gender)]
        if person.years is not None and place is PlaceTold.COUNTRY_OR_CITY:
            parts.append(("years", str(person.years)))
    return tuple(tuple(parts[:upto]) for upto in range(len(parts), -1, -1))


def attribution_plan(
    people: Sequence[StudyPerson], place: PlaceTold, never: Collection[QuoteLabel] = ()
) -> Mapping[str, QuoteLabel]:
    """What stands under a quote of each seat. Every label is borne by five or more of these people; only
    where fewer than five took part at all is the label, which then tells nothing, borne by fewer. `never`:
    labels that nobody may bear.
    """
    bears = {each.seat: label_ladder(each, place)[0] for each in people}
    longest = max((len(label) for label in bears.values()), default=0)
    for length in range(longest, 0, -1):
        crowds = _crowds(bears)
        lone = {e for e in crowds if len(e) == length and (e in never or _is_few(crowds[e]))}
        bears |= {seat: label[:-1] for seat, label in bears.items() if label in lone}
        for broad in sorted({label[:-1] for label in lone} - set(never)):
            bears |= dict.fromkeys(_company_for(broad, bears), broad)
    return bears


def _is_few(crowd: Sequence[str]) -> bool:
    return len(crowd) < THRESHOLD


def _company_for(broad: QuoteLabel, bears: Mapping[str, QuoteLabel]) -> Sequence[str]:
    """The smallest crowd below a label that too few bear, so that those few are not alone there. Nobody where
    there is none: then the few go on to a still broader label.
    """
    crowds = _crowds(bears)
    below = [label for label in crowds if len(label) > len(broad) and label[: len(broad)] == broad]
    if not below or not _is_few(crowds[broad]):
        return ()
    return crowds[min(below, key=lambda label: (len(crowds[label]), label))]


def _crowds(bears: Mapping[str, QuoteLabel]) -> dict[QuoteLabel, list[str]]:
    found: dict[QuoteLabel, list[str]] = defaultdict(list)
    for seat in sorted(bears):
        found[bears[seat]].append(seat)
    return found


def narrowed_seats(plans: Sequence[Mapping[str, QuoteLabel]]) -> tuple[str, ...]:
    """Seats whose labels in several outputs, put together, fewer than five people bear. A quote bears the
    same words everywhere, so whoever reads both outputs can put them together.
    """
    seats = set().union(*plans)
    joined = {seat: tuple(plan.get(seat) for plan in plans) for seat in seats}
    crowd = Counter(joined.values())
    trivial = tuple(() for _ in plans)
    return tuple(s for s in sorted(seats) if crowd[joined[s]] < THRESHOLD and joined[s] != trivial)
