"""Trying the WhatsApp door, and the link by which it begins."""

from __future__ import annotations

from collections.abc import Iterator

from kapea.channels.channel import NotDone
from kapea.channels.meta import GraphApi
from kapea.channels.meta_setting_up import ask_meta, text_in
from kapea.channels.setting_up import FREE, LOCK_SCREEN, RESTART

SETTING = "KAPEA_WHATSAPP_TOKEN"
"""Which holds what Meta knows us by."""
TO_TRY: tuple[str, ...] = (
    "Write from an account with a user name and no number: does an answer come?",
    "Look at the bill after a day of trying: what does an answer cost in this country?",
    "Is the app subscribed to the account (POST /<account>/subscribed_apps)? No message comes without.",
    RESTART,
    "Block the number and write again later: nothing may have come meanwhile.",
    FREE,
    LOCK_SCREEN,
)
FIELDS = "display_phone_number,verified_name,quality_rating"


def tried_whatsapp(api: GraphApi, number_id: str) -> Iterator[str]:
    """What Meta says of our number; raises NotDone."""
    told = ask_meta(api, number_id, FIELDS, SETTING)
    yield "Meta takes the token, and knows the number."
    if name := text_in(told, "verified_name"):
        yield f"People see it as {name}. Publish exactly this; report any that looks like it."
    if quality := text_in(told, "quality_rating"):
        is_well = quality in ("GREEN", "UNKNOWN")
        yield f"Meta rates it {quality}{'' if is_well else ': fewer answers may go out'}."


def whatsapp_link(api: GraphApi, number_id: str, code: str) -> str:
    """A link that opens the chat with the code ready to be sent; raises NotDone. Whoever writes something
    else in its place begins, too.
    """
    told = ask_meta(api, number_id, FIELDS, SETTING)
    digits = "".join(filter(str.isdecimal, text_in(told, "display_phone_number")))
    if not digits:
        raise NotDone("Meta does not say the number: look on its page, and write https://wa.me/<number>")
    return f"https://wa.me/{digits}?text={code}"
