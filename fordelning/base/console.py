"""What is printed: as text that can be read and moves no cursor, and whether anybody takes it or not."""

import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import TextIO

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # control characters, directions, halves of characters, ends of lines


class Console:
    """A stream to print on, in front of `stream`. What cannot be written is let go of, and `error` then says why."""

    def __init__(self, stream: TextIO):
        self.stream = stream
        self.error: OSError | None = None
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console without a letter shows another one and goes on

    def __getattr__(self, name: str) -> object:
        return getattr(self.stream, name)

    def write(self, text: str) -> int:
        """Print `text`, with what is unseen in it made visible, but for the ends of lines."""
        with self._heard():
            self.stream.write(text if is_seen(text.replace("\n", "")) else "".join(map(_shown, text)))
        return len(text)

    def flush(self) -> None:
        """Hand over what is printed."""
        with self._heard():
            self.stream.flush()

    @contextmanager
    def _heard(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.error = self.error or error
            with suppress(OSError), open(os.devnull, "w") as nowhere:
                os.dup2(nowhere.fileno(), self.stream.fileno())  # so that what is still held back can be let go of


def complain(status: int, message: str) -> int:
    """Say what is wrong, and give back the status to end with."""
    print(message, file=sys.stderr)
    return status


def is_seen(text: str) -> bool:
    """Whether every character of `text` shows, so that it can be named on one line."""
    return text.isprintable() or not any(unicodedata.category(c) in _UNSEEN for c in set(text))


def _shown(c: str) -> str:
    return c if c == "\n" or is_seen(c) else f"\\x{ord(c):02x}"


@contextmanager
def opened() -> Iterator[tuple[Console, Console]]:
    """What is printed and what is complained of goes through a console, also where this was begun without them."""
    _hold()
    before = sys.stdout, sys.stderr
    with ExitStack() as closing:
        streams = [stream or closing.enter_context(open(os.devnull, "w", encoding="utf-8")) for stream in before]
        sys.stdout, sys.stderr = consoles = Console(streams[0]), Console(streams[1])
        try:
            yield consoles
        finally:
            for console in consoles:
                console.flush()
            sys.stdout, sys.stderr = before


def _hold() -> None:
    """Let no file get the number of a stream that was closed: what is printed would end up in it."""
    number = os.open(os.devnull, os.O_RDWR)
    while number <= 2:
        os.set_inheritable(number, True)  # nor in the programs that are begun from here
        number = os.open(os.devnull, os.O_RDWR)
    os.close(number)
