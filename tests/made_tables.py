"""Decisions made by chance whose rows are those of a table, in the forms that a table comes in."""

import re
from collections import Counter
from dataclasses import dataclass

from made_decisions import PURPOSES, Maker

LEADS = [
    "Kommunfullmäktige beslutar att fördela medel för {year} enligt tabellen.",
    "Nämndernas ramar för {year} ändras enligt tabellen.",
    "Tilläggsanslag beviljas för {year} enligt följande:",
    "Fördelning av medel {year}",
]
HEADS = {
    "amount": ["Nämnd", "Belopp i tkr"],
    "purpose": ["Nämnd", "Ändamål", "Tkr"],
    "change": ["Nämnd", "Förändring (tkr)"],
    "frame": ["Nämnd", "Ram {before}, tkr", "Förändring, tkr", "Ram {year}, tkr"],
    "budget": ["Nämnd", "Nuvarande budget, tkr", "Tillägg, tkr", "Ny budget, tkr"],
    "history": ["Nämnd", "Utfall {before}, tkr", "Budget {before}, tkr", "Tilldelning {year}, tkr"],
    "transfer": ["Från", "Till", "Belopp, tkr"],
}
BY_CELLS = {  # a text that tells where each cell ends
    "bars": lambda rows: "\n".join(f"| {' | '.join(row)} |" for row in rows),
    "tabs": lambda rows: "\n".join("\t".join(row) for row in rows),
    "gaps": lambda rows: "\n".join("   ".join(row) for row in rows),
}
FLAT = {  # a text that does not
    "spaces": lambda rows: "\n".join(" ".join(filter(None, row)) for row in rows),
    "a cell a line": lambda rows: "\n".join("\n".join(filter(None, row)) for row in rows),
    "a line": lambda rows: " ".join(" ".join(filter(None, row)) for row in rows),
}
_FIGURE = re.compile("−?[0-9][0-9 ]*")


@dataclass(frozen=True)
class TableDecision:
    """The `cells` of a table with its heads, and its `rows`: a board and its kronor each."""

    year: int
    lead: str
    cells: list[list[str]]
    rows: Counter[tuple[str, int]]

    def text(self, form: str) -> str:
        return f"Tilläggsbudget {self.year}\n\nBeslut\n\n{self.lead}\n\n{({**BY_CELLS, **FLAT})[form](self.cells)}\n"

    @property
    def page(self) -> str:
        head, *rows = self.cells
        cells = "".join(f"<th>{cell}</th>" for cell in head)
        lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        titles = f"<h1>Tilläggsbudget {self.year}</h1><h2>Beslut</h2><p>{self.lead}</p>"
        return f"<html><body>{titles}<table><tr>{cells}</tr>{lines}</table></body></html>"


def tkr(kronor: int) -> str:
    return f"{kronor // 1000:,}".replace(",", " ").replace("-", "−")


def table_decision(seed: object, kind: str) -> TableDecision:
    """A table of that kind, with a line of sums or without."""
    m = Maker(f"table {kind} {seed}")
    heads = [head.format(year=m.year, before=m.year - 1) for head in HEADS[kind]]
    cells, rows = [], Counter[tuple[str, int]]()
    for _ in range(m.chance.randint(2, 5)):
        board, kronor = m.board(), m.amount()
        other = 100_000 * m.chance.randint(50, 900)
        if kind in ("change", "frame", "budget") and m.chance.random() < 0.4:
            kronor = -kronor
        cells.append(
            {
                "amount": [tkr(kronor)],
                "purpose": [m.chance.choice(PURPOSES), tkr(kronor)],
                "change": [tkr(kronor)],
                "frame": [tkr(other), tkr(kronor), tkr(other + kronor)],
                "budget": [tkr(other), tkr(kronor), tkr(other + kronor)],
                "history": [tkr(other), tkr(other + 900_000), tkr(kronor)],
                "transfer": [m.board() if kind == "transfer" else "", tkr(kronor)],
            }[kind]
        )
        cells[-1].insert(0, board)
        if kind == "transfer":
            rows += Counter({(cells[-1][1], kronor): 1})
            rows[board, -kronor] += 1
        else:
            rows[board, kronor] += 1
    if kind != "transfer" and m.chance.random() < 0.6:
        columns = list(zip(*cells, strict=True))[1:]
        sums = [
            tkr(1000 * sum(int(cell.replace("−", "-").replace(" ", "")) for cell in column))
            if all(map(_FIGURE.fullmatch, column))
            else ""
            for column in columns
        ]
        cells.append(["Summa", *sums])
    return TableDecision(m.year, m.chance.choice(LEADS).format(year=m.year), [heads, *cells], rows)
