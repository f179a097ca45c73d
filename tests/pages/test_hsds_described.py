"""The read API asked by a machine from its own description: what fits it, and what does not, never breaks it.

In this process, without a network, the same questions on every run.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from kapea.web.hsds import views

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]
QUESTIONS = 6
"""Of each kind to each address: some seconds for all of them."""
quietly = settings(
    max_examples=QUESTIONS,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def described(db, published):
    """The description as it is served, over the whole application."""
    return schemathesis.openapi.from_wsgi("/hsds/openapi.json", app=WSGIHandler())


def can_be_asked_wrongly(operation) -> bool:
    """Whatever stands where an id stands is an id, known or not; a number can be none."""
    return operation.method == "post" or "per_page" in str(operation.definition.raw)


def ask_all(described, mode: GenerationMode, most: int = 100) -> Counter[int]:
    """How often each status came. Raises FailureGroup for an answer that is not as described."""
    came = Counter[int]()
    asked = (found.ok() for found in described.get_all_operations())
    fit = (each for each in asked if mode is GenerationMode.POSITIVE or can_be_asked_wrongly(each))
    for operation in islice(fit, most):

        @quietly
        @given(operation.as_strategy(generation_mode=mode))
        def ask(case):
            answer = case.call()
            came[answer.status_code] += 1
            case.validate_response(answer, checks=CHECKS)

        ask()
    return came


def test_whatever_the_description_allows_is_answered(described):
    came = ask_all(described, GenerationMode.POSITIVE)
    assert came[200] > 20
    assert came.keys() <= {200, 404}


def test_whatever_it_does_not_allow_is_refused_and_breaks_nothing(described):
    came = ask_all(described, GenerationMode.NEGATIVE)
    assert came[400] > 20
    assert came.total() >= 6 * QUESTIONS
    assert max(came) < 500


def test_a_fault_would_be_found(described, monkeypatch):
    monkeypatch.setattr(views, "_answer", lambda *given: HttpResponse(status=500))
    with pytest.raises(FailureGroup):
        ask_all(described, GenerationMode.POSITIVE, most=1)
