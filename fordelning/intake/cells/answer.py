"""What is told of faults in a file: a line for each kind, few enough to be read, and the options that settle them."""

import re
from collections.abc import Iterator

LISTS = ("ignore", "totals", "posts", "footnote")  # the options that take several places
_LINES = 16  # of 20: the others name the file, what is left out, and the command to type
_APART = 5  # faults that are told each in its own words
_SHOWN = 5  # places in a line
_LISTED = re.compile(rf"(--(?:{'|'.join(LISTS)})) ([0-9A-Z]+(?:[,=+-][0-9A-Z]+)*)(?![a-zåäö])")
# An option as a message proposes it: not one that it begins with, or says something of, since that is given already.
_OPTION = re.compile(
    r"(?<!: )--([a-z][a-z-]*)[ =](?!säger|har\b|»)('[^']*'|\"[^\"]*\"|[^\s,;.]\S*?)(?=[,;.:]?(?:\s|$))"
)
_PLACES = re.compile(r"(.*?)(cell|rad|kolumn) (.+?)( \(.*\))?")
_PARTICULAR = re.compile(r"»[^»]*»|\b[A-Z]{1,2}(?:[0-9]+)?\b|[0-9](?:[0-9  .,–+=-]*[0-9])?")


def lines(faults: list[str]) -> list[str]:
    """`faults` as they are told: those that differ only in their places are one line.

    So are many that differ in names and numbers too.
    """
    kind = _words if len(faults) <= _APART else _kind
    kinds: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for fault in faults:
        where, _, said = fault.partition(": ")
        place = _PLACES.fullmatch(where)
        kinds.setdefault((f"{place[1]}{place[2]}{place[4]}" if place else where, kind(said)), []).append((where, said))
    told = [_line(alike) for alike in kinds.values()]
    if len(told) <= _LINES + 1:
        return told
    return [*told[:_LINES], f"och {len(told) - _LINES} slag till, som visas när de här är åtgärdade"]


def options(line: str) -> list[tuple[str, str]]:
    """The options that a told line proposes, each with what is to be given for it, quoted where it must be."""
    return _OPTION.findall(line)


def option(name: str, text: str) -> str:
    """An option with what is given for it, also where that begins with a hyphen."""
    return f" --{name}{'=' if text.lstrip(chr(39) + chr(34)).startswith('-') else ' '}{text}"


def quoted(text: str) -> str:
    """`text` as both bash and PowerShell take it for one word."""
    if re.fullmatch(r"[\w/.][\w/.:-]*", text):
        return text
    if "'" not in text:
        return f"'{text}'"
    return '"' + re.sub(r'([\\"$`])', r"\\\1", text) + '"'


def _words(said: str) -> str:
    return _LISTED.sub(r"\1", said)


def _kind(said: str) -> str:
    return _PARTICULAR.sub("", _words(said))


def _line(alike: list[tuple[str, str]]) -> str:
    where, said = alike[0]
    if len(alike) == 1:
        return f"{where}: {said}" if said else where
    places = [place for one, _ in alike if (place := _PLACES.fullmatch(one))]
    if not places:
        return f"{where}: {_merged(alike)} (på {len(alike)} ställen)"
    listed = [part for place in places for part in re.split(", | och ", place[3])]
    more = sum(int(part.split()[0]) for part in listed if part.endswith(" till"))
    named = list(dict.fromkeys(part for part in listed if not part.endswith(" till")))
    rest = len(named) - _SHOWN + more
    shown = f"{', '.join(named[:_SHOWN])} och {rest} till" if rest > 0 else f"{', '.join(named[:-1])} och {named[-1]}"
    column = places[0][4] or ""
    about = "" if len({_LISTED.sub("", one) for _, one in alike}) == 1 else f" (här om {named[0]})"
    return f"{places[0][1]}{places[0][2]} {shown}{column}{about}: {_merged(alike)}"


def _merged(alike: list[tuple[str, str]]) -> str:
    """The words of the first, with what all of them propose to list."""
    proposed = [[found[2] for found in _LISTED.finditer(said)] for _, said in alike]
    every: Iterator[str] = (",".join(dict.fromkeys(one)) for one in zip(*proposed, strict=False))
    return _LISTED.sub(lambda found: f"{found[1]} {next(every)}", alike[0][1])
