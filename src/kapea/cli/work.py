"""kapea work: sends what doors answer, apart from the server."""

from __future__ import annotations

import signal
import threading
from functools import partial
from queue import SimpleQueue

import click

from kapea.cli import common


@click.command()
@click.option("--poll", is_flag=True, help="Ask Telegram for messages, where it cannot come to this machine.")
def work(poll: bool) -> None:
    """Send the replies that wait, until stopped.

    `kapea serve` sends them itself. Where a machine only serves, set KAPEA_DELIVER=false there and run this;
    several may run at once. With --poll it also asks for what was written, so that no HTTPS and no name is
    needed; then run one only.
    """
    common.database()
    from kapea.care.upkeep import tidy_records, tidy_referrals
    from kapea.channels.doors import channels, door_loops
    from kapea.channels.telegram.bot import TelegramBot
    from kapea.channels.telegram.polling import Polling
    from kapea.guide import upkeep
    from kapea.learning.upkeep import tidy_workshops
    from kapea.people.upkeep import tidy_staff
    from kapea.studies.upkeep import tidy_studies

    if not channels():
        common.stop("No door is set up here. Run kapea doors list: it says what each needs.")
    # Not an Event: set by a sign just as it begins to wait, it holds its own lock and waits for ever.
    signs: SimpleQueue[int] = SimpleQueue()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda number, _: signs.put(number))
    upkeep.start(tidies=(tidy_staff, tidy_records, tidy_referrals, tidy_workshops, tidy_studies))
    door_loops().start()
    bot = channels().get("telegram")
    polling = None
    if poll and isinstance(bot, TelegramBot):
        polling = Polling(bot, partial(door_loops().wake, bot.name))
        threading.Thread(target=polling.run, name="kapea-poll", daemon=True).start()
    click.echo(f"Sending for {', '.join(channels())}  (stop with Ctrl-C)")
    signs.get()
    if polling is not None:
        polling.stop()
    door_loops().stop()
    upkeep.stop()
