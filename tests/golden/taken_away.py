"""What is taken away from the Kenya pack, point by point, and the property that finds it, where one does.

Without a property the walk of that point stops, or its transcript reads otherwise; each is tried.
"""

from __future__ import annotations

HELP, TOLD, REPORT = "common/journeys/help.yaml", "common/journeys/told.yaml", "common/journeys/report.yaml"
Change = tuple[str, str, str]

TAKEN: list[tuple[int, str, str, list[Change]]] = [
    # the point, what is then so, the property, the changes: file, old words, new words
    (
        1,
        "no credit is not told apart",
        "",
        [
            (HELP, "      - {say: no-credit, picture: no-money, to: no-credit}\n", ""),
        ],
    ),
    (
        1,
        "busy is not told apart",
        "",
        [
            (HELP, "      - {say: line-busy, picture: clock, to: line-busy}\n", ""),
        ],
    ),
    (
        1,
        "in danger nobody can say that nobody answered",
        "K22",
        [
            (
                HELP,
                (
                    "      - {say: called, to: red-after}\n"
                    "      - {say: nobody, to: no-answer}\n"
                    "      - {say: cannot-call, to: red-cannot}\n"
                    "      - {say: with-child"
                ),
                (
                    "      - {say: called, to: red-after}\n"
                    "      - {say: cannot-call, to: red-cannot}\n"
                    "      - {say: with-child"
                ),
            ),
        ],
    ),
    (
        1,
        "at a call nobody can say that nobody answered",
        "K22",
        [
            (
                HELP,
                (
                    "      - {say: ok, to: after}\n"
                    "      - {say: nobody, to: no-answer}\n"
                    "      - {say: cannot-call, to: call-cannot}\n"
                    "      - {say: what-say, minor: true, to: say}\n"
                    "  call-cannot"
                ),
                (
                    "      - {say: ok, to: after}\n"
                    "      - {say: cannot-call, to: call-cannot}\n"
                    "      - {say: what-say, minor: true, to: say}\n"
                    "  call-cannot"
                ),
            ),
        ],
    ),
    (
        1,
        "still nobody leads to the end, not to morning",
        "K22",
        [
            (
                HELP,
                "      - {say: still-nobody, to: until-morning}\n",
                "      - {say: still-nobody, to: end}\n",
            ),
        ],
    ),
    (
        1,
        "without a signal no way leads to morning",
        "K22",
        [
            (
                HELP,
                (
                    "    show: [no-signal-lead, no-signal-stop, no-signal-higher]\n"
                    "    choices:\n"
                    "      - {say: called, unless: {danger: none}, to: red-after}\n"
                    "      - {say: ok, only: {danger: none}, to: after}\n"
                    "      - {say: still-nobody, to: until-morning}\n"
                ),
                (
                    "    show: [no-signal-lead, no-signal-stop, no-signal-higher]\n"
                    "    choices:\n"
                    "      - {say: called, unless: {danger: none}, to: red-after}\n"
                    "      - {say: ok, only: {danger: none}, to: after}\n"
                ),
            ),
        ],
    ),
    (
        1,
        "nothing is said for a night after being hurt",
        "K22",
        [
            (
                HELP,
                (
                    "      - {say: hurt-night, only: {danger: hurt}}\n"
                    "      - {say: sit-with-me, only: {danger: hurt}}\n"
                    "      - {say: not-back-tonight, only: {danger: hurt}}\n"
                    "      - {say: hospital-hurt, only: {danger: hurt}}\n"
                ),
                "",
            ),
        ],
    ),
    (
        1,
        "nothing is said for a night locked in",
        "K22",
        [
            (
                HELP,
                (
                    "      - {say: locked-night, only: {danger: locked}}\n"
                    "      - {say: locked-night-2, only: {danger: locked}}\n"
                ),
                "",
            ),
        ],
    ),
    (
        1,
        "no way leads back to the lines",
        "K22",
        [
            (
                HELP,
                (
                    "      - {say: lines-again, unless: {danger: none}, to: red}\n"
                    "      - {say: lines-again, only: {danger: none}, to: call}\n"
                ),
                "",
            ),
        ],
    ),
    (
        1,
        "the number just tried stands first again",
        "",
        [
            (
                HELP,
                "  no-answer:\n    contacts: situation\n    next: true\n",
                "  no-answer:\n    contacts: situation\n",
            ),
        ],
    ),
    (
        1,
        "in the night nobody is named",
        "K23",
        [
            (HELP, "  until-morning:\n    contacts: situation\n    next: true\n", "  until-morning:\n"),
        ],
    ),
    (
        1,
        "a page stands where a number is needed",
        "K23",
        [
            (
                HELP,
                "  no-credit:\n    contacts: situation\n    next: true\n    prefer: free\n",
                "  no-credit:\n    contacts: [TAKEDOWN]\n",
            ),
        ],
    ),
    (
        2,
        "medicines stay in the house",
        "",
        [
            (HELP, "      - {say: red-dying-2, only: {danger: dying}}\n", ""),
        ],
    ),
    (
        2,
        "medicines stay in a grandmother's house",
        "",
        [
            (HELP, "show: [red-adult, means-away, swallowed,", "show: [red-adult, swallowed,"),
        ],
    ),
    (
        2,
        "a grandmother cannot say that she looks after a child",
        "",
        [
            (
                HELP,
                (
                    "      - {say: with-child, only: {who: none, danger: dying}, set: {who: caregiver}, to: r"
                    "ed-adult}\n"
                ),
                "",
            ),
        ],
    ),
    (
        2,
        "what was just chosen is asked again",
        "",
        [
            (
                HELP,
                (
                    "    child situation=S26: Is it very strong now? Or are you afraid of tonight?\n"
                    "    peer situation=S26: Is it very strong now? Or are you afraid for your friend tonight"
                    "?\n"
                    "    adult situation=S26: Is it very strong now? Or are you afraid for the child tonight?"
                    "\n"
                ),
                "",
            ),
        ],
    ),
    (
        3,
        "a yes to power changes nothing",
        "K22",
        [
            (
                HELP,
                '    "yes": {set: {level: orange, power: someone}, to: power}\n',
                '    "yes": {set: {level: orange}, to: power}\n',
            ),
        ],
    ),
    (
        3,
        "danger is asked about before power",
        "K24",
        [
            (
                HELP,
                "    only: {asks: band}\n    else: q-power\n",
                "    only: {asks: band}\n    else: q-danger\n",
            )
        ],
    ),
    (
        3,
        "Help now forgets that somebody has power",
        "K24",
        [
            (
                HELP,
                "      - {say: now-hurt, picture: danger-hurt, keep: [who, band, situation, power],",
                "      - {say: now-hurt, picture: danger-hurt, keep: [who, band, situation],",
            ),
        ],
    ),
    (
        3,
        "on red nobody can say that they have power",
        "",
        [
            (
                HELP,
                (
                    "      - {say: power-here, only: {danger: [hurt, meeting, marriage, locked]}, unless: {po"
                    "wer: someone}, set: {power: someone}, to: red-power}\n"
                ),
                "",
            ),
        ],
    ),
    (
        3,
        "nothing says: do not tell the local post",
        "K26",
        [
            (
                "common/blocks/A10.yaml",
                '  say: "You can say: It is someone with power here. Please do not tell the local post."\n',
                "",
            ),
        ],
    ),
    (
        3,
        "the police first, though one of them did it",
        "K06",
        [
            (
                "kenya/contacts.yaml",
                "  hurt-power: [HELPLINE, EMERGENCY, POLICE-CHILD, OVERSIGHT]",
                "  hurt-power: [EMERGENCY, HELPLINE, POLICE-CHILD, OVERSIGHT]",
            ),
        ],
    ),
    (
        3,
        "no order of its own where they have power",
        "K06",
        [
            ("kenya/contacts.yaml", "  hurt-power: [HELPLINE, EMERGENCY, POLICE-CHILD, OVERSIGHT]\n", ""),
        ],
    ),
    (
        4,
        "a trusted adult without a way out",
        "K24",
        [
            (
                HELP,
                (
                    "      - {say: that-person, only: {has: tell.2}, set: {power: someone}, to: other-person-"
                    "2}\n"
                ),
                "",
            ),
        ],
    ),
    (
        4,
        "in the night no way out of waking that person",
        "",
        [
            (
                HELP,
                (
                    "      - {say: that-person, unless: {power: someone}, minor: true, set: {power: someone},"
                    " to: other-person-night}\n"
                ),
                "",
            ),
        ],
    ),
    (
        4,
        "the third circle is a dead end",
        "K22",
        [
            (
                HELP,
                (
                    "    choices: [{say: go-on, to: write}, {say: called, to: after}, {say: nobody, to: no-an"
                    "swer}]\n"
                ),
                "    choices: [{say: go-on, to: write}, {say: called, to: after}]\n",
            ),
        ],
    ),
    (
        4,
        "in the night it is said, and forgotten",
        "",
        [
            (
                HELP,
                "minor: true, set: {power: someone}, to: other-person-night}",
                "minor: true, to: other-person-night}",
            ),
        ],
    ),
    (
        4,
        "the second circle names nobody",
        "",
        [
            (HELP, "  other-person-2:\n    contacts: situation\n", "  other-person-2:\n"),
        ],
    ),
    (
        4,
        "an aunt is named to a child of ten",
        "K10",
        [
            (
                "common/situations/S02.yaml",
                '          9-11: {say: "Tell a grown-up you trust now. A teacher or a nurse.", act: tell}',
                '          9-11: {say: "Tell your aunt now.", act: tell}',
            ),
        ],
    ),
    (
        5,
        "nobody is asked about a wedding",
        "K22",
        [
            (
                HELP,
                "    else: q-marriage\n    picture: danger-hurt\n",
                "    else: q-meeting\n    picture: danger-hurt\n",
            ),
            (HELP, '    "no": {to: q-marriage}\n', '    "no": {to: q-meeting}\n'),
        ],
    ),
    (
        5,
        "a typed wedding is not asked about",
        "K25",
        [
            (HELP, "  marriage: flag-marriage\n", ""),
        ],
    ),
    (
        5,
        "a typed wedding leads to meeting",
        "K25",
        [
            (HELP, "  marriage: flag-marriage\n", "  marriage: flag-meeting\n"),
        ],
    ),
    (
        5,
        "Help now has no wedding",
        "K22",
        [
            (
                HELP,
                (
                    "      - {say: now-marriage, picture: wedding, keep: [who, band, situation, power], "
                    "set: {level: red, danger: marriage}, to: red}\n"
                ),
                "",
            ),
        ],
    ),
    (
        5,
        "the police first for a wedding",
        "K06",
        [
            (
                "kenya/contacts.yaml",
                "  marriage: [HELPLINE, EMERGENCY] ",
                "  marriage: [EMERGENCY, HELPLINE] ",
            ),
        ],
    ),
    (
        5,
        "nothing is said for a wedding",
        "K22",
        [
            (
                HELP,
                (
                    "      - {say: red-marriage, only: {danger: marriage}}\n"
                    "      - {say: red-marriage-2, only: {danger: marriage}}\n"
                    "      - {say: red-marriage-3, only: {danger: marriage}}\n"
                ),
                "",
            ),
        ],
    ),
    (
        5,
        "a wedding gets the words for missing",
        "K22",
        [
            (
                HELP,
                "      - {say: red-marriage-2, only: {danger: marriage}}\n",
                "      - {say: red-meeting-2, only: {danger: marriage}}\n",
            ),
        ],
    ),
    (
        7,
        "a sentence that no list knows is not asked about",
        "K25",
        [
            (HELP, "  unsure: flag-unsure ", "  #unsure: flag-unsure "),
        ],
    ),
    (
        7,
        "a no loses the place where it was typed",
        "K25",
        [
            (
                HELP,
                (
                    "    ask: flag-ask-dying\n"
                    '    "yes": {set: {level: red, danger: dying}, to: red}\n'
                    '    "no": {back: true}'
                ),
                (
                    "    ask: flag-ask-dying\n"
                    '    "yes": {set: {level: red, danger: dying}, to: red}\n'
                    '    "no": {to: first}'
                ),
            ),
        ],
    ),
    (
        7,
        "a no after unknown words ends it",
        "K25",
        [
            (
                HELP,
                '    ask: flag-ask-unsure\n    "yes": {to: now}\n    "no": {back: true}',
                '    ask: flag-ask-unsure\n    "yes": {to: now}\n    "no": {to: end}',
            ),
        ],
    ),
    (
        7,
        "asked about dying, and nobody is named",
        "",
        [
            (
                HELP,
                "  flag-dying:\n    picture: hand-on-shoulder\n    contacts: [HELPLINE, HEALTH]\n",
                "  flag-dying:\n    picture: hand-on-shoulder\n",
            ),
        ],
    ),
    (
        7,
        "typed dying turns into meeting",
        "K25",
        [
            (
                HELP,
                '    ask: flag-ask-dying\n    "yes": {set: {level: red, danger: dying}, to: red}',
                '    ask: flag-ask-dying\n    "yes": {set: {level: red, danger: meeting}, to: red}',
            ),
        ],
    ),
    (
        9,
        "in danger nobody can say that they cannot speak",
        "",
        [
            (
                HELP,
                (
                    "      - {say: nobody, to: no-answer}\n"
                    "      - {say: cannot-call, to: red-cannot}\n"
                    "      - {say: with-child"
                ),
                "      - {say: nobody, to: no-answer}\n      - {say: with-child",
            ),
        ],
    ),
    (
        9,
        "at a call nobody can say that they cannot speak",
        "",
        [
            (
                HELP,
                (
                    "      - {say: nobody, to: no-answer}\n"
                    "      - {say: cannot-call, to: call-cannot}\n"
                    "      - {say: what-say, minor: true, to: say}\n"
                    "  call-cannot"
                ),
                (
                    "      - {say: nobody, to: no-answer}\n"
                    "      - {say: what-say, minor: true, to: say}\n"
                    "  call-cannot"
                ),
            ),
        ],
    ),
    (
        9,
        "lines are said to take messages",
        "",
        [
            (
                HELP,
                "    any: Or ask someone near you to call.\n",
                "    any: Some lines take messages. Write to them.\n",
            ),
        ],
    ),
    (
        9,
        "who cannot speak stands at a wall",
        "K22",
        [
            (
                HELP,
                (
                    "    show: [red-cannot, red-cannot-2]\n"
                    "    choices: [{say: called, to: red-after}, {say: nobody, to: no-answer}]"
                ),
                "    show: [red-cannot, red-cannot-2]\n    choices: [{say: called, to: red-after}]",
            ),
        ],
    ),
    (
        9,
        "there is no card to show",
        "",
        [
            (HELP, "    show: [red-cannot, call-later]\n", "    show: [call-later]\n"),
        ],
    ),
    (
        10,
        "staff are not among those asked about",
        "",
        [(TOLD, "    choices: [{say: go, to: ours}]\n", "    choices: [{say: go, to: help.q-danger}]\n")],
    ),
    (
        10,
        "no way for a child who signs",
        "",
        [(HELP, "      - {say: signs, only: {situation: S24}, to: told.signs}\n", "")],
    ),
    (
        10,
        "the school may be told",
        "",
        [
            (
                TOLD,
                "    show: [round-lead, round-place, round-call, round-say, round-day]",
                "    show: [round-lead, round-call, round-say, round-day]",
            ),
        ],
    ),
    (
        10,
        "outside lines without a next one",
        "",
        [(TOLD, "      - {say: nobody, to: round-next}\n", "")],
    ),
    (
        10,
        "a teacher who was told is not thought of",
        "",
        [(HELP, "      - {say: my-care, only: {situation: S24}, to: told.care}\n", "")],
    ),
    (
        10,
        "the tiles do not lead to the teacher's screens",
        "",
        [
            (
                TOLD,
                "    only: {situation: S24, power: unasked, role: none}\n    else: mind\n",
                "    only: {situation: S23, power: unasked, role: none}\n    else: mind\n",
            )
        ],
    ),
    (
        10,
        "a teacher is not asked about power",
        "K24",
        [
            (
                "common/situations/S24.yaml",
                "    asks: [danger, home, power, recent]\n    first: ",
                "    asks: [danger, home, recent]\n    first: ",
            ),
        ],
    ),
    (
        11,
        "a child of a home that hurts cannot ask",
        "",
        [
            (HELP, ", {say: what-happens, only: {who: [child, peer]}, minor: true, to: away-happens}]", "]"),
        ],
    ),
    (
        11,
        "a friend cannot ask",
        "",
        [
            (HELP, "      - {say: what-happens, only: {who: [child, peer], asks: home}, to: happens}\n", ""),
        ],
    ),
    (
        11,
        "it promises that nothing will happen",
        "K26",
        [
            (
                "common/blocks/A11.yaml",
                "  know: I am a machine, and I do not know.",
                "  know: Nothing will happen to them. I promise.",
            ),
        ],
    ),
    (
        11,
        "it threatens with prison",
        "",
        [
            (
                "common/blocks/A11.yaml",
                "  call: One call does not always mean someone is taken away.",
                "  call: They go to prison.",
            ),
        ],
    ),
    (
        11,
        "a carer is told what happens next",
        "",
        [
            (
                HELP,
                "{say: what-happens, only: {who: [child, peer]}, minor: true, to: away-happens}",
                "{say: what-happens, minor: true, to: away-happens}",
            ),
        ],
    ),
    (
        12,
        "nobody asks who reads",
        "",
        [
            (
                "common/situations/S12.yaml",
                "asks: [reader, power, danger, home]",
                "asks: [power, danger, home]",
            ),
        ],
    ),
    (
        12,
        "who reads along gets the words",
        "",
        [
            (
                HELP,
                '    "yes": {to: reader-near}\n    "no": {to: words}',
                '    "yes": {to: words}\n    "no": {to: reader-near}',
            ),
        ],
    ),
    (
        12,
        "the words stand where they are read along",
        "",
        [
            (HELP, "    show: [reader-near, reader-near-2]", "    show: [reader-near, situation.first]"),
        ],
    ),
    (
        12,
        "how a phone shows is told to a carer",
        "",
        [
            (
                HELP,
                "situation: [S12, S36]}, minor: true, to: this-phone}",
                "situation: S36}, minor: true, to: this-phone}",
            ),
        ],
    ),
    (
        12,
        "a carer is told to be alone with the child",
        "",
        [
            (
                "common/situations/S12.yaml",
                "do: Keep the day ordinary. Warn nobody. Ask your child nothing.",
                "do: Stay alone with your child. No need to wash before the doctor.",
            ),
        ],
    ),
    (
        12,
        "no way for who fears their own doing",
        "",
        [
            (HELP, "      - {say: about-me, only: {situation: S12}, set: {situation: S36}, to: words}\n", ""),
        ],
    ),
    (
        12,
        "no way for a child",
        "",
        [
            (
                HELP,
                "      - {say: i-am-child, only: {situation: S12}, keep: [], set: {who: child}, to: what}\n",
                "",
            ),
        ],
    ),
    (
        13,
        "nothing says: never pass it on",
        "",
        [
            (
                REPORT,
                "    choices: [{say: go-on, to: rules}, {say: danger, to: help.now}]",
                "    choices: [{say: go-on, to: write}, {say: danger, to: help.now}]",
            ),
        ],
    ),
    (
        13,
        "nobody answered cannot be said",
        "",
        [
            (
                REPORT,
                "    choices: [{say: done, to: more}, {say: nobody, to: people-next}]",
                "    choices: [{say: done, to: more}]",
            ),
        ],
    ),
    (
        13,
        "the picture is passed on as proof",
        "K29",
        [
            (
                REPORT,
                "Never pass the picture on. Not even as proof, not even to warn.",
                "Pass the picture on to the police as proof.",
            ),
        ],
    ),
    (
        8,
        "a page for who reads no other names no police",
        "K16",
        [("kenya/phrases/so.yaml", "call: [child-helpline, police, police-112]", "call: [child-helpline]")],
    ),
]
