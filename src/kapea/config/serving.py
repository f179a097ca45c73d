"""The server of `kapea serve`: how it listens, how many wait, how it ends, and what follows a death."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from kapea.config.prepared import Prepared

HEAD_MILLISECONDS = 4_000
"""A request whose head has not come by then is closed."""
MOST_CONNECTIONS = 4_096
"""Each worker; those that send nothing cost a few kilobytes each, and no thread."""
STOP_SECONDS = 8
"""What is half-sent is given up on before, so that a worker ends by itself and writes what it counted."""
RESPAWN_SECONDS = 1.0
AGAIN_SECONDS = {Prepared.NOTHING: 15.0, Prepared.HELP: 30.0}
"""Between two tries to prepare what could not be; each takes a second or two of the processor."""


class Serving(MPServer):
    """Replaces a worker that dies, always: one that dies soon again is only waited for a moment longer."""

    def _respawn_workers(
        self, workers: Sequence[int], spawn_target: Any, target_loader: Any, delay: float = 0
    ) -> None:
        super()._respawn_workers(workers, spawn_target, target_loader, delay)
        # The server would end where a worker dies twice in 5.5 seconds, and with it every other worker.
        self.respawned_wrks.clear()
        time.sleep(RESPAWN_SECONDS)


def run_server(
    *, host: str, port: int, workers: int, prepared: Prepared, again: Callable[[], Prepared]
) -> None:
    """Serves until stopped. The workers are forks of this process, so no connection may be open in it. Where
    all is prepared it reads the program first: that is then in memory once, and a worker that takes the place
    of a dead one answers soon.

    Until all is `prepared`, `again` tries now and then; whenever more is, fresh workers take over.
    """
    if prepared is Prepared.ALL:  # else settings change, and each fresh worker reads them
        _read_program()
    made = server("kapea.config.server:application", host=host, port=port, workers=workers)
    threading.Thread(target=_until_prepared, args=(prepared, again), daemon=True).start()
    made.serve()


def _read_program() -> None:
    """Reads what a worker needs before its first page; it starts no thread and opens no database."""
    import django

    django.setup(set_prefix=False)
    import_module("kapea.config.urls")
    import_module("kapea.web.public.handler")
    gc.collect()
    gc.freeze()  # so that a worker which looks for garbage leaves the pages that it shares as they are


def _until_prepared(prepared: Prepared, again: Callable[[], Prepared]) -> None:
    while prepared is not Prepared.ALL:
        time.sleep(AGAIN_SECONDS[prepared])
        now = again()
        if now > prepared:
            os.kill(os.getpid(), signal.SIGHUP)  # the server's own sign to replace its workers
        prepared = max(now, prepared)


def server(target: str, *, host: str, port: int, workers: int) -> Serving:
    """A server of a gateway, named as `module:attribute`."""
    return Serving(
        target,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        loop=Loops.uvloop,
        http=HTTPModes.http1,
        websockets=False,
        workers=workers,
        backlog=MOST_CONNECTIONS,
        backpressure=MOST_CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_MILLISECONDS),
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_access=False,
        log_level=LogLevels.error,
    )
