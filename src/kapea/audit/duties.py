"""What every model declares of the data it holds: how sensitive, what for, how long, and what erases it.

A model without a declaration fails a test, and `docs/data.md` is written from these words. They say what the
model is for, so they stand with the model; this module only says what a declaration is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from django.db.models import Model


class Sensitivity(Enum):
    """What a row tells of a person, to whoever reads the database. From the least to the most."""

    NO_PERSON = "nothing of a person"
    TOTALS = "totals only; small ones are left out of what is published"
    STAFF = "which member of staff did something"
    CODES = "answers and codes about a case, under an id that says nothing of whom"
    SEALED = "a person's own, sealed: nothing without their key"
    PERSONAL = "a person's own, readable"


OF_A_PERSON = (Sensitivity.CODES, Sensitivity.SEALED, Sensitivity.PERSONAL)
"""Somebody may ask for it to be erased, so there is code that does."""


@dataclass(frozen=True, slots=True)
class DataDuty:
    """A model's duty. `erased_by` are dotted names of what deletes rows of it, beside the reason to."""

    sensitivity: Sensitivity
    purpose: str
    retention: str
    erasure: str
    erased_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """A duty that says nothing is none; what is a person's own has code that erases it."""
        if not all(words.strip() for words in (self.purpose, self.retention, self.erasure)):
            raise ValueError("a duty says what the data is for, how long it is kept, and how it is erased")
        if self.sensitivity in OF_A_PERSON and not self.erased_by:
            raise ValueError("what is a person's own names the code that erases it")


def duty_of(model: type[Model]) -> DataDuty | None:
    """The model's own declaration; one inherited from another model does not count."""
    declared = model.__dict__.get("duty")
    return declared if isinstance(declared, DataDuty) else None


PAGE = """\
# What is stored

Written by `make pages` from what the models declare (`kapea.audit.duties`); do not edit. A test fails for a
model that declares no duty. What a thief reads: [decision 3](adr/0003-what-a-stolen-database-reads.md).
"""


def data_page(models: Iterable[type[Model]]) -> str:
    """The page about all models that declare a duty, in the order of their labels."""
    return "\n".join([PAGE, *(_section(m) for m in sorted(models, key=lambda m: m._meta.label))])


def _section(model: type[Model]) -> str:
    duty = duty_of(model)
    if duty is None:
        raise ValueError(f"{model._meta.label} declares no duty: write `duty = DataDuty(…)` in it")
    columns = ", ".join(f"`{field.column}`" for field in model._meta.concrete_fields if field.column)
    said = {
        "Holds": duty.sensitivity.value,
        "For": duty.purpose,
        "Kept": duty.retention,
        "Erased": duty.erasure,
        "Code": ", ".join(f"`{name}`" for name in duty.erased_by) or "nothing by itself",
        "Columns": columns,
    }
    lines = "\n".join(f"| {name.lower()} | {words} |" for name, words in said.items())
    return f"## {model._meta.label}\n\n| | |\n|---|---|\n{lines}\n"
