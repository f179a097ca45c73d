"""Forty codes to begin with, by the themes of the study that asked for Kapea. Unpiloted; wording ours, CC
BY 4.0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kapea.core.studies.codebook import StudyCode

THEMES: Mapping[str, str] = {
    "EXP": "children's experiences",
    "COM": "community dynamics",
    "CAP": "parental capacity",
    "POL": "policy",
    "PRO": "protective factors",
    "BAR": "barriers",
    "REC": "recommendations",
}
"""By what their codes begin with."""
_ROWS = """
EXP-DAILY
  = Where, when and on whose device a child is online
  + Any account of ordinary use: hour, place, shared phone, signal
  - Rules about use (PRO-RULES)
  e the phone is charged at seven so grandmother keeps it on
EXP-ADDED
  = Being put into a group or list without asking
  + Added, re-added, cannot leave a chat or channel
  - Direct message from one unknown person (EXP-STRANGER)
  e I leave, and the next day I am back inside
EXP-SEEN
  = Coming across violent or sexual material unasked
  + Seen by chance, forwarded, advert
  - Being asked for something (EXP-STRANGER)
  e it came between two songs
EXP-STRANGER
  = Contact, request, offer or threat from a person online
  + Unknown or known sender wants something
  - Groups (EXP-ADDED)
  e some want a picture of my face
EXP-FEAR
  = Expecting punishment or loss for telling
  + Fear of losing phone, being hit, blamed
  - Fear of neighbours' talk (BAR-STIGMA)
  e the mother will take the phone
EXP-PEERTELL
  = Telling, or planning to tell, another child first
  + Friend, cousin, student council
  - Help that works through peers (PRO-PEER)
  e a friend first
EXP-BOYS
  = What is said about boys needing or not needing help
  + Mockery, silence, doubt of boys
  - Stigma on any child or family (BAR-STIGMA)
  e they say he wanted it
EXP-ISOLATED
  = A child set apart by gender, orientation, disability, origin or past harm
  + Alone, avoided, targeted for it
  - Loneliness without such a reason (memo)
  e nobody sits with her since then
COM-TRUST
  = Who is listened to in this place, and why
  + Naming a trusted role
  - A trusted adult's helpful act (PRO-ADULT)
  e the monks have the ears of the old people
COM-GOSSIP
  = How news of a family travels
  + Routes and speed of talk
  - The fear it makes (BAR-STIGMA)
  e by evening the whole street knows
COM-DELAY
  = Time lost inside an organisation
  + Waiting for a director, form, permission
  - Distance or fees (BAR-COST)
  e once we waited nine days
COM-SETTLE
  = Private settling of harm between families
  + Elder, payment, marriage, silence agreed
  - Formal referral (COM-SERVICES)
  e he settles things
COM-SERVICES
  = Services known, used, or missing here
  + Help line, social worker, clinic, NGO
  - Not knowing where (BAR-WHERE)
  e it works in four villages of eleven
COM-LEADERS
  = What leaders, monks, teachers, officials do or refuse
  + Acts or stated duties
  - Being trusted only (COM-TRUST)
  e the coach says come to me
CAP-SKILL
  = What carers can and cannot do on a device
  + Settings, language, apps
  - Wish to learn (REC-FORMAT)
  e then I am blind
CAP-ROLE
  = Whose task digital care is thought to be
  + Mother's, father's, school's part
  - Absence by work abroad (CAP-ABSENT)
  e I pay for the data card, that is my part
CAP-TALK
  = Carer and child speaking about life online
  + A talk, tried or avoided
  - Rules only (PRO-RULES)
  e so now I ask
CAP-CONTROL
  = Watching, taking, breaking, secretly reading the device
  + Any control without the child
  - Agreed limits (PRO-RULES)
  e threw the phone in the river
CAP-DISCIPLINE
  = Hitting, shouting, shaming; change from it
  + Own or others' practice
  - Fear of it, told by children (EXP-FEAR)
  e in the old time we hit
CAP-ABSENT
  = Care by grandparents or others because parents are away
  + Migration, long hours, residential care
  - Tired but present (CAP-ROLE)
  e they call at seven
POL-LAW
  = Law known, unknown or thought missing
  + Any named law, penalty, gap
  - Police conduct (BAR-AUTH)
  e nobody told us it is a crime
POL-SCHOOL
  = Place of the topic in curriculum and school rules
  + Lesson time, duty to tell director
  - Single teacher's kindness (PRO-ADULT)
  e it does not sit
POL-RECORD
  = How reports are written down and counted
  + Book, form, category, data use
  - Slow answer (COM-DELAY)
  e the clerk writes other
POL-COORD
  = Working together between offices
  + Meetings, hand-over by acquaintance
  - Wish for a pathway (REC-PATH)
  e that is a friendship
POL-PLATFORM
  = What companies do or should do
  + Reporting, blocking, age checks
  - User's own settings (PRO-SETTINGS)
  e we reported and it stayed
PRO-ADULT
  = An adult's act that made telling easier or safer
  + Calm, belief, practical help
  - Belief in words only (PRO-FIRSTWORDS)
  e he did not shout
PRO-PEER
  = Young people protecting one another
  + Going together, helping the small ones
  - Telling a peer only (EXP-PEERTELL)
  e going together is good
PRO-SETTINGS
  = Using settings, blocking, reporting
  + Skill used with effect
  - Lack of skill (CAP-SKILL)
  e look with you and press report
PRO-RULES
  = Limits agreed between child and carer
  + Agreement, shared times
  - One-sided control (CAP-CONTROL)
  e we wrote it together
PRO-FAITH
  = Religious teaching or place as protection
  + Sermon, nun, pagoda, church, mosque
  - Trust in general (COM-TRUST)
  e she listens and does not repeat
PRO-FIRSTWORDS
  = First words that believe and do not blame
  + Quoted or reported sentence
  - Longer support (PRO-ADULT)
  e it is not the friend's fault
BAR-WHERE
  = Not knowing where or how to get help
  + Number lost, door unknown
  - Known but closed (COM-SERVICES)
  e we do not know where the door is
BAR-STIGMA
  = Shame, blame, honour that stop telling
  + For any child or family
  - About boys only (EXP-BOYS)
  e they say the parents did not watch
BAR-COST
  = Money, distance, credit, time as obstacle
  + Fare, day lost, no signal
  - Slow offices (COM-DELAY)
  e I had no credit when I needed it
BAR-LITERACY
  = Reading or language as obstacle
  + Paper not read, wrong language
  - Device skill (CAP-SKILL)
  e my father cannot read
BAR-AUTH
  = Fear or poor knowledge of authorities
  + Police, office, court
  - Unclear law (POL-LAW)
  e told me to delete everything
REC-PATH
  = Wish for a clear order of whom to call
  + Speaker asks for a pathway
  - Own present practice (POL-COORD)
  e one page: who to call
REC-TRAIN
  = Wish for training of a named role
  + Teachers, officials, monks, police
  - Format of it (REC-FORMAT)
  e training that comes here
REC-FORMAT
  = How information should reach people
  + Sound, pictures, hour, own phone
  - Who is missed (REC-REACH)
  e with the sound and no reading
REC-REACH
  = Whom efforts miss and should include
  + Other bank, out of school, fathers
  - Format only (REC-FORMAT)
  e forty families nobody crosses to
"""
"""A code; under it what it is (=), when (+) and when not (-) it is given, an invented example (e)."""


def starter_codes() -> Iterator[StudyCode]:
    """The rows, in the order in which they are read."""
    lines = _ROWS.strip().split("\n")
    for at in range(0, len(lines), 5):
        definition, when, when_not, example = (line[4:] for line in lines[at + 1 : at + 5])
        yield StudyCode(lines[at], THEMES[lines[at].partition("-")[0]], definition, when, when_not, example)
