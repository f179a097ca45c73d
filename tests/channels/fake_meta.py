"""Meta's Graph API on loopback: what WhatsApp and Messenger would show on a phone."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.channels.loopback import Answer, Loopback

SHAPES = Path(__file__).parent / "shapes"
TOKEN, NUMBER_ID = "EAAG-token-of-nobody", "100000000000001"
LIMITS = {"body": 1024, "text": 4096, "title": 20, "row": 24, "id": 200, "rows": 10, "replies": 13}


def meta_shape(door: str, name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((SHAPES / door / f"{name}.json").read_text(encoding="utf-8"))
    return read


class FakeMeta(Loopback):
    """`chats`: what came to each person, newest last, as (words, {label: data}). `troubles`: recorded answers
    for the next calls, as (door, name).
    """

    def __init__(self) -> None:
        self.chats: dict[str, list[tuple[str, dict[str, str]]]] = defaultdict(list)
        self.troubles: list[tuple[str, str]] = []
        self._lock = threading.Lock()
        super().__init__()

    def answer(self, path: str, headers: Mapping[str, str], given: dict[str, Any]) -> Answer:
        with self._lock:
            if self.troubles:
                told = meta_shape(*self.troubles.pop(0))
                return int(told.get("_http_status", 400)), told.get("body", told)
            assert headers["Authorization"] == f"Bearer {TOKEN}"
            if path == f"/v25.0/{NUMBER_ID}/messages":
                whom, shown = given.get("recipient") or given["to"], _whatsapp(given)
            else:
                assert path == "/v25.0/me/messages"
                whom, shown = given["recipient"]["id"], _messenger(given)
            self.chats[whom].append(shown)
            self.said.append((whom, shown[0]))
            return 200, {"message_id": "m", "messages": [{"id": "wamid.X"}]}


def _whatsapp(given: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """As the phone shows it; an assertion fails where Meta would refuse."""
    assert given["messaging_product"] == "whatsapp"
    if given["type"] == "text":
        assert 0 < len(given["text"]["body"]) <= LIMITS["text"]
        return given["text"]["body"], {}
    shown, action = given["interactive"], given["interactive"]["action"]
    assert 0 < len(shown["body"]["text"]) <= LIMITS["body"]
    if shown["type"] == "button":
        assert 1 <= len(action["buttons"]) <= 3
        made = {b["reply"]["title"]: b["reply"]["id"] for b in action["buttons"]}
        assert len(made) == len(action["buttons"]), "Meta takes no two buttons of one name"
        assert all(len(title) <= LIMITS["title"] for title in made)
    else:
        assert 0 < len(action["button"]) <= LIMITS["title"]
        [section] = action["sections"]
        assert len(section["rows"]) <= LIMITS["rows"]
        made = {row["title"]: row["id"] for row in reversed(section["rows"])}
        assert all(len(title) <= LIMITS["row"] for title in made)
        ids = {row["id"] for row in section["rows"]}
        assert len(ids) == len(section["rows"])
    assert all(0 < len(data.encode()) <= LIMITS["id"] for data in made.values())
    return shown["body"]["text"], made


def _messenger(given: dict[str, Any]) -> tuple[str, dict[str, str]]:
    assert given["messaging_type"] == "RESPONSE"
    message = given["message"]
    assert 0 < len(message["text"]) <= 2000
    replies = message.get("quick_replies", [])
    assert len(replies) <= LIMITS["replies"]
    assert all(len(reply["title"]) <= LIMITS["title"] for reply in replies)
    return message["text"], {reply["title"]: reply["payload"] for reply in replies}
