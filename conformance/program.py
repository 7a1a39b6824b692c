"""A program that answers one JSON line with another, kept from breaking whoever asks it."""

from __future__ import annotations

import json
import subprocess
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import IO, Any

PATIENCE = 10.0
"""Seconds that a program may take for one answer."""

MAX_ANSWER = 16 * 1024 * 1024
"""Characters that one answer may have."""

_UNREAD_LINES = 8
_LAST_WORDS = 2000


class ProgramError(Exception):
    """The program can't be started, ended, is silent, or says what is no answer."""


class Program:
    """A running program. Each method raises ProgramError, which is the end of the program."""

    def __init__(self, process: subprocess.Popen[str], patience: float) -> None:
        self._process = process
        self._patience = patience
        self._lines: Queue[str] = Queue(_UNREAD_LINES)
        self._errors: deque[str] = deque(maxlen=_LAST_WORDS)
        self._over = Event()
        self._threads = [
            Thread(target=self._read_lines, args=(process.stdout,), daemon=True),
            Thread(target=self._read_errors, args=(process.stderr,), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Writes one request, and gives the answer to it."""
        if not self._lines.empty() and (line := self._lines.get()):
            raise ProgramError(f"it speaks without being asked: {line:.200}")
        writer = Thread(target=self._write, args=(json.dumps(request) + "\n",), daemon=True)
        writer.start()
        return self.read()

    def read(self) -> dict[str, Any]:
        """The next line that the program writes."""
        try:
            line = self._lines.get(timeout=self._patience)
        except Empty:
            raise ProgramError(f"no answer within {self._patience:g} s") from None
        if not line:
            raise ProgramError(self._last_words())
        if not line.endswith("\n") and len(line) >= MAX_ANSWER:
            raise ProgramError(f"an answer of more than {MAX_ANSWER} characters")
        try:
            answer = json.loads(line)
        except (ValueError, RecursionError):
            raise ProgramError(f"an answer that is no JSON: {line.strip()[:200]!r}") from None
        if not isinstance(answer, dict):
            raise ProgramError(f"an answer that is no JSON object: {line.strip():.200}")
        return answer

    def end(self) -> None:
        """Ends the program and waits for it."""
        self._over.set()
        self._process.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join(1)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert stream is not None
            with suppress(OSError):
                stream.close()

    def _write(self, text: str) -> None:
        """In a thread of its own: a program that never reads would block the one who asks."""
        assert self._process.stdin is not None
        # Who is gone doesn't answer either, and that is told by `read`.
        with suppress(OSError, ValueError):
            self._process.stdin.write(text)
            self._process.stdin.flush()

    def _read_lines(self, out: IO[str]) -> None:
        """Reads ahead a few lines and no more, so that a flood stays with who makes it."""
        with suppress(ValueError, OSError):
            while line := out.readline(MAX_ANSWER):
                self._put(line)
        self._put("")

    def _put(self, line: str) -> None:
        while not self._over.is_set():
            with suppress(Full):
                self._lines.put(line, timeout=0.1)
                return

    def _read_errors(self, errors: IO[str]) -> None:
        with suppress(ValueError, OSError):
            while text := errors.read(1024):
                self._errors.extend(text)

    def _last_words(self) -> str:
        with suppress(subprocess.TimeoutExpired):
            code = self._process.wait(1)
            self._threads[1].join(1)
            return f"it ended with code {code}: {''.join(self._errors).strip()}"
        return "it closed its output"


@contextmanager
def started(command: Sequence[str], patience: float = PATIENCE) -> Iterator[Program]:
    """Starts a program, and ends it afterwards; raises ProgramError when it can't be started."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise ProgramError(f"{command[0]} can't be started: {error}") from error
    program = Program(process, patience)
    try:
        yield program
    finally:
        program.end()
