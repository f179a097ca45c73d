"""The body of a request reads whole however it comes, and nothing larger than a form of ours is ever held."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.loops import complete

from kapea.config.gateway import body
from kapea.config.gateway.body import MOST_BYTES, CutShort, TooLarge, read_body


class Wire:
    """A connection on which a body comes in pieces; after `ends` of them it is gone."""

    def __init__(self, pieces: Sequence[bytes], ends: int | None = None) -> None:
        self.pieces, self.ends, self.read = pieces, ends, 0

    async def __call__(self) -> bytes:
        return b"".join([piece async for piece in self])

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for number, piece in enumerate(self.pieces):
            if number == self.ends:
                raise RuntimeError("the connection is gone")
            self.read += len(piece)
            yield piece


class Silent(Wire):
    """A connection on which nothing comes."""

    async def __call__(self) -> bytes:
        await asyncio.Event().wait()
        raise AssertionError

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield await self()


def read(wire: Wire, length: str | None = None, *, chunked: bool = False) -> bytes:
    return complete(read_body(wire, length, chunked=chunked))


def cut(data: bytes, places: Sequence[int]) -> list[bytes]:
    """The data, cut at these places."""
    ends = sorted(place % (len(data) + 1) for place in places)
    return [data[a:b] for a, b in zip([0, *ends], [*ends, len(data)], strict=True)]


places = st.lists(st.integers(0, 10**6), max_size=8)


@given(st.binary(max_size=600), places)
def test_however_a_body_is_cut_the_same_bytes_arrive(data, cuts):
    assert read(Wire(cut(data, cuts)), chunked=True) == data


@given(st.integers(1, 5_000), places)
def test_whatever_is_too_large_is_refused_however_it_is_cut(over, cuts):
    with pytest.raises(TooLarge):
        read(Wire(cut(bytes(MOST_BYTES + over), cuts)), chunked=True)


@given(places)
def test_the_largest_that_is_allowed_comes_whole_however_it_is_cut(cuts):
    assert len(read(Wire(cut(bytes(MOST_BYTES), cuts)), chunked=True)) == MOST_BYTES


@given(st.integers(1, 4_096))
def test_of_what_never_ends_no_more_is_read_than_one_piece_beyond_the_limit(size):
    wire = Wire([bytes(size)] * (MOST_BYTES // size + 50))
    with pytest.raises(TooLarge):
        read(wire, chunked=True)
    assert wire.read <= MOST_BYTES + size


@given(st.lists(st.binary(min_size=1, max_size=50), min_size=1, max_size=6), st.data())
def test_half_a_body_is_no_body(pieces, more):
    wire = Wire(pieces, ends=more.draw(st.integers(0, len(pieces) - 1)))
    with pytest.raises(CutShort):
        read(wire, chunked=True)


@given(st.text(max_size=12) | st.integers(0, 10**9).map(str))
def test_any_word_for_a_length_is_a_length_or_a_refusal(length):
    wire = Wire([b"form"])
    try:
        assert read(wire, length) in (b"form", b"")
    except TooLarge:
        assert wire.read == 0, "what is refused is refused before it is read"


@pytest.mark.parametrize("length", ["9" * 20, "9" * 5_000, "-1", "1e3", "0x10", " 5", "", "5,5"])
def test_a_length_that_is_none_or_too_much_is_refused_before_a_byte_is_read(length):
    wire = Wire([b"form"])
    with pytest.raises(TooLarge):
        read(wire, length)
    assert wire.read == 0


@pytest.mark.parametrize("length", [None, "0"])
def test_without_a_body_nothing_is_waited_for(length):
    assert read(Silent([]), length) == b""


def test_a_length_too_large_is_refused_also_where_the_body_comes_in_pieces():
    with pytest.raises(TooLarge):
        read(Wire([b"small"]), str(MOST_BYTES + 1), chunked=True)


@pytest.mark.parametrize("chunked", [True, False])
def test_a_body_that_never_comes_is_given_up_on(monkeypatch, chunked):
    monkeypatch.setattr(body, "MOST_SECONDS", 0.0)
    with pytest.raises(TimeoutError):
        read(Silent([]), "5", chunked=chunked)


@pytest.mark.parametrize("chunked", [True, False])
def test_a_fault_of_ours_is_not_taken_for_a_visitor_who_left(chunked):
    class Broken(Wire):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b""
            raise KeyError("ours")

    with pytest.raises(KeyError):
        read(Broken([]), "5", chunked=chunked)
