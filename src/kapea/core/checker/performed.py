"""K27: whatever a pack asks to be done is done by something here."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kapea.core.checker.context import CheckContext
from kapea.core.pack.problem import Problem


def effects_performed(case: CheckContext, performs: Collection[str]) -> Iterator[Problem]:
    """K27: one problem for each place that declares an effect of a kind outside `performs`."""
    known = ", ".join(sorted(performs)) or "none"
    for node in case.release.nodes:
        for choice in node.choices:
            effect = choice.effect
            if effect is not None and effect.kind not in performs:
                says = f"nothing here performs the effect “{effect.kind}” of answer “{choice.key}”"
                mend = f"take the effect out, or serve it where something does it (here: {known})"
                yield case.problem("K27", case.node_at(node.id), says, mend)
