"""The real `kapea serve` in processes of its own, on a home of its own: started, asked, killed, stopped."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from tests.home import Home

START_SECONDS = 300
STOP_SECONDS = 300
"""After these a server hangs; a busy machine never needs as long."""
PORTS_TRIED, PORT_TAKEN = 3, "Address already in use"
SHORTEST_PAUSE, LONGEST_PAUSE = 0.05, 0.5
"""Seconds between two looks at what is waited for."""


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(ready: Callable[[], object], *, within: float, what: str | Callable[[], str]) -> None:
    """Waits for something to become so; fails with `what`, asked then, when it does not. What takes long is
    asked for less often: to look costs a server its answer, which others wait for meanwhile.
    """
    end, pause = time.monotonic() + within, SHORTEST_PAUSE
    while not ready():
        assert time.monotonic() < end, f"waited {within:.0f} s: {what if isinstance(what, str) else what()}"
        time.sleep(pause)
        pause = min(pause * 1.1, LONGEST_PAUSE)


class Serve:
    """`kapea serve` on a home: `with Serve(home, workers=2) as site: site.get("/en-kh/")`."""

    def __init__(self, home: Home, *, workers: int = 1, **settings: str) -> None:
        self.home, self.workers, self.settings = home, workers, settings
        self.port = free_port()
        self.log = home.folder / "serve.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Serve:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Starts it and waits until it answers, with all its workers. Where its port was taken since it was
        found free, it starts on another.
        """
        for _ in range(PORTS_TRIED):
            self._start()
            if not self.has_ended or PORT_TAKEN not in self.said():
                break
            self.port = free_port()
        assert not self.has_ended, self.said()

    def _start(self) -> None:
        words = ("serve", "--port", str(self.port), "--workers", str(self.workers))
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "kapea", *words],
                env=self.home.environment(**self.settings),
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        until(self._answers_or_ended, within=START_SECONDS, what=f"no answer; its log: {self.said()}")

    def _answers_or_ended(self) -> bool:
        return self.has_ended or (self.is_up() and len(self.listening_workers()) == self.workers)

    @property
    def has_ended(self) -> bool:
        """Whether it ended by itself."""
        return self._process is not None and self._process.poll() is not None

    def is_up(self) -> bool:
        """Whether `/healthz` answers now."""
        try:
            return self.get("/healthz", timeout=5)[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def get(self, path: str, *, timeout: float = 60, **headers: str) -> tuple[int, str]:
        """Status and body, asked of the server itself, without a proxy or redirects."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", path, headers={"Host": "localhost", **headers})
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def worker_processes(self) -> list[psutil.Process]:
        """The processes that answer, without the one that looks after them, oldest first."""
        assert self._process is not None
        children = psutil.Process(self._process.pid).children()
        return sorted(filter(_answers, children), key=lambda p: p.create_time())

    def listening_workers(self) -> set[int]:
        """The process numbers of the workers whom a connection may reach now."""
        return {each.pid for each in self.worker_processes() if _listens(each)}

    def kill_worker(self) -> int:
        """Kills the oldest worker, as a machine short of memory does; its process number."""
        worker = self.worker_processes()[0]
        worker.kill()
        return worker.pid

    def said(self) -> str:
        """All that it wrote so far."""
        return self.log.read_text(encoding="utf-8", errors="replace") if Path(self.log).exists() else ""

    def stop(self) -> None:
        """Ends it as systemd would; kills what does not end, and fails then."""
        if self._process is None:
            return
        main = psutil.Process(self._process.pid)
        family = [] if self.has_ended else main.children(recursive=True)
        self._process.terminate()
        try:
            self._process.wait(timeout=STOP_SECONDS)
        finally:
            for each in [main, *family]:
                if each.is_running():
                    each.kill()
            self._process = None


def _listens(process: psutil.Process) -> bool:
    try:
        return any(each.status == psutil.CONN_LISTEN for each in process.net_connections("tcp"))
    except psutil.NoSuchProcess:
        return False


def _answers(process: psutil.Process) -> bool:
    """Whether a child lives, and does more than keep count for the others (multiprocessing's tracker)."""
    try:
        alive, words = process.status() != psutil.STATUS_ZOMBIE, " ".join(process.cmdline())
    except psutil.NoSuchProcess:  # it has died between the two looks
        return False
    return alive and "resource_tracker" not in words
