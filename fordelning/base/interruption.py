"""The signals that end a program: they stop what is under way, which is cleared up without being stopped in turn."""

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

Handler = Callable[[int, FrameType | None], object] | int | None

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_LOADER = "<frozen importlib._bootstrap>"
_MOMENT = 0.02  # seconds until it is asked again whether something is being loaded


@contextmanager
def heard() -> Iterator[None]:
    """Raises KeyboardInterrupt where a signal comes that would have ended the program; `came` says which.

    The first one alone is heard, and none that was ignored from the beginning. What is being loaded is loaded whole
    first: libraries in other languages end the program where they are stopped in the middle of it. Where Python drops
    the exception, as it does in what is called when an object goes, it is raised again a moment later.
    """
    ear, told = _Ear(), sys.unraisablehook

    def dropped(what: "sys.UnraisableHookArgs") -> None:
        if ear.number and issubclass(what.exc_type, KeyboardInterrupt):
            done = threading.Event()  # what comes before would be raised here, and dropped in turn
            ear.hear_later(ear.number, done)
            ear.deaf = False
            done.set()
        else:
            told(what)

    usual = (signal.SIG_DFL, signal.default_int_handler)
    listening = {number: was for number, was in _handlers().items() if was in usual}
    _set(dict.fromkeys(listening, ear))
    sys.unraisablehook = dropped
    try:
        yield
    finally:
        sys.unraisablehook = told
        if ear.number is None:
            _set({number: was for number, was in listening.items() if signal.getsignal(number) is ear})
        ear.deaf = True


def ignore() -> None:
    """Let no signal end the program any longer by itself."""
    _set(dict.fromkeys(_handlers(), signal.SIG_IGN))


def came() -> int | None:
    """The signal that was heard, None before there was any."""
    return next((ear.number for ear in _ears()), None)


def require_none() -> None:
    """Raises KeyboardInterrupt where a signal came that has stopped nothing yet."""
    for ear in _ears():
        if ear.number and not ear.deaf:
            ear.deaf = True
            raise KeyboardInterrupt


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


class _Ear:
    """What hears the first signal, its `number`, and is deaf after that: clearing up is not interrupted in turn."""

    def __init__(self) -> None:
        self.number: int | None = None
        self.deaf = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.deaf:
            return
        self.number = self.number or number
        if _is_loading(frame):
            self.hear_later(number)
            return
        self.deaf = True
        raise KeyboardInterrupt

    def hear_later(self, number: int, when: threading.Event | None = None) -> None:
        """Let the signal come again a moment later, or after `when`, unless all has ended by then."""
        threading.Thread(target=self._send, args=(number, when)).start()

    def _send(self, number: int, when: threading.Event | None) -> None:
        if when:
            when.wait()
        time.sleep(_MOMENT)
        if self.deaf:
            return
        main = threading.main_thread().ident
        if main is not None and hasattr(signal, "pthread_kill"):  # the main thread may be waiting for something
            signal.pthread_kill(main, number)
        else:
            signal.raise_signal(number)


def _ears() -> list[_Ear]:
    return [handler for handler in _handlers().values() if isinstance(handler, _Ear)]


def _is_loading(frame: FrameType | None) -> bool:
    while frame is not None and frame.f_code.co_filename != _LOADER:
        frame = frame.f_back
    return frame is not None


def _handlers() -> dict[int, Handler]:
    """What each signal does; none where it is another thread's to say."""
    return {number: signal.getsignal(number) for number in SIGNALS} if _is_main() else {}


def _set(handlers: Mapping[int, Handler]) -> None:
    for number, handler in handlers.items():
        signal.signal(number, handler)


def _is_main() -> bool:
    return threading.current_thread() is threading.main_thread()
