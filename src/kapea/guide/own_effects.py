"""What performs the effects that the dialogue itself makes: counting and forgetting."""

from __future__ import annotations

from datetime import date

from kapea.core.dialogue.effects import ForgetConversation, ReachedOutcome
from kapea.core.directory.hours import moment
from kapea.guide.performers import Occasion
from kapea.guide.tally import CountedOutcome, tally


def count_outcome(reached: ReachedOutcome, occasion: Occasion) -> None:
    """Adds one to the tally of this worker, on the day it is where the help is."""
    day = date.fromisoformat(moment(occasion.at, occasion.world.directory.time_zone).today)
    pack, who = occasion.world.release.id, (reached.who, reached.band, reached.situation, reached.level)
    tally.add(CountedOutcome(day, pack, occasion.door, occasion.language, *who, reached.outcome))


def forget_conversation(forget: ForgetConversation, occasion: Occasion) -> None:
    """Nothing more: a turn that leaves no state has its row deleted in the same transaction."""
