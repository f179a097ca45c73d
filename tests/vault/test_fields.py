"""A field sealed under the key of a record opens as that field of that record, whole, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.secret import Aead

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


def test_it_is_xchacha20_poly1305_as_published():
    """The vector of draft-irtf-cfrg-xchacha-03, A.3.1."""
    sealed = bytes.fromhex(
        "404142434445464748494a4b4c4d4e4f5051525354555657"
        "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
        "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
        "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
        "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49"
    )
    opened = Aead(bytes(range(0x80, 0xA0))).decrypt(sealed, bytes.fromhex("50515253c0c1c2c3c4c5c6c7"))
    assert opened.startswith(b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip")
