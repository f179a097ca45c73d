"""What somebody who means well might write into a plan: four sentences in each of five languages. Two have a
pupil play whoever harms, two ask for what somebody went through. The first lists found 17 of the 20.
"""

from __future__ import annotations

CAST, ASKED = "play", "recount"
ROOM_SENTENCES: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        (CAST, "One of you is the person who threatens, and the other answers."),
        (CAST, "Let the tallest pupil act as the stranger."),
        (ASKED, "Who in this class has ever sent such a picture?"),
        (ASKED, "Tell the group about something that happened to you."),
    ),
    "km": (
        (CAST, "ម្នាក់ធ្វើជាអ្នកគំរាម ម្នាក់ទៀតឆ្លើយ។"),
        (CAST, "ឱ្យសិស្សម្នាក់ដើរតួជាមនុស្សចម្លែក។"),
        (ASKED, "តើអ្នកណាធ្លាប់ផ្ញើរូបបែបនេះ?"),
        (ASKED, "ប្រាប់ក្រុមពីរឿងដែលកើតឡើងលើប្អូន។"),
    ),
    "sw": (
        (CAST, "Mmoja wenu aigize mtu anayetisha, mwingine ajibu."),
        (CAST, "Mwanafunzi mrefu awe mgeni."),
        (ASKED, "Nani hapa amewahi kutuma picha kama hiyo?"),
        (ASKED, "Waambie wenzako jambo lililokupata."),
    ),
    "ne": (
        (CAST, "एक जना धम्क्याउने मान्छे बन्नुहोस्, अर्कोले जवाफ दिन्छ।"),
        (CAST, "विद्यार्थीले अपरिचितको भूमिका खेल्छ।"),
        (ASKED, "यस्तो फोटो कसले पठाएको छ?"),
        (ASKED, "आफूलाई भएको कुरा सबैलाई सुनाऊ।"),
    ),
    "fil": (
        (CAST, "Gaganap ang isa na nananakot, at sasagot ang isa pa."),
        (CAST, "Maging estranghero ang isang bata."),
        (ASKED, "Sino rito ang nakapagpadala na ng ganoong litrato?"),
        (ASKED, "Ikuwento sa grupo ang nangyari sa iyo."),
    ),
}
