"""The measure as tables in Markdown, and the page of the docs that has them."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from fordelning.base.money import decimal
from planted.measure import Measured, failed
from planted.trial import ASIDE, ASKED, CONTRADICTED, GAP, LOST, READ, REFUSED, TAKEN

_BEGIN, _END = "<!-- mätningen börjar -->", "<!-- mätningen slutar -->"
_HOW = (CONTRADICTED, ASKED, REFUSED, GAP, READ)


def tables(found: list[Measured]) -> str:
    """All that was measured, as Markdown."""
    return "\n".join([*_whole(found), "", *_planted(found), "", *_clean(found), "", *_coverage(found), *_failed(found)])


def written(page: Path, measured: str, told: str) -> None:
    """Put the tables into the page, after a line that says when and of what they are."""
    text = page.read_text(encoding="utf-8")
    made = re.sub(f"(?s)(?<={_BEGIN}\n).*(?={_END})", lambda _: f"\n{told}\n\n{measured}\n\n", text)
    page.write_text(made, encoding="utf-8", newline="")


def _whole(found: list[Measured]) -> Iterator[str]:
    planted, clean = ([one for one in found if one.kind.planted is kind] for kind in (True, False))
    right, wrong = (
        sum(getattr(one, name) for one in found if one.kind.group != "Källa") for name in ("right", "wrong")
    )
    figures = sum((one.figures for one in found), Counter[str]())
    missed = sum(len(one.missed) for one in planted)
    yield from _head("Mått", "Utfall")
    yield f"| försök | {_number(sum(one.trials for one in found))} |"
    yield f"| planterade fel som hittas | {_of(sum(one.trials for one in planted) - missed, planted)} |"
    yield f"| felfria som anklagas | {_of(sum(len(one.accused) for one in clean), clean)} |"
    yield f"| felfria som läses rätt utan fråga | {_of(sum(one.found[READ] for one in clean), clean)} |"
    yield f"| påståenden som *motsägs* med rätta | {_number(right)} av {_number(right + wrong)} |"
    yield f"| tal som är redovisade | {_number(figures.total() - figures[LOST])} av {_number(figures.total())} |"


def _of(count: int, found: list[Measured]) -> str:
    return f"{_number(count)} av {_number(sum(one.trials for one in found))}"


def _planted(found: list[Measured]) -> Iterator[str]:
    yield from _head("Var", "Planterat", "Försök", "Hittas", *_HOW, "Missas", "Andel")
    for one in found:
        if one.kind.planted:
            ways = [one.found[how] for how in _HOW]
            share = f"{decimal(100 * (one.trials - len(one.missed)) / one.trials, 1)} %"
            yield _row(one.kind.group, one.kind.name, one.trials, sum(ways), *ways, len(one.missed), share)


def _clean(found: list[Measured]) -> Iterator[str]:
    yield from _head("Var", "Utan fel", "Försök", "Läses rätt", "Frågas", "Läses fel", "Anklagas")
    for one in found:
        if not one.kind.planted:
            yield _row(
                one.kind.group, one.kind.name, one.trials, one.found[READ], one.found[ASKED], len(one.missed),
                len(one.accused),
            )  # fmt: skip


def _coverage(found: list[Measured]) -> Iterator[str]:
    yield from _head("Var", "Tal", "Lästa", "I en fråga", "Åt sidan med skäl", "Oredovisade")
    for group in dict.fromkeys(one.kind.group for one in found):
        figures = sum((one.figures for one in found if one.kind.group == group), Counter[str]())
        yield _row(group, figures.total(), *(figures[word] for word in (TAKEN, ASKED, ASIDE, LOST)))


def _failed(found: list[Measured]) -> Iterator[str]:
    for n, (one, how, seeds) in enumerate(failed(found)):
        if n == 0:
            yield from ("", "De som faller:", "")
        yield f"- {one.kind.name}, {how}: {', '.join(map(str, seeds))}"


def _head(*names: str) -> Iterator[str]:
    yield f"| {' | '.join(names)} |"
    yield (
        "|"
        + "|".join("---" if n < 1 or name in ("Planterat", "Utan fel") else "---:" for n, name in enumerate(names))
        + "|"
    )


def _row(*cells: str | int) -> str:
    return f"| {' | '.join(one if isinstance(one, str) else _number(one) for one in cells)} |"


def _number(count: int) -> str:
    return decimal(count, 0)
