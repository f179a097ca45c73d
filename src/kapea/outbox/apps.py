"""What leaves the machine: queued in the transaction of a turn, sent after it, each in its order."""

from __future__ import annotations

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "kapea.outbox"
