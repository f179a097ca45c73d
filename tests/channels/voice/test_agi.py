"""The reader of the FastAGI protocol, held against recorded sessions and against anything at all."""

from __future__ import annotations

import socket
import threading
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.channels.voice.recorded import SESSIONS, SHAPES, session

from kapea.channels.voice.agi import (
    ENVIRONMENT_SECONDS,
    LONGEST_LINE,
    AgiAnswer,
    AgiLine,
    CallEnded,
    NotAsterisk,
    answer_of,
)


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    theirs.settimeout(60)
    with ours, theirs:
        yield ours, theirs


def said_to(ends, data: bytes) -> AgiLine:
    ours, theirs = ends
    theirs.sendall(data)
    return AgiLine(ours)


def heard(ends, lines) -> list[AgiAnswer | str]:
    """What our end makes of a session: an answer to each command, and how it ends."""
    ours, theirs = ends
    line, out = AgiLine(ours), []
    for n, (is_ours, words) in enumerate(lines):
        if not is_ours:
            continue
        reply = []
        for each in lines[n + 1 :]:
            if each.ours:
                break
            reply.append(each.words)
        theirs.sendall("".join(f"{each}\n" for each in reply[:1] or [""]).encode())
        for each in reply[1:]:
            theirs.sendall(f"{each}\n".encode())
        try:
            out.append(line.ask(words))
            if len(reply) > 1:
                line.look_for_hangup()
        except CallEnded:
            return [*out, "ended"]
        except NotAsterisk:
            return [*out, "not Asterisk"]
    return out


@pytest.mark.parametrize("name", SESSIONS)
def test_a_recorded_session_is_read(ends, name):
    """Each command gets its own answer, and a hangup is known; two answers are a fault."""
    lines = session(name)
    commands = [each for each in lines if each.ours and each.words != "NOOP overlap"]
    read = heard(ends, [each for each in lines if each.words != "NOOP overlap"])
    end = read[-1] if read and isinstance(read[-1], str) else ""
    hung_up = any(each.words == "HANGUP" and not each.ours for each in lines) and bool(commands)
    assert end == ("not Asterisk" if name == "command-too-long" else "ended" if hung_up else "")
    assert all(each.code in (200, 510, 520) for each in read if not isinstance(each, str))
    assert end or len(read) == len(commands)


def test_keys_are_read_by_their_codes(ends):
    read = heard(ends, session("session-keys-silence-then-dialplan"))
    assert [chr(each.number) for each in read if each.number > 9] == ["1", "4"]
    assert read[1].value == "+99900000001"


def test_what_cannot_be_played_says_minus_one_and_the_channel_is_up(ends):
    read = heard(ends, session("session-keys-lost-and-traps"))
    minus = [n for n, each in enumerate(read) if isinstance(each, AgiAnswer) and each.result == "-1"]
    assert len(minus) == 4
    assert read[minus[0] + 1].number == 6
    assert {each.code for each in read if isinstance(each, AgiAnswer)} == {200, 510, 520}


def test_the_environment_is_read_as_it_was_recorded(ends):
    line = said_to(ends, (SHAPES / "environment-raw.txt").read_bytes())
    told = line.environment()
    assert told["callerid"] == "+99900000001"
    assert told["uniqueid"] == "1795571709.7"
    assert told["accountcode"] == ""
    assert told["network_script"] == "kapea/cambodia?line=1"
    assert len(told) == 23


def test_a_usage_over_several_lines_is_one_answer(ends):
    line = said_to(
        ends, b"520-Invalid command syntax.\nUsage: X\n more\n520 End of proper usage.\n200 result=0\n"
    )
    assert line.ask("X").code == 520
    assert line.ask("Y") == AgiAnswer(200, "0")


@pytest.mark.parametrize("after", [b"HANGUP\n", b"HANGUP\n200 result=0\n", b""])
def test_a_hangup_before_the_answer_ends_the_call(ends, after):
    ours, theirs = ends
    theirs.sendall(after)
    theirs.shutdown(socket.SHUT_WR)
    with pytest.raises(CallEnded):
        AgiLine(ours).ask("GET OPTION x")


def test_a_hangup_after_what_looks_like_silence_is_waited_for(ends):
    _, theirs = ends
    line = said_to(ends, b"200 result=0 endpos=24000\n")
    assert line.ask("GET OPTION x").number == 0
    threading.Timer(0.02, theirs.sendall, [b"HANGUP\n"]).start()
    with pytest.raises(CallEnded):
        line.look_for_hangup()


def test_silence_after_silence_is_silence(ends):
    line = said_to(ends, b"200 result=0\n")
    line.ask("GET OPTION x")
    line.look_for_hangup()


class TestWaiting:
    """Every wait has an end, counted from its beginning however slowly something comes."""

    def test_drops_do_not_make_it_longer(self):
        class Dripping:
            drops = 0

            def settimeout(self, seconds: float) -> None:
                assert seconds > 0

            def recv(self, most: int) -> bytes:
                self.drops += 1
                return b"x"

        now, dripping = count(), Dripping()
        with pytest.raises(NotAsterisk):
            AgiLine(dripping, clock=lambda: float(next(now))).environment()
        assert 0 < dripping.drops <= ENVIRONMENT_SECONDS

    def test_a_line_without_end_is_none(self, ends):
        ours, theirs = ends
        thread = threading.Thread(target=theirs.sendall, args=[b"a" * (LONGEST_LINE * 3)], daemon=True)
        thread.start()
        with pytest.raises(NotAsterisk):
            AgiLine(ours).environment()
        ours.close()
        thread.join(60)

    def test_variables_without_end_are_none(self, ends):
        with pytest.raises(NotAsterisk):
            said_to(ends, b"agi_x: y\n" * 1000).environment()


@pytest.mark.parametrize("command", ["x" * LONGEST_LINE, "NOOP\nHANGUP"])
def test_no_command_is_sent_that_is_two(ends, command):
    with pytest.raises(ValueError, match="one short line"):
        AgiLine(ends[0]).ask(command)


LINES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [b"200 result=49 endpos=1", b"200 result=-1", b"HANGUP", b"511 x", b"520-", b"520 End", b""]
    ),
    st.sampled_from([b"agi_callerid: 1", b"agi_", b"200 result=1 (", b"200 result=()", b"200", b"\xff", b""]),
)


@given(st.lists(LINES, max_size=12))
def test_whatever_comes_is_read_or_is_the_end(lines):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"".join(line + b"\n" for line in lines))
        theirs.shutdown(socket.SHUT_WR)
        line = AgiLine(ours)
        try:
            line.environment()
            for _ in lines:
                assert isinstance(line.ask("NOOP").number, int)
        except (CallEnded, NotAsterisk):
            pass


@given(st.text(max_size=80))
def test_any_line_is_an_answer_or_none(words):
    try:
        answer = answer_of(words)
    except (CallEnded, NotAsterisk):
        return
    assert answer.code in (200, 510, 520)
    assert answer.number >= -999_999_999
