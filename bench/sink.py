"""``python -m bench.sink PORT``: answers whatever is posted, and to a GET how much that was."""

import asyncio
import re
import sys

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_DONE = b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"
_posted = 0


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    global _posted
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            if head.startswith(b"GET"):
                count = str(_posted).encode()
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(count) + count)
                continue
            length = _LENGTH.search(head)
            await reader.readexactly(int(length[1]) if length else 0)
            _posted += 1
            writer.write(_DONE)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def serve(port: int) -> None:
    async with await asyncio.start_server(answer, "127.0.0.1", port) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
