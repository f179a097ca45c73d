"""Trying the Messenger door, and the link by which it begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kapea.channels.channel import NotDone
from kapea.channels.meta import GraphApi
from kapea.channels.meta_setting_up import ask_meta, text_in
from kapea.channels.setting_up import FREE, LOCK_SCREEN, RESTART

SETTING = "KAPEA_MESSENGER_TOKEN"
"""Which holds what Meta knows us by."""
TO_TRY: tuple[str, ...] = (
    "Write from an account that has no role on the app: is it answered? Not before Meta's review.",
    "Find the longest screen: does it come whole? Meta says 2,000 characters; we send 1,000.",
    "Open the chat in Messenger Lite and on a computer: are there buttons? Numbers have to work.",
    RESTART,
    FREE,
    LOCK_SCREEN,
)
FIELDS = ("messages", "messaging_postbacks", "messaging_referrals", "message_echoes")
"""What the Page has to bring: what is written, what is tapped, who comes by a link, what of ours went out."""


def tried_messenger(api: GraphApi) -> Iterator[str]:
    """What Meta says of our Page, and whether it brings what is written; raises NotDone."""
    told = ask_meta(api, "me", "id,name", SETTING)
    yield "Meta takes the token."
    if name := text_in(told, "name"):
        yield f"The Page is {name}. Publish exactly this name; report any that looks like it."
    brought = _fields_brought(ask_meta(api, "me/subscribed_apps", "", SETTING).get("data"))
    left = [field for field in FIELDS if field not in brought]
    yield f"Not brought: {', '.join(left)}. Subscribe the Page." if left else "Meta brings what is written."


def messenger_link(api: GraphApi, code: str) -> str:
    """A link that opens the chat; raises NotDone. It needs somebody who is signed in."""
    id = text_in(ask_meta(api, "me", "id,name", SETTING), "id")
    if not id:
        raise NotDone("Meta does not say which Page it is: look there, and write https://m.me/<page>")
    return f"https://m.me/{id}?ref={code}"


def _fields_brought(data: Any) -> set[str]:
    """The fields that some app is subscribed to; which of them is ours Meta does not say."""
    apps = [app for app in data if isinstance(app, dict)] if isinstance(data, list) else []
    fields = [app.get("subscribed_fields") for app in apps]
    return {str(field) for each in fields if isinstance(each, list) for field in each}
