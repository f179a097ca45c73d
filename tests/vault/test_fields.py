"""A field sealed under the key of a record opens as that field of that record, whole, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.vault.record_wraps import RecordKey
from kapea.vault.sealing import Unsealable

STORY = b"what was told in confidence"


class TestFields:
    KEY = RecordKey("case-1", "story", "org-1", "me", bytes(range(32)))

    @given(st.binary(max_size=60), st.text(max_size=10), st.text(max_size=10))
    def test_a_field_opens_as_itself_only(self, data, name, other):
        sealed = self.KEY.seal(name, data)
        assert self.KEY.open(name, sealed) == data
        if name != other:
            with pytest.raises(Unsealable):
                self.KEY.open(other, sealed)

    @pytest.mark.parametrize("changed", [("case-2", "story"), ("case-1", "plan"), ("case-1s", "tory")])
    def test_moved_to_another_record_or_purpose_it_does_not_open(self, changed):
        other = RecordKey(*changed, "org-1", "me", bytes(range(32)))
        with pytest.raises(Unsealable):
            other.open("words", self.KEY.seal("words", STORY))

    def test_cut_at_any_byte_or_with_any_bit_changed_it_does_not_open(self):
        sealed = self.KEY.seal("words", STORY)
        for at in range(len(sealed)):
            bit = bytes([sealed[at] ^ 1 << at % 8])
            for wrong in (sealed[:at], sealed[:at] + bit + sealed[at + 1 :]):
                with pytest.raises(Unsealable):
                    self.KEY.open("words", wrong)
