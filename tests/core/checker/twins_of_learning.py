"""Twins of the small pack with something to learn: K30 and K31."""

from __future__ import annotations

PRACTICE, STORY = "journeys/practice-one.yaml", "journeys/story-one.yaml"
DONE = "{say: word.learn-done, to: done}"
TRY, GO = "{say: word.learn-try, to: open}, ", "{say: word.learn-go, to: keep}"
LEARNING_TWINS = [
    # property, what was done, the changes, what is said
    ("K30", "a reaction without its tag", [(PRACTICE, "reaction: opens, ", "")], "nothing says what that is"),
    ("K30", "one that closes and only leads on", [(PRACTICE, TRY, "")], "no answer leads back"),
    ("K30", "a word that shames", [(STORY, "The child goes away.", "You are a bad mother.")], "“bad mother”"),
    ("K30", "a reply that shames", [(PRACTICE, "{say: Not now,", "{say: You bad mother,")], "“bad mother”"),
    ("K31", "an end without words to keep", [(PRACTICE, f"[{GO}]", f"[{GO}, {DONE}]")], "met no words"),
    (
        "K31",
        "words to keep that are not marked",
        [(STORY, "words_to_keep: true, ", "")],
        "met no words to keep",
    ),
    ("K31", "a way out", [(STORY, f"[{GO}", "[{say: word.learn-go, to: lesson-1}")], "met no words to keep"),
]
