"""Telegram's Bot API as far as we call it: what we say, and what its answers mean.

The token stands in the address of every call, so no address is ever logged or told.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx
import msgspec

from kapea.channels.calling import NEVER_LEFT
from kapea.channels.channel import Delivered, GivenUp, Outcome, TryAgain

BASE = "https://api.telegram.org"
SECONDS, REACHED_SECONDS, TAP_SECONDS = 8.0, 4.0, 2.0
"""How long we wait for Telegram to answer, and to be reached; and for each where a tap is answered. A reply
may be two calls and a tap, all of which take less than a claim of the outbox lasts: nobody else sends what we
are still sending.
"""
DONE = ("message is not modified",)
"""What Telegram says of something that was done before, or that nobody needs any more."""
GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
"""What it says where a message cannot be changed in its place: then it is said anew."""
LEFT = ("bot was blocked by the user", "user is deactivated", "chat not found")


class BotAnswer(msgspec.Struct, frozen=True):
    """What came back: whether it worked, else a code, what is said of it, and how long to wait. `unheard`: it
    went out, and nothing came back.
    """

    ok: bool
    code: int = 200
    says: str = ""
    seconds: float | None = None
    result: Any = None
    unheard: bool = False


class BotApi:
    """The API for one bot. Safe in any thread."""

    def __init__(self, token: str, base: str = BASE) -> None:
        self._client = httpx.Client(base_url=f"{base}/bot{token}/", follow_redirects=False)

    def close(self) -> None:
        """Lets its connections go."""
        self._client.close()

    def call(self, method: str, given: Mapping[str, Any], *, seconds: float = SECONDS) -> BotAnswer:
        """Calls a method. Raises nothing: what cannot be reached is a code 0."""
        try:
            limit = httpx.Timeout(seconds, connect=min(seconds, REACHED_SECONDS))
            reply = self._client.post(method, json=given, timeout=limit)
            told = msgspec.json.decode(reply.content, type=dict[str, Any])
        except NEVER_LEFT as error:
            return BotAnswer(ok=False, code=0, says=type(error).__name__)
        except httpx.HTTPError as error:
            return BotAnswer(ok=False, code=0, says=type(error).__name__, unheard=True)
        except msgspec.MsgspecError:
            return BotAnswer(ok=False, code=reply.status_code, says="no answer of Telegram's")
        wait = (told.get("parameters") or {}).get("retry_after")
        return BotAnswer(
            ok=bool(told.get("ok")),
            code=int(told.get("error_code", reply.status_code)),
            says=str(told.get("description", "")).lower(),
            seconds=float(wait) if wait is not None else None,
            result=told.get("result"),
        )


def outcome_of(answer: BotAnswer) -> Outcome:
    """What an answer means for the reply that was sent."""
    says = answer.says.partition(": ")[2] or answer.says
    if answer.ok or (answer.code == 400 and says.startswith(DONE)):
        return Delivered()
    if answer.code == 429:
        return TryAgain("too many at once", answer.seconds)
    if answer.code == 0 or answer.code >= 500:
        return TryAgain("telegram did not answer", perhaps_sent=answer.unheard)
    if says.startswith(LEFT):
        return GivenUp("whoever it was for left", has_left=True)
    if answer.code in (401, 404):
        return GivenUp("telegram does not know this bot", door_is_shut=True)
    return GivenUp(f"telegram refused it ({answer.code})")


def is_gone(answer: BotAnswer) -> bool:
    """Whether a message can no longer be changed in its place."""
    says = answer.says.partition(": ")[2] or answer.says
    return answer.code == 400 and says.startswith(GONE)
