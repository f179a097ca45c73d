"""The forms a text may have besides its full one, and how they are named."""

from __future__ import annotations

FORMS = ("short", "spoken", "chat", "sms", "call")
"""A button of at most 20 characters; as a voice says it; as a message says it, which is no page; as a text
message, which no app keeps and nobody taps; as a call says it.
"""
ELSE = {"sms": "chat", "call": "spoken"}
"""The form that is said where a text lacks one."""
TEXT_KEYS = frozenset(
    {"say", "short", "spoken", "chat", "sms", "call", "law", "menu", "tells", "picture", "act"}
)
"""What one text in its forms may hold."""
