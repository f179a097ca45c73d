"""The settings of the site without any middleware, over addresses that have the bare views too."""

from __future__ import annotations

from kapea.config import settings as ours

globals().update({name: value for name, value in vars(ours).items() if name.isupper()})
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "bench.urls"
