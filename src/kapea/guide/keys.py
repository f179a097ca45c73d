"""Conversation keys under this deployment's secret, from what a door has of its visitor."""

from __future__ import annotations

from django.conf import settings

from kapea.vault import keys
from kapea.vault.keys import ConversationKey, new_token, tag_of

__all__ = ["ConversationKey", "new_token", "of_address", "of_token", "tag_of", "token_of_form"]


def of_token(token: str) -> ConversationKey:
    """The key for the token in a visitor's cookie, also as it was under former secrets."""
    return ConversationKey.of(token, settings.SECRET_KEY, tuple(settings.SECRET_KEY_FALLBACKS))


def of_address(door: str, address: str) -> ConversationKey:
    """The key for whoever writes from an address of a door: a chat, a user id, a number. Nothing holds it."""
    return of_token(f"{door}\0{address}")


def token_of_form(form: bytes) -> str:
    """The token of the conversation that this copy of a form begins."""
    return keys.beginning_token(settings.SECRET_KEY, form)
