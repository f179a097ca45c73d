"""The guide's own effects, registered when Django is up."""

from __future__ import annotations

from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "kapea.guide"

    def ready(self) -> None:
        from kapea.core.dialogue.effects import COUNT, FORGET
        from kapea.guide import own_effects, performers

        performers.register_performer(COUNT, own_effects.count_outcome, apart=True)
        performers.register_performer(FORGET, own_effects.forget_conversation)
