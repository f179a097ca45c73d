"""Whatever is sent, twice, late or never, a conversation stands where its answers led and nowhere else."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.apps.conversations import Visitor

from kapea.core.dialogue.events import Answer, Event, Media, Move, Said, Silence, Timeout
from kapea.guide.models import Conversation

KEYS = ("yes", "no", "S01", "S02", "1", "2", "3", "nowhere", "")
events: st.SearchStrategy[Event] = st.one_of(
    st.sampled_from(KEYS).map(Answer),
    st.sampled_from(KEYS).map(Answer),
    st.builds(Move, st.sampled_from(("help", "back", "restart"))),
    st.sampled_from(("help", "2", "nothing we know")).map(Said),
    st.sampled_from((Silence(), Timeout(), Media("image"))),
)
forms = st.lists(st.tuples(st.integers(0, 6), events, st.integers(0, 8)), max_size=12)
"""The number of a form's copy, what it says, and after how many answers its page stood."""
steady = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def sent(visitor: Visitor, form: int, event: Event, after: int):
    return visitor.send(event, f"copy {form} {event} {after}".encode(), after)


@steady
@given(sent_forms=forms)
def test_it_never_stands_deeper_than_the_answers_it_was_given(small, at, sent_forms):
    visitor, distinct = Visitor(small, at).begin(), {("first",)}
    for form, event, after in sent_forms:
        distinct.add((form, str(event), after))
        sent(visitor, form, event, after)
        stored = visitor.stored()
        if stored is None:
            return
        assert 0 <= len(stored.state.path) - 1 <= len(distinct)


@steady
@given(sent_forms=forms, again=st.integers(1, 3))
def test_a_form_that_comes_again_at_once_changes_nothing(small, at, sent_forms, again):
    visitor = Visitor(small, at).begin()
    for form, event, after in sent_forms:
        sent(visitor, form, event, after)
        before = visitor.stored()
        for _ in range(again):
            sent(visitor, form, event, after)
            now = visitor.stored()
            assert (now and now.state) == (before and before.state)


@steady
@given(sent_forms=forms)
def test_doubles_lead_where_the_same_forms_sent_once_lead(small, at, sent_forms):
    once, twice = Visitor(small, at).begin(form=b"one"), Visitor(small, at).begin(form=b"two")
    for form, event, after in sent_forms:
        sent(once, form, event, after)
        sent(twice, form, event, after)
        sent(twice, form, event, after)
    one, other = once.stored(), twice.stored()
    assert (one and one.state.path) == (other and other.state.path)


@steady
@given(sent_forms=forms)
def test_a_page_that_stood_further_on_than_this_moves_nobody(small, at, sent_forms):
    visitor = Visitor(small, at).begin()
    for form, event, _ in sent_forms:
        before = visitor.stored()
        assert before is not None
        sent(visitor, form, event, len(before.state.path) + 3)
        now = visitor.stored()
        assert now is not None
        assert now.state.path == before.state.path


@steady
@given(sent_forms=forms)
def test_whatever_one_visitor_sends_another_stands_where_they_stood(small, at, sent_forms):
    Conversation.objects.all().delete()
    still, busy = Visitor(small, at).begin(), Visitor(small, at).begin()
    before = still.stored()
    for form, event, after in sent_forms:
        sent(busy, form, event, after)
    now = still.stored()
    assert before is not None
    assert now is not None
    assert now.state == before.state
    assert Conversation.objects.count() <= 2
