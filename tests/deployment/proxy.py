"""nginx in front, with HTTPS: the lines of docs/operate.md, pasted; only places and ports differ."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
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


def documented() -> str:
    """The lines for nginx, as the operator's page has them."""
    page = (ROOT / "docs/operate.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```nginx\n(.*?)^```$", page, re.M | re.S)
    assert len(blocks) == 1, "docs/operate.md has one block for nginx"
    return str(blocks[0])


def placed(lines: str, *, folder: Path, port: int, upstream: int, away: Path) -> str:
    """The documented lines with what differs on every machine: ports, certificate, log, home."""
    changes = (
        (r"listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        (r"ssl_certificate /\S+;", f"ssl_certificate {folder}/certificate.pem;"),
        (r"ssl_certificate_key /\S+;", f"ssl_certificate_key {folder}/key.pem;"),
        (r"127\.0\.0\.1:8000", f"127.0.0.1:{upstream}"),
        (r"/var/log/nginx/", f"{folder}/"),
        (r"/var/lib/kapea-away;", f"{away};"),
    )
    for written, here in changes:
        lines, times = re.subn(written, here, lines)
        assert times, f"docs/operate.md: the lines for nginx hold no {written}"
    return lines


class Proxy:
    """nginx with a certificate of its own, before a server's port."""

    def __init__(self, folder: Path, *, upstream: int, away: Path) -> None:
        self.folder, self.port = folder, free_port()
        folder.mkdir(parents=True)
        _certificate(folder)
        pasted = placed(documented(), folder=folder, port=self.port, upstream=upstream, away=away)
        user = "user root;" if os.geteuid() == 0 else ""
        text = AROUND.format(user=user, folder=folder, pasted=pasted)
        (folder / "nginx.conf").write_text(text, encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def certificate(self) -> Path:
        return self.folder / "certificate.pem"

    def __enter__(self) -> Proxy:
        program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program, "the tests need nginx: scripts/system installs it on Debian"
        words = [program, "-p", str(self.folder), "-e", f"{self.folder}/start.log", "-c"]
        self._process = subprocess.Popen([*words, f"{self.folder}/nginx.conf"])
        until(lambda: (self.folder / "nginx.pid").exists(), within=60, what="nginx did not start")
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=60)


def _certificate(folder: Path) -> None:
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    named = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run(
        ["openssl", "req", "-x509", "-days", "2", *key, *named, *files],
        check=True,
        capture_output=True,
        timeout=120,
    )
