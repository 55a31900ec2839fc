"""A made-up case of any size: boards, measures and two pots, a row for each together, every board's sum stated."""

import json
import math
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
from paired import ROOT

SEED = ROOT / "data" / "huddinge-2021"
MOST_BOARDS = 20


def make(folder: Path, rows: int) -> Path:
    """The case in the new `folder`, with so many rows."""
    shutil.copytree(SEED, folder)
    boards = min(MOST_BOARDS, math.isqrt(rows))
    measures = math.ceil(rows / boards / 2)
    tables = {
        name: [] for name in ("notes", "tags", "questions", "points", "acknowledgements", "disclosures", "omissions")
    }
    for column, name, count in (("board", "Nämnd", boards), ("pot", "Pott", 2), ("measure", "Åtgärd", measures)):
        made = [{column: f"{column}-{n}", "name": f"{name} {n}", "short_name": f"{name[0]} {n}"} for n in range(count)]
        tables[f"{column}s"] = [row | {"purpose": "ett"} for row in made]
    tables["places"] = [{"place": "tabell", "name": "Tabellen"}]
    n = np.arange(rows)
    places = {"pot": n // boards // measures, "measure": n // boards % measures, "board": n % boards}
    allocations = pd.DataFrame({name: f"{name}-" + pd.Series(place).astype(str) for name, place in places.items()})
    allocations["amount"] = 1 + n * 7919 % 997
    tables["allocations"] = allocations.assign(year=2021, unit="tkr", basis="stated", place="tabell")
    sums = allocations.groupby("board", sort=False)["amount"].sum()
    claims = pd.DataFrame({"board": [None, *sums.index], "value": [sums.sum(), *sums]})
    claims = claims.assign(
        place="tabell", kind="total", relation="=", unit="tkr", wording=claims["board"].fillna("Allt")
    )
    tables["statements"] = claims.assign(statement=[f"S{n + 1:02}" for n in range(len(claims))])
    for name, table in tables.items():
        path = folder / f"{name}.csv"
        columns = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        pd.DataFrame(table).reindex(columns=columns).to_csv(path, index=False)
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["decision"]["own_board"] = "board-0"
    path.write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8", newline="")
    return folder
