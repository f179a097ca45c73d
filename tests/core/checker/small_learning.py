"""The small pack with two lessons, a story and a practice conversation; it checks. Twins as of that pack."""

from __future__ import annotations

from tests.core.checker.small_pack import HEAD, _syllables, catalogue_of, files, text_of

from kapea.core.languages.khmer import breaker
from kapea.core.pack.build import Built, build

LESSON = """
journey: lesson-$N
about: learn
$HEAD
learn: {kind: lesson, number: $N, minutes: 4, picture: person}
start: someone
texts:
  title: Lesson $N
  able: You can breathe.
  nudge: Five slow breaths today.
  wall: Breathe first $N.
  someone: {father: A father comes home., any: A mother comes home.}
  week: {9-11: Play together., any: Talk together.}
nodes:
  someone: {picture: person, show: [someone], choices: [{say: word.learn-go, to: week}]}
  week: {picture: person, words_to_keep: true, show: [week], choices: [{say: word.learn-done, to: done}]}
"""

PRACTICE = """
journey: practice-one
about: learn
$HEAD
learn: {kind: practice, number: 1, minutes: 4, picture: person}
start: open
texts:
  title: Your child tells you
  able: You can listen.
  scene: "The child says: Look."
  a: {say: I see it, picture: person}
  b: {say: Not now, picture: face-waits}
  a-how: The child smiles.
  b-how: The child goes away.
  keep: "You can say: I see it."
nodes:
  open:
    picture: person
    show: [scene]
    ask: word.learn-choose
    choices: [{say: a, to: open-a}, {say: b, to: open-b}]
  open-a: {reaction: opens, show: [a-how], choices: [{say: word.learn-go, to: keep}]}
  open-b:
    reaction: closes
    show: [b-how]
    choices: [{say: word.learn-try, to: open}, {say: word.learn-go, to: keep}]
  keep: {picture: person, words_to_keep: true, show: [keep], choices: [{say: word.learn-done, to: done}]}
"""

STORY = (
    PRACTICE.replace("practice-one", "story-one")
    .replace("kind: practice,", "kind: story, band: 9-11,")
    .replace("Your child tells you", "Dara and the game")
)

MENU = """
journey: learn
about: learn
$HEAD
start: open
texts:
  ask: What would you like?
  lessons: Lessons
  practices: Practise
  stories: Stories
nodes:
  open:
    picture: person
    ask: ask
    choices:
      - {say: lessons, picture: person, to: lessons}
      - {say: practices, picture: face-opens, to: practices}
      - {say: stories, picture: face-waits, to: stories-9-11}
  lessons: {picture: person, ask: ask, each: lesson}
  practices: {picture: person, ask: ask, each: practice}
  stories-9-11: {picture: person, ask: ask, each: story, band: 9-11}
"""

WORDS = """
learn-go: Go on
learn-try: Try another way
learn-choose: What do you say?
learn-done: Done now
learn-band: How old is the child?
learn-who: Who are you to the child?
learn-before: These make it easier.
learn-know-these: I know these
learn-next-lesson: Next lesson
learn-next-story: Next story
learn-next-practice: Next talk
learn-all: Show all
learn-again: This one again
learn-end-lesson: This lesson is done.
learn-end-story: The story ends here.
learn-end-practice: You tried words.
learn-real: Help is near.
learn-code: "This is your number:"
learn-minutes: "{count} minutes"
learn-is-done: Done
learn-next-here: Next for you
learn-code-ask: Your number
learn-code-shared: A family can share one.
lead-lessons: For all who care.
lead-stories: You choose.
note-code: These are done.
note-code-wrong: This does not fit.
page-lessons: Lessons
page-practice: Practise
page-stories: Stories
"""
WORDS += "".join(f"learn-{band}: {band.replace('-', ' to ')} years\n" for band in ("9-11", "12-14", "15-17"))
WORDS += "".join(
    f"learn-{who}: I am {n}\n"
    for n, who in enumerate(("parent", "father", "grandparent", "disability", "away", "co-parents"))
)
SHAMES = "shames: [bad mother, " + ", ".join(f"phrase {n}" for n in range(20)) + "]\n"
FILES = {
    "journeys/lesson-1.yaml": LESSON.replace("$N", "1"),
    "journeys/lesson-2.yaml": LESSON.replace("$N", "2"),
    "journeys/practice-one.yaml": PRACTICE,
    "journeys/story-one.yaml": STORY,
    "journeys/learn.yaml": MENU,
}
PICTURE_NAMES = (
    *(
        "ages",
        "age-small",
        "age-middle",
        "age-big",
        "family",
        "who-caregiver",
        "father",
        "elder",
        "hands-talk",
    ),
    *("away-call", "co-parents", "heart-hands", "go-on", "point-cards", "start-again", "hand", "stairs"),
    *("face-opens", "face-waits", "face-closes"),
)


def learning_files(*changes: tuple[str, str, str]) -> dict[str, bytes]:
    """The files of the pack with some (path, old, new) changed; each old is there once."""
    texts = {name: text.strip().replace("$HEAD", HEAD.strip()) + "\n" for name, text in FILES.items()}
    texts["words.yaml"] = text_of("words.yaml") + WORDS
    texts["lint/en.yaml"] = text_of("lint/en.yaml") + SHAMES
    texts["lint/km.yaml"] = text_of("lint/km.yaml") + SHAMES
    help_ = text_of("journeys/help.yaml")
    texts["journeys/help.yaml"] = help_.replace("[none, 9-11, 12-14]", "[none, 9-11, 12-14, 15-17]")
    for path, old, new in changes:
        assert texts[path].count(old) == 1, f"“{old}” stands {texts[path].count(old)} times in {path}"
        texts[path] = texts[path].replace(old, new)
    drawn = {f"small/pictures/{name}.svg": text_of("pictures/person.svg").encode() for name in PICTURE_NAMES}
    sources = {k: v for k, v in files().items() if not k.endswith(".po")} | drawn
    sources |= {f"small/{path}": text.encode() for path, text in texts.items()}
    return sources | {"small/locale/km/all.po": catalogue_of(sources).encode()}


def learning(*changes: tuple[str, str, str]) -> Built:
    """The small pack with something to learn, or a twin of it, built."""
    return build(learning_files(*changes), "small", {"km": breaker(_syllables)})
