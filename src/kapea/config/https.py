"""What changes where HTTPS stands in front."""

from __future__ import annotations

from collections.abc import Sequence

HSTS = ("Strict-Transport-Security", "max-age=31536000")
"""A year in which a browser that came once never again asks without encryption. This host name only: what
else stands under the same domain is not ours to decide.
"""


def origins(hosts: Sequence[str]) -> list[str]:
    """The names whose forms we take, as browsers write them: `.example.org` is every name under it.

    A proxy that forgets to say that it spoke HTTPS must not have every answer refused. `*` trusts nobody
    more than before.
    """
    names = [f"*{host}" if host.startswith(".") else host for host in hosts]
    return [name for name in names if name != "*"]
