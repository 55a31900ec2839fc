"""A case of rounded amounts, and what it costs to test all its statements together."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import sized
from paired import Part, Row
from weigh import seconds

from fordelning.case.case import Case, load
from fordelning.checks.reconcile import reconcile


def measure(size: int, pairs: int, scratch: Path) -> Part:
    """The part on two cases of `size` allocations: one where all can hold, and one where it cannot."""
    rows = []
    for name, excess in (("all can hold", 0), ("one sum cannot", 12)):
        case = _case(scratch / str(excess), size, excess)
        found = reconcile(case).joint
        assert found.decided and bool(found.contradictions) is bool(excess)
        times = [seconds(lambda case=case: reconcile(case)) for _ in range(pairs)]
        rows.append(Row(f"{size} rounded rows, {len(case.statements)} sums, {name}: reconcile", "s", times, "≤ 5"))
    return Part("rounded", rows, ["The sum of every board, measure and pot is stated, and the whole."])


def _case(folder: Path, size: int, excess: int) -> Case:
    """A case whose amounts are rounded, with the whole stated as so many steps more than the boards' sums come to."""
    sized.make(folder, size)
    rounded = pd.read_csv(folder / "allocations.csv")
    true = rounded.assign(amount=rounded["amount"] + np.random.default_rng(size).uniform(-0.5, 0.5, size))
    sums = {column: true.groupby(column)["amount"].sum().round().astype(int) for column in ("board", "measure", "pot")}
    whole = sums["board"].sum() + excess if excess else round(true["amount"].sum())
    rows = [{column: key, "value": value} for column, values in sums.items() for key, value in values.items()]
    stated = pd.DataFrame([*rows, {"value": whole}])
    same = {"place": "tabell", "kind": "total", "relation": "=", "unit": "tkr", "wording": "En summa"}
    stated = stated.assign(**same, statement=[f"S{n + 10}" for n in range(len(stated))])
    path = folder / "statements.csv"
    columns = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    stated.reindex(columns=columns).to_csv(path, index=False)
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8")) | {"rounding": {"tkr": "1"}}
    path.write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8", newline="")
    return load(folder)
