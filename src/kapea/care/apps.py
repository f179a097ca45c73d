"""What may be done with what somebody told, and by whose word: permissions, and records of acting first."""

from __future__ import annotations

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "kapea.care"

    def ready(self) -> None:
        from kapea.care.news_sources import add_news_source
        from kapea.care.referral_news_source import REFERRALS, SOURCE

        add_news_source(REFERRALS, SOURCE)
