"""Which lines the words of a study and its session sheet have: none may be missing, and no other is read."""

from __future__ import annotations

from collections.abc import Mapping

from kapea.core.pack.instrument_model import PROBES, SHEET, WORDS_KIND

Sections = Mapping[str, tuple[str, ...]]
"""Section to the names of its lines."""

CONSENT_SCOPES = ("take-part", "audio", "quote", "archive", "contact-again")
"""What somebody says yes or no to, each for itself."""
SCOPE_ANSWERS = ("yes", "no", "not-asked")
"""Not asked is no."""
STOPS = ("nobody", "own-wish", "upset", "two-upset", "anger", "suspect", "staff", "room")
"""Why a session, or somebody's part in it, ended early."""
ROUTES = ("school", "water-point", "market", "club", "door", "programme")
"""How people came to be asked."""
ROUTE_COUNTS = ("asked", "not-reached", "said-no", "said-yes", "came", "left")
"""What is counted of each way; why somebody said no is never asked."""
WORDS_OF_A_STUDY: Sections = {
    "welcome": ("glad", "not-aid", "no-test", "free"),
    "limits": ("ours", "told-on", "group"),
    "rules": ("made-up", "pass", "listen", "phones"),
    "ending": ("take-out", "breathe", "helper", "thanks"),
    "consent": (
        *("who", "not-aid", "happens", "free", "hears", "limit", "sound", "words", "risks", "thanks"),
        *("withdraw", "complain", "results"),
    ),
    "understanding": ("today", "stop", "told-on", "again", "not-now"),
    "cards": ("go-on", "rest", "stop", "no-why"),
    "distress": (
        *("notice", "rest", "apart", "ask", "settle", "two", "staff", "all", "refer", "report"),
        *("follow", "no-line", "after"),
    ),
    "told": ("thank", "rest", "apart"),
    "tools": (
        *("lay-cards", "any-meaning", "take-back", "ranking", "place-map", "map-stays", "day-clock"),
        *("question-box", "box-read"),
    ),
    "probes": PROBES,
}
SHEET_LINES: Sections = {
    "parts": ("session", "seats", "scopes", "cards", "stops", "routes"),
    "fields": ("day", "guide", "minutes", "seat", "understood", "count", "moment"),
    "scope": CONSENT_SCOPES,
    "answer": SCOPE_ANSWERS,
    "stop": STOPS,
    "route": ROUTES,
    "of-route": ROUTE_COUNTS,
    "notes": ("no-names", "numbers-only"),
}
NEEDED_LINES: Mapping[str, Sections] = {WORDS_KIND: WORDS_OF_A_STUDY, SHEET: SHEET_LINES}
