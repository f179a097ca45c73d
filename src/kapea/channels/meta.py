"""What WhatsApp and Messenger have in common: who signs what they bring, and how their API is called.

The token stands in a header, and no address or answer is ever logged.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import msgspec

from kapea.channels.calling import LIMIT, NEVER_LEFT
from kapea.channels.channel import Delivered, GivenUp, Outcome, TryAgain
from kapea.channels.signatures import check_signed

BASE = "https://graph.facebook.com"
VERSION = "v25.0"
SIGNATURE = "x-hub-signature-256"
AGAIN = frozenset({-1, 1, 4, 32, 613, 1200, 80007, 130429, 131000, 131016, 131048, 131056, 131057})
"""Codes of what may work later: too much at once, or a fault of theirs."""
LATER = frozenset({0, 408, 429})
"""The same, as the status of an answer that holds no code: of whoever stands before their servers."""
SHUT = frozenset({0, 3, 10, 190, 368, 131031, 131042, *range(200, 300)})
"""Codes of what an operator has to mend: the token, a permission, the account, its payment."""
PERSON = frozenset({(10, 2018278), (200, 1545041), (200, 2018028)})
"""Code and finer code of what is about one person, although the code alone would be about us."""


@dataclass(frozen=True, slots=True)
class GraphAnswer:
    """What came back: the status, of an error its code and finer code, else what was `told`. `unheard`: it
    went out, and nothing came back.
    """

    status: int
    code: int = -2
    fine: int = 0
    is_transient: bool = False
    unheard: bool = False
    told: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


class GraphApi:
    """Meta's API with one token. Safe in any thread."""

    def __init__(self, token: str, base: str = BASE) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self._client = httpx.Client(base_url=f"{base}/{VERSION}/", headers=headers, timeout=LIMIT)

    def post(self, path: str, given: Mapping[str, Any]) -> GraphAnswer:
        """Calls it. Raises nothing: what cannot be reached has status 0."""
        return self._called(self._client.build_request("POST", path, json=given))

    def get(self, path: str, query: Mapping[str, str]) -> GraphAnswer:
        """Asks it for something; the same."""
        return self._called(self._client.build_request("GET", path, params=query))

    def _called(self, request: httpx.Request) -> GraphAnswer:
        try:
            reply = self._client.send(request)
        except NEVER_LEFT:
            return GraphAnswer(0)
        except httpx.HTTPError:
            return GraphAnswer(0, unheard=True)
        try:
            told = msgspec.json.decode(reply.content, type=dict[str, Any])
        except msgspec.MsgspecError:
            told = {}
        if reply.is_success:
            return GraphAnswer(reply.status_code, told=told)
        error = told.get("error") or {}
        code, fine = int(error.get("code", -2)), int(error.get("error_subcode", 0))
        return GraphAnswer(reply.status_code, code, fine, bool(error.get("is_transient")))


def outcome_of_graph(answer: GraphAnswer, left: frozenset[int] = frozenset()) -> Outcome:
    """What an answer means for the reply that was sent. `left`: codes that say that somebody is gone."""
    if answer.ok:
        return Delivered()
    if answer.status in LATER or answer.status >= 500 or answer.is_transient or answer.code in AGAIN:
        return TryAgain(f"meta did not take it ({answer.code})", perhaps_sent=answer.unheard)
    if answer.code in left:
        return GivenUp("whoever it was for cannot be reached", has_left=True)
    if answer.code in SHUT and (answer.code, answer.fine) not in PERSON:
        return GivenUp(f"meta refuses us ({answer.code})", door_is_shut=True)
    return GivenUp(f"meta refused it ({answer.code})")


def check_signature(headers: Mapping[str, str], body: bytes, app_secret: str) -> None:
    """Raises BadSignature unless the bytes, as they came, were signed with the secret of our app."""
    check_signed(headers.get(SIGNATURE, ""), body, app_secret, before="sha256=")


def handshake(query: Mapping[str, str], verify_token: str) -> str | None:
    """What Meta wants to hear when it first comes; None for whoever does not know our word."""
    told = query.get("hub.verify_token", "").encode()
    if query.get("hub.mode") != "subscribe" or not hmac.compare_digest(told, verify_token.encode()):
        return None
    return query.get("hub.challenge", "")
