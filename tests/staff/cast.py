"""Two organisations with somebody in every role, and how each of them signs in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import msgspec
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.db import transaction
from django.test import Client
from tests.directory.keepers import ENTRY
from tests.packs import built
from tests.staff.kept_rows import kept
from tests.staff.referral_rows import (
    made_up_act_first,
    made_up_from_outside,
    made_up_protocol,
    made_up_referral,
)
from tests.staff.study_rows import made_up_study, planned_session
from tests.staff.workshops_held import ZONE, made_up_edition

from kapea.care.case_keys import make_case_key
from kapea.care.case_writing import NewCase, register_case
from kapea.care.models import (
    Case,
    CaseConflict,
    CaseReferral,
    CaseTransfer,
    CodeAlert,
    Intake,
    OutsideReferral,
    QuarantineEntry,
    RecordedActFirst,
    RecordedProtocol,
)
from kapea.core.care.asking import AgeBand
from kapea.core.care.case_entries import CameBy, Registered, WhoAsked
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.contact_reasons import ContactReason
from kapea.core.staff.readiness import CONDUCT
from kapea.core.staff.roles import Role
from kapea.core.workshops.counted_fields import counted_of_plan
from kapea.core.workshops.facilitator_training import CertificateLevel, TrainingKind, lapse_after
from kapea.directory.models import DirectoryEdit
from kapea.learning.edition_model import FiguresEdition
from kapea.learning.models import Facilitation, TrainingCertificate, TrainingHours, Workshop
from kapea.people.ids import new_id
from kapea.people.invitations import add_organisation, invite
from kapea.people.member import Member
from kapea.people.models import Invitation, Membership, Organisation, StaffSession, User
from kapea.people.signed_in import begin_session
from kapea.studies.models import Study
from kapea.vault import passphrases
from kapea.vault.deployment import mark_key_store
from kapea.vault.staff_keys import make_staff_key, unlock
from kapea.web.staff.cookies import KEY

PLAN = "workshop-caregivers-once"
PASSPHRASE = "river stone garden window"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass
class Person:
    """A user in one membership."""

    user: User
    membership: Membership

    @property
    def role(self) -> Role:
        return Role(self.membership.role)


@dataclass
class Cast:
    """`ours` by role, in one organisation; `pupil` is a counsellor whose supervisor is ours; `theirs` work
    for another. Everybody of ours is in `study`, nobody in `another_study`. `workshop` is led by our
    facilitator, `another_workshop` by a colleague, the third is theirs.
    `training` and `certificates` are of our facilitator, and of an editor who once was one.
    `edition` is ours. `cases` are by who holds each; `kept_case` is a colleague's, kept from our supervisor
    and case worker. `intake` waits at ours; an `alert` is of it. `offers` are by
    whom a case is offered to. `referrals` are by who holds their case;
    `received` was sent by theirs to our partner worker. `protocols` are by who proposed them: ours, theirs,
    or two others. `acted_first`: somebody who has left passed something on without a yes.
    """

    at: datetime
    organisation: Organisation
    other: Organisation
    ours: dict[Role, Person] = field(default_factory=dict)
    theirs: dict[Role, Person] = field(default_factory=dict)
    invitation: Invitation | None = None
    their_invitation: Invitation | None = None
    workshop: Workshop | None = None
    another_workshop: Workshop | None = None
    their_workshop: Workshop | None = None
    change: DirectoryEdit | None = None
    their_change: DirectoryEdit | None = None
    training: dict[Role, TrainingHours] = field(default_factory=dict)
    certificates: dict[Role, TrainingCertificate] = field(default_factory=dict)
    their_training: TrainingHours | None = None
    their_certificate: TrainingCertificate | None = None
    edition: FiguresEdition | None = None
    their_edition: FiguresEdition | None = None
    cases: dict[Role, Case] = field(default_factory=dict)
    their_case: Case | None = None
    kept_case: Case | None = None
    offers: dict[Role, CaseTransfer] = field(default_factory=dict)
    their_offer: CaseTransfer | None = None
    intake: Intake | None = None
    their_intake: Intake | None = None
    alert: CodeAlert | None = None
    their_alert: CodeAlert | None = None
    referrals: dict[Role, CaseReferral] = field(default_factory=dict)
    kept_referral: CaseReferral | None = None
    received: CaseReferral | None = None
    protocols: dict[str, RecordedProtocol] = field(default_factory=dict)
    acted_first: RecordedActFirst | None = None
    their_acted_first: RecordedActFirst | None = None
    outside: OutsideReferral | None = None
    their_outside: OutsideReferral | None = None
    study: Study | None = None
    another_study: Study | None = None
    their_study: Study | None = None
    quarantine: QuarantineEntry | None = None
    their_quarantine: QuarantineEntry | None = None

    @property
    def pupil(self) -> Person:
        return self.ours[Role.COUNSELLOR]

    @property
    def today(self) -> date:
        """The day where they work: in Cambodia it ends seven hours before it does in Greenwich."""
        return self.at.astimezone(ZONE).date()


def make_cast(at: datetime) -> Cast:
    """Everybody, ready to work; of `at`, or of a moment before it."""
    return kept(_new_cast, at, under=_secrets())


def make_cast_with_cases(at: datetime) -> Cast:
    """Everybody, with cases, what was left, and referrals: of each kind, near to each and far from each."""
    return kept(_new_cast_with_cases, at, under=_secrets())


def _secrets() -> tuple[str, ...]:
    """What their keys and codes are sealed under, and what that costs."""
    return (settings.SECRET_KEY, *settings.KAPEA_PEPPER.words(), repr(passphrases.KEY_COST))


def _new_cast(at: datetime) -> Cast:
    mark_key_store(by="operator", at=at)
    cast = Cast(
        at,
        add_organisation(name="Line of ours", pack="cambodia", at=at),
        add_organisation(name="Line of theirs", pack="kenya", at=at),
    )
    for role in Role:
        cast.ours[role] = make_person(cast.organisation, role, at)
    for role in (Role.ADMINISTRATOR, Role.COUNSELLOR):
        cast.theirs[role] = make_person(cast.other, role, at)
    supervisor = cast.ours[Role.SUPERVISOR].membership
    Membership.objects.filter(id=cast.pupil.membership.id).update(supervisor=supervisor.id)
    made = [
        invite(organisation=each.id, role=Role.EDITOR, name="Somebody", by="operator", at=at).row
        for each in (cast.organisation, cast.other)
    ]
    cast.invitation, cast.their_invitation = made
    cast.workshop = make_workshop(cast.ours[Role.FACILITATOR], at)
    cast.another_workshop = make_workshop(cast.ours[Role.EDITOR], at)
    cast.their_workshop = make_workshop(cast.theirs[Role.COUNSELLOR], at)
    cast.change, cast.their_change = (make_change(each, at) for each in (cast.organisation, cast.other))
    for role in (Role.FACILITATOR, Role.EDITOR):
        cast.training[role], cast.certificates[role] = make_training(cast.ours[role], at)
    cast.their_training, cast.their_certificate = make_training(cast.theirs[Role.COUNSELLOR], at)
    cast.edition = made_up_edition(cast.ours[Role.PROGRAMME_OFFICER], at)
    cast.their_edition = made_up_edition(cast.theirs[Role.COUNSELLOR], at)
    return cast


def _new_cast_with_cases(at: datetime) -> Cast:
    cast = _new_cast(at)
    open_cases(cast)
    cast.intake, cast.alert = make_intake(cast.organisation, at)
    cast.their_intake, cast.their_alert = make_intake(cast.other, at)
    refer_cases(cast)
    cast.acted_first = made_up_act_first(cast.organisation, cast.cases[Role.COUNSELLOR], at)
    cast.their_acted_first = made_up_act_first(cast.other, cast.their_case, at)
    cast.study = made_up_study(cast.organisation, cast.ours.values(), at)
    cast.another_study = made_up_study(cast.organisation, [], at)
    cast.their_study = made_up_study(cast.other, cast.theirs.values(), at)
    for study in (cast.study, cast.another_study, cast.their_study):
        planned_session(study)
    cast.outside, cast.quarantine = made_up_from_outside(cast.organisation, at)
    cast.their_outside, cast.their_quarantine = made_up_from_outside(cast.other, at)
    return cast


def make_change(organisation: Organisation, at: datetime, **fields) -> DirectoryEdit:
    """An entry of a service that somebody proposed who has left since."""
    return DirectoryEdit.objects.create(
        organisation=organisation,
        pack=organisation.pack,
        record=msgspec.to_builtins(ENTRY),
        proposed_by=new_id(),
        proposed_user=new_id(),
        proposed_at=at,
        **{"service": f"s{new_id()}", "state": "proposed", "tier": "public", **fields},
    )


def open_cases(cast: Cast) -> None:
    """Everybody who may holds a case; one is offered to each of two, and one is kept from some."""
    for role in (Role.COUNSELLOR, Role.SUPERVISOR, Role.CASE_WORKER):
        cast.cases[role] = make_case(cast.ours[role], cast.at)
    cast.their_case = make_case(cast.theirs[Role.COUNSELLOR], cast.at)
    cast.kept_case = make_case(cast.pupil, cast.at)
    for role in (Role.SUPERVISOR, Role.CASE_WORKER):
        CaseConflict.objects.create(
            case=cast.kept_case, membership=cast.ours[role].membership, by=new_id(), at=cast.at
        )
        offered = make_case(cast.pupil, cast.at)
        cast.offers[role] = CaseTransfer.objects.create(
            case=offered, to=cast.ours[role].membership, by=cast.pupil.membership.id, at=cast.at
        )
    theirs = cast.theirs[Role.COUNSELLOR]
    cast.their_offer = CaseTransfer.objects.create(
        case=cast.their_case, to=theirs.membership, by=new_id(), at=cast.at
    )


def make_intake(organisation: Organisation, at: datetime) -> tuple[Intake, CodeAlert]:
    """Something that somebody left and nobody has taken, and a code that was used in another way. Nothing of
    it can be opened: who leaves it on the page is in test_way_back.
    """
    left = Intake.objects.create(
        organisation=organisation,
        level="yellow",
        language="km",
        who="child",
        left_at=at,
        due_at=at + timedelta(hours=24),
        signs=b"",
    )
    return left, CodeAlert.objects.create(intake=left, kind="not_now", at=at)


def refer_cases(cast: Cast) -> None:
    """A draft of everybody who holds a case, with something left to do; one that was sent to ours."""
    third = add_organisation(name="Clinic of a third", pack="nepal", at=cast.at)
    pairs = {
        "ours": (cast.organisation, third),
        "theirs": (cast.other, cast.organisation),
        "others": (cast.other, third),
    }
    for name, (proposes, agrees) in pairs.items():
        cast.protocols[name] = made_up_protocol(proposes, agrees, cast.at, purpose="LEGAL")
    for role, case in cast.cases.items():
        cast.referrals[role] = made_up_referral(cast.ours[role], case, third, cast.at)
    assert cast.kept_case is not None
    assert cast.their_case is not None
    cast.kept_referral = made_up_referral(cast.pupil, cast.kept_case, third, cast.at)
    theirs = cast.theirs[Role.COUNSELLOR]
    cast.received = made_up_referral(
        theirs, cast.their_case, cast.organisation, cast.at, sent_to=cast.ours[Role.PARTNER_WORKER]
    )


def make_case(holds: Person, at: datetime, level: CaseLevel = CaseLevel.YELLOW) -> Case:
    """A case of today that somebody holds, with its first words sealed."""
    release = built("cambodia").release
    assert release is not None
    content = Registered(
        age_band=AgeBand.FROM_12,
        who_asked=WhoAsked.CHILD,
        came_by=CameBy.CHAT,
        reasons=(ContactReason.EXTORTION_IMAGES,),
        called="Paper Boat",
    )
    new = NewCase(id=new_id(), level=level, language="km", content=content)
    key = make_case_key(member_of_person(holds), new.id, release, at=at)
    with transaction.atomic():
        return register_case(member_of_person(holds), new, key, release, at=at)


def member_of_person(person: Person) -> Member:
    """Somebody as they work."""
    row = person.membership
    return Member(row.id, row.user_id, row.organisation_id, person.role)


def make_training(person: Person, at: datetime) -> tuple[TrainingHours, TrainingCertificate]:
    """An hour of today that somebody confirmed, and a certificate of a month ago that counts."""
    hours = TrainingHours.objects.create(
        membership=person.membership,
        kind=TrainingKind.CONTENT.value,
        on=at.date(),
        minutes=60,
        confirmed_by=new_id(),
        confirmed_at=at,
    )
    given = (at - timedelta(days=30)).date()
    certificate = TrainingCertificate.objects.create(
        membership=person.membership,
        serial=f"{TrainingCertificate.objects.count():06}",
        pack=person.membership.organisation.pack,
        level=CertificateLevel.FIRST.value,
        on=given,
        lapses_on=lapse_after(given),
        given_by=new_id(),
    )
    return hours, certificate


def make_workshop(leads: Person, at: datetime, plan: str = PLAN) -> Workshop:
    """A workshop of today that somebody planned, with the fields of its plan."""
    release = built("cambodia").release
    assert release is not None
    id = new_id()
    made = Workshop.objects.create(
        id=id,
        organisation=leads.membership.organisation,
        plan=plan,
        release="as-live",
        fields=list(counted_of_plan(release.workshops[plan])),
        area="12",
        on=at.date(),
        group=id,
        prints=["plan-cards", "plan-pictures", "promise"],
        planned_at=at,
    )
    Facilitation.objects.create(workshop=made, membership=leads.membership)
    return made


def make_person(organisation: Organisation, role: Role, at: datetime, name: str = "") -> Person:
    """Somebody who was vetted, has promised, and has a second factor and keys."""
    user = User(username=f"{name or role.value}-{new_id()}", name=f"Ms {role.value}")
    user.set_unusable_password()
    user.save()
    make_staff_key(user.id, PASSPHRASE, at=at)
    TOTP.activate(user, SECRET)
    membership = Membership.objects.create(
        user=user,
        organisation=organisation,
        role=role.value,
        began_at=at,
        vetted_at=at,
        conduct=CONDUCT,
        conduct_at=at,
    )
    return Person(user, membership)


def browser() -> Client:
    """A browser that has not signed in."""
    return Client(headers={"host": "localhost"})


def signed_in(person: Person, at: datetime, passphrase: str = PASSPHRASE) -> Client:
    """A browser in which somebody is signed in, with both factors."""
    client = browser()
    client.force_login(person.user)
    opened = unlock(person.user.id, passphrase, at=at)
    client.cookies[KEY] = opened.cookie
    begin_session(
        cookie=client.session.session_key,
        user=person.user.id,
        open_key=opened.row,
        browser="Firefox, Linux",
        at=at,
    )
    return client


def session_of_person(person: Person) -> StaffSession:
    """Where somebody is signed in."""
    return StaffSession.objects.get(user=person.user)
