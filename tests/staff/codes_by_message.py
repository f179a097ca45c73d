"""A phone at a message door, in the hand of whoever has a return code, or says so."""

from __future__ import annotations

import re

from django.test import Client
from tests.channels.every_door import EveryDoor
from tests.channels.phones import ZERO_WIDTH, AnyPhone

from kapea.channels import doors
from kapea.channels.delivery import Delivery

FIGURES = re.compile(r"\d[\d ]{14,}\d")


class CodePhone:
    """Writes and taps, and lets everything be sent that is due by then."""

    def __init__(self, every: EveryDoor, kind: type[AnyPhone], number: int = 1) -> None:
        self.phone, self.clock = every.phone(kind, number), every.clock
        self.client = Client()
        self.delivery = Delivery(doors.channels(), now=self.clock.now, clock=self.clock.time)

    def writes(self, words: str) -> list[str]:
        return self.brings(self.phone.writes(words))

    def taps(self, label: str) -> list[str]:
        """Taps what is called so; on a phone that shows numbers it is typed."""
        offered = {each.replace(ZERO_WIDTH, ""): each for each in self.phone.offered()}
        assert label in offered, (label, self.chat)
        return self.brings(self.phone.taps(offered[label]))

    def chooses(self, *labels: str) -> list[str]:
        """What stands in the chat after the last of them."""
        for label in labels:
            self.taps(label)
        return self.chat

    def brings(self, call) -> list[str]:
        assert call.answered(self.client).status_code == 200
        return self.reads()

    def reads(self) -> list[str]:
        while self.delivery.round():
            pass
        return self.chat

    @property
    def chat(self) -> list[str]:
        """All that stands there of ours, oldest first."""
        return [
            "\n".join([each.words, *(f"[{label}]" for label in each.buttons)]).replace(ZERO_WIDTH, "")
            for each in self.phone.shown
        ]
