"""The real server as `kapea serve` starts it, and a socket to count every byte it sends."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.site import surroundings

PATIENCE_SECONDS = 120
ROOT = Path(__file__).parents[1]
IN_ONE_TAB = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "same-origin"}
"""What a browser says of a page that one of ours led to."""
LINKED = re.compile(rb'(?:href|src)="(/s/[^"]+)"')


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came over the wire: `size` is all of it, headers too."""

    status: int
    head: str
    body: bytes
    size: int


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `seconds` and `cpu` are what passed until it first answered."""

    port: int
    pid: int
    seconds: float = 0
    cpu: float = 0

    def get(
        self,
        path: str,
        *,
        encoding: str = "gzip, deflate",
        cookie: str = "",
        host: str = "localhost",
        forwarded: str = "",
    ) -> Reply:
        asked = {"Accept": "text/html", "Accept-Encoding": encoding, "Cookie": cookie}
        return self._ask("GET", path, {"Host": f"{host}:{self.port}", **asked, "X-Forwarded-For": forwarded})

    def post(self, path: str, body: bytes, cookie: str) -> Reply:
        form = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        return self._ask("POST", path, {"Host": f"localhost:{self.port}", "Cookie": cookie, **form}, body)

    def _ask(self, method: str, path: str, fields: dict[str, str], body: bytes = b"") -> Reply:
        said = {**fields, **IN_ONE_TAB, "Connection": "close"}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in said.items() if value)]
        return self.send("\r\n".join([*lines, "", ""]).encode() + body)

    def send(self, request: bytes) -> Reply:
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_SECONDS) as wire:
            wire.sendall(request)
            raw = b"".join(iter(lambda: wire.recv(65536), b""))
        head, _, body = raw.partition(b"\r\n\r\n")
        chunked = b"transfer-encoding: chunked" in head.lower()
        whole = b"".join(_chunks(body)) if chunked else body
        return Reply(int(head.split(b" ", 2)[1]), head.decode("latin-1"), whole, len(raw))

    def memory(self) -> float:
        """Megabytes resident in the largest process of the server: its one worker."""
        return max(_resident(pid) for pid in _family(self.pid))


@contextmanager
def serving(
    home: Path,
    *,
    database: str = "",
    workers: int = 1,
    settings: str = "kapea.config.settings",
    more: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """`kapea serve` over what is in `home`: a fresh folder is made ready first, as on a fresh machine.
    `more`: what its operator sets besides.
    """
    port, command = _free_port(), [str(Path(sys.executable).with_name("kapea")), "serve", "--port"]
    env = {**os.environ, **surroundings(home), "DJANGO_SETTINGS_MODULE": settings, "KAPEA_PROXIES": "1"}
    env |= {**({"KAPEA_DATABASE": database} if database else {}), **(more or {})}
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [env.get("PYTHONPATH")])])
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        words = [*command, str(port), "--workers", str(workers)]
        process = subprocess.Popen(words, env=env, cwd=home, stdout=said, stderr=said)
        try:
            seconds = _first_answer(process, port, started)
            if seconds is None:
                said.seek(0)
                raise RuntimeError(f"kapea serve did not answer:\n{said.read().decode()[-2000:]}")
            yield Server(port, process.pid, seconds, sum(_cpu(pid) for pid in _family(process.pid)))
        finally:
            process.terminate()
            process.wait(30)


def _first_answer(process: subprocess.Popen[bytes], port: int, started: float) -> float | None:
    """Seconds until the first view is answered; None when the server ended or nothing came."""
    server = Server(port, process.pid)
    while process.poll() is None and time.perf_counter() - started < PATIENCE_SECONDS:
        try:
            if server.get("/km/").status == 200:
                return time.perf_counter() - started
        except (OSError, IndexError):
            pass
        time.sleep(0.01)
    return None


def _chunks(body: bytes) -> Iterator[bytes]:
    while body:
        length, _, body = body.partition(b"\r\n")
        size = int(length, 16)
        yield body[:size]
        body = body[size + 2 :]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _family(pid: int) -> Iterator[int]:
    yield pid
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in tasks.read_text().split():
            yield from _family(int(child))


def _cpu(pid: int) -> float:
    """CPU seconds a process has used, as user and in the kernel."""
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found.group(1)) / 1024 if found else 0
