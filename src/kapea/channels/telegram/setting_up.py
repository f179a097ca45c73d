"""Setting the Telegram door up, and trying it: what the operator is told, a line each, never a token."""

from __future__ import annotations

from collections.abc import Iterator

from kapea.channels.channel import NotDone, address_at
from kapea.channels.setting_up import LOCK_SCREEN
from kapea.channels.telegram.api import BotApi

ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")
"""Left out, Telegram sends nearly everything, among it what is nobody's business."""
COMMANDS = {"start": "🙂", "help": "🖐", "stop": "✖", "lang": "🌐"}
"""The menu of the chat, in signs: whoever looks over a shoulder reads nothing."""
TO_TRY: tuple[str, ...] = (
    "Write to the bot from a phone in this country: Telegram is shut in some, and in exam weeks.",
    "Add the bot to a group: it has to say nothing.",
    LOCK_SCREEN,
    "Block the bot and write again later: nothing may have come meanwhile.",
    "Search for the name of the bot: is there another that looks like it?",
)
MOST_WAITING = 100
"""Messages that wait at Telegram before an operator is told to look."""


def set_up_telegram(api: BotApi, site: str, secret: str) -> Iterator[str]:
    """Tells Telegram where we are; raises NotDone."""
    given = {"url": address_at(site, "telegram"), "secret_token": secret}
    _done(api, "setWebhook", given | {"allowed_updates": list(ALLOWED_UPDATES), "max_connections": 10})
    yield f"Telegram brings messages to {given['url']}."
    commands = [{"command": name, "description": sign} for name, sign in COMMANDS.items()]
    _done(api, "setMyCommands", {"commands": commands})
    yield "The menu of the chat has: /" + ", /".join(COMMANDS) + "."


def telegram_link(api: BotApi, code: str) -> str:
    """A link that opens the chat; raises NotDone. Whoever follows it sees “Start”, and no words of ours."""
    return f"https://t.me/{_done(api, 'getMe', {}).get('username', '')}?start={code}"


def tried_telegram(api: BotApi) -> Iterator[str]:
    """What Telegram says of the bot, and of what it could not bring; raises NotDone."""
    bot = _done(api, "getMe", {})
    yield f"The bot is @{bot.get('username', '?')}. Publish exactly this name; report any that looks like it."
    if bot.get("can_join_groups"):
        yield "It can be added to groups. Turn that off: @BotFather, /setjoingroups."
    hook = _done(api, "getWebhookInfo", {})
    if not hook.get("url"):
        yield "Telegram brings nothing here. Either: kapea doors set-up telegram --address https://…"
        yield "or, without HTTPS: kapea work --poll"
        return
    yield f"Telegram brings messages to {hook['url']}."
    waiting = int(str(hook.get("pending_update_count", 0)))
    yield f"{waiting} messages wait there{': look why' if waiting > MOST_WAITING else ''}."
    if said := hook.get("last_error_message"):
        yield f"The last that went wrong: {said}."


def _done(api: BotApi, method: str, given: dict[str, object]) -> dict[str, object]:
    answer = api.call(method, given)
    if answer.ok:
        return answer.result if isinstance(answer.result, dict) else {}
    if answer.code in (401, 404):
        raise NotDone("Telegram does not know this bot. Is KAPEA_TELEGRAM_TOKEN what @BotFather gave?")
    if answer.code == 0:
        raise NotDone("Telegram cannot be reached from here.")
    raise NotDone(f"Telegram refused {method}: {answer.says}")
