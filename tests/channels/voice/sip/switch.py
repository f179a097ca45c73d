"""A telephone switch for tests: answers SIP calls on loopback, brings each to a FastAGI server, plays what it
is told into the call and passes on the keys. It stands in for Asterisk, as the recorded sessions show it.

    python -m tests.channels.voice.sip.switch SIP_PORT AGI_PORT SOUNDS

PJSIP is GPL: this is a program of the tests, apart from what is given to others. It says on its standard
output, one JSON object in a line, what happens.
"""

from __future__ import annotations

import json
import os
import re
import socket
import sys
import time
import wave
from collections import deque
from contextlib import suppress
from pathlib import Path

import pjsua2 as pj

OPTION = re.compile(r'GET OPTION (\S+) "([^"]*)" (\d+)')
WAIT = re.compile(r"WAIT FOR DIGIT (\d+)")
VARIABLE = re.compile(r'SET VARIABLE (\w+) "([^"]*)"')
KEYS = "0123456789*#"
EVENTS_MS = 5
CONNECT_SECONDS = 2.0
KEPT_PLAYERS = 4
"""Of a call: PJSIP has room for 32, and one that is taken away at once may still be read from."""
HANGUP_AFTER_SILENCE = 0.04
"""A hangup in the wait after a prompt is told so many seconds after what looks like silence."""


def tell(**what: object) -> None:
    print(json.dumps(what), flush=True)


class SwitchedCall(pj.Call):
    """One call, and its FastAGI session: nothing is awaited, `go_on` is called again and again."""

    def __init__(self, switch: Switch, call_id: int) -> None:
        super().__init__(switch.account, call_id)
        self.switch, self.gone, self.over = switch, False, False
        self.uniqueid = f"{int(time.time())}.{call_id}{switch.taken()}"
        self.agi: socket.socket | None = None
        self.came = b""
        self.offered, self.until, self.playing_until = "", 0.0, 0.0
        self.players = deque[pj.AudioMediaPlayer](maxlen=KEPT_PLAYERS)
        self.media: pj.AudioMedia | None = None

    # --- SIP ----------------------------------------------------------------------------------

    def onCallState(self, prm: pj.OnCallStateParam) -> None:
        info = self.getInfo()
        if info.state == pj.PJSIP_INV_STATE_DISCONNECTED:
            self.gone = True

    def onCallMediaState(self, prm: pj.OnCallMediaStateParam) -> None:
        info = self.getInfo()
        for n, each in enumerate(info.media):
            if each.type == pj.PJMEDIA_TYPE_AUDIO and each.status == pj.PJSUA_CALL_MEDIA_ACTIVE:
                self.media = self.getAudioMedia(n)

    def onDtmfDigit(self, prm: pj.OnDtmfDigitParam) -> None:
        if self.until and prm.digit in self.offered:
            self._answers(f"200 result={ord(prm.digit)} endpos=8000")
        else:
            tell(call=self.uniqueid, lost=prm.digit)

    # --- FastAGI ------------------------------------------------------------------------------

    def go_on(self) -> None:
        if self.over:
            return
        if self.agi is None and self.media is not None:
            self._connects()
        elif self.agi is not None:
            self._reads()
            self._waits()
        if self.gone and not self.over:
            self._hung_up()

    def _connects(self) -> None:
        info = self.getInfo()
        number = info.remoteUri.partition("sip:")[2].partition("@")[0]
        told = {
            "network": "yes",
            "network_script": "kapea",
            "channel": f"SIP/{self.uniqueid}",
            "language": "en",
            "uniqueid": self.uniqueid,
            "callerid": number or "unknown",
            "callingpres": "0",
            "dnid": "kapea",
        }
        try:
            self.agi = socket.create_connection(("127.0.0.1", self.switch.agi_port), CONNECT_SECONDS)
        except OSError:
            tell(call=self.uniqueid, agistatus="FAILURE")
            self._ends()
            return
        self.agi.sendall("".join(f"agi_{k}: {v}\n" for k, v in told.items()).encode() + b"\n")
        self.agi.setblocking(False)

    def _reads(self) -> None:
        assert self.agi is not None
        try:
            came = self.agi.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            came = b""
        if not came:
            tell(call=self.uniqueid, agistatus="SUCCESS")
            self._ends()
            return
        self.came += came
        while b"\n" in self.came and not self.over:
            line, _, self.came = self.came.partition(b"\n")
            self._does(line.decode())

    def _does(self, command: str) -> None:
        if (asked := OPTION.fullmatch(command)) is not None:
            self._plays(asked[1], asked[2], int(asked[3]))
        elif (asked := WAIT.fullmatch(command)) is not None:
            self.offered, self.playing_until = KEYS, 0.0
            self.until = time.monotonic() + int(asked[1]) / 1000
        elif (asked := VARIABLE.fullmatch(command)) is not None:
            tell(call=self.uniqueid, variable=asked[1], value=asked[2])
            self._says("200 result=1")
        elif command == "CHANNEL STATUS":
            self._says("200 result=6")
        elif command == "HANGUP":
            tell(call=self.uniqueid, hung_up="we")
            self._says("200 result=1", "HANGUP")
            self._ends()
        else:
            self._says("510 Invalid or unknown command")

    def _plays(self, name: str, offered: str, wait_ms: int) -> None:
        path = self.switch.sounds / f"{name}.wav"
        seconds = playable_seconds(path)
        if seconds is None:
            tell(call=self.uniqueid, cannot_play=name)
            self._says("200 result=-1 endpos=0")
            return
        tell(call=self.uniqueid, plays=name)
        player = pj.AudioMediaPlayer()
        player.createPlayer(str(path), pj.PJMEDIA_FILE_NO_LOOP)
        self.players.append(player)
        if self.media is not None and not self.gone:
            player.startTransmit(self.media)
        now = time.monotonic()
        self.offered, self.playing_until = offered, now + seconds
        self.until = self.playing_until + wait_ms / 1000

    def _waits(self) -> None:
        if self.until and time.monotonic() >= self.until and not self.over:
            self._answers("200 result=0 endpos=24000")

    def _hung_up(self) -> None:
        """As it was recorded: during a prompt, in the wait after it, and while nothing runs."""
        tell(call=self.uniqueid, hung_up="caller")
        if self.until and time.monotonic() < self.playing_until:
            self._answers("200 result=-1 endpos=12160")
        elif self.until:
            self._answers("200 result=0 endpos=24000")
            time.sleep(HANGUP_AFTER_SILENCE)
        self._says("HANGUP")
        self._ends()

    def _answers(self, line: str) -> None:
        self.until = 0.0
        if self.players and self.media is not None and not self.gone:
            with suppress(pj.Error):  # the call has just ended
                self.players[-1].stopTransmit(self.media)
        self._says(line)

    def _says(self, *lines: str) -> None:
        if self.agi is not None:
            with suppress(OSError):
                self.agi.sendall("".join(f"{line}\n" for line in lines).encode())

    def _ends(self) -> None:
        self.over, self.until = True, 0.0
        if self.agi is not None:
            self.agi.close()
        if not self.gone:
            self.hangup(pj.CallOpParam(True))


class Switch:
    """Listens until its standard input is closed."""

    def __init__(self, sip_port: int, agi_port: int, sounds: Path) -> None:
        self.agi_port, self.sounds, self._taken = agi_port, sounds, 0
        self.calls: list[SwitchedCall] = []
        self.endpoint = endpoint(sip_port)
        self.account = _Account(self)
        config = pj.AccountConfig()
        config.idUri = f"sip:kapea@127.0.0.1:{sip_port}"
        self.account.create(config)

    def taken(self) -> int:
        self._taken += 1
        return self._taken

    def run(self) -> None:
        tell(ready=True)
        os.set_blocking(0, False)
        while not is_closed(0):
            self.endpoint.libHandleEvents(EVENTS_MS)
            for call in self.calls:
                call.go_on()
        leave(self.endpoint)


class _Account(pj.Account):
    def __init__(self, switch: Switch) -> None:
        super().__init__()
        self.switch = switch

    def onIncomingCall(self, prm: pj.OnIncomingCallParam) -> None:
        call = SwitchedCall(self.switch, prm.callId)
        self.switch.calls.append(call)
        answer = pj.CallOpParam()
        answer.statusCode = 200
        call.answer(answer)


def endpoint(port: int) -> pj.Endpoint:
    """PJSIP on loopback without a sound card: in this thread only, and PCMU before all else."""
    made = pj.Endpoint()
    made.libCreate()
    config = pj.EpConfig()
    config.uaConfig.threadCnt = 0
    config.uaConfig.mainThreadOnly = True
    config.logConfig.level = config.logConfig.consoleLevel = 0
    config.medConfig.noVad = True
    config.medConfig.clockRate = config.medConfig.sndClockRate = 8000
    made.libInit(config)
    transport = pj.TransportConfig()
    transport.port, transport.boundAddress = port, "127.0.0.1"
    made.transportCreate(pj.PJSIP_TRANSPORT_UDP, transport)
    made.libStart()
    made.audDevManager().setNullDev()
    for codec in made.codecEnum2():
        made.codecSetPriority(codec.codecId, 255 if codec.codecId.startswith("PCMU") else 0)
    return made


def leave(endpoint: pj.Endpoint) -> None:
    """Ends this process: PJSIP objects that Python takes away after their library fail."""
    endpoint.libDestroy()
    sys.stdout.flush()
    os._exit(0)


def is_closed(file: int) -> bool:
    """Whether the other end of an input is gone."""
    try:
        return os.read(file, 1) == b""
    except BlockingIOError:
        return False


def playable_seconds(path: Path) -> float | None:
    """How long a file is; None where Asterisk could not play it."""
    try:
        with wave.open(str(path)) as sound:
            good = (sound.getframerate(), sound.getsampwidth(), sound.getnchannels()) == (8000, 2, 1)
            return sound.getnframes() / 8000 if good else None
    except (OSError, wave.Error, EOFError):
        return None


if __name__ == "__main__":
    Switch(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])).run()
