"""python -m kapea: the same as the `kapea` command."""

from __future__ import annotations

from kapea.cli.main import main

main()
