"""Writes docs/referrals.md from the tables of referrals; `make pages` runs it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from pathlib import Path

from kapea.core.care.asking import SharedField
from kapea.core.care.case_clocks import Span
from kapea.core.care.case_levels import EVERY_LEVEL, LEVELS
from kapea.core.care.exchange.exchange_question import EXCHANGED
from kapea.core.care.exchange.incoming import INCOMING
from kapea.core.care.exchange.oscar import OSCAR_FIELDS
from kapea.core.care.exchange.pasted import THEIR_NAME
from kapea.core.care.exchange.primero import DEMANDED
from kapea.core.care.exchange.state_maps import STATE_MAPS
from kapea.core.care.referral_answers import (
    ANSWERED_BY_VOICE,
    DECIDED_WITHIN,
    NEWS_WITHIN,
    OTHER_ORGANISATION,
    RECEIVED_WITHIN,
)
from kapea.core.care.referral_codes import DeclineReason, ReferralState
from kapea.core.care.referral_form import ALWAYS_NEEDED, LEAST_FORM
from kapea.core.care.referral_news import NEWS_AT, PHRASE_OF, answers_at
from kapea.core.care.referral_outcomes import STEP, ReferralOutcome
from kapea.core.care.referral_table import REFERRAL_TABLE, ReferralMove

PAGE = Path(__file__).parents[1] / "docs" / "referrals.md"
TEXT = """# Referrals

How a referral goes from a draft to the child's own answer. Written from the code by `make pages`; the
tables are what the code does.

A referral leaves only with a yes of the child to tell this organisation, for this purpose, these fields,
and under a live sharing protocol with them; or by a complete record of acting first. What leaves is the
list of that yes, in words that were read back to the child, and nothing else
([`referral_sending`](../src/kapea/core/care/referral_form.py)). It ends when the child says that they got
it. “Done” is what the service says.

## Who does what, where

* **Whoever holds the case**, at `/staff/referrals/`, drafts it with the child: asks, writes, reads back,
  sends. They write down what the child says, and stop it. They show it to one more worker of the service,
  also to one who came after it was sent.
* **Who supervises them** sees there what is late and was rung, gives up waiting, and at red ends it unheard.
  Where nobody can say yes and it cannot wait, the worker asks them and they decide: only with both it goes.
  Somebody who did neither looks at it within a day, at `/staff/referrals/acted-first`; so do auditors.
* **A partner's worker, by name**, at `/staff/referrals/received`, sees what was sent to them and nothing
  else. They receive, accept, decline, start, write news, and say that it is done. They show it to a
  colleague there, who takes it over: whoever had it reads nothing more of it, and the sender sees who has it.
* **A partner without an account** does the same by a one-time link and a code told on the telephone, once,
  for 72 hours ([decision 33](adr/0033-a-partner-without-an-account-opens-one-referral-once.md)).
* **Administrators and supervisors** of both propose, agree to and leave a sharing protocol, at
  `/staff/referrals/protocols`.

The words of a referral are sealed under a key of its own. Who reads the case opens it; from sending on also
the partner's workers who are named in it, until it is stopped, declined, given up or ended. A field that
nobody said yes to has no place on the page. Of two who act at once one wins, and the other sees it. A yes
that is taken back, at whatever door, revokes what rests on it in the same transaction. `kapea tidy`, and a
server each minute, rings for late answers.

## Moves

Whatever is not in this table is refused, whoever asks. The clock moves nothing from one state to another.

{moves}

An adult to whom the child's answer was told may write it down as the sender; it counts as the child's, with
who wrote it.

## What a person hears

By the return code, in order, each with its day. A code stands for words of a pack; none of them says what
it is about, who it went to or how urgent it is.

{news}

## When an answer is due

Programme defaults: no source of a country was found. Late once, they are reminded; they have then as long
again as they had for receiving. Late again, a supervisor is rung.

{clocks}

At {voice} the answer is heard by voice. News are due {news_clock}.

## Reasons to decline

{reasons}. Each leaves a task to ask another service; after {elsewhere} one of another organisation.

## The form

Always: {always}. At red also how the child is safe meanwhile; with a list of who must not know also that
list. Asked for at first: {least}. Others one by one, each with its reason. Notes and the safety plan have
no field. Where a shelter is, is in none.

## What the directory learns

Beside a service in the staff's directory whoever refers is told what became of the referrals of their own
organisation: {outcomes}. The first is what the child said; one that ended unheard counts for nobody. Months
that are over are counted. Fewer than {step} are not told, and more are told in steps of {step}, so that no
two months can be compared to find one child.

## Other systems

What others call our states. “-”: it is not told. A word that nobody has mapped waits for a person; so does
`Exited` of OSCaR, which stands for turned away as for helped, and whatever would be a step of the child's
or the sender's.

{systems}

* Off, unless the file of `KAPEA_EXCHANGE` names the system and the partner
  ([how](operate.md#referrals-and-other-systems),
  [why so](adr/0036-a-referral-goes-into-other-systems-by-hand.md)).
  Then whoever holds the case asks by itself, at “Other systems” on the referral: this system, this referral,
  and only {exchanged}. With that yes they take out a file of codes and put it in there by hand. Nothing is
  sent from here. The trail says who took it, for which system, when.
* A yes that ends, or a partner who may not be told any more, ends that too; what was taken out before leaves
  the task to ask those who run the system to delete it.
* At `/staff/referrals/outside` workers paste one record of another system as text. One about a referral of
  theirs is shown with what its word would come to; a person does it. Any other waits for a worker, sealed,
  who makes a case of it and asks the child anew. What does not read is shown again, with where it does not.
* Nothing is put into a system without a yes to exchange with that system. What it demands and we do not
  have is named, and nothing is sent. Primero demands {primero}; OSCaR {oscar}, two of which nobody here is
  asked: whoever is known to us alone stays outside it.
* Of what comes in, these fields are read and no others: {incoming}; where a record names none of ours, what
  names it there: {theirs}. Nothing that comes in is a permission.
  A record that says that somebody set a consent aside is not read. It is put aside at
  `/staff/referrals/quarantine`, for supervisors alone, and is never a case. Whoever became a supervisor since
  can open it once another has; whoever is none any more cannot.
* Kenya's CPIMS keeps the whole of what is sent to it: there a worker types it in, and nothing is sent.
* As FHIR a referral is a ServiceRequest and the Task of Gravity that follows it
  ([`fhir_referral`](../src/kapea/core/care/exchange/fhir.py)): ids, codes and times alone, and an identifier
  where a Patient would stand. Gravity's list of states has no `received`; it is read, and never said. A Task
  without an identifier of ours is about no referral of ours.
* Of 360X the states are mapped and no field is: none of its fields stands in what we rest on.
"""


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    """The whole page."""
    return TEXT.format(
        moves=_moves(),
        news=_news(),
        clocks=_clocks(),
        news_clock=f"{_span(NEWS_WITHIN[0])} after it was accepted, then every {_span(NEWS_WITHIN[1])}",
        voice=_codes(level for level in LEVELS if level in ANSWERED_BY_VOICE),
        reasons=_codes(DeclineReason),
        elsewhere=_codes(reason for reason in DeclineReason if reason in OTHER_ORGANISATION),
        outcomes=_codes(ReferralOutcome),
        step=STEP,
        always=_codes(field for field in LEAST_FORM if field in ALWAYS_NEEDED),
        least=_codes(LEAST_FORM),
        systems=_systems(),
        primero=", ".join(f"`{name}`" for name in sorted(DEMANDED)),
        exchanged=_exchanged(),
        theirs=", ".join(f"of `{system.value}` `{name}`" for system, name in THEIR_NAME.items()),
        oscar=", ".join(f"`{name}`" for name in sorted(OSCAR_FIELDS.demands)),
        incoming="; ".join(_read(system.value, fields) for system, fields in INCOMING.items()),
    )


def _moves() -> str:
    heads = ("step", "from", "to", "by", "level", "needs", "clocks", "the child hears", "leaves to do")
    return _table(heads, (_row(move) for move in REFERRAL_TABLE))


def _row(move: ReferralMove) -> tuple[str, ...]:
    levels = [level for level in LEVELS if level in move.levels]
    return (
        _codes([move.step]),
        _codes(state for state in ReferralState if state in move.begins),
        _codes([move.ends] if move.ends else []) or "stays",
        _codes(sorted(move.by, key=lambda hand: hand.value)),
        "every" if move.levels == EVERY_LEVEL else _codes(levels),
        _codes(move.needs),
        _codes(move.starts),
        _codes([move.tells] if move.tells else []),
        _codes([move.opens] if move.opens else []),
    )


def _news() -> str:
    rows = (
        (_codes([s]), _codes([NEWS_AT[s]]), PHRASE_OF.get(NEWS_AT[s], ""), _codes(answers_at(s)))
        for s in ReferralState
    )
    return _table(("state", "news", "phrase", "they may answer"), rows)


def _clocks() -> str:
    rows = (
        (_codes([level]), _span(RECEIVED_WITHIN[level]), _span(DECIDED_WITHIN[level])) for level in LEVELS
    )
    return _table(("level", "received within", "decided within"), rows)


def _systems() -> str:
    heads = ("ours", *(system.value for system in STATE_MAPS))
    rows = ((_codes([s]), *(m.says.get(s, "-") for m in STATE_MAPS.values())) for s in ReferralState)
    return _table(heads, rows)


def _exchanged() -> str:
    """What is asked for each system, in one line."""
    return "; ".join(
        f"for `{system.value}` {_codes(each for each in SharedField if each in fields)}"
        for system, fields in EXCHANGED.items()
    )


def _read(system: str, fields: object) -> str:
    names = (getattr(fields, name) for name in ("reference", "word", "reason"))
    return f"of `{system}` " + ", ".join(f"`{name}`" for name in names if name)


def _span(span: Span) -> str:
    if span.hours is None:
        return f"{span.days} d"
    return f"{span.hours * 60:g} min" if span.hours < 1 else f"{span.hours:g} h"


def _codes(codes: Iterable[Enum]) -> str:
    return ", ".join(f"`{code.value}`" for code in codes)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (heads, ["---"] * len(heads), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main()
