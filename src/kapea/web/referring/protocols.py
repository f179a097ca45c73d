"""Sharing protocols: proposed by one organisation, agreed by a person of the other or signed on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kapea.access.rows import acting, adding, visible_row, visible_rows
from kapea.care import protocol_steps
from kapea.care.case_saving import CaseRefused
from kapea.care.models import RecordedProtocol
from kapea.care.protocol_queries import SECTIONS
from kapea.core.care.asking import SharedField
from kapea.core.care.referral_form import ALWAYS_NEEDED, LEAST_FORM
from kapea.core.care.sharing_protocol import SentBy
from kapea.core.pack.model import Release
from kapea.people.invitations import add_organisation
from kapea.people.member import Member
from kapea.people.models import Membership, Organisation
from kapea.web.desk.found import release_here
from kapea.web.referring.field_lines import EXTRA_FIELDS, labels, purpose_in_words
from kapea.web.referring.forms import OFFERED_MEANS, ProtocolForm, told_fields
from kapea.web.referring.found import REFERRALS
from kapea.web.staff.forms import offer
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member
from kapea.web.staff.words import staff_words

PROTOCOLS = f"{REFERRALS}protocols"
ProtocolAct = Callable[[Member, RecordedProtocol, date, datetime], None]


@require_safe
def all_protocols(request: HttpRequest) -> HttpResponse:
    """Those of one's organisation, whichever side it is on."""
    member, today = acting_member(request), _today(request)
    release, language = release_here(member), language_of(request)
    rows = visible_rows(member, "protocols.list", RecordedProtocol).select_related("organisation", "partner")
    return render_staff(
        request,
        "referring/protocols.html",
        rows=[
            (
                row.id,
                row.partner.name if row.organisation_id == member.organisation else row.organisation.name,
                purpose_in_words(release, row.purpose, language),
                protocol_standing(row, today),
            )
            for row in rows.order_by("partner__name", "purpose", "-proposed_at")
        ],
    )


def protocol_standing(row: RecordedProtocol, today: date) -> str:
    """How a protocol stands on a day, by the end of its word."""
    if row.left_on is not None and row.left_on <= today:
        return "left"
    if row.agreed_on is None:
        return "proposed"
    return "live" if row.agreed_on <= today < row.review_on else "review-overdue"


@require_http_methods(["GET", "HEAD", "POST"])
def new_protocol(request: HttpRequest) -> HttpResponse:
    """Proposes one, to an organisation that is here or to one that has no account."""
    member = acting_member(request)
    release, form = release_here(member), ProtocolForm(request.POST if request.method == "POST" else None)
    others = Organisation.objects.exclude(id=member.organisation).order_by("name")
    offer(form, "partner", ["", *(each.id for each in others)])
    offer(form, "purpose", release.directory.types)
    offer(form, "runs", ["", *release.directory.organizations])
    if not form.is_valid():
        return _new_page(request, form, release, others)
    try:
        with adding(member, "protocols.add"):
            row = _proposed(member, release, form, request_time())
    except CaseRefused as why:
        return _new_page(request, form, release, others, f"fault-{why.why}")
    return HttpResponseRedirect(f"{PROTOCOLS}/{row.id}")


def _proposed(member: Member, release: Release, form: ProtocolForm, at: datetime) -> RecordedProtocol:
    said = form.cleaned_data
    partner, name = said["partner"], said["new_partner"].strip()
    if bool(partner) is bool(name) or Organisation.objects.filter(name=name).exists():
        raise CaseRefused("protocol-which-partner")
    if name:
        made = add_organisation(
            name=name,
            pack=Organisation.objects.get(id=member.organisation).pack,
            at=at,
            by=member.name_in_audit,
        )
        partner = made.id
    new = protocol_steps.ProposedProtocol(
        partner=partner,
        purpose=said["purpose"],
        runs=said["runs"],
        fields=told_fields(said["fields_told"]),
        sent_by=frozenset(SentBy(each) for each in said["sent_by"]),
        kept_days=said["kept_days"],
        review_on=said["review_on"],
    )
    return protocol_steps.propose_protocol(member, new, at=at)


@require_safe
def read_protocol(request: HttpRequest, id: str) -> HttpResponse:
    """What it says, and how it stands."""
    return protocol_page(request, id)


@require_POST
def agree_here(request: HttpRequest, id: str) -> HttpResponse:
    """A person of the partner agrees."""
    return _do(
        request,
        "protocols.agree",
        id,
        lambda by, row, on, at: protocol_steps.agree_to_protocol(by, row, on=on, at=at),
    )


@require_POST
def note_signature(request: HttpRequest, id: str) -> HttpResponse:
    """Somebody of a partner without members here signed on paper."""
    signed = request.POST.get("signed", "")[:80]
    return _do(
        request,
        "protocols.sign",
        id,
        lambda by, row, on, at: protocol_steps.record_signature(by, row, signed, on=on, at=at),
    )


@require_POST
def leave_this_protocol(request: HttpRequest, id: str) -> HttpResponse:
    """One party leaves."""
    return _do(
        request,
        "protocols.leave",
        id,
        lambda by, row, on, at: protocol_steps.leave_protocol(by, row, on=on, at=at),
    )


def _do(request: HttpRequest, rule: str, id: str, act: ProtocolAct) -> HttpResponse:
    member = acting_member(request)
    try:
        with acting(member, rule, RecordedProtocol, id) as row:
            act(member, row, _today(request), request_time())
    except CaseRefused as why:
        word = why.why if why.why.startswith("protocol") else f"case-{why.why}"
        return protocol_page(request, id, f"fault-{word}")
    return HttpResponseRedirect(f"{PROTOCOLS}/{id}")


def protocol_page(request: HttpRequest, id: str, fault: str = "") -> HttpResponse:
    """The page, and what went wrong if something did."""
    member, language = acting_member(request), language_of(request)
    row, words = visible_row(member, "protocols.read", RecordedProtocol, id), staff_words(language)
    ours = row.organisation_id == member.organisation
    theirs = Membership.objects.filter(organisation=row.partner_id, ended_at=None)
    by = Membership.objects.filter(id=row.agreed_by).select_related("user").first()
    return render_staff(
        request,
        "referring/protocol.html",
        409 if fault else 200,
        fault=fault,
        row=row,
        stands=protocol_standing(row, _today(request)),
        purpose=purpose_in_words(release_here(member), row.purpose, language),
        fields=[label for _, label in labels(map(SharedField, row.fields), words)],
        sections=[words[each] for each in SECTIONS.values()],
        agreed=by.user.name if by else row.signed_by,
        may_agree=not ours and row.agreed_on is None and row.left_on is None,
        may_sign=ours and row.agreed_on is None and row.left_on is None and not theirs.exists(),
        may_leave=row.left_on is None,
    )


def _new_page(
    request: HttpRequest,
    form: ProtocolForm,
    release: Release,
    others: Iterable[Organisation],
    fault: str = "",
) -> HttpResponse:
    language = language_of(request)
    words = staff_words(language)
    chosen = request.POST.getlist("fields_told") if form.is_bound else [each.value for each in LEAST_FORM]
    return render_staff(
        request,
        "referring/new_protocol.html",
        409 if fault else 200,
        fault=fault,
        form=form,
        others=[(each.id, each.name) for each in others],
        purposes=[(each, purpose_in_words(release, each, language)) for each in release.directory.types],
        runs=[(each.id, each.name) for each in release.directory.organizations.values()],
        least=labels(set(LEAST_FORM) - ALWAYS_NEEDED, words),
        extra=labels(EXTRA_FIELDS, words),
        chosen=chosen,
        means=[each.value for each in OFFERED_MEANS],
        sent_by=request.POST.getlist("sent_by"),
        kept_days=request.POST.get("kept_days", str(protocol_steps.KEPT_DAYS)),
        review_on=request.POST.get(
            "review_on", (_today(request) + protocol_steps.REVIEWED_WITHIN).isoformat()
        ),
    )


def _today(request: HttpRequest) -> date:
    zone = ZoneInfo(release_here(acting_member(request)).time_zone)
    return request_time().astimezone(zone).date()
