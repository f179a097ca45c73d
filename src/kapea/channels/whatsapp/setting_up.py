"""Trying the WhatsApp door, and the link by which it begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kapea.channels.meta_setting_up import ask_meta, text_in
from kapea.channels.setting_up import NotDone
from kapea.channels.whatsapp.number import WhatsAppNumber

TOKEN_SETTING = "KAPEA_WHATSAPP_TOKEN"  # noqa: S105 - the name of it
FIELDS = "display_phone_number,verified_name,quality_rating"


class WhatsAppTrial:
    """What Meta says of our number."""

    def __init__(self, number: WhatsAppNumber) -> None:
        self._number = number

    def _told(self) -> Mapping[str, Any]:
        return ask_meta(self._number.api, self._number.number_id, FIELDS, TOKEN_SETTING)

    def tried(self) -> Iterator[str]:
        told = self._told()
        yield "Meta takes the token, and knows the number."
        if name := text_in(told, "verified_name"):
            yield f"People see it as {name}. Publish exactly this; report any that looks like it."
        if quality := text_in(told, "quality_rating"):
            is_well = quality in ("GREEN", "UNKNOWN")
            yield f"Meta rates it {quality}{'' if is_well else ': fewer answers may go out'}."

    def link(self, code: str) -> str:
        """The code stands there ready to be sent. Whoever writes something else in its place begins, too."""
        digits = "".join(filter(str.isdecimal, text_in(self._told(), "display_phone_number")))
        if not digits:
            raise NotDone("Meta does not say the number: look on its page, and write https://wa.me/<number>")
        return f"https://wa.me/{digits}?text={code}"
