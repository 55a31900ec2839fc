"""Income, costs and their net: where three columns are these, only the net is what is given."""

import re
from decimal import Decimal

from fordelning.intake.cells import amount
from fordelning.intake.table import vocabulary
from fordelning.intake.table.inquiry import Inquiry
from fordelning.intake.table.table_column import Heading, TableColumn

_WORDS = (
    re.compile(r"(?:verksamhetens |externa |summa )?intäkt(?:er)?", re.I),
    re.compile(r"(?:verksamhetens |summa |brutto)?kostnad(?:er)?", re.I),
    re.compile(r"netto\w*|(?:kommun|nämnd)bidrag|(?:budget)?ram|skattemedel", re.I),
)
_RULES = (
    ("summan av intäkter och kostnader, som har olika tecken", lambda income, cost: income + cost),
    ("intäkter minus kostnader, så att ett minus är en kostnad", lambda income, cost: income - cost),
    ("kostnader minus intäkter", lambda income, cost: cost - income),
)


def settle(inquiry: Inquiry, values: list[TableColumn]) -> None:
    """Leave income and costs aside where a column next to them is their net, which is then the amounts."""
    columns = [column for column in values if not vocabulary.is_share(column.heading)]
    sorts = [sort(column.over[-1].text) if column.over else None for column in columns]
    own = inquiry.options.posts
    threes = [[columns[place] for place in places] for places in _triples(sorts)]
    threes = [three for three in threes if not own & {"ALLA", *(column.letter for column in three[:2])}]
    for income, cost, net in threes:
        income.kind = cost.kind = "aside"
        if net.letter not in own:
            _prove(inquiry, income, cost, net)
    nets = [column for column, found in zip(columns, sorts, strict=True) if found == 2]
    if threes or len(nets) == len(columns):
        for column in nets:  # a heading that says net says no more than amount, and the year
            cell, text = column.over.pop()
            column.over.append(Heading(cell, " ".join(["Belopp", *vocabulary.YEAR.findall(text)])))


def sort(text: str) -> int | None:
    """0 for the heading of income, 1 for that of costs, 2 for that of the net; None for any other."""
    bare = vocabulary.bare(vocabulary.YEAR.sub("", text))
    return next((k for k, words in enumerate(_WORDS) if words.fullmatch(bare)), None)


def _triples(sorts: list[int | None]) -> list[tuple[int, ...]]:
    """The places of income, cost and net wherever the three stand next to each other, from the left."""
    found: list[tuple[int, ...]] = []
    for start in range(len(sorts) - 2):
        three = sorts[start : start + 3]
        if {0, 1, 2} == set(three) and (not found or start > max(found[-1])):
            found.append(tuple(start + three.index(k) for k in range(3)))
    return found


def _prove(inquiry: Inquiry, income: TableColumn, cost: TableColumn, net: TableColumn) -> None:
    """Say how the net is made of the other two, or ask where not every line says the same."""
    lines = inquiry.numbers([income, cost, net])
    made, wrong = _rule(lines)
    net.made = f": {made} (kolumn {income.letter} och {cost.letter})"
    without = f"rätta det, eller ange --posts {net.letter} om nettot gäller som det står"
    if wrong and len(wrong) * 2 >= len(lines):
        question = f"hur »{net.heading}» räknas av »{income.heading}» och »{cost.heading}» framgår inte; {without}"
        inquiry.ask(question, net.cell)
    elif wrong:
        question = f"»{net.heading}» är i de andra raderna {made}, men inte här; {without}"
        inquiry.ask(question, *(inquiry.area.lines[position][1][net.index] for position in wrong))


def _rule(lines: dict[int, tuple[Decimal, ...]]) -> tuple[str, list[int]]:
    """How the net is made of income and costs, by what most of `lines` say, and the positions of those that do not."""
    wrong = {text: [k for k, line in lines.items() if not _holds(make(*line[:2]), line)] for text, make in _RULES}
    text = min(wrong, key=lambda text: len(wrong[text]))
    return text, wrong[text]


def _holds(made: Decimal, line: tuple[Decimal, ...]) -> bool:
    """Whether a net is what it should be, within what rounding to the decimals of the three explains."""
    decimals = max(map(amount.places, line))
    return abs(made - line[2]) <= (Decimal(3).scaleb(-decimals) / 2 if decimals > 0 else 0)
