"""Every id of words that something for readers of a study may ask for. A language that lacks one is found by
a test, and not by a reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from kapea.core.studies.advisory_answers import GroupHeard
from kapea.core.studies.agreement import AgreementMeasure, AgreementScope
from kapea.core.studies.agreement_interval import NoInterval
from kapea.core.studies.agreement_readings import AgreementReading
from kapea.core.studies.bias_report import (
    ALWAYS,
    NOBODY_THERE,
    UNSAID_OF_PLACE,
    UNSAID_OF_STRATUM,
    UNSAID_OF_WAIVED,
)
from kapea.core.studies.chance_agreement import NoFigure
from kapea.core.studies.coded_units import AgreementBasis
from kapea.core.studies.coincidences import AlphaMetric
from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.coreq import FACT_NAMES, REPORT_ITEMS
from kapea.core.studies.guardian_waivers import ScopeOutcome
from kapea.core.studies.percentage_lint import HOW_TO_MEND
from kapea.core.studies.quote_bank import QuoteRefusal
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.sampling_frame import FrameSurety
from kapea.core.studies.saturation import NoSaturation
from kapea.core.studies.study_people import ReachedBy, ReachedWhom
from kapea.core.studies.study_report import BlockedBecause, OutputKind, OutputPart
from kapea.core.studies.summary_pages import SummaryPart
from kapea.core.studies.transcript import SpeakerRole

OWN, LABEL, WHO, GENDER, REFUSED = (
    "study-report-",
    "quote-label-",
    "quote-who-",
    "quote-gender-",
    "quote-refused-",
)
BAND = "study-band-"
LABELS = (
    *("anybody", "child", "adult"),
    *("role", "role-age", "role-gender", "role-age-gender", "role-age-years-gender"),
    *("place", "place-role", "place-role-age", "place-role-gender", "place-role-age-gender"),
)
"""Which parts a label can tell, as `label_message` names them."""
PEOPLE = ("child", "child-girl", "child-boy", "carer", "carer-woman", "carer-man")
GENDERS = ("girl", "boy", "woman", "man")
SPOKEN = tuple(role.value for role in SpeakerRole if role is not SpeakerRole.MODERATOR)
TABLES = (
    *("stratum", "in-frame", "asked", "came", "whom", "people", "role", "place"),
    *("all", "what", "answer", "item", "stands", "measure", "basis", "units", "value", "interval", "reading"),
    *("first-coder", "second-coder", "no-code"),
)
"""Heads of columns and rows."""
CAPTIONS = (
    *("frame", "reached", "role-age", "role-gender", "place", "facts", "agreement", "raw", "coreq"),
    "blocked",
)
SENTENCES = (
    *(
        "unsaid",
        "hidden",
        "no-data",
        "is-hidden",
        "is-no-data",
        "is-zero",
        "no-interval",
        "between",
        "saturation",
    ),
    *(
        "base",
        "run-reached",
        "run-not-reached",
        "after-run",
        "codes-not-meaning",
        "quotes-from",
        "labels-why",
    ),
    *(
        "translated",
        "not-quoted",
        "stale",
        "text-left-out",
        "nothing-written",
        "missing",
        "draft",
        "invented",
    ),
    *(
        "may-not-be-shown",
        "made-of",
        "law",
        "law-read",
        "agreement-why",
        "agreement-rests",
        "figure-of",
        "ask-of",
        "page-for",
    ),
    *("no-frame-share", "advice", "advice-read", "advice-changes"),
)
ARCHIVE = ("title", "what", "left-out", "labels", "coded", "counts", "cannot", "use", "again", "files")
"""What the page says that lies in an archive."""


def word_codes(begins: str, codes: Iterable[Enum | str]) -> Iterator[str]:
    """The ids of words of some codes."""
    for code in codes:
        value = code if isinstance(code, str) else str(code.value)
        yield f"{begins}{value.replace('_', '-')}"


def _every_id() -> Iterator[str]:
    yield from (*ALWAYS, *NOBODY_THERE.values(), UNSAID_OF_STRATUM, UNSAID_OF_WAIVED, UNSAID_OF_PLACE)
    yield from ("finding-said-in-sessions", HOW_TO_MEND)
    yield from (item.id for item in REPORT_ITEMS)
    yield from word_codes(f"{OWN}fact-", FACT_NAMES)
    yield from word_codes(LABEL, LABELS)
    yield from word_codes(WHO, {*PEOPLE, *SPOKEN})
    yield from word_codes(GENDER, GENDERS)
    yield from word_codes(BAND, ResearchAgeBand)
    yield from word_codes(REFUSED, (o for o in ScopeOutcome if o is not ScopeOutcome.COVERED))
    yield from word_codes(REFUSED, QuoteRefusal)
    yield from word_codes(f"{OWN}blocked-", BlockedBecause)
    yield from word_codes(f"{OWN}kind-", OutputKind)
    yield from word_codes(f"{OWN}part-", OutputPart)
    yield from word_codes(f"{OWN}summary-", SummaryPart)
    yield from word_codes(f"{OWN}advice-", GroupHeard)
    yield from word_codes(f"{OWN}known-", FrameSurety)
    yield from word_codes(f"{OWN}by-", ReachedBy)
    yield from word_codes(f"{OWN}whom-", ReachedWhom)
    yield from word_codes(f"{OWN}scope-", ResearchScope)
    yield from word_codes(f"{OWN}role-", SPOKEN)
    yield from _of_figures()
    yield from word_codes(f"{OWN}head-", TABLES)
    yield from word_codes(f"{OWN}table-", CAPTIONS)
    yield from word_codes(OWN, SENTENCES)
    yield from word_codes(f"{OWN}archive-", ARCHIVE)


def _of_figures() -> Iterator[str]:
    yield from word_codes("agreement-measure-", AgreementMeasure)
    yield from word_codes("agreement-measure-krippendorff-alpha-", AlphaMetric)
    yield from word_codes("agreement-basis-", AgreementBasis)
    yield from word_codes("agreement-of-", AgreementScope)
    yield from word_codes("agreement-reading-", AgreementReading)
    yield from word_codes("agreement-none-", (*NoFigure, *NoInterval))
    yield from word_codes("saturation-none-", NoSaturation)


REPORT_WORD_IDS = frozenset(_every_id())
