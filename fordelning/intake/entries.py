"""The amounts of a table made complete: each has a year, a board, a pot and a measure, and none is there twice."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from fordelning.base.money import KRONOR, MOST, decimal
from fordelning.case.case import MEASURE, POT
from fordelning.intake.table.cell_values import Claim, Entry, TableContent
from fordelning.intake.table.options import Options
from fordelning.intake.table.recognition import UNSAID
from fordelning.intake.table.vocabulary import YEAR, against

LONGEST_NAME = 200
_MOVED = re.compile(r"ombudget|överför|resultatbalans|bokslut|utfall|\bfrån (år )?[0-9]{4}", re.I)


def same(name: str) -> str:
    """What makes two names the same: their words, whatever the capitals."""
    return name.casefold()


def written(figure: Entry | Claim) -> str:
    """The number of an amount or a total with a decimal comma."""
    return f"{figure.number:f}".replace(".", ",")


def complete(found: TableContent, options: Options) -> list[Entry]:
    """The amounts with what the analyst, or the text above the table, says of all of them; "" where nobody does."""
    pot, measure = options.pot or POT, options.measure or MEASURE
    said = {"year": options.year or _year_above(found), "board": options.board, "pot": pot, "measure": measure}
    return [
        replace(entry, about=entry.about | {r: said[r] for r in said if r not in entry.about})
        for entry in found.entries
    ]


def faults(found: TableContent, entries: list[Entry]) -> list[str]:
    """What is wrong with `entries`, which are those of `found` made complete."""
    named = [
        f"{entry.place}: ett namn på {len(name)} tecken, högst {LONGEST_NAME}"
        for entry in found.entries
        for name in entry.about.values()
        if len(name) > LONGEST_NAME
    ]
    single = dict.fromkeys(fault for entry in entries for fault in _faults(entry))
    return [*single, *_uneven(found), *named]


def told(found: TableContent, options: Options) -> list[str]:
    """That the text above the table says the year, and what options say that the table itself says for every amount."""
    year = "" if options.year or all("year" in entry.about for entry in found.entries) else _year_above(found)
    given = {"year": options.year, "pot": options.pot, "measure": options.measure, "board": options.board}
    unused = [role for role in given if given[role] and all(role in entry.about for entry in found.entries)]
    return [f"Året {year} står i texten ovanför tabellen."] * bool(year) + [
        f"--{role} {given[role]} har inte använts: tabellen säger det själv för varje belopp." for role in unused
    ]


def unique(entries: list[Entry], duplicates: str) -> tuple[list[Entry], list[str]]:
    """`entries` with one for each year, pot, measure and board, and what is wrong with that.

    Those about the same are added where `duplicates` is "sum"; else they are faults.
    """
    seen: dict[tuple[str, ...], Entry] = {}
    wrong = []
    for entry in entries:
        key = tuple(same(entry.about[role]) for role in ("year", "pot", "measure", "board"))
        first = seen.setdefault(key, entry)
        if first is entry:
            continue
        if duplicates != "sum":
            named = [entry.about[role] for role in ("measure", "pot", "board", "year")]
            what = ", ".join(name for name in named if name not in (POT, MEASURE))
            wrong.append(
                f"{entry.place}: {what} står också i {first.place}; avgör med --duplicates summera eller skilj "
                "raderna åt"
            )
        elif first.unit != entry.unit:
            wrong.append(f"{entry.place}: en annan enhet än {first.place}, som gäller detsamma")
        else:
            marks = tuple(dict.fromkeys((*first.marks, *entry.marks)))
            seen[key] = replace(first, number=first.number + entry.number, marks=marks)
    return list(seen.values()), wrong


def _year_above(found: TableContent) -> str:
    """The only year that the text above the table names; "" where it may not be that of the amounts."""
    title = " ".join(found.title)
    years = set(YEAR.findall(title))
    return years.pop() if len(years) == 1 and not _MOVED.search(title) and not against(title) else ""


def _faults(entry: Entry) -> Iterator[str]:
    year = entry.about["year"]
    yield from (UNSAID[role] for role in ("year", "board") if not entry.about[role])
    if year and not re.fullmatch("(19|20|21)[0-9]{2}", year):
        yield f"{entry.place}: året är »{year}», väntade ett årtal med fyra siffror"
    if abs(entry.number) * KRONOR[entry.unit] > MOST:
        yield f"{entry.place}: {written(entry)} {entry.unit} är mer än 1 000 mdkr, det största som läses"


def _uneven(found: TableContent) -> list[str]:
    """One fault for all amounts and totals that are not in whole kronor."""
    figures: list[Entry | Claim] = [*found.entries, *found.claims]
    uneven = [figure for figure in figures if figure.unit != "%" and figure.number * KRONOR[figure.unit] % 1]
    if not uneven:
        return []
    first, others = uneven[0], len(uneven) - 1
    more = f" och {decimal(others, 0)} {'cell' if others == 1 else 'celler'} till" if others else ""
    step = f"{Decimal(1) / KRONOR[first.unit]:f}".replace(".", ",")
    return [
        f"{first.place}{more}: {written(first)} {first.unit} är inte hela kronor; avrunda till hela kronor i tabellen "
        f"och ange --rounding {step}, så att summorna prövas med den avrundningen"
    ]
