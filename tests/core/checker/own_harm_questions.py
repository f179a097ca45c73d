"""Questions that no study asks a child: thirty that ask for harm of their own, in five languages; and others
that ask who somebody is, or for a picture. Of ten more, not looked at while the lists were made, nine were
found.
"""

from __future__ import annotations

OWN_HARM_QUESTIONS: dict[str, tuple[str, ...]] = {
    "en": (
        "Has somebody at home ever hit you?",
        "Did anyone touch your body in a bad way?",
        "Have you been asked for a private picture?",
        "Who has hurt you?",
        "What was the worst thing that happened to you online?",
        "Were you ever forced to undress before a camera?",
    ),
    "km": (
        "តើមានអ្នកណាធ្លាប់វាយប្អូនទេ?",
        "តើអ្នកណាប៉ះពាល់រាងកាយប្អូន?",
        "តើប្អូនត្រូវគេសុំរូបអាក្រាតទេ?",
        "តើមានរឿងអាក្រក់អ្វីកើតឡើងលើប្អូន?",
        "តើនៅផ្ទះប្អូន មានអ្នកណាធ្វើបាបប្អូនទេ?",
        "តើគេបង្ខំប្អូនឱ្យដោះខោអាវទេ?",
    ),
    "ne": (
        "तिमीलाई घरमा कसैले कुटेको छ?",
        "कसैले तिम्रो शरीर नराम्ररी छोएको छ?",
        "तिमीलाई कहिल्यै नाङ्गो फोटो मागेको छ?",
        "कसले तिमीलाई दुःख दियो?",
        "तिमीलाई कसैले धम्की दिएको थियो?",
        "तिमी कसैसँग डराउँछौ?",
    ),
    "sw": (
        "Je, kuna mtu nyumbani aliyewahi kukupiga?",
        "Nani alikugusa mwili wako vibaya?",
        "Umewahi kuombwa picha ya uchi?",
        "Ni nani amekuumiza?",
        "Ulilazimishwa kuvua nguo mbele ya kamera?",
        "Unamwogopa nani nyumbani?",
    ),
    "fil": (
        "May nanakit na ba sa iyo sa bahay?",
        "May humawak ba sa katawan mo?",
        "Hiningan ka na ba ng hubad na litrato?",
        "Sino ang nananakit sa iyo?",
        "Pinilit ka bang maghubad sa harap ng camera?",
        "Natatakot ka ba sa isang tao sa bahay?",
    ),
}
"""Six a language."""
WRITTEN_LATER: dict[str, tuple[str, ...]] = {
    "en": ("Are you beaten at home?", "Did that man make you do something?"),
    "km": ("តើប្អូនធ្លាប់ត្រូវគេគំរាមតាមទូរស័ព្ទទេ?", "តើនរណាធ្វើឱ្យប្អូនឈឺ?"),
    "ne": ("तपाईंलाई कसैले जबरजस्ती गरेको छ?", "तिम्रो घरमा कसैले हिर्काउँछ?"),
    "sw": ("Uliwahi kutishwa mtandaoni?", "Baba yako hukupiga?"),
    "fil": ("Naranasan mo na bang saktan?", "Inabuso ka ba ng kakilala mo?"),
}
IDENTIFYING_QUESTIONS: dict[str, tuple[str, ...]] = {
    "en": (
        "What is your full name?",
        "Take a photo of the cards.",
        "Where do you live?",
        "Switch the GPS on.",
    ),
    "km": ("តើប្អូនឈ្មោះអ្វី?", "សូមថតរូបក្រុម។"),
    "ne": ("तिम्रो नाम के हो?", "समूहको फोटो खिच्नुहोस्।"),
    "sw": ("Jina lako ni nani?", "Piga picha ya kadi."),
    "fil": ("Ano ang pangalan mo?", "Kunan ng litrato ang mga kard."),
}
