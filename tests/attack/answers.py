"""What no answer of ours may be, whatever was asked."""

from __future__ import annotations

from dataclasses import dataclass

NUMBER, LEAVE = b'href="tel:', b'id="leave"'
TRACES = (b"Traceback", b'.py"', b"Exception", b"site-packages", b"django", b"sqlite", b"SELECT ")


@dataclass(frozen=True)
class Answer:
    """An answer as it leaves: its status, its headers in order, its body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """A header's value; empty when it is not there."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def is_page(self) -> bool:
        return self.header("Content-Type").startswith("text/html")


def faults(answer: Answer, *, left: bool = False, head: bool = False) -> list[str]:
    """What is wrong with an answer; `left` where somebody has just left, so that no number may show."""
    found = [f"{answer.status}"] if answer.status >= 500 else []
    found += [f"shows {trace!r}" for trace in TRACES if trace in answer.body]
    found += _header_faults(answer)
    if answer.status >= 400 and not head:
        found += _bare(answer, left)
    if left and NUMBER in answer.body:
        found.append("shows a number after Leave")
    return found


def _bare(answer: Answer, left: bool) -> list[str]:
    if not answer.is_page:
        return [f"{answer.status} is no page of ours"]
    wanted = [LEAVE] if left else [LEAVE, NUMBER]
    return [f"{answer.status} without {each!r}" for each in wanted if each not in answer.body]


def _header_faults(answer: Answer) -> list[str]:
    to, found = answer.header("Location"), []
    if to and (not to.startswith("/") or to.startswith("//") or "\\" in to):
        found.append(f"leads out, to {to}")
    if any(set("\r\n") & set(name + value) for name, value in answer.headers) or answer.header("X-Planted"):
        found.append("lets a header be planted")
    if not answer.header("Content-Security-Policy"):
        found.append("has no policy")
    return found
