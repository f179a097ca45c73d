"""Writes docs/data.md from what the models declare of their data; `make pages` runs it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "data.md"


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "kapea.config.settings"
    with tempfile.TemporaryDirectory() as home:
        os.environ["KAPEA_HOME"] = home
        import django

        django.setup()
        from django.apps import apps

        from kapea.audit import duties

        ours = [m for m in apps.get_models() if m.__module__.startswith("kapea.")]
        PAGE.write_text(duties.data_page(ours), encoding="utf-8")


if __name__ == "__main__":
    main()
