"""Asking Meta what it knows of us, for WhatsApp and Messenger; what it refuses is said for the operator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kapea.channels.channel import NotDone, address_at
from kapea.channels.meta import SHUT, GraphApi

TOKEN_CODE = 190


def write_at_meta(site: str, door: str, verify_token: str) -> Iterator[str]:
    """Meta is told on its own pages: what to write there; raises NotDone."""
    yield f"On Meta's page Webhooks write the address {address_at(site, door)}"
    yield f"and as the word to check it by {verify_token}; then as docs/doors/{door}.md says."


def ask_meta(api: GraphApi, path: str, fields: str, setting: str) -> Mapping[str, Any]:
    """What Meta says of something of ours; raises NotDone. `setting`: that which holds the token."""
    answer = api.get(path, {"fields": fields} if fields else {})
    if answer.ok:
        return answer.told
    if answer.status == 0:
        raise NotDone("Meta cannot be reached from here.")
    if answer.code == TOKEN_CODE:
        raise NotDone(f"Meta does not take the token. Is {setting} whole, and has it not expired?")
    if answer.code in SHUT:
        raise NotDone(
            f"The token may not do this ({answer.code}). Give it the permission, or mend the account."
        )
    raise NotDone(f"Meta refused ({answer.status}, {answer.code}).")


def text_in(told: Mapping[str, Any], name: str) -> str:
    """A field as far as Meta told it."""
    value = told.get(name)
    return value if isinstance(value, str) else ""
