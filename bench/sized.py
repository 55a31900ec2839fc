"""A made-up case of any size: boards, measures and two pots, a row for each together, every board's sum stated."""

import csv
import itertools
import json
import math
import shutil
from pathlib import Path

from paired import ROOT

SEED = ROOT / "data" / "huddinge-2021"
MOST_BOARDS = 20


def make(folder: Path, rows: int) -> Path:
    """The case in the new `folder`, with so many rows."""
    shutil.copytree(SEED, folder)
    boards = min(MOST_BOARDS, math.isqrt(rows))
    measures = math.ceil(rows / boards / 2)
    named = {"board": ("n", "Nämnd", boards), "pot": ("p", "Pott", 2), "measure": ("m", "Åtgärd", measures)}
    for column, (letter, name, count) in named.items():
        purpose = {"purpose": "ett"} if column == "pot" else {}
        written = [
            {column: f"{letter}{n}", "name": f"{name} {n}", "short_name": f"{name[0]} {n}"} | purpose
            for n in range(count)
        ]
        _write(folder, f"{column}s", written)
    _write(folder, "places", [{"place": "tabell", "name": "Tabellen"}])
    for name in ("notes", "tags", "questions", "acknowledgements", "omissions"):
        _write(folder, name, [])
    cells = itertools.islice(itertools.product(range(2), range(measures), range(boards)), rows)
    given = {"year": 2021, "unit": "tkr", "basis": "stated", "place": "tabell"}
    sums = [0] * boards
    allocations = []
    for n, (pot, measure, board) in enumerate(cells):
        amount = 1 + n * 7919 % 997
        sums[board] += amount
        allocations.append({"pot": f"p{pot}", "measure": f"m{measure}", "board": f"n{board}", "amount": amount} | given)
    _write(folder, "allocations", allocations)
    total = {"place": "tabell", "kind": "total", "relation": "=", "unit": "tkr"}
    claims = [{"wording": "Allt", "value": sum(sums)}]
    claims += [{"wording": f"Nämnd {n}", "board": f"n{n}", "value": value} for n, value in enumerate(sums)]
    _write(folder, "statements", [{"statement": f"S{n:02}"} | total | claim for n, claim in enumerate(claims, start=1)])
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["decision"]["own_board"] = "n0"
    (folder / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8", newline="")
    return folder


def _write(folder: Path, name: str, rows: list[dict]) -> None:
    """Replace the rows of a table; columns not given are blank."""
    path = folder / f"{name}.csv"
    header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
