"""kapea people: organisations and their first members. Everybody after them is invited on the pages."""

from __future__ import annotations

import click

from kapea.cli import common
from kapea.config import home
from kapea.core.staff.roles import Role


@click.group("people")
def people() -> None:
    """Staff: make an organisation, invite its first administrator.

    \b
    kapea people add "Example line" --pack cambodia
    kapea people invite "Sok Dara" --organisation "Example line" --role administrator
    kapea people list
    """
    common.database(patient=True, keys=True)


@people.command("add")
@click.argument("name")
@click.option("--pack", required=True, help="The pack of the country it works in.")
def add_programme(name: str, pack: str) -> None:
    """Make an organisation. Its people see nothing of any other's."""
    from django.db import IntegrityError, transaction

    from kapea.people.invitations import add_organisation
    from kapea.vault.queries import key_store_state

    common.pack_folder(pack)
    state = key_store_state()
    if not state.is_usable:
        common.stop(f"{state.sentence} {state.remedy}", common.NOT_NOW)
    try:
        with transaction.atomic():
            made = add_organisation(name=name, pack=pack, at=common.now())
    except IntegrityError:
        common.stop(f"There is an organisation called {name} already.")
    click.echo(
        f"{name} is there: {made.id}. Give it a recovery key: kapea keys init --organisation {made.id}. "
        "Then invite its first administrator: kapea people invite."
    )


@people.command("invite")
@click.argument("name")
@click.option("--organisation", required=True, help="The name of the organisation.")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), default="administrator", show_default=True
)
def invite_first(name: str, organisation: str, role: str) -> None:
    """Print a link by which NAME joins. It works once, for 72 hours; hand it over in person."""
    from django.db import transaction

    from kapea.people.invitations import OPERATOR, invite
    from kapea.people.models import Organisation

    found = Organisation.objects.filter(name=organisation).first()
    if found is None:
        common.stop(f"There is no organisation called {organisation}. See: kapea people list.")
    with transaction.atomic():
        made = invite(organisation=found.id, role=Role(role), name=name, by=OPERATOR, at=common.now())
    click.echo(f"{_address()}/staff/join/{made.token}")


@people.command("list")
def list_people() -> None:
    """Each organisation with its id, and how many are there in each role."""
    from django.db.models import Count

    from kapea.people.models import Membership, Organisation

    for organisation in Organisation.objects.order_by("name"):
        demo = "  (demo)" if organisation.demo else ""
        click.echo(f"{organisation.id}  {organisation.name}  {organisation.pack}{demo}")
        there = Membership.objects.filter(organisation=organisation, ended_at=None)
        for row in there.values("role").annotate(many=Count("id")).order_by("role"):
            click.echo(f"    {row['role']}: {row['many']}")


@people.command("new-passphrase")
@click.argument("name")
def give_new_passphrase(name: str) -> None:
    """Whoever signs in as NAME lost their passphrase, and types another one here, twice.

    It goes with a new key: what they could read stays shut until officers of their organisation give it back
    with shares (kapea keys escrow). Their second step stays as it is.
    """
    from kapea.people.actions import replace_lost_passphrase
    from kapea.people.invitations import OPERATOR
    from kapea.people.models import User
    from kapea.vault.passphrases import TooShort

    user = User.objects.filter(username=name.strip().lower(), is_active=True).first()
    if user is None:
        common.stop(f"Nobody signs in as {name}.")
    new = click.prompt("New passphrase", hide_input=True, confirmation_prompt=True)
    try:
        replace_lost_passphrase(user, new, by=OPERATOR, at=common.now())
    except TooShort as error:
        common.stop(str(error), common.FINDINGS)
    click.echo(f"They can sign in. What they could read, officers give back: kapea keys escrow {user.id}")


@people.command("answers")
@click.argument("name")
@click.option("--on/--off", "answers", required=True, help="Whether its workers answer what people leave.")
@click.option("--hours", type=click.IntRange(1, 72), default=24, show_default=True, help="How long it takes.")
def say_who_answers(name: str, *, answers: bool, hours: int) -> None:
    """Offer on public pages that the people of NAME answer: only while somebody is there to.

    People are told the hours. Nothing is offered while nobody is vetted and ready, or while somebody waits
    for three days. Those who have a code come back all the same.
    """
    from kapea.care.answering_desks import set_answering, workers_of
    from kapea.people.invitations import OPERATOR
    from kapea.people.models import Organisation

    found = Organisation.objects.filter(name=name).first()
    if found is None:
        common.stop(f"There is no organisation called {name}. See: kapea people list.")
    set_answering(found, answers=answers, hours=hours, by=OPERATOR, at=common.now())
    ready = len(workers_of(found.id))
    click.echo(f"{name} answers: {'yes' if answers else 'no'}. {ready} of its workers are ready to read.")


@people.command("demo")
def demo() -> None:
    """Make invented staff, with cases and a study, and print how each signs in. For trials only."""
    from kapea.people.demo import demo_staff
    from kapea.vault.queries import KeyStoreCondition, key_store_state

    state = key_store_state()
    if not state.is_usable and state.condition is not KeyStoreCondition.NEVER_MADE:
        common.stop(f"{state.sentence} {state.remedy}", common.NOT_NOW)
    for each in demo_staff(home.folder(), at=common.now()):
        click.echo(f"{each.organisation}, {each.role}\n    name        {each.username}")
        click.echo(
            f"    passphrase  {each.passphrase}\n    code app    {each.secret}   now {code_now(each.secret)}"
        )
    _write_demo_cases()


def _write_demo_cases() -> None:
    """Invented cases for whoever tries the desk, and an invented study."""
    from kapea.care.demo_cases import write_demo_cases
    from kapea.content.queries import is_live, worlds
    from kapea.studies.demo_analysis import write_demo_analysis
    from kapea.studies.demo_study import write_demo_study
    from kapea.studies.demo_texts import write_demo_texts

    releases = {pack: worlds.live(pack).release for pack in common.served() if is_live(pack)}
    write_demo_cases(releases, at=common.now())
    write_demo_study(releases, at=common.now())
    write_demo_analysis(write_demo_texts(at=common.now()), at=common.now())


@people.command("end-demo")
def end_demo_staff() -> None:
    """Take the staff of trials away, and their cases: none of them can sign in any more."""
    from kapea.care.demo_cases import erase_demo_cases
    from kapea.people.demo import end_demo
    from kapea.studies.demo_study import erase_demo_studies

    erase_demo_cases(at=common.now())
    erase_demo_studies(at=common.now())
    click.echo(f"{end_demo(home.folder(), at=common.now())} demo memberships ended.")


def code_now(secret: str) -> str:
    """The six digits that an app shows now."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    counters = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, counters[len(counters) // 2])))


def _address() -> str:
    from django.conf import settings

    host = settings.ALLOWED_HOSTS[0]
    return f"https://{host}" if settings.HTTPS else f"http://{host}:8000"
