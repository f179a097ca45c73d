"""Equal parts of releases are held once, and nothing of what a release says changes by it."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.small_releases import small

from kapea.core.pack.model import decode_release, encode_release
from kapea.core.pack.sharing import with_shared_parts

WORDS = st.dictionaries(st.sampled_from(sorted(small().texts["en"])), st.text(max_size=20), max_size=5)


def read_anew(release):
    return decode_release(encode_release(release))


@given(WORDS, WORDS)
def test_a_release_says_the_same_after_sharing_with_any_other(own, others):
    one, other = (
        msgspec.structs.replace(small(), texts={**small().texts, "en": small().texts["en"] | words})
        for words in (own, others)
    )
    before = encode_release(one)
    assert encode_release(with_shared_parts(read_anew(one), [other, small()])) == before


def test_the_next_version_holds_only_what_is_new():
    known = small()
    texts = {**known.texts, "en": {**known.texts["en"], "word.stop": "Another word"}}
    after = with_shared_parts(read_anew(small(version="2", texts=texts)), [known])
    assert after.texts["en"]["word.stop"] == "Another word"
    assert after.texts["km"] is known.texts["km"]
    assert after.nodes is known.nodes
    assert after.directory is known.directory


def test_nothing_is_shared_with_what_differs():
    known = small()
    after = with_shared_parts(read_anew(small(texts={"en": {"a": "b"}})), [known])
    assert after.texts == {"en": {"a": "b"}}


def test_every_language_and_every_release_holds_the_same_ids():
    one, other = (with_shared_parts(read_anew(small(version=v)), []) for v in ("1", "2"))
    ids = [{id: id for id in words} for each in (one, other) for words in each.texts.values()]
    assert len(ids) == 2 * len(small().languages)
    for id, first in ids[0].items():
        assert [own[id] is first for own in ids if id in own] == [True] * sum(id in own for own in ids)
