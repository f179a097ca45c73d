"""Everything that is logged while something happens, as a deployment writes it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from kapea.config.quiet_logs import QuietFormatter

LOGGERS = (None, "django", "django.request", "django.security", "kapea")
"""Also those that pass nothing on to the others."""


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """Every line of any logger, down to what is for debugging."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(QuietFormatter())
    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [(each, each.level) for each in loggers]
    for each in loggers:
        each.addHandler(handler)
        each.setLevel(logging.DEBUG)
    try:
        yield out
    finally:
        for each, level in before:
            each.removeHandler(handler)
            each.setLevel(level)
