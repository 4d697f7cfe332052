"""A golongrl service of one's own: started, watched, started again when it dies, ended with the program."""

from __future__ import annotations

import atexit
import json
import os
import secrets
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from typing import Any

from .client import Client
from .errors import GolongrlError


class Service:
    """Starts ``golongrl serve`` on a free port of this machine and keeps it running.

        with Service(["--records", "prompts.jsonl"]) as service:
            service.client.score("prompt-7", "…")

    A service that dies is started again on the same port, so that clients which retry lose nothing; one that dies a sixth time within
    a minute is given up. The token is random and never printed.

    :param arguments: further arguments of ``golongrl serve``.
    :param command: how to start golongrl, for instance ``["node", "node_modules/golongrl/dist/cli/main.js"]``.
    :param start_within: seconds until it must listen.
    :param client_options: for the :class:`Client`: ``timeout``, ``patience``, ``batch``, ``connections``.
    """

    MOST_DEATHS = 5
    WITHIN_SECONDS = 60.0

    def __init__(
        self,
        arguments: Sequence[str] = (),
        *,
        command: Sequence[str] = ("npx", "golongrl"),
        start_within: float = 60,
        **client_options: Any,
    ) -> None:
        self._command = [*command, "serve", "--quiet", "--stop-with-stdin", *arguments]
        self._start_within = start_within
        self._environment: dict[str, str] = {**os.environ, "GOLONGRL_TOKEN": secrets.token_urlsafe(24)}
        self._ending = threading.Event()
        self._deaths: list[float] = []
        self._process, port = self._start(0)
        self._port = port
        self.url = f"http://golongrl:{self._environment['GOLONGRL_TOKEN']}@127.0.0.1:{port}"
        self.client = Client(self.url, **client_options)
        self.restarts = 0
        self._watcher = threading.Thread(target=self._watch, name="golongrl-service", daemon=True)
        self._watcher.start()
        atexit.register(self.close)

    def close(self, grace: float = 30) -> None:
        """Ends the service: what is in flight is answered first, for up to ``grace`` seconds."""
        self._ending.set()
        atexit.unregister(self.close)
        process = self._process
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(grace)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._watcher is not threading.current_thread():
            self._watcher.join(5)

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def _start(self, port: int) -> tuple[subprocess.Popen[str], int]:
        try:
            process = subprocess.Popen(
                [*self._command, "--port", str(port)],
                env=self._environment,
                # Never written to: it ends with this process, however that ends, and the service with it.
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                # A Ctrl-C in the terminal is for the trainer; the service ends when the trainer ends it.
                start_new_session=True,
            )
        except OSError as error:
            raise GolongrlError(f"{self._command[0]} could not be started: {error}") from None
        timer = threading.Timer(self._start_within, process.kill)
        timer.start()
        try:
            assert process.stdout is not None and process.stderr is not None
            for line in process.stdout:
                announced = _listening(line)
                if announced is not None:
                    for stream in (process.stdout, process.stderr):
                        threading.Thread(target=_drain, args=(stream,), daemon=True).start()
                    return process, announced
            process.wait()
            said = process.stderr.read().strip() or f"exit status {process.returncode}"
            raise GolongrlError(f"golongrl serve did not start within {self._start_within} s: {said}")
        finally:
            timer.cancel()

    def _watch(self) -> None:
        while True:
            self._process.wait()
            if self._ending.is_set():
                return
            now = time.monotonic()
            self._deaths = [death for death in self._deaths if now - death < self.WITHIN_SECONDS] + [now]
            if len(self._deaths) > self.MOST_DEATHS:
                return
            if self._ending.wait(min(0.1 * 2.0 ** len(self._deaths), 5)):
                return
            try:
                process, _ = self._start(self._port)
            except GolongrlError:
                continue
            self._process = process
            self.restarts += 1
            if self._ending.is_set():
                process.terminate()


def _listening(line: str) -> int | None:
    """The port in the line of JSON with which the service says that it listens."""
    try:
        said = json.loads(line)
        if said.get("message") != "listening":
            return None
        return int(str(said["url"]).rsplit(":", 1)[1].rstrip("/"))
    except (ValueError, KeyError, IndexError, AttributeError):
        return None


def _drain(stream: Any) -> None:
    """A pipe that nobody reads would fill up and stop the service."""
    for _ in stream:
        pass
