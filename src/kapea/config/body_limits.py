"""How much the server reads of a request, by where it goes."""

from __future__ import annotations

from kapea.config.gateway.body import MOST_BYTES, BodyLimit
from kapea.config.gateway.environ import Scope
from kapea.web.base.form_sizes import form_size


def body_limit(scope: Scope) -> BodyLimit:
    """As much as a form of that address may bring, and no less than a webhook does."""
    size = form_size(scope.path)
    return BodyLimit(max(MOST_BYTES, size.most_bytes), size.most_seconds)
