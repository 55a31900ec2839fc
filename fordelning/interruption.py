"""The signals that end a program: they stop what is under way, which is cleared up without being stopped in turn."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_LOADER = "<frozen importlib._bootstrap>"
_MOMENT = 0.02  # seconds until it is asked again whether something is being loaded


@contextmanager
def heard() -> Iterator[None]:
    """Raises KeyboardInterrupt where a signal comes that would have ended the program; `came` says which.

    The first one alone is heard, and none that was ignored from the beginning. What is being loaded is loaded whole
    first: libraries in other languages end the program where they are stopped in the middle of it.
    """

    def interrupt(number: int, frame: FrameType | None) -> None:
        if _is_loading(frame):
            threading.Timer(_MOMENT, signal.raise_signal, [number]).start()
            return
        _set(dict.fromkeys(listening, _Deaf(number)))  # that it is cleared up is not interrupted in turn
        raise KeyboardInterrupt

    usual = (signal.SIG_DFL, signal.default_int_handler)
    listening = {number: was for number, was in _handlers().items() if was in usual}
    _set(dict.fromkeys(listening, interrupt))
    try:
        yield
    finally:
        _set({number: was for number, was in listening.items() if signal.getsignal(number) is interrupt})


def ignore() -> None:
    """Let no signal end the program any longer by itself."""
    _set(dict.fromkeys(_handlers(), signal.SIG_IGN))


def came() -> int | None:
    """The signal that was heard, None before there was any."""
    return next((handler.number for handler in _handlers().values() if isinstance(handler, _Deaf)), None)


@contextmanager
def held() -> Iterator[None]:
    """Let nothing come between something and the note of it, without which nobody would end or remove it."""
    came: list[int] = []
    before = {number: was for number, was in _handlers().items() if was not in (signal.SIG_IGN, None)}
    _set(dict.fromkeys(before, lambda number, frame: came.append(number)))
    try:
        yield
    finally:
        _set(before)
        for number in came[:1]:
            signal.raise_signal(number)


class _Deaf:
    """What hears no more signals after `number`."""

    def __init__(self, number: int):
        self.number = number

    def __call__(self, number: int, frame: object) -> None:
        pass


def _is_loading(frame: FrameType | None) -> bool:
    while frame is not None and frame.f_code.co_filename != _LOADER:
        frame = frame.f_back
    return frame is not None


def _handlers() -> dict[int, object]:
    """What each signal does; none where it is another thread's to say."""
    return {number: signal.getsignal(number) for number in SIGNALS} if _is_main() else {}


def _set(handlers: dict[int, Callable | int]) -> None:
    for number, handler in handlers.items():
        signal.signal(number, handler)


def _is_main() -> bool:
    return threading.current_thread() is threading.main_thread()
