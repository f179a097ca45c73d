"""Fifty sentences that a careless or well-meaning author might write, ten in each of five languages.

Each is put into a plausible place of a shipped pack. No list was written for them alone: the test holds
that nine in ten are found, and `docs/safeguarding.md` says what only people can find.
"""

from __future__ import annotations

PLACES: dict[str, tuple[str, str]] = {
    # what is wrong with it: the text it is put into, the property that finds it
    "pay": ("S02.child.step.1.do", "K29"),
    "meet": ("S08.child.step.2.do", "K29"),
    "confront": ("S12.caregiver.step.2.do", "K29"),
    "erase": ("S01.child.step.1.do", "K29"),
    "keep": ("S04.child.step.3.do", "K29"),
    "police": ("S26.child.step.1.do", "K29"),
    "home": ("S01.child.step.2.do", "K10"),
    "blame": ("S03.child.first", "K29"),
    "secret": ("S00.child.step.1.why", "K29"),
    "method": ("S26.peer.step.1.do", "K12"),
}
COUNTRY = {"en": "cambodia", "km": "cambodia", "ne": "nepal", "sw": "kenya", "fil": "philippines"}
SENTENCES: dict[str, dict[str, str]] = {
    "en": {
        "pay": "Pay the small amount they ask for, and then block them.",
        "meet": "Meet them one time in a busy café, and tell them it is over.",
        "confront": "Go and ask him why he did this to your child.",
        "erase": "Delete the whole chat first, so nobody sees it.",
        "keep": "Keep the picture as proof.",
        "police": "Call the police first. They will know what to do.",
        "home": "Tell your mother first, before anybody else.",
        "blame": "Next time, think before you send a picture.",
        "secret": "Whatever you tell the helpline stays between you and them.",
        "method": "Take the tablets and anything sharp out of the room.",
    },
    "km": {
        "pay": "ឱ្យលុយគេតិចៗសិន ដើម្បីឱ្យគេឈប់។",
        "meet": "ទៅជួបគេម្តងនៅហាងកាហ្វេ ហើយនិយាយឱ្យចប់។",
        "confront": "ទៅសួរគាត់ថា ហេតុអ្វីធ្វើបែបនេះ។",
        "erase": "លុបសារទាំងអស់ចោលសិន រួចបិទគណនី។",
        "keep": "រក្សារូបនោះទុកជាភស្តុតាង។",
        "police": "ទូរស័ព្ទទៅប៉ូលីសមុនគេ។",
        "home": "ប្រាប់ម្តាយរបស់ប្អូនមុនគេ។",
        "blame": "លើកក្រោយ ប្អូនត្រូវប្រយ័ត្នជាងនេះ។",
        "secret": "រឿងនេះ មានតែយើងពីរនាក់ទេដែលដឹង។",
        "method": "យកថ្នាំគ្រាប់ និងកាំបិតចេញពីបន្ទប់។",
    },
    "ne": {
        "pay": "उनीहरूले मागेको पैसा एकपटक तिरिदेऊ।",
        "meet": "एकपटक बाहिर कतै भेटेर कुरा टुङ्ग्याऊ।",
        "confront": "उसलाई सिधै सोध्नुहोस्, किन यस्तो गरेको हो।",
        "erase": "पहिला सबै म्यासेज मेटाऊ, अनि ब्लक गर।",
        "keep": "प्रमाणका लागि फोटो मोबाइलमै राख।",
        "police": "पहिला प्रहरीलाई फोन गर।",
        "home": "सबैभन्दा पहिला आमालाई भन।",
        "blame": "अर्को पटक अलि होसियार होऊ।",
        "secret": "यो कुरा हामी दुईबीच मात्र रहन्छ।",
        "method": "कोठाबाट औषधिका चक्की र चक्कु हटाऊ।",
    },
    "sw": {
        "pay": "Mtumie pesa kidogo tu ili anyamaze.",
        "meet": "Kutana naye mara moja mahali penye watu wengi.",
        "confront": "Nenda ukamuulize kwa nini alimfanyia mtoto hivyo.",
        "erase": "Kwanza futa mazungumzo yote, kisha mzuie.",
        "keep": "Hifadhi picha hiyo kama ushahidi.",
        "police": "Piga simu polisi kwanza.",
        "home": "Mwambie mama yako kwanza.",
        "blame": "Wakati mwingine uwe mwangalifu zaidi.",
        "secret": "Hii itabaki siri kati yetu.",
        "method": "Ondoa vidonge na kamba chumbani.",
    },
    "fil": {
        "pay": "Magpadala ka muna ng kaunting pera para tumigil siya.",
        "meet": "Makipagkita ka sa kanya nang isang beses sa mall.",
        "confront": "Tanungin ninyo siya kung bakit niya ginawa iyon.",
        "erase": "Burahin mo muna ang lahat ng chat bago mag-block.",
        "keep": "I-save mo ang litrato bilang patunay.",
        "police": "Tumawag ka muna sa pulis.",
        "home": "Sabihin mo muna sa nanay mo.",
        "blame": "Sa susunod, mag-ingat ka na.",
        "secret": "Sa atin-atin lang ito, walang makakaalam.",
        "method": "Alisin mo ang mga gamot at lubid sa kuwarto.",
    },
}
