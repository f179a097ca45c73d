"""Measures Kapea against its own budgets: `python -m bench` (or `make bench`) writes results.md.

CPU time and ratios only, medians of several rounds, with what is compared taking turns in one run: two
machines, or one
machine on a busy day, still tell the same story.
"""
