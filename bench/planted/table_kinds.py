"""Kinds of tables: of every shape without a fault, and with one planted in a total, an amount or a format."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

from planted.names import KRONOR
from planted.table import SHAPES, Cell, Place, Style, Table, by_boards, by_pots, by_years, grouped, listed
from planted.table_trial import TableTrial
from planted.trial import Kind

GROUP = "Tabell"
ODD = [
    "Att fördela", "Budgetram", "Kommunkoncernen", "Netto", "Ram", "Ekonomisk ram", "Helheten", "Kommunens pengar",
    "Utrymme", "Tilldelat", "Samlat", "Hela kommunen", "Slutligt", "Disponibelt", "I allt", "Ihop", "***", "Facit",
    "Årets påse", "Agg.", "X", "Samlad kaka",
]  # fmt: skip
Make = Callable[[Random, Path], TableTrial]


def _clean(shape: Callable[[Random], Table]) -> Make:
    def make(chance: Random, folder: Path) -> TableTrial:
        table = shape(chance)
        return TableTrial(folder, table, table)

    return make


def _off(chance: Random, value: Fraction, least: Fraction) -> Fraction:
    """Another number, wrong in one of the ways in which sums are."""
    while True:
        digits = str(int(abs(value) / least))
        n = chance.randrange(max(1, len(digits) - 1))
        swapped = digits[:n] + digits[n : n + 2][::-1] + digits[n + 2 :]
        sign = -1 if value < 0 else 1
        units = int(value / least)
        other = chance.choice(
            [units + 1, units - 1, units * 101 // 100, units * 9 // 10, units * 11 // 10, sign * int(swapped)]
        )
        if other != units:
            return other * least


def _wrong_total(shape: Callable[[Random], Table]) -> Make:
    def make(chance: Random, folder: Path) -> TableTrial:
        table = shape(chance)
        at = chance.choice(list(table.totals))
        wrong = table.number(at, _off(chance, table.cells[at].value, Fraction(1, 10**table.decimals)))
        return TableTrial(folder, wrong, table, frozenset({at}), frozenset({at}))

    return make


def _sums_swapped(chance: Random, folder: Path) -> TableTrial:
    """Two groups that have each other's sum."""
    while True:
        table = grouped(chance)
        one, other = chance.sample(sorted(table.totals)[:-1], 2)
        if table.cells[one].value != table.cells[other].value:
            spoilt = table.having({one: table.cells[other], other: table.cells[one]})
            return TableTrial(folder, spoilt, table, frozenset({one, other}), frozenset({one, other}))


def _under_odd_label(wrong: bool) -> Make:
    """A total under a label that does not say that it is one."""

    def make(chance: Random, folder: Path) -> TableTrial:
        while True:
            table = chance.choice([by_years, listed])(chance)
            row = max(row for row, _ in table.totals)
            if not table.shares and not any(table.kronor(place) < 0 for place in table.amounts):
                break
        label = next(place for place, cell in table.cells.items() if place[0] == row and isinstance(cell.value, str))
        spoilt = table.having({label: Cell(chance.choice(ODD))})
        at = frozenset(table.totals)
        if wrong:
            for place in table.totals:
                value = table.cells[place].value * chance.choice([90, 95, 101, 105, 110, 120, 80]) / 100
                spoilt = spoilt.number(place, Fraction(round(value * 10**table.decimals), 10**table.decimals))
        false = {place for place in at if spoilt.cells[place].value != table.cells[place].value}
        return TableTrial(folder, spoilt, table, at, frozenset(false), readable=not wrong)

    return make


def _in_amount(change: Callable[[Random, Table, Place], Table | None], readable: bool = False, **style) -> Make:
    """An amount that is spoilt, of which the totals over it tell."""

    def make(chance: Random, folder: Path) -> TableTrial:
        while True:
            table = chance.choice(list(SHAPES.values()))(chance)
            if style:
                table = replace(table, style=Style(**style))
            at = chance.choice(list(table.amounts))
            spoilt = change(chance, table, at)
            if spoilt:
                return TableTrial(
                    folder, spoilt, table, _row(table, at), table.about(at), frozenset(table.shares), readable
                )

    return make


def _row(table: Table, at: Place) -> frozenset[Place]:
    """A cell, and the totals that it is part of: where either is named the reader is led there."""
    return frozenset({at}) | table.about(at)


def _glued(chance: Random, table: Table, at: Place) -> Table | None:
    value = table.cells[at].value
    if value < 0 or table.shares:
        return None
    digit = chance.randint(1, 4)
    units = value * 10**table.decimals * 10 + digit
    return table.number(at, units / 10 ** (table.decimals + (1 if table.decimals else 0)))


def _raised(chance: Random, table: Table, at: Place) -> Table | None:
    text = table.text(at)
    return table.having({at: Cell(text + chance.choice("¹²³"))})


def _garbled(chance: Random, table: Table, at: Place) -> Table | None:
    return table.number(at, _off(chance, table.cells[at].value, Fraction(1, 10**table.decimals)))


def _in_kronor(chance: Random, table: Table, at: Place) -> Table | None:
    if table.unit == "kr":
        return None
    return table.number(at, table.cells[at].value * KRONOR[table.unit])


def _ten_times(chance: Random, table: Table, at: Place) -> Table | None:
    return table.number(at, table.cells[at].value * chance.choice([10, 100]))


def _unsigned(chance: Random, folder: Path) -> TableTrial:
    """An amount that has lost its minus."""
    while True:
        table = by_years(chance)
        minus = [place for place in table.amounts if table.cells[place].value < 0]
        if minus:
            at = chance.choice(minus)
            spoilt = table.number(at, -table.cells[at].value)
            return TableTrial(folder, spoilt, table, _row(table, at), table.about(at))


def _swapped(chance: Random, folder: Path) -> TableTrial:
    """Two amounts that have changed places, in a table with sums both ways."""
    while True:
        table = chance.choice([by_boards, by_pots])(chance)
        one, other = chance.sample(list(table.amounts), 2)
        if table.cells[one].value != table.cells[other].value:
            spoilt = table.having({one: table.cells[other], other: table.cells[one]})
            false = table.about(one) ^ table.about(other)
            return TableTrial(folder, spoilt, table, _row(table, one) | _row(table, other), false)


def _wrong_share(chance: Random, folder: Path) -> TableTrial:
    """A share that is not its part of the whole."""
    while True:
        table = by_years(chance)
        if table.shares:
            at = chance.choice(list(table.shares))
            spoilt = table.number(at, table.cells[at].value + chance.choice([1, 3, 10]))
            return TableTrial(folder, spoilt, table, frozenset({at}), frozenset({at}))


def _formatted(forms: Callable[[Table], dict[str, int]], values: bool) -> Make:
    """A column whose cells have a format that shows another currency, size or sign than the heading says."""

    def make(chance: Random, folder: Path) -> TableTrial:
        while True:
            table = replace(by_years(chance), style=Style(".xlsx"))
            if table.shares or (ways := forms(table)) == {}:
                continue
            form, times = chance.choice(list(ways.items()))
            column = chance.choice([place for place in table.amounts])[1]
            places = [place for place in (*table.amounts, *table.totals) if place[1] == column]
            if times < 0 and not any(table.cells[place].value < 0 for place in places):
                continue
            size = times if values else 1
            shown = {place: Cell(table.cells[place].value * max(1, size), form) for place in places}
            return TableTrial(folder, table.having(shown), table, frozenset(places), readable=True)

    return make


def _currency(table: Table) -> dict[str, int]:
    """The unit is one, and Excel's format says kronor."""
    number = _usual(table)
    return {} if table.unit == "kr" else {f'{number} "kr"': 1, f"{number} [$kr-41D]": 1, f"{number} [$SEK]": 1}


def _scaled(table: Table) -> dict[str, int]:
    """What is stored is a thousand times what is shown."""
    return {f"{_usual(table)},": 1_000}


def _no_minus(table: Table) -> dict[str, int]:
    """The minus is not shown."""
    return {f"{_usual(table)};{_usual(table)}": -1}


def _usual(table: Table) -> str:
    return "#,##0" + ("." + "0" * table.decimals if table.decimals else "")


def _hidden(chance: Random, folder: Path) -> TableTrial:
    """A line that no reader sees and that the total has, or has not."""
    table = replace(chance.choice([by_years, listed])(chance), style=Style(".xlsx"))
    at = chance.choice(list(table.amounts))
    return TableTrial(folder, replace(table, hidden=(at[0],)), table, _row(table, at), table.about(at))


def _twice(chance: Random, folder: Path) -> TableTrial:
    """The name of one line stands on another too, so that the same allocation is there twice."""
    table = chance.choice([by_years, by_boards])(chance)
    rows = sorted({row for row, _ in table.amounts})
    one, other = chance.sample(rows, 2)
    column = min(c for _, c in table.amounts) - 1
    spoilt = table.having({(other, column): table.cells[one, column]})
    return TableTrial(folder, spoilt, table, frozenset(at for at in table.amounts if at[0] in (one, other)))


def _renamed_twice(chance: Random, folder: Path) -> TableTrial:
    """A line that stands once more with its board's name in another form, and is in the total once."""
    while True:
        table = by_years(chance)
        rows = sorted({row for row, _ in table.amounts})
        at = chance.choice(rows)
        name = str(table.cells[at, 1].value)
        form = chance.choice([name.upper(), name.replace("nämnden", " nämnden"), name.replace("nämnden", "nämnd")])
        amounts = {place: names for place, names in table.amounts.items() if place[0] == at}
        if table.shares or table.besides or form == name or not any(table.kronor(place) for place in amounts):
            continue
        last = rows[-1] + 1  # where the line goes in, and what stood there goes down
        cells = {(row + (row >= last), column): cell for (row, column), cell in table.cells.items()}
        cells |= {(last, column): table.cells[at, column] for _, column in amounts} | {(last, 1): Cell(form)}
        again = {(last, column): (form, *names[1:]) for (_, column), names in amounts.items()}
        totals = {(row + 1, column): parts for (row, column), parts in table.totals.items()}
        spoilt = replace(table, cells=cells, amounts=table.amounts | again, totals=totals)
        return TableTrial(folder, spoilt, spoilt, frozenset({*again, *amounts, *totals}), frozenset(totals))


def _two_readings(chance: Random, folder: Path) -> TableTrial:
    """Amounts that are written with a point: thousands, or decimals."""
    while True:
        table = replace(by_years(chance), style=Style())
        if table.shares or table.decimals or table.besides:
            continue
        big = {at: Fraction(chance.randint(1_000, 9_999)) for at in table.amounts}
        shown = {at: Cell(f"{int(value) // 1000}.{int(value) % 1000:03}") for at, value in big.items()}
        kept = {at: c for at, c in table.cells.items() if at[0] not in {row for row, _ in table.totals}}
        plain = replace(table, cells=kept, totals={})
        return TableTrial(
            folder, plain.having(shown), plain.having({at: Cell(v) for at, v in big.items()}), frozenset(big)
        )


def _kinds() -> Iterator[Kind]:
    for name, shape in SHAPES.items():
        yield Kind(f"tabell utan fel: {name}", GROUP, _clean(shape), planted=False)
    yield Kind(
        "fel slutsumma eller radsumma",
        GROUP,
        _wrong_total(lambda c: c.choice([by_years, by_boards, by_pots, listed])(c)),
    )
    yield Kind("fel delsumma", GROUP, _wrong_total(grouped))
    yield Kind("två delsummor ombytta", GROUP, _sums_swapped)
    yield Kind("fel summa under okänt namn", GROUP, _under_odd_label(True))
    yield Kind("rätt summa under okänt namn (dubbelräkning)", GROUP, _under_odd_label(False))
    yield Kind("fotnotssiffra fast vid beloppet", GROUP, _in_amount(_glued))
    yield Kind("upphöjd fotnotssiffra", GROUP, _in_amount(_raised, readable=True, suffix=".xlsx", text=True))
    yield Kind("fel belopp i en cell", GROUP, _in_amount(_garbled))
    yield Kind("en cell i kronor", GROUP, _in_amount(_in_kronor))
    yield Kind("tio eller hundra gånger för mycket", GROUP, _in_amount(_ten_times))
    yield Kind("tappat minus i en cell", GROUP, _unsigned)
    yield Kind("två belopp ombytta i tabellen", GROUP, _swapped)
    yield Kind("fel andel i tabellen", GROUP, _wrong_share)
    yield Kind("format med annan valuta än rubriken", GROUP, _formatted(_currency, False))
    yield Kind("format som visar tusendelen", GROUP, _formatted(_scaled, True))
    yield Kind("format som döljer minus", GROUP, _formatted(_no_minus, False))
    yield Kind("dold rad", GROUP, _hidden)
    yield Kind("samma namn två gånger", GROUP, _twice)
    yield Kind("samma nämnd två gånger, namnet på två sätt", GROUP, _renamed_twice)
    yield Kind("punkt som kan vara två saker", GROUP, _two_readings)


TABLES = tuple(_kinds())
