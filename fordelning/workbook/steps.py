"""What the other formulas of a row in the table Avstamning step on: their cells, with the values as we compute them."""

import contextlib
from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from fordelning.base.verdict import State
from fordelning.case.case import Case
from fordelning.case.statement import Quantity, Statement, Value
from fordelning.checks.reconcile import SLIPS, Finding

from . import formulas
from .page import Formula

Cell = int | Fraction | float | str


def cells(case: Case, finding: Finding, made: formulas.RowFormulas) -> Iterator[Formula | None]:
    """The cells of `finding` in the order of `formulas.steps`."""
    values = _parts(case, finding, made) | _date(finding.statement) | _outcome(case, finding)
    for column in formulas.steps(case):
        formula = formulas.step(finding.statement, made, column)
        yield Formula(formula, values[column]) if formula else None


def content(value: Value) -> int | Fraction | str:
    """A value as it is written in its cell."""
    return value.number if isinstance(value, Quantity) else value.text


def _parts(case: Case, finding: Finding, made: formulas.RowFormulas) -> dict[str, Cell]:
    other = case.statements[finding.statement.against or ""].stated if made.seen else None
    values: dict[str, Cell] = {"Mots värde": content(other)} if other else {}
    if made.parts:
        part, base = (case.positions(**(scope or {})) for scope in (made.selected, made.base))
        kronor, step = (case.allocations[column].to_numpy() for column in ("kronor", "step"))
        both, inside, outside = (
            Fraction(int(step[rows].sum()), 2) for rows in (np.intersect1d(part, base), part, base)
        )
        values |= {"Del": int(kronor[part].sum()), "Hela": int(kronor[base].sum())}
        values |= {"Steg båda": both, "Steg del": inside - both, "Steg bas": outside - both}
    ends = (made.between.low, made.between.high) if made.between else ("", "")
    return values | dict(zip(("Lägst", "Högst"), ends, strict=True))


def _date(s: Statement) -> dict[str, Cell]:
    if s.kind != "date" or s.value is None:
        return {}
    year, month, day = (_number(s.value[at]) for at in (slice(4), slice(5, 7), slice(8, 10)))
    last = 0
    if year >= 1 and 1 <= month <= 12:
        leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        last = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1] + leap
    written = "-".join(f"{'-' if n < 0 else ''}{abs(n):0{width}}" for n, width in ((year, 4), (month, 2), (day, 2)))
    parts = {"Skrivet år": year, "Skriven månad": month, "Skriven dag": day}
    return {**parts, "Sista dag": last, "Som skrivet": written}


def _number(text: str) -> int:
    """`text` as a spreadsheet reads it where it is a whole number, with its sign on either side; else 0."""
    with contextlib.suppress(ValueError):
        return -int(float(text[:-1])) if text.endswith("-") else int(float(text))
    return 0


def _outcome(case: Case, finding: Finding) -> dict[str, Cell]:
    s, computed, tolerance = finding.statement, finding.computed, finding.tolerance or 0
    answer, contradicted = case.acknowledgements.get(s.statement), finding.state is State.CONTRADICTED
    same_value = contradicted and (answer.value if answer else None) == s.value
    values: dict[str, Cell] = {"Lika värde": _yes(same_value), "Lika skillnad": _yes(_same_difference(finding, answer))}
    if isinstance(finding.stated, Quantity):
        number = computed.number if isinstance(computed, Quantity) else None
        spare = tolerance - s.slack
        values |= {
            "Ryms": _yes(number is not None and s.interval.holds(number)),
            "Ryms avrundat": _yes(number is not None and s.interval.holds(number, tolerance)),
            "Minst": "" if number is None else number - spare,
            "Mest": "" if number is None else number + spare,
            "Kvot": next((ratio for ratio in SLIPS if finding.ties_times(ratio)), "") if number is not None else "",
        }
    return values


def _same_difference(finding: Finding, answer) -> bool:
    seen, now = answer.difference if answer else None, finding.difference
    if seen is None or now is None or isinstance(now, str):
        return seen is None and now is None
    return Fraction(seen) * finding.statement.measure_of_unit == now


def _yes(held: bool) -> str:
    return "ja" if held else "nej"
