"""The invented stories of trials, as far as each has a case. No such people and places exist.

ST-03, a monk who tells of a boy, has none: the boy has said nothing to us, so there is nobody who could have
said that it may be kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from kapea.core.care.asking import AgeBand
from kapea.core.care.case_contents import NeedAnswer, NeedDomain
from kapea.core.care.case_entries import CameBy, Registered, WhoAsked
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.case_states import CaseState
from kapea.core.care.contact_reasons import ContactReason

URGENT, SOME = NeedAnswer.URGENT, NeedAnswer.SOME


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoStory:
    """A case of a trial: how it began, what is needed, what is done, and how far it got.

    `days`: how long ago it began. `needs`: domains in which help is needed, with words; the others have none.
    `plan`: what is done and by whom, if the child said yes to it; `refused`: what they said no to.
    """

    name: str
    pack: str
    level: CaseLevel
    language: str
    days: int
    began: Registered
    reaches: CaseState
    needs: tuple[tuple[NeedDomain, NeedAnswer, str], ...] = ()
    plan: tuple[tuple[str, str], ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    view: str = ""
    note: str = ""
    review: str = ""
    acted_first: bool = False


STORIES = (
    DemoStory(
        name="ST-01",
        pack="cambodia",
        level=CaseLevel.ORANGE,
        language="km",
        days=16,
        began=Registered(
            age_band=AgeBand.FROM_15,
            who_asked=WhoAsked.CHILD,
            came_by=CameBy.CHAT,
            reasons=(ContactReason.EXTORTION_IMAGES,),
            called="Paper Boat",
            wish="That it stops, and that nobody at home hears of it from us.",
            safe_with="a cousin",
        ),
        reaches=CaseState.CLOSED,
        needs=(
            (NeedDomain.SAFETY, URGENT, "Somebody threatens to show a picture. The phone is shared."),
            (NeedDomain.FEELINGS, SOME, "Sleeps badly. The cousin knows, and stays."),
        ),
        plan=(("Report the account to the platform, together", "we"), ("Be there in the evenings", "cousin")),
        refused=(("A call back", "we"),),
        view="Good. I write when I want to.",
        review="Came back by the code after two days. It is quiet, and lighter.",
    ),
    DemoStory(
        name="ST-02",
        pack="cambodia",
        level=CaseLevel.RED,
        language="km",
        days=1,
        began=Registered(
            age_band=AgeBand.FROM_6,
            who_asked=WhoAsked.CAREGIVER,
            came_by=CameBy.CALL,
            reasons=(ContactReason.SEXUAL_VIOLENCE,),
            called="Lotus",
            wish="To stay with grandmother.",
            safe_with="her grandmother",
        ),
        reaches=CaseState.IN_ACTION,
        needs=(
            (NeedDomain.SAFETY, URGENT, "Afraid of an uncle at the commune police post."),
            (NeedDomain.HOME, SOME, "Safe with her grandmother, not alone."),
        ),
        plan=(
            ("The district social worker comes this evening", "district office, not the post"),
            ("The door stays locked, a neighbour sleeps there", "grandmother"),
        ),
        view="Only if grandmother comes along.",
        note="The police post must not know. Grandmother and the girl each said yes.",
    ),
    DemoStory(
        name="ST-04",
        pack="kenya",
        level=CaseLevel.ORANGE,
        language="sw",
        days=4,
        began=Registered(
            age_band=AgeBand.FROM_15,
            who_asked=WhoAsked.CHILD,
            came_by=CameBy.CHAT,
            reasons=(ContactReason.GROOMING, ContactReason.SCHOOL_AND_WORK),
            called="Acacia",
            wish="To go on in class, and that he keeps away.",
            safe_with="an aunt",
        ),
        reaches=CaseState.IN_ACTION,
        needs=((NeedDomain.SAFETY, URGENT, "He teaches at her school."), (NeedDomain.SCHOOL, SOME, "Exams.")),
        plan=(("Tell the sub-county children officer", "we"), ("Walk home together", "aunt")),
        refused=(("Tell the school", "we"), ("Tell her parents now", "we")),
        view="Yes, but nobody at school.",
    ),
    DemoStory(
        name="ST-05",
        pack="kenya",
        level=CaseLevel.YELLOW,
        language="en",
        days=6,
        began=Registered(
            age_band=AgeBand.FROM_12,
            who_asked=WhoAsked.CAREGIVER,
            came_by=CameBy.MESSAGE,
            reasons=(ContactReason.FAMILY,),
            called="Drum, a mother",
            wish="To know how to begin to talk with her daughter.",
        ),
        reaches=CaseState.ASSESSED,
        needs=((NeedDomain.HOME, SOME, "She is angry, and afraid. She asks what to say first."),),
        note="What her daughter may have written to anybody is not ours to tell.",
    ),
    DemoStory(
        name="ST-06",
        pack="kenya",
        level=CaseLevel.RED,
        language="sw",
        days=0,
        began=Registered(
            age_band=AgeBand.FROM_6,
            who_asked=WhoAsked.CHILD,
            came_by=CameBy.CALL,
            reasons=(ContactReason.PHYSICAL_VIOLENCE,),
            called="Kite",
            wish="Asked whether one can call the police on a father.",
        ),
        reaches=CaseState.IN_ACTION,
        note="The tenth call. The nine before were silent, or jokes: it takes courage.",
        acted_first=True,
    ),
    DemoStory(
        name="ST-07",
        pack="nepal",
        level=CaseLevel.ORANGE,
        language="ne",
        days=8,
        began=Registered(
            age_band=AgeBand.FROM_12,
            who_asked=WhoAsked.CHILD,
            came_by=CameBy.CHAT,
            reasons=(ContactReason.PRESSURE_TO_SEND,),
            called="Marigold",
            wish="Somebody who signs. Not her brother.",
        ),
        reaches=CaseState.PLANNED,
        needs=((NeedDomain.FEELINGS, SOME, "Writes alone now. The code word was agreed in signs."),),
        plan=(("A counsellor who signs", "we"),),
        view="Yes, if it is a woman.",
    ),
    DemoStory(
        name="ST-08",
        pack="nepal",
        level=CaseLevel.ORANGE,
        language="ne",
        days=40,
        began=Registered(
            age_band=AgeBand.FROM_15,
            who_asked=WhoAsked.CHILD,
            came_by=CameBy.FACE_TO_FACE,
            reasons=(ContactReason.EXTORTION_MONEY,),
            called="River",
            wish="One psychologist, and nothing written of who they are.",
        ),
        reaches=CaseState.REVIEWED,
        needs=((NeedDomain.FEELINGS, URGENT, "Somebody threatens to tell others."),),
        plan=(("See one psychologist", "we ask, River decides"),),
        view="One person. Not a team.",
        review="Went three times. Says: it helped.",
    ),
    DemoStory(
        name="ST-09",
        pack="nepal",
        level=CaseLevel.ORANGE,
        language="ne",
        days=3,
        began=Registered(
            age_band=AgeBand.FROM_15,
            who_asked=WhoAsked.CAREGIVER,
            came_by=CameBy.CALL,
            reasons=(ContactReason.IMAGE_SHARED, ContactReason.MARRIAGE),
            called="Terrace, a father",
            wish="The daughter: somebody to talk with, no police. No marriage.",
            safe_with="her father",
        ),
        reaches=CaseState.PLANNED,
        needs=(
            (NeedDomain.SAFETY, URGENT, "Elders propose a marriage."),
            (NeedDomain.LEGAL, SOME, "See duties."),
        ),
        plan=(("A counsellor of her choice", "we"), ("Say no to the elders", "her father")),
        refused=(("Tell the police", "we"),),
        view="Yes to the talk. I pick who.",
    ),
    DemoStory(
        name="ST-10",
        pack="philippines",
        level=CaseLevel.RED,
        language="fil",
        days=0,
        began=Registered(
            age_band=AgeBand.FROM_6,
            who_asked=WhoAsked.CHILD,
            came_by=CameBy.MESSAGE,
            reasons=(ContactReason.LIVE_ABUSE,),
            called="Jeepney",
            wish="That it stops for the little sister, and that they stay together.",
        ),
        reaches=CaseState.IN_ACTION,
        note="It is arranged at home. Nobody rings that number. Jeepney was told first.",
        acted_first=True,
    ),
    DemoStory(
        name="ST-11",
        pack="philippines",
        level=CaseLevel.YELLOW,
        language="fil",
        days=20,
        began=Registered(
            age_band=AgeBand.FROM_15,
            who_asked=WhoAsked.CHILD,
            came_by=CameBy.CHAT,
            reasons=(ContactReason.IMAGE_SHARED,),
            called="Mango",
            wish="To talk with a counsellor of the city.",
        ),
        reaches=CaseState.IN_ACTION,
        needs=((NeedDomain.FEELINGS, SOME, "Ashamed. It is not her fault, and she half believes it."),),
        plan=(("Counselling at the city social welfare office", "we"),),
        view="Yes. Ask me after.",
        note="The office says that it is done. Mango says: nobody came.",
    ),
    DemoStory(
        name="ST-12",
        pack="philippines",
        level=CaseLevel.ORANGE,
        language="fil",
        days=5,
        began=Registered(
            age_band=AgeBand.FROM_15,
            who_asked=WhoAsked.CHILD,
            came_by=CameBy.CHAT,
            reasons=(ContactReason.PRESSURE_TO_SEND, ContactReason.PEERS),
            called="Typhoon",
            wish="Calls in school hours only.",
        ),
        reaches=CaseState.ASSESSED,
        needs=((NeedDomain.SAFETY, URGENT, "The boyfriend took the code from her."),),
        note="A new code is made. The old one opens nothing.",
    ),
)
