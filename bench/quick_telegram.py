"""A Bot API that takes anything at once and says yes: `python -m bench.quick_telegram` prints its port.

So that what is measured is ours. A GET is answered with how many calls were taken.
"""

from __future__ import annotations

import asyncio

YES = b'{"ok":true,"result":{"message_id":1}}'


class QuickTelegram(asyncio.Protocol):
    """One connection, kept open. All of them count together."""

    taken = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._rest = transport, b""

    def data_received(self, data: bytes) -> None:
        self._rest += data
        while b"\r\n\r\n" in self._rest:
            head, _, rest = self._rest.partition(b"\r\n\r\n")
            _, there, length = head.lower().partition(b"content-length:")
            size = int(length.split(b"\r\n")[0]) if there else 0
            if len(rest) < size:
                return
            self._rest = rest[size:]
            self._answer(is_call=head.startswith(b"POST"))

    def _answer(self, *, is_call: bool) -> None:
        QuickTelegram.taken += is_call
        body = YES if is_call else str(QuickTelegram.taken).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self._transport.write(head.encode() + body)


async def serve() -> None:
    server = await asyncio.get_running_loop().create_server(QuickTelegram, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
