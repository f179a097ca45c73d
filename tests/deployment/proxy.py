"""nginx in front, with HTTPS: the lines of docs/operate.md, pasted; only places and ports differ."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.run import ROOT
from tests.server import free_port, until

NAME = "help.example.org"
"""The name of the example in the docs; visitors of a test ask for it, at the proxy's port."""
AROUND = """
{user}
worker_processes 2;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/start.log crit;
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{pasted}
}}
"""
"""What Debian's own nginx.conf has around a site, in a folder of the test."""


def documented(program: str) -> str:
    """The lines for `nginx` or `caddy`, as the operator's page has them."""
    page = (ROOT / "docs/operate.md").read_text(encoding="utf-8")
    blocks = re.findall(rf"^```{program}\n(.*?)^```$", page, re.M | re.S)
    assert len(blocks) == 1, f"docs/operate.md has one block for {program}"
    return str(blocks[0])


def changed(lines: str, changes: Iterable[tuple[str, str]]) -> str:
    """Documented lines with what differs on every machine; each change must find what it changes."""
    for written, here in changes:
        lines, times = re.subn(written, here, lines)
        assert times, f"docs/operate.md: the lines for a proxy hold no {written}"
    return lines


def installed(program: str) -> str:
    """The path of a program that scripts/system installs on Debian."""
    path = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin")
    assert path, f"the tests need {program}: scripts/system installs it on Debian"
    return path


def placed(lines: str, *, folder: Path, port: int, upstream: int, away: Path) -> str:
    """The lines for nginx with this machine's ports, certificate, log, home."""
    changes = (
        (r"listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        (r"ssl_certificate /\S+;", f"ssl_certificate {folder}/certificate.pem;"),
        (r"ssl_certificate_key /\S+;", f"ssl_certificate_key {folder}/key.pem;"),
        (r"127\.0\.0\.1:8000", f"127.0.0.1:{upstream}"),
        (r"/var/log/nginx/", f"{folder}/"),
        (r"/var/lib/kapea-away;", f"{away};"),
    )
    return changed(lines, changes)


class Proxy:
    """nginx with a certificate of its own, before a server's port."""

    def __init__(self, folder: Path, *, upstream: int, away: Path) -> None:
        self.folder, self.port = folder, free_port()
        folder.mkdir(parents=True)
        make_certificate(folder)
        pasted = placed(documented("nginx"), folder=folder, port=self.port, upstream=upstream, away=away)
        user = "user root;" if os.geteuid() == 0 else ""
        text = AROUND.format(user=user, folder=folder, pasted=pasted)
        (folder / "nginx.conf").write_text(text, encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def certificate(self) -> Path:
        return self.folder / "certificate.pem"

    @property
    def words(self) -> list[str]:
        """How it is called; with `-t` behind them it only judges its lines."""
        here = str(self.folder)
        return [installed("nginx"), "-p", here, "-e", f"{here}/start.log", "-c", f"{here}/nginx.conf"]

    def files_of_words(self) -> dict[str, int]:
        """When something was last laid into each folder for what does not fit its memory, in ns."""
        return {name: (self.folder / name).stat().st_mtime_ns for name in ("body", "proxy")}

    def __enter__(self) -> Proxy:
        self._process = subprocess.Popen(self.words)
        until(lambda: (self.folder / "nginx.pid").exists(), within=300, what="nginx did not start")
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=300)


def make_certificate(folder: Path) -> None:
    """A certificate for NAME and its key, in a folder."""
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    named = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run(
        ["openssl", "req", "-x509", "-days", "2", *key, *named, *files],
        check=True,
        capture_output=True,
        timeout=120,
    )
