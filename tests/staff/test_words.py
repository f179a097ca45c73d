"""Every word of staff pages, in every language; what a template asks for is there."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po
from tests.run import ROOT
from tests.staff.coding_codes import CODING_CODES, MADE_OF_ANOTHER

from kapea.care.outside_known import OutsideFate
from kapea.care.referral_answering import BY_RECEIVER
from kapea.care.referral_steps import BY_SENDER
from kapea.core.care.act_first import ActFirstGround, ChildWish, NotYetBecause
from kapea.core.care.asking import AgeBand, AskedOf, ConsentAnswer, HowAsked, SharedField
from kapea.core.care.case_clocks import CaseClock, ClockBasis
from kapea.core.care.case_closing import ClosingLacks, ClosingReason
from kapea.core.care.case_contents import (
    ChildAgrees,
    GoalsMet,
    NeedAnswer,
    NeedDomain,
    NotAskedBecause,
    SaferNow,
)
from kapea.core.care.case_drafts import DraftForm
from kapea.core.care.case_entries import SAFETY_PLAN_PARTS, CameBy, EntryKind, WhoAsked
from kapea.core.care.case_levels import CaseLevel, LoweredBecause
from kapea.core.care.case_states import CaseNeed, CaseState, CaseStep
from kapea.core.care.contact_reasons import ContactReason
from kapea.core.care.duty_cards import DutyStatus
from kapea.core.care.exchange.exchange_question import EXCHANGED
from kapea.core.care.exchange.pasted import PastedWrong
from kapea.core.care.exchange.state_maps import PersonDecides
from kapea.core.care.helpline_tally import ContactKind, HelpAct, NotCounted, WaitGroup
from kapea.core.care.referral_codes import (
    ChildSays,
    DeclineReason,
    ReferralClock,
    ReferralState,
    ReferralStep,
    ReferralTask,
    SafetyQuestion,
)
from kapea.core.care.referral_table import REFERRAL_TABLE
from kapea.core.care.reporting import ReportRests, ToldFirst
from kapea.core.care.safe_contact import ContactMethod, ContactNow, TryOutcome
from kapea.core.care.way_in import CodeAlertKind
from kapea.core.directory.edit_states import EditState
from kapea.core.directory.freshness import DialResult
from kapea.core.directory.tiers import DirectoryTier
from kapea.core.pack.clock_model import DEFAULT, RESTS_ON
from kapea.core.pack.retention_model import RETAINED
from kapea.core.staff.readiness import Gate
from kapea.core.staff.roles import Role
from kapea.core.studies.advisory_answers import AdviceVerdict
from kapea.core.studies.consent_scopes import IN_PERSON, ScopeParty
from kapea.core.studies.ethics_approvals import ApprovalGap
from kapea.core.studies.gate_table import GATE_TABLE
from kapea.core.studies.glass_reasons import GlassReason
from kapea.core.studies.guardian_waivers import ScopeOutcome, WaiverReason
from kapea.core.studies.identifier_kinds import IdentifierKind
from kapea.core.studies.paper_chances import PaperWay
from kapea.core.studies.plain_words import WordFault
from kapea.core.studies.quote_bank import ThirdParty
from kapea.core.studies.reports.report_word_ids import REPORT_WORD_IDS
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.research_consent import CheckResult
from kapea.core.studies.research_sessions import SessionLack, SessionState, SessionStep
from kapea.core.studies.research_withdrawal import WithdrawalTold
from kapea.core.studies.retention_clocks import HeldMatter
from kapea.core.studies.sampling_frame import FrameSurety, PlaceType
from kapea.core.studies.seating import ChosenGroup, SeatClash, SeatKind
from kapea.core.studies.sensitive_designs import DesignKind
from kapea.core.studies.sensitive_estimates import NoEstimate
from kapea.core.studies.sensitive_questions import PlanRefusal, QuestionTopic
from kapea.core.studies.session_entries import AssentPoint, HandCard
from kapea.core.studies.session_preparing import SessionCheck
from kapea.core.studies.session_submissions import SetApart
from kapea.core.studies.study_people import ReachedBy
from kapea.core.studies.study_protocol import ProtocolPart
from kapea.core.studies.study_refusals import StudyRefusal
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.summary_book import SummaryKind
from kapea.core.studies.waiver_entering import FAMILY_SENTENCES
from kapea.core.workshops.counted_fields import GROWN_UPS, PUPILS
from kapea.core.workshops.facilitator_training import DisclosureCheck, TrainingKind
from kapea.core.workshops.workshop_states import WorkshopState, WorkshopStep
from kapea.studies.held_matters import GOES
from kapea.web.desk.case_page import WITH_PAGES
from kapea.web.directory.forms import FAULTED, fault_code
from kapea.web.field.seating_page import GENDERS
from kapea.web.referring.field_lines import EXTRA_FIELDS
from kapea.web.referring.forms import OFFERED_MEANS
from kapea.web.referring.referral_page import SAID_WHY, TO_SEND
from kapea.web.staff.words import HERE, english_words, staff_languages, translated_words

WEB = ROOT / "src/kapea/web"
PAGES = [
    page
    for area in ("staff", "office", "workshops", "desk", "referring", "partner_link", "directory", "field")
    for page in (WEB / area / "templates").rglob("*.html")
]
OTHERS = [code for code in staff_languages() if code != "en"]


def test_the_five_languages_are_there():
    assert set(staff_languages()) == {"en", "km", "sw", "ne", "fil"}


@pytest.mark.parametrize("language", OTHERS)
def test_every_word_is_translated_from_what_english_says_now(language):
    with (HERE / f"{language}.po").open("rb") as file:
        catalogue = {message.context: message for message in read_po(file) if message.id}
    assert {id: message.id for id, message in catalogue.items()} == dict(english_words())
    assert set(english_words()) - translated_words(language).keys() == set()


@pytest.mark.parametrize("language", OTHERS)
def test_digits_and_names_stay(language):
    """A number that a translation lost would be another rule."""
    said = translated_words(language)
    for id, words in english_words().items():
        for kept in re.findall(r"\d+|Kapea|JavaScript", words):
            assert kept in said[id], f"{language} {id}: {kept}"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_asks_for_words_that_are_there(page):
    asked = re.findall(r"\bw\.([a-z0-9_]+)", page.read_text(encoding="utf-8"))
    assert [
        name for name in asked if name.replace("_", "-") not in english_words() and name not in NAMED
    ] == []


CASE_CODES = {
    "level-": CaseLevel,
    "case-state-": CaseState,
    "step-": CaseStep,
    "clock-": CaseClock,
    "basis-": ClockBasis,
    "lacks-": CaseNeed,
    "closing-lacks-": ClosingLacks,
    "closing-": ClosingReason,
    "lowered-": LoweredBecause,
    "entry-": EntryKind,
    "who-asked-": WhoAsked,
    "came-by-": CameBy,
    "reason-": ContactReason,
    "age-band-": AgeBand,
    "asked-of-": AskedOf,
    "answer-": ConsentAnswer,
    "how-": HowAsked,
    "need-": NeedDomain,
    "need-is-": NeedAnswer,
    "not-asked-": NotAskedBecause,
    "agrees-": ChildAgrees,
    "safer-": SaferNow,
    "goals-": GoalsMet,
    "draft-form-": DraftForm,
    "contact-kind-": ContactKind,
    "uncounted-": NotCounted,
    "help-act-": HelpAct,
    "waited-": WaitGroup,
    "duty-": DutyStatus,
    "told-first-": ToldFirst,
    "report-rests-": ReportRests,
    "code-alert-": CodeAlertKind,
    "reach-": ContactNow,
    "reach-by-": ContactMethod,
    "tried-": TryOutcome,
}
"""How ids of words begin that are made of codes of a case."""
REFERRAL_CODES = {
    "field-": SharedField,
    "why-field-": EXTRA_FIELDS,
    "means-": OFFERED_MEANS,
    "system-": EXCHANGED,
    "outside-": (*PersonDecides, *OutsideFate),
    "fault-pasted-": PastedWrong,
    "referral-": ReferralState,
    "move-": (*BY_SENDER, *BY_RECEIVER, *TO_SEND, ReferralStep.TAKE_OVER),
    "waits-": ReferralClock,
    "task-": ReferralTask,
    "decline-": DeclineReason,
    "child-says-": ChildSays,
    "safety-": SafetyQuestion,
    "refused-": SAID_WHY,
    "did-referral-": ReferralStep,
    "act-first-ground-": ActFirstGround,
    "child-wish-": ChildWish,
    "not-yet-": NotYetBecause,
    "referral-needs-": {
        need for move in REFERRAL_TABLE if move.step in (*BY_SENDER, *TO_SEND) for need in move.needs
    },
}
"""How ids of words begin that are made of codes of a referral."""
SAID_IN_STUDIES = {
    StudyRefusal.NO_SUCH_STEP,
    StudyRefusal.ITEMS_MISSING,
    StudyRefusal.GATE_SHUT,
    StudyRefusal.STOPPED,
    StudyRefusal.NOT_YOURS,
    StudyRefusal.PROTOCOL_FROZEN,
    StudyRefusal.PROTOCOL_NOT_FROZEN,
    StudyRefusal.NOTHING_CHANGED,
    StudyRefusal.NOT_APPROVED,
    StudyRefusal.ROLES_CLASH,
    StudyRefusal.RECRUITER,
    StudyRefusal.OWN_CLIENTS,
    StudyRefusal.OWN_GRANT,
    StudyRefusal.SAME_PERSON,
    StudyRefusal.PILOT_NEVER_ANALYSED,
    StudyRefusal.NOT_APPROVED,
    StudyRefusal.NOT_IN_FRAME,
    StudyRefusal.QUOTA_FULL,
    StudyRefusal.NOT_SEATED_TOGETHER,
    StudyRefusal.WORDS_NOT_HELD,
}
"""Why something is refused on the pages that there are."""
STUDY_CODES = {
    "study-gate-": GATE_TABLE,
    "study-item-": {item for row in GATE_TABLE.values() for item in row.items},
    "study-role-": StudyRole,
    "study-part-": ProtocolPart,
    "study-part-help-": ProtocolPart,
    "study-gap-": ApprovalGap,
    "study-band-": ResearchAgeBand,
    "study-refused-": SAID_IN_STUDIES,
    "study-place-": PlaceType,
    "study-third-party-": ThirdParty,
    "study-design-": DesignKind,
    "study-topic-": QuestionTopic,
    "study-against-": PlanRefusal,
    "study-no-share-": NoEstimate,
    "study-form-lines-": DesignKind,
    "study-way-": PaperWay,
    "in-form-": (),
    "in-form-prepare-": PaperWay,
    "in-form-if-": PaperWay,
    "in-form-or-": PaperWay,
    "in-form-how-": DesignKind,
    "apart-": SetApart,
    "assent-": AssentPoint,
    "hand-": HandCard,
    "study-output-": (),
    "study-advice-": AdviceVerdict,
    "study-advice-is-": AdviceVerdict,
    "study-word-": WordFault,
    "study-summaries-": SummaryKind,
    "study-summary-": (),
    "study-fault-": (),
    "study-country-": (),
    "study-committee-": (),
    "study-approval-is-": (),
    "study-session-is-": SessionState,
    "study-lack-": SessionLack,
    "study-check-": SessionCheck,
    "study-step-": set(SessionStep) - {SessionStep.GO_ON, SessionStep.STOP},
    "study-point-": AssentPoint,
    "study-clash-": SeatClash,
    "study-understood-": CheckResult,
    "study-kind-": SeatKind,
    "study-group-": ChosenGroup,
    "study-gender-": (),
    "study-reached-": ReachedBy,
    "study-outcome-": ScopeOutcome,
    "study-party-": ScopeParty,
    "study-how-": IN_PERSON,
    "study-": WithdrawalTold,
    "study-surety-": FrameSurety,
    "study-waiver-": (),
    "study-family-": (),
    "glass-reason-": GlassReason,
    "identifier-": IdentifierKind,
    "held-": {HeldMatter(matter) for matter in (*GOES, HeldMatter.AUDIO)},
    "text-fault-": (),
    "text-step-": (),
    "text-page-": (),
}
"""How ids of words begin that are made of codes of a study."""
NAMED = {id.replace("-", "_") for id in english_words()}


def test_every_word_is_asked_for():
    pages = "".join(path.read_text(encoding="utf-8") for path in [*PAGES, *WEB.glob("*/*.py")])
    made = ("role-", "gate-", "fault-", "said-", "why-", "place-", "kept-", "did-", "counted-")
    made += ("came-", "step-", "workshop-", "training-kind-", "training-check-", "certificate-state-")
    made += ("rests-on-", "safety-plan-", "weekday-", "protocol-", *CASE_CODES, *REFERRAL_CODES)
    made += ("edit-", "tier-", "dial-", "of-entry-", *STUDY_CODES, *CODING_CODES)
    made += ("edit-", "tier-", "dial-", "of-entry-", *STUDY_CODES)
    made = (*(each for each in made if each != "study-"), "study-withdrawal-")
    asked = [id for id in english_words() if f"w.{id.replace('-', '_')}" in pages or f'"{id}"' in pages]
    unused = [
        id for id in english_words() if not id.startswith(made) and id not in (*asked, *REPORT_WORD_IDS)
    ]
    assert unused == []


@pytest.mark.parametrize("begins", CASE_CODES)
def test_every_code_of_a_case_has_words(begins):
    codes = CASE_CODES[begins]
    made = {f"{begins}{each.value.replace('_', '-')}" for each in codes if each not in WITH_PAGES}
    assert made <= set(english_words())


@pytest.mark.parametrize("begins", REFERRAL_CODES)
def test_every_code_of_a_referral_has_words(begins):
    made = {f"{begins}{each.value.replace('_', '-')}" for each in REFERRAL_CODES[begins]}
    assert made <= set(english_words())


@pytest.mark.parametrize("begins", STUDY_CODES)
def test_every_code_of_a_study_has_words(begins):
    made = {f"{begins}{each.value.replace('_', '-')}" for each in STUDY_CODES[begins]}
    assert made <= {id.replace("_", "-") for id in english_words()}


@pytest.mark.parametrize("begins", CODING_CODES)
def test_every_code_of_coding_has_words(begins):
    made = {f"{begins}{code.replace('_', '-')}" for code in CODING_CODES[begins]}
    assert made == {id for id in english_words() if id.startswith(begins) and id not in MADE_OF_ANOTHER}


def test_what_is_made_on_the_way_has_words():
    assert {f"study-waiver-{reason.value}" for reason in WaiverReason} <= set(english_words())
    assert {f"study-family-{sentence}" for sentence in FAMILY_SENTENCES} <= set(english_words())
    genders = {gender for each in GENDERS.values() for gender in each}
    assert {f"study-gender-{gender}" for gender in genders} <= set(english_words())
    assert {f"role-{role.value}" for role in Role} <= set(english_words())
    assert {f"gate-{gate.value}" for gate in Gate} <= set(english_words())
    assert {f"came-{group}" for group in (*GROWN_UPS, *PUPILS)} <= set(english_words())
    assert {f"step-{step.value}" for step in WorkshopStep} <= set(english_words())
    assert {f"workshop-{state.value}" for state in WorkshopState} <= set(english_words())
    assert {f"edit-{state.value}" for state in EditState} <= set(english_words())
    assert {f"tier-{tier.value}" for tier in DirectoryTier} <= set(english_words())
    assert {f"dial-{result.value}" for result in DialResult} <= set(english_words())
    assert {f"fault-{fault_code(field)}" for field in FAULTED} <= set(english_words())
    assert {f"training-kind-{kind.value}" for kind in TrainingKind} <= set(english_words())
    assert {f"training-check-{check.value}" for check in DisclosureCheck} <= set(english_words())
    parts = {f"safety-plan-{part.replace('_', '-')}" for part in SAFETY_PLAN_PARTS}
    assert parts <= set(english_words())
    rests_on = {f"rests-on-{kind}" for kind in RESTS_ON if kind != DEFAULT}
    assert rests_on == {id for id in english_words() if id.startswith("rests-on-")}
    assert {f"kept-{kind}" for kind in RETAINED} == {id for id in english_words() if id.startswith("kept-")}
