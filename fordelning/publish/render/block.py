"""A block that came with a notebook, held against what `document` declares: of another form none is shown."""

import datetime
import re
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from types import UnionType
from typing import Annotated, Literal, TypeGuard, Union, get_args, get_origin, get_type_hints, is_typeddict

from fordelning.base.errors import shorten, unseen
from fordelning.report.document import Block, Facts, Run, Table

from . import svg

Fault = tuple[str, str]  # where in the block, and what is wrong there
Check = Callable[[object], list[Fault]]

_ID = r"[A-Za-z][A-Za-z0-9_-]*"  # as long as the key of a case that it is made of
_BESIDE = r"[a-z0-9]+(?:-[a-z0-9]+)*\.html"  # another document of the same edition
_HOST = r"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])"
_ADDRESS = re.compile(
    rf"#{_ID}|{_BESIDE}|(?i:https?)://{_HOST}(?::\d{{1,5}})?(?:[/?#][^\s<>\"\\^`{{|}}]*)?"
    r"|(?i:mailto):[\w.+-]+@[\w.-]+(?:\?[^\s<>\"\\^`{|}]*)?"
)
_PLACES = {".text": "texten", ".href": "länken"}


def faults(data: object) -> list[str]:
    """What in `data`, which a notebook showed as a block, is not as it has to be; nothing where it can be a block."""
    kind = data.get("type") if isinstance(data, dict) else data
    if not isinstance(data, dict) or not isinstance(kind, str) or kind not in _blocks():
        return [f"fann {_told(kind)}, väntade ett block av något av slagen {_listed(_blocks())}"]
    return [f"{kind}{place}: {said}" for place, said in _blocks()[kind](data)]


def in_run(run: dict) -> list[str]:
    """What in a run made of Markdown is not as it has to be."""
    return [f"{_PLACES[place]}: {said}" for place, said in _check(Run)(run)]


@cache
def _blocks() -> dict[str, Check]:
    return {kind.type: _object(kind, type=Literal[kind.type]) for kind in Block.__subclasses__()}


@cache
def _check(kind) -> Check:
    """The check of a type that `document` uses; it gives back no fault where a value is of that type."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _FORMS[kind.__metadata__[0]]
    if origin is Literal:
        return _form(lambda value: isinstance(value, str) and value in arguments, "något av " + _listed(arguments))
    if origin in (Union, UnionType):
        return _either(*map(_check, arguments))
    if origin is tuple:
        return _list(_check(arguments[0])) if arguments[1:] == (...,) else _row(*map(_check, arguments))
    if origin is dict:
        return _mapping(*map(_check, arguments))
    return _FORMS[kind.__name__] if kind.__name__ in _FORMS else _object(kind)


def _form(fits: Callable[[object], bool], expected: str) -> Check:
    return lambda value: [] if fits(value) else [("", f"fann {_told(value)}, väntade {expected}")]


def _text(fits: Callable[[str], bool], expected: str) -> Check:
    def check(value: object) -> list[Fault]:
        if not isinstance(value, str):
            return [("", f"fann {_told(value)}, väntade {expected}")]
        if character := unseen(value):
            return [("", f"fann {_told(value)}, där tecknet {character} inte syns")]
        return [] if fits(value) else [("", f"fann {_told(value)}, väntade {expected}")]

    return check


def _picture(value: object) -> list[Fault]:
    return [("", said) for said in svg.faults(value)] if isinstance(value, str) else _check(str)(value)


def _either(first: Check, *others: Check) -> Check:
    return lambda value: [] if any(not other(value) for other in others) else first(value)


def _list(item: Check) -> Check:
    def check(value: object) -> list[Fault]:
        if not isinstance(value, list):
            return [("", f"fann {_told(value)}, väntade en lista")]
        return [(f"[{n}]{place}", said) for n, one in enumerate(value) for place, said in item(one)]

    return check


def _row(*items: Check) -> Check:
    def check(value: object) -> list[Fault]:
        if not isinstance(value, list) or len(value) != len(items):
            return [("", f"fann {_told(value)}, väntade en lista med {len(items)} delar")]
        pairs = enumerate(zip(items, value, strict=True))
        return [(f"[{n}]{place}", said) for n, (item, one) in pairs for place, said in item(one)]

    return check


def _mapping(key: Check, item: Check) -> Check:
    def check(value: object) -> list[Fault]:
        if not isinstance(value, dict):
            return [("", f"fann {_told(value)}, väntade ett objekt")]
        return [(f"[{_told(name)}]{place}", said) for name in value for place, said in key(name) + item(value[name])]

    return check


def _object(kind: type, **more) -> Check:
    hints = get_type_hints(kind, include_extras=True)
    names = hints if is_typeddict(kind) else [field.name for field in fields(kind)]
    parts = {**more, **{name: hints[name] for name in names}}
    checks = {name: _check(part) for name, part in parts.items()}

    def check(value: object) -> list[Fault]:
        if not isinstance(value, dict):
            return [("", f"fann {_told(value)}, väntade ett objekt med {_listed(checks)}")]
        found = [("", f"{_told(name)} hör inte hemma här") for name in value if name not in checks]
        for name, one in checks.items():
            wrong = one(value[name]) if name in value else [("", "saknas")]
            found += [(f".{name}{place}", said) for place, said in wrong]
        return found or _WHOLE.get(kind, lambda value: [])(value)

    return check


def _table(table: dict) -> list[Fault]:
    """A row has a cell for each column, or one alone where it heads a group."""
    width = len(table["columns"])
    wrong = [n for n, row in enumerate(table["rows"]) if len(row["cells"]) != (1 if row["style"] == "group" else width)]
    found = [(f".rows[{n}].cells", f"har inte en cell för var och en av tabellens {width} kolumner") for n in wrong]
    return found if width else [(".columns", "tabellen har inga kolumner")]


def _facts(facts: dict) -> list[Fault]:
    backs = [n for n, (value, _) in enumerate(facts["items"]) if value["style"] == "back"]
    found = [(f".items[{n}][0].style", "ett nyckeltal kan inte vara en väg tillbaka") for n in backs]
    return found if facts["items"] else [(".items", "det finns inga nyckeltal")]


_WHOLE = {Table: _table, Facts: _facts}


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


_FORMS: dict[str, Check] = {
    "str": _text(lambda text: True, "text"),
    "bool": _form(lambda value: isinstance(value, bool), "true eller false"),
    "words": _text(lambda text: text.strip() != "", "en text som inte är tom"),
    "id": _text(lambda text: bool(re.fullmatch(_ID, text)), "ett namn av a–z, A–Z, 0–9, bindestreck och understreck"),
    "address": _text(
        lambda text: text.isprintable() and bool(_ADDRESS.fullmatch(text)),
        "en fullständig adress som börjar med https://, http:// eller mailto:, eller # och ett namn i dokumentet",
    ),
    "day": _text(_is_day, "ett datum, ÅÅÅÅ-MM-DD"),
    "svg": _picture,
    "NoneType": _form(lambda value: value is None, "null"),
    "length": _form(lambda value: _is_number(value) and 0 < value <= 100_000, "ett tal större än 0 och högst 100000"),
    "number": _form(lambda value: type(value) is int and 0 < value <= 100_000, "ett heltal från 1 till 100000"),
}


def _told(value: object) -> str:
    """What was found, in few words."""
    if isinstance(value, str):
        return shorten(value)
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    named = {dict: "ett objekt", list: "en lista", int: "ett heltal", float: "ett tal"}
    found = next((name for kind, name in named.items() if isinstance(value, kind)), "något annat")
    return f"{value}" if _is_number(value) and abs(value) < 1e15 else found


def _listed(texts) -> str:
    return ", ".join(f"»{text}»" for text in texts)
