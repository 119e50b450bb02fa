"""The servers of `tests.network`: names on 127.0.0.53, pages on 127.0.0.1 ports 80.

Run as `python network_server.py FOLDER`. `FOLDER/orders` has one order a line:

    only SUFFIX     names that end so exist; all others, but the controls, do not
    gone NAME       this name does not exist
    nothing         no name exists, and no connection is kept
    controls-only   the controls exist, and nothing else
    silent          no question is answered
    no-controls     example.com and iana.org do not exist
    after N ORDER   obeyed from the Nth page on
    portal URL      every page redirects there
    lead NAME URL   the pages of this host redirect there
    same            every host shows the same page
    wait SECONDS    before a page is answered
    close           connections are closed without an answer
    refuse          no connection is taken any more
    block STATUS    every host answers with this status and a page that names the host
"""

from __future__ import annotations

import asyncio
import struct
import sys
from pathlib import Path
from typing import cast

CONTROLS = {"example.com", "iana.org", "www.iana.org"}
TEXT = "The ministers met again on Tuesday and agreed on a list of further talks. " * 12


class Orders:
    """What is in force now."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages = 0

    def all(self) -> list[list[str]]:
        """Return the orders that are obeyed."""
        obeyed = []
        for line in (self.folder / "orders").read_text().splitlines():
            words = line.split()
            if words[:1] == ["after"]:
                if self.pages < int(words[1]):
                    continue
                words = words[2:]
            if words:
                obeyed.append(words)
        return obeyed

    def of(self, kind: str) -> list[list[str]]:
        """Return what orders of one kind say."""
        return [words[1:] for words in self.all() if words[0] == kind]


class Names(asyncio.DatagramProtocol):
    """A name server that knows where every host is: here (RFC 1035)."""

    def __init__(self, orders: Orders) -> None:
        self.orders = orders
        self.transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Answer a question, or not."""
        labels, at = [], 12
        while data[at]:
            labels.append(data[at + 1 : at + 1 + data[at]].decode("ascii"))
            at += data[at] + 1
        name = ".".join(labels).lower()
        (kind,) = struct.unpack_from("!H", data, at + 1)
        question = data[12 : at + 5]
        if self.orders.of("silent"):
            return
        exists = self.exists(name)
        with_address = exists and kind == 1
        flags = 0x8180 if exists else 0x8183
        head = data[:2] + struct.pack("!HHHHH", flags, 1, int(with_address), 0, 0)
        address = b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 0, 4) + bytes([127, 0, 0, 1])
        assert self.transport is not None
        self.transport.sendto(head + question + (address if with_address else b""), addr)

    def exists(self, name: str) -> bool:
        """Tell whether a name exists."""
        if self.orders.of("nothing"):
            return False
        if name in CONTROLS:
            return not self.orders.of("no-controls")
        if self.orders.of("controls-only") or [name] in self.orders.of("gone"):
            return False
        only = self.orders.of("only")
        return not only or any(name.endswith(suffix) for (suffix,) in only)


async def main(folder: Path) -> None:
    """Serve for good."""
    orders = Orders(folder)

    async def page(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                method = head.split(" ", 1)[0]
                host = head.lower().partition("\r\nhost:")[2].split("\r\n")[0].strip()
                for (seconds,) in orders.of("wait"):
                    await asyncio.sleep(float(seconds))
                if host not in CONTROLS:
                    orders.pages += 1
                with (folder / "requests").open("a") as log:
                    log.write(f"{host}\n")
                if orders.of("close"):
                    break
                blocked = [status for (status,) in orders.of("block")]
                portals = [url for (url,) in orders.of("portal")]
                portals = [url for url in portals if host not in url]
                led = [url for name, url in orders.of("lead") if host == name]
                if blocked:
                    body = f"<html lang=en><title>Blocked</title><p>No way to {host}. {TEXT}"
                    answer = f"HTTP/1.1 {blocked[0]} X\r\nContent-Type: text/html\r\n"
                elif portals or led:
                    answer = f"HTTP/1.1 302 Found\r\nLocation: {(led + portals)[0]}\r\n"
                    body = ""
                else:
                    title = f"Talks of {host}"
                    if orders.of("same") or orders.of("portal") or host == "front.example":
                        title = "Welcome to our network"
                    answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
                    body = f"<html lang=en><title>{title}</title><h1>{title}</h1><p>{TEXT}"
                answer += f"Content-Length: {len(body)}\r\n\r\n"
                writer.write((answer + (body if method != "HEAD" else "")).encode())
                await writer.drain()
                if orders.of("nothing"):
                    break  # who asks again has to ask for the name again
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    loop = asyncio.get_running_loop()
    await loop.create_datagram_endpoint(lambda: Names(orders), local_addr=("127.0.0.53", 53))
    server = await asyncio.start_server(page, "127.0.0.1", 80)
    (folder / "ready").touch()
    while not orders.of("refuse"):  # noqa: ASYNC110 - another process writes the orders
        await asyncio.sleep(0.01)
    server.close()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
