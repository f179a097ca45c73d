"""A caller for tests: calls by SIP, writes down what it hears, and presses keys as it is told.

    python -m tests.channels.voice.sip.caller SIP_PORT NUMBER HEARD_WAV

On its standard input: a key; `hang up`. It says `{"up": true}` when it is connected, and when it is over.
"""

from __future__ import annotations

import json
import os
import sys

import pjsua2 as pj
from tests.channels.voice.sip.switch import EVENTS_MS, endpoint, leave


def tell(**what: object) -> None:
    print(json.dumps(what), flush=True)


class CallerCall(pj.Call):
    """The call, recorded from the moment it is answered."""

    def __init__(self, account: pj.Account, heard: str) -> None:
        super().__init__(account)
        self.heard, self.over = heard, False
        self.recorder: pj.AudioMediaRecorder | None = None

    def onCallState(self, prm: pj.OnCallStateParam) -> None:
        info = self.getInfo()
        if info.state == pj.PJSIP_INV_STATE_DISCONNECTED:
            self.over = True

    def onCallMediaState(self, prm: pj.OnCallMediaStateParam) -> None:
        info = self.getInfo()
        for n, each in enumerate(info.media):
            active = each.type == pj.PJMEDIA_TYPE_AUDIO and each.status == pj.PJSUA_CALL_MEDIA_ACTIVE
            if active and self.recorder is None:
                self.recorder = pj.AudioMediaRecorder()
                self.recorder.createRecorder(self.heard)
                self.getAudioMedia(n).startTransmit(self.recorder)
                tell(up=True)


def main(sip_port: int, number: str, heard: str) -> None:
    made = endpoint(0)
    account, config = pj.Account(), pj.AccountConfig()
    config.idUri = f"sip:{number}@127.0.0.1"
    account.create(config)
    call = CallerCall(account, heard)
    call.makeCall(f"sip:kapea@127.0.0.1:{sip_port}", pj.CallOpParam(True))
    os.set_blocking(0, False)
    told = b""
    while not call.over:
        made.libHandleEvents(EVENTS_MS)
        try:
            told += os.read(0, 100)
        except BlockingIOError:
            continue
        *lines, told = told.split(b"\n")
        for line in lines:
            if line == b"hang up":
                call.hangup(pj.CallOpParam(True))
            else:
                call.dialDtmf(line.decode())
    call.recorder = None
    tell(up=False)
    leave(made)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
