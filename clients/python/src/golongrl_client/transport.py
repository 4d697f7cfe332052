"""JSON over HTTP with kept connections, one per thread, and retries that end."""

from __future__ import annotations

import http.client
import json
import math
import os
import random
import threading
import time
import urllib.parse
from typing import Any

from .errors import Refused, Unavailable

#: What a busy, restarting or overloaded service answers; anything else is its final word.
_ASK_AGAIN = frozenset({408, 429, 502, 503, 504})


class Transport:
    """Posts JSON to one service.

    A connection that breaks, a timeout and the statuses 408, 429, 502, 503 and 504 are tried again, with a back-off that doubles
    from 0.1 to 10 seconds or as the service's ``Retry-After`` says, until ``patience`` seconds have gone by.
    Scoring has no side effects, so a request that was sent may be sent again.
    """

    def __init__(self, url: str, token: str | None, timeout: float, patience: float) -> None:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"url must be http://HOST:PORT or https://HOST:PORT, but is {url!r}")
        self._secure = parts.scheme == "https"
        self._host: str = parts.hostname
        self._port = parts.port
        self._base = parts.path.rstrip("/")
        self._headers = {"Content-Type": "application/json", "Accept": "application/json"}
        secret = token if token is not None else _password(parts)
        if secret:
            self._headers["Authorization"] = f"Bearer {secret}"
        self._timeout = timeout
        self._patience = patience
        self._own = threading.local()

    @property
    def address(self) -> str:
        """The service's address, without the token."""
        port = "" if self._port is None else f":{self._port}"
        return f"{'https' if self._secure else 'http'}://{self._host}{port}{self._base}"

    def post(self, path: str, body: Any) -> Any:
        return self._ask("POST", path, json.dumps(body, default=plain, allow_nan=False).encode())

    def get(self, path: str) -> Any:
        return self._ask("GET", path, None)

    def forward(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """The service's final word on a request, refusals included; only a busy or absent service is asked again."""
        return self._ask_until_final(method, path, body)

    def is_fine(self, path: str) -> bool:
        """Whether one request to it is answered with success."""
        try:
            return self._exchange("GET", path, None)[0] < 300
        except (OSError, http.client.HTTPException):
            return False
        finally:
            self.close()

    def close(self) -> None:
        """Closes the calling thread's connection."""
        connection: http.client.HTTPConnection | None = getattr(self._own, "connection", None)
        if connection is not None:
            connection.close()
            self._own.connection = None

    def _ask(self, method: str, path: str, data: bytes | None) -> Any:
        status, text = self._ask_until_final(method, path, data)
        if status < 300:
            return json.loads(text)
        raise Refused(self._explain(status, path, _sentence(status, text)), status)

    def _ask_until_final(self, method: str, path: str, data: bytes | None) -> tuple[int, bytes]:
        started = time.monotonic()
        attempt = 0
        while True:
            try:
                status, headers, text = self._exchange(method, path, data)
                if status not in _ASK_AGAIN:
                    return status, text
                problem, wait = _sentence(status, text), _retry_after(headers)
            except (OSError, http.client.HTTPException) as error:
                # OSError holds refused and reset connections and timeouts.
                self.close()
                problem, wait = f"{type(error).__name__}: {error}", None
            pause = wait if wait is not None else min(0.1 * 2.0**attempt, 10) * random.uniform(0.5, 1)
            waited = time.monotonic() - started
            if waited + pause > self._patience:
                raise Unavailable(
                    f"the golongrl service at {self.address} gave no answer in {math.ceil(waited)} s "
                    f"and {attempt + 1} tries; the last: {problem}"
                )
            time.sleep(pause)
            attempt += 1

    def _exchange(self, method: str, path: str, data: bytes | None) -> tuple[int, Any, bytes]:
        connection: http.client.HTTPConnection | None = getattr(self._own, "connection", None)
        # After a fork the parent's connection is not the child's to use.
        if connection is None or self._own.process != os.getpid():
            kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
            connection = kind(self._host, self._port, timeout=self._timeout)
            self._own.connection, self._own.process = connection, os.getpid()
        connection.request(method, self._base + path, data, self._headers)
        reply = connection.getresponse()
        return reply.status, reply.headers, reply.read()

    def _explain(self, status: int, path: str, problem: str) -> str:
        if status == 401:
            return f"{problem} (the token of the golongrl service at {self.address}: in the URL as http://golongrl:TOKEN@…, as `token`, or in GOLONGRL_TOKEN)"
        if status == 404:
            return f"the golongrl service at {self.address} has no {path}: it is older than this client, or the URL has a wrong path ({problem})"
        return problem


def plain(value: Any) -> Any:
    """numpy arrays and scalars, as Parquet rows hold them, as JSON has them."""
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"a request cannot hold a {type(value).__name__}")


def _password(parts: urllib.parse.SplitResult) -> str | None:
    return None if parts.password is None else urllib.parse.unquote(parts.password)


def _sentence(status: int, text: bytes) -> str:
    try:
        reply: dict[str, Any] = json.loads(text)
        return str(reply["error"])
    except (ValueError, KeyError, TypeError):
        return f"HTTP {status}: {text[:200].decode('utf-8', 'replace')}"


def _retry_after(headers: Any) -> float | None:
    try:
        return max(0.0, float(headers.get("Retry-After")))
    except (TypeError, ValueError):
        return None
