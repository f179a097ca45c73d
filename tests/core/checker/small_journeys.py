"""The journeys of the small pack."""

from __future__ import annotations

HELP = """
journey: help
format: 1
$HEAD
facts:
  who: [none, child, caregiver]
  band: [none, 9-11, 12-14]
  situation: situations
  level: {rises: [green, yellow, orange, red]}
  danger: [none, hurt, dying, meeting]
  home: [unknown, safe, unsafe]
start: first
help: now
morning: red-next
answered: [step-2, end]
texts:
  machine: I am a machine, not a person.
  not-kept: What you tap here is not kept.
  who: Who are you?
  who-child: A child or teen
  who-caregiver: A parent or carer
  what: {child: What is happening?, any: What are you worried about?}
  band: How old are you?
  band-9-11: 9 to 11 years
  band-12-14: 12 to 14 years
  q-dying: {child: Are you thinking about dying?, any: Has the child talked about dying?}
  q-home: Is it someone at home?
  done: Done
  why: Why?
  go-on: Go on
  ok: They answered
  nobody: Nobody answered
  say-lead: "You can say only this:"
  call-lead: Call now. They are kind.
  next-lead: Try the next one.
  not-do: What not to do
  remind: A reminder
  enough: Enough for now
  another: Another worry
  end-lead: You can come back any time.
  now-lead: What is the danger?
  now-hurt: Being hurt
  now-dying: Thinking of dying
  now-meeting: Meeting someone
  now-other: Something else
  red-belief: {child: This is not your fault., any: You are right to ask.}
  red-hurt: Go where other people are.
  red-dying: Go and sit with someone.
  red-meeting: Nobody goes alone.
  red-more: What to do next
nodes:
  first:
    contacts: now
    show: [machine, not-kept]
    ask: who
    about: who
    choices:
      - {say: who-child, picture: person, set: {who: child}, to: what}
      - {say: who-caregiver, picture: person, set: {who: caregiver}, to: what}
  what: {ask: what, each: situation, to: words}
  words:
    enter: {level: situation}
    count: guided
    show: [situation.first, situation.step.1]
    choices:
      - {say: done, to: band}
      - {say: situation.stuck.1.1, only: {has: stuck.1.1}, to: stuck}
      - {say: why, minor: true, to: why}
  why: {show: [situation.why.1], choices: [{say: go-on, to: band}]}
  stuck: {show: [situation.then.1.1], choices: [{say: go-on, to: band}]}
  band:
    only: {asks: band}
    else: q-dying
    ask: band
    choices:
      - {say: band-9-11, set: {band: 9-11}, only: {has: band.9-11}, to: q-dying}
      - {say: band-12-14, set: {band: 12-14}, only: {has: band.12-14}, to: q-dying}
  q-dying:
    only: {asks: dying}
    else: q-home
    ask: q-dying
    "yes": {set: {level: red, danger: dying}, to: red}
    "no": {to: q-home}
  q-home:
    only: {asks: home}
    else: step-2
    ask: q-home
    "yes": {set: {level: orange, home: unsafe}, to: step-2}
    "no": {set: {home: safe}, to: step-2}
  step-2:
    only: {has: step.2}
    else: write
    show: [situation.step.2]
    choices: [{say: done, to: write}, {say: why, minor: true, to: why-2}]
  why-2: {show: [situation.why.2], choices: [{say: go-on, to: write}]}
  write:
    only: {has: evidence}
    else: call
    show: [situation.evidence]
    choices: [{say: done, to: call}]
  call:
    count: referred
    contacts: situation
    show: [call-lead, say-lead, situation.say]
    choices: [{say: ok, to: after}, {say: nobody, to: call-next}]
  call-next:
    contacts: situation
    next: true
    show: [next-lead]
    choices: [{say: ok, to: after}]
  after:
    show: [situation.after]
    choices: [{say: not-do, to: never}, {say: remind, to: remind}, {say: enough, to: end}]
  never: {show: [situation.never], choices: [{say: go-on, to: after}]}
  end:
    contacts: [HELPLINE, NGO, SOCIAL]
    show: [end-lead]
    choices:
      - {say: another, unless: {who: none}, keep: [who], to: what}
      - {say: another, only: {who: none}, keep: [who], to: first}
  now:
    contacts: now
    ask: now-lead
    about: urgent
    choices:
      - {say: now-hurt, set: {level: red, danger: hurt}, to: red}
      - {say: now-dying, set: {level: red, danger: dying}, to: red}
      - {say: now-meeting, set: {level: red, danger: meeting}, to: red}
      - {say: now-other, keep: [who], to: first}
  red:
    count: red
    contacts: danger
    show:
      - red-belief
      - {say: red-hurt, only: {danger: hurt}}
      - {say: red-dying, only: {danger: dying}}
      - {say: red-meeting, only: {danger: meeting}}
    choices:
      - {say: red-more, only: {has: step.2}, to: step-2}
      - {say: nobody, to: red-next}
      - {say: enough, to: end}
  red-next: {contacts: danger, next: true, show: [next-lead], choices: [{say: enough, to: end}]}
"""


REMIND = """
journey: remind
format: 1
$HEAD
facts:
  safe-contact: [none, "yes"]
  remind-ok: [none, "yes"]
start: safe
texts:
  q-safe: Is this phone only yours?
  only-mine: Only mine
  shared: Others use it
  q-ok: May we write to you tomorrow?
  agree: You may
  refuse: Better not
  offer: We write one neutral line.
  write-me: Write to me
  thanks: All right.
  back: Back to the start
nodes:
  safe:
    ask: q-safe
    about: contact
    choices:
      - {say: only-mine, set: {safe-contact: "yes"}, to: consent}
      - {say: shared, to: thanks}
  consent:
    ask: q-ok
    about: consent
    choices:
      - {say: agree, set: {remind-ok: "yes"}, to: offer}
      - {say: refuse, to: thanks}
  offer:
    show: [offer]
    choices:
      - {say: write-me, effect: {kind: remind, consent: remind-ok=yes}, to: thanks}
      - {say: refuse, to: thanks}
  thanks: {show: [thanks], choices: [{say: back, to: help.first}]}
"""
