"""The command line's own words in Swedish, and what is near a mistyped word on it."""

import argparse
import difflib
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from fordelning.base.console import is_seen
from fordelning.base.errors import reason, shorten
from fordelning.base.money import KRONOR, meant

HEADINGS = {"positional arguments": "anges", "options": "tillägg"}
# What argparse says is wrong, as patterns of the whole message, and the same in Swedish.
FAULTS = {
    "the following arguments are required: (.*)": r"detta saknas: \1",
    "expected one argument": "ett värde ska följa",
    "expected ([0-9]+) arguments": r"\1 värden ska följa",
    "ignored explicit argument (.*)": r"inget värde ska följa, men \1 gör det",
    "ambiguous option: (.*) could match (.*)": r"\1 kan vara \2; skriv ut hela",
}


class _Help(argparse.HelpFormatter):
    """Help with its few words of argparse's own in Swedish."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "så skrivs det: " if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(HEADINGS.get(heading or "", heading))


class Parser(argparse.ArgumentParser):
    """A parser that says in Swedish what is wrong, and what is near a mistyped command, option or value."""

    def __init__(self, **given: Any):
        super().__init__(formatter_class=_Help, add_help=False, **given)
        self.add_argument("-h", "--help", action="help", help="visa den här hjälpen")

    def parse_known_args(self, args: Iterable[str] | None = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """As argparse's, but what is unknown is an error, told by the command that it is given to."""
        args = sys.argv[1:] if args is None else list(args)
        for text in args:
            if re.search("[\ud800-\udfff]", text):  # bytes that are no UTF-8
                self.error(f"{shorten(text)} har tecken som inte kan läsas")
        known = self._option_string_actions
        for option in self._options(args):
            if not any(one.startswith(option) for one in known):
                self.error(f"{shorten(option)} finns inte{_near(option, known)}")
        given, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"detta hör inte hit: {' '.join(map(shorten, unknown))}")
        return given, unknown

    def _options(self, args: Sequence[str]) -> Iterator[str]:
        """The options in `args` that are this parser's: for one with commands those before the command."""
        for text in args:
            if text == "--" or (self._subparsers and not text.startswith("-")):
                return
            if found := re.match(r"--[^\s=]+(?==|$)|-[^\W\d_](?=$)", text):
                yield found[0]

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            choices = list(action.choices)
            said = f"{shorten(value)} finns inte{_near(value, choices) or '.'} Välj bland {', '.join(choices)}."
            raise argparse.ArgumentError(action, said)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where there is help, and exit with argparse's own status for it."""
        self.exit(2, f"{self.prog}: {_in_swedish(message)}\nHjälp: {self.prog} --help\n")


def _in_swedish(message: str) -> str:
    """What argparse has found wrong, in Swedish; what we have found ourselves is so already."""
    argument, of, fault = message.partition(": ") if message.startswith("argument ") else ("", "", message)
    for pattern, swedish in FAULTS.items():
        if found := re.fullmatch(pattern, fault, re.DOTALL):
            fault = found.expand(swedish)
    return argument.removeprefix("argument ") + of + fault


def _near(text: str, known: Iterable[str]) -> str:
    """A question, where one of `known` is near: for a unit what it means, and not what it merely looks like."""
    known = set(known)
    near = [meant(text)] if known >= set(KRONOR) else difflib.get_close_matches(text.lower(), sorted(known), n=1)
    return f"; menade du {near[0]}?" if near and near[0] else ""


def as_path(text: str) -> Path:
    """The file or folder called `text`, whether it is there or not. Raises ArgumentTypeError where none can be."""
    if not text:
        raise argparse.ArgumentTypeError("ange en mapp eller fil; här står ingenting")
    if not is_seen(text):
        raise argparse.ArgumentTypeError(f"{shorten(text)} har tecken som inte kan läsas")
    try:
        Path(text).exists()
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{shorten(text)}: {reason(error)}") from None
    return Path(text)


def as_count(text: str) -> int:
    """A whole number, nought or more. Raises ArgumentTypeError."""
    if not re.fullmatch("[0-9]{1,9}", text):
        raise argparse.ArgumentTypeError(f"{shorten(text)} är inget antal")
    return int(text)


def as_port(text: str) -> int:
    """The number of a port, 0 for any that is free. Raises ArgumentTypeError."""
    if not re.fullmatch("[0-9]{1,5}", text) or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{shorten(text)} är inget portnummer")
    return int(text)
