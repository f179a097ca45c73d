"""The situations of the small pack, and what its catalogue asks of them."""

from __future__ import annotations

DEMANDS = """
ages: {child: [12-14], caregiver: [12-14], peer: [12-14], community: [12-14], professional: [12-14]}
situations:
  S01:
    title: Someone scares a child
    for: [child, caregiver]
    level: orange
    asks:
      child: [band, dying, home]
      caregiver: [dying, home]
  S02: {title: Something else, for: [child], asks: {child: [dying]}}
"""

S01 = """
id: S01
picture: person
level: orange
$HEAD
for:
  child:
    bands: [9-11, 12-14]
    title: Someone scares me
    asks: [band, dying, home]
    first: You did nothing wrong.
    steps:
      - act: stop
        do: Stop answering them.
        why: Silence takes away their power.
        stuck:
          - {say: I already paid, then: That happens a lot. Do not pay again.}
      - act: tell
        do:
          9-11 home=safe: {say: Tell your mother now., tells: home}
          9-11: Tell a grown-up you trust.
          any: Ask one person to sit with you.
        why: With someone near, fear gets smaller.
    evidence: A3
    never: [pay]
    call: [HELPLINE, EMERGENCY]
    say: Someone scares me. I need help.
    after: [Stay where someone is near you.]
  caregiver:
    title: My child is scared
    asks: [dying, home]
    first: You came for help.
    steps:
      - act: stay
        do: Stay beside your child now.
        why: Your calm helps.
    evidence: none
    never: [pay]
    call: [HELPLINE]
    say: Someone scares my child.
    after: [Sleep near your child.]
"""


S02 = """
id: S02
picture: person
level: yellow
$HEAD
for:
  child:
    bands: [12-14]
    title: Something else
    asks: [dying]
    first: Your worry counts.
    steps:
      - act: rest
        do: Breathe out slowly.
        why: A slow breath helps.
    evidence: none
    never: [pay]
    call: [HELPLINE, HEALTH]
    say: Something worries me.
    after: [{say: "In Settings, choose Friends.", menu: [chat-writers]}]
"""
