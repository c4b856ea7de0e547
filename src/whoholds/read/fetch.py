"""One polite, bounded request: no private addresses, no endless answers, nothing executed.

The network is reached through httpcore, whose backend is ours, so that the address checked is the
address connected to, and every single read obeys the deadline of the whole request.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore

from whoholds import __version__
from whoholds.errors import Unreadable

AGENT = f"whoholds/{__version__} (news archive reader; reads feeds and the pages they link)"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of one request. ``private`` allows loopback and private networks (tests, intranets)."""

    bytes: int = 10_000_000
    """Of the body, unpacked."""
    seconds: float = 30.0
    """For the whole answer, redirects included."""
    redirects: int = 5
    private: bool = False
    agent: str = AGENT


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back: ``url`` after redirects, header names in lower case, the body unpacked."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """Give the first header of that name."""
        return next((value for key, value in self.headers if key == name), None)


class Fetcher:
    """Makes requests within limits. Use as a context manager; one per thread."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._network = _Network(self._limits.private)
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(),
            max_connections=4,
            keepalive_expiry=5,
            network_backend=self._network,
        )

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()

    def get(self, url: str, headers: Iterable[tuple[str, str]] = ()) -> Answer:
        """Fetch a page, following redirects. Raises :class:`Unreadable` with the reason for any failure."""
        self._network.deadline = time.monotonic() + self._limits.seconds
        for _ in range(self._limits.redirects + 1):
            answer = self._once(url, headers)
            target = answer.header("location")
            if answer.status not in {301, 302, 303, 307, 308} or not target:
                return answer
            try:
                url = urljoin(url, target)
            except ValueError:
                raise Unreadable(f"redirected to {target[:80]!r}, which is no web address") from None
        raise Unreadable(f"more than {self._limits.redirects} redirects")

    def _once(self, url: str, headers: Iterable[tuple[str, str]]) -> Answer:
        _checked(url)
        sent = [
            ("User-Agent", self._limits.agent), ("Accept-Encoding", "gzip, deflate"), ("Host", urlsplit(url).netloc),
            ("Connection", "close"), *headers,
        ]  # fmt: skip
        try:
            with self._pool.stream(
                "GET", url, headers=sent, extensions={"timeout": _timeouts(self._limits)}
            ) as answer:
                got = tuple((k.decode("latin-1").lower(), v.decode("latin-1")) for k, v in answer.headers)
                body = self._body(answer.iter_stream(), dict(got).get("content-encoding", ""))
                return Answer(url=url, status=answer.status, headers=got, body=body)
        except (httpcore.TimeoutException, TimeoutError):
            raise Unreadable(f"no full answer within {self._limits.seconds:g} seconds") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as bad:
            raise Unreadable(f"the server failed: {str(bad)[:120] or type(bad).__name__}") from None
        except (UnicodeError, ValueError) as bad:
            raise Unreadable(f"no address to fetch: {str(bad)[:120]}") from None

    def _body(self, chunks: Iterable[bytes], coding: str) -> bytes:
        """Read and unpack, never holding more than the limit: a small bomb must not grow."""
        most = self._limits.bytes
        packed = coding.strip().lower()
        if packed not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise Unreadable(f"packed as {packed!r}, which was not asked for")
        body = bytearray()
        try:
            for chunk in chunks if packed in {"", "identity"} else _unpacked(chunks, most + 1):
                body += chunk
                if len(body) > most:
                    raise Unreadable(f"more than {most:,} bytes")
        except zlib.error as bad:
            raise Unreadable(f"broken packing: {bad}") from None
        return bytes(body)


def _unpacked(chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    """Unpack gzip, of one member or several, or deflate, in pieces of at most ``most`` bytes."""
    unpacker = zlib.decompressobj(wbits=47)
    for chunk in chunks:
        while chunk:
            if unpacker.eof:
                if not chunk.startswith(b"\x1f"):
                    return  # padding
                unpacker = zlib.decompressobj(wbits=47)
            yield unpacker.decompress(chunk, most)
            chunk = unpacker.unused_data


class _Network(httpcore.NetworkBackend):
    """Resolves, checks every address, and connects to one that passed."""

    def __init__(self, private: bool) -> None:
        self._inner = httpcore.SyncBackend()
        self._private = private
        self.deadline = float("inf")

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        address = self._address(host, port)
        stream = self._inner.connect_tcp(address, port, self._left(timeout), local_address, socket_options)
        return _Stream(stream, self)

    def _address(self, host: str, port: int) -> str:
        try:
            found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError):
            raise Unreadable(f"the host {host} is not known") from None
        for text in found:
            if not self._private and not ipaddress.ip_address(text.split("%")[0]).is_global:
                raise Unreadable(
                    f"{host} is the private address {text}: not asked; allow it with --allow-private"
                )
        return found[0]

    def _left(self, timeout: float | None) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return min(left, timeout) if timeout is not None else left


class _Stream(httpcore.NetworkStream):
    """A connection whose every read ends by the request's deadline, however slowly the server drips."""

    def __init__(self, inner: httpcore.NetworkStream, network: _Network) -> None:
        self._inner = inner
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._network._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._network._left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, self._network._left(timeout))
        return _Stream(secured, self._network)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _checked(url: str) -> None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise Unreadable(f"{url[:80]!r} is no web address")


def _timeouts(limits: Limits) -> dict[str, float]:
    return {
        "connect": min(10.0, limits.seconds),
        "read": limits.seconds,
        "write": 10.0,
        "pool": limits.seconds,
    }
