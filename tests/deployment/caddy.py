"""Caddy in front, with HTTPS: the lines of docs/operate.md, pasted; only places and ports differ."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

from tests.deployment.proxy import NAME, changed, documented, installed, make_certificate
from tests.server import free_port, until

SOON, IN_THE_END = "1s", "300s"
"""How long a Caddy waits for an answer, in place of the documented time: where none comes; where one does."""


def placed(lines: str, *, folder: Path, port: int, upstream: int, away: Path, waits: str) -> str:
    """The lines for Caddy with this machine's ports, certificate and home; it asks no network."""
    own = f"bind 127.0.0.1\n    tls {folder}/certificate.pem {folder}/key.pem"
    changes = (
        (r"\A\{", "{\n    admin off\n    auto_https disable_redirects\n    skip_install_trust"),
        (rf"(?m)^{NAME} \{{", f"{NAME}:{port} {{\n    {own}"),
        (r"127\.0\.0\.1:8000", f"127.0.0.1:{upstream}"),
        (r"/var/lib/kapea-away", str(away)),
        (r"response_header_timeout \w+", f"response_header_timeout {waits}"),
    )
    return changed(lines, changes)


class Caddy:
    """Caddy with a certificate of its own, before a server's port."""

    def __init__(self, folder: Path, *, upstream: int, away: Path, waits: str = IN_THE_END) -> None:
        self.folder, self.port = folder, free_port()
        folder.mkdir(parents=True)
        make_certificate(folder)
        here = {"folder": folder, "port": self.port, "upstream": upstream, "away": away}
        pasted = placed(documented("caddy"), **here, waits=waits)
        (folder / "Caddyfile").write_text(pasted, encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def certificate(self) -> Path:
        return self.folder / "certificate.pem"

    @property
    def log(self) -> Path:
        """All that it says, on either of its outputs."""
        return self.folder / "said.log"

    def words(self, command: str) -> list[str]:
        """How it is called: `run`, or `validate` to have it judge its lines."""
        file = str(self.folder / "Caddyfile")
        return [installed("caddy"), command, "--adapter", "caddyfile", "--config", file]

    @property
    def environment(self) -> dict[str, str]:
        """Its home is the folder of the test."""
        here = str(self.folder)
        return {"PATH": os.environ["PATH"], "HOME": here, "XDG_DATA_HOME": here, "XDG_CONFIG_HOME": here}

    def __enter__(self) -> Caddy:
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                self.words("run"), env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )
        until(self._listens, within=300, what=f"Caddy did not start: {self.log.read_text()}")
        return self

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=300)
