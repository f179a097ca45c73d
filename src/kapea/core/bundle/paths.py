"""Where each file of a bundle stands. Names tell nothing to whoever sees them in a folder (K19)."""

from __future__ import annotations

from kapea.core.pack.model import WorkshopPlan

INDEX, HELP, STYLES = "index.html", "help.html", "kapea.css"
LESSON, SCRIPT = "index.html", "lesson.js"
"""The page of a lesson that an LMS opens, and its script."""


CARD_PICTURE = "card-"
"""How the name of the drawing of one of the three cards begins."""


def plan_path(plan: WorkshopPlan) -> str:
    """The page of a plan."""
    return f"plans/{plan.id}.html"


def paper_path(name: str) -> str:
    """The file of something to print."""
    return f"papers/{name}.pdf"


def picture_path(name: str) -> str:
    """The file of a drawing."""
    return f"pictures/{name}.svg"
