"""Made-up cases of any size: boards, pots and measures by number or name, and rows of whole tkr between them."""

import shutil
from pathlib import Path

from conftest import SEED, declare, edit, read_rows, with_columns, write_rows

LONG = (
    "Gymnasie- och arbetsmarknadsnämnden",
    "Kultur-, fritids- och föreningsnämnden",
    "Samhällsbyggnadsnämndens trafikutskott",
    "Överförmyndarnämnden i södra Storstockholm",
    "Vård- och omsorgsnämnden",
    "Miljötillsynsnämnden",
    "Räddningstjänstförbundsdirektionen",
    "Valnämnden",
    "Förskole- och grundskolenämnden",
    "Klimat- och stadsmiljönämnden",
    "Arbetsmarknads- och vuxenutbildningsnämnden",
    "Natur- och byggnadsnämnden",
    "Individ- och familjeomsorgsnämnden",
    "Kommunstyrelsens arbetsutskott",
)


def make(
    folder: Path, rows: list[tuple[int, int, int, int]], boards=LONG, pots=("Pott A", "Pott B"), measures=None
) -> Path:
    """A case in `folder` whose `rows` are (pot, measure, board, tkr), the first three by position; one total stated."""
    shutil.copytree(SEED, folder)
    most = max(measure for _, measure, _, _ in rows) + 1
    measures = measures or [f"Åtgärd nummer {n + 1}" for n in range(most)]
    used = sorted({board for _, _, board, _ in rows} | {0})
    write(folder, "boards", [{"board": f"n{n}", "name": boards[n], "short_name": f"N{n + 1}"} for n in used])
    write(
        folder,
        "pots",
        [{"pot": f"p{n}", "name": name, "short_name": name, "purpose": "ett"} for n, name in enumerate(pots)],
    )
    write(folder, "measures", [{"measure": f"m{n}", "name": m, "short_name": m} for n, m in enumerate(measures)])
    write(folder, "places", [{"place": "tabell", "name": "Tabellen"}])
    for name in ("notes", "tags", "questions", "points", "acknowledgements", "disclosures", "omissions"):
        write(folder, name, [])
    allocations = [{"pot": f"p{p}", "measure": f"m{m}", "board": f"n{b}", "amount": tkr} for p, m, b, tkr in rows]
    given = {"year": 2021, "unit": "tkr", "basis": "stated", "place": "tabell"}
    write(folder, "allocations", [row | given for row in allocations])
    total = {"kind": "total", "relation": "=", "value": sum(tkr for *_, tkr in rows), "unit": "tkr"}
    statement = {"statement": "S01", "place": "tabell", "wording": "Summan av allt"}
    write(folder, "statements", [statement | total])
    edit(folder, lambda descriptor: descriptor["decision"].update(own_board="n0"))
    return folder


def write(folder: Path, name: str, rows: list[dict]) -> None:
    """Replace the rows of a table, put there where it is not; columns not given are blank."""
    path = folder / f"{name}.csv"
    if not path.exists():
        declare(folder, name)
    given = dict.fromkeys(column for row in rows for column in row)
    write_rows(path, with_columns(folder, path.name, read_rows(path)[0], given), rows)
