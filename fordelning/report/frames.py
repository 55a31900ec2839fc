"""A case and its reconciliation as pandas frames: what an analyst computes with.

Every frame is made anew, so that what is done to it changes nothing else. Amounts are whole kronor, as int64.
"""

from collections.abc import Mapping

import pandas as pd

from fordelning.base.errors import AnalysisError, require
from fordelning.base.verdict import State
from fordelning.case.case import A_CASE, Board, Case, Measure, Pot
from fordelning.case.kind import Scope
from fordelning.case.statement import Quantity, Value
from fordelning.checks.matter import matters
from fordelning.checks.reconcile import Finding, Reconciliation

TOTAL = "total"  # the row or the column that sums the others


def allocations(case: Case) -> pd.DataFrame:
    """The rows of the decision, in its own order.

    Parameters
    ----------
    case : Case
        As `open_case` gives it.

    Returns
    -------
    DataFrame
        A row an allocation: `year`, `pot`, `pot_name`, `measure`, `measure_name`, `board`, `board_name`, `kronor`
        (int64), `basis` ("stated" or "derived"), `note` (footnotes, with a space between) and `place`.

    Examples
    --------
    >>> rows = allocations(open_case("huddinge-2021"))
    >>> int(rows["kronor"].sum())
    10000000
    """
    require(case, Case, A_CASE)
    frame = case.allocations[["year", "pot", "measure", "board", "kronor", "basis", "note", "place"]]
    for column, table in _tables(case).items():
        at = list(frame.columns).index(column) + 1
        frame.insert(at, f"{column}_name", [table[key].name for key in frame[column]])
    return frame


def by_board(case: Case) -> pd.DataFrame:
    """What each board gets from each pot, largest first; the largest minus where all is minus.

    Returns
    -------
    DataFrame
        Index `board`; columns `name`, one for each pot by its key, and `total`, in kronor (int64).

    Examples
    --------
    >>> by_board(open_case("huddinge-2021"))["total"].to_dict()
    {'ks': 4715000, 'sn': 2675000, 'kfn': 1860000, 'gsn': 750000}
    """
    return _by_size(_summed(case, "board", "pot"))


def by_measure(case: Case) -> pd.DataFrame:
    """What each measure gets from each pot, largest first; the largest minus where all is minus.

    Returns
    -------
    DataFrame
        Index `measure`; columns `name`, one for each pot by its key, and `total`, in kronor (int64).
    """
    return _by_size(_summed(case, "measure", "pot"))


def by_pot(case: Case) -> pd.DataFrame:
    """What each pot gives to each board.

    Returns
    -------
    DataFrame
        Index `pot`; columns `name`, one for each board by its key, and `total`, in kronor (int64).
    """
    return _summed(case, "pot", "board")


def by_year(case: Case) -> pd.DataFrame:
    """What is allocated from each pot, year by year.

    Returns
    -------
    DataFrame
        Index `year`; one column for each pot by its key, and `total`, in kronor (int64).
    """
    return _crossed(case, "year", "pot")


def matrix(case: Case) -> pd.DataFrame:
    """Measures × boards, with the sums of both.

    Returns
    -------
    DataFrame
        Index `measure`, last "total"; columns `name`, one for each board by its key, and `total`, in kronor (int64).
    """
    found = _crossed(case, "measure", "board")
    found.loc[TOTAL] = found.sum()
    found.insert(0, "name", [case.measures[key].name if key != TOTAL else "Summa" for key in found.index])
    return found


def split(case: Case, measure: str) -> pd.DataFrame:
    """What a measure gets from each pot, and what the document says that it gets together.

    Parameters
    ----------
    case : Case
    measure : str
        The measure's key. Raises AnalysisError where there is none.

    Returns
    -------
    DataFrame
        Index `pot`, last "total"; columns `name`, `kronor` (int64), and `stated`: what the document states of the
        same, in kronor (Int64), missing where it states nothing that is exact.

    Examples
    --------
    >>> split(open_case("huddinge-2021"), "tryggare-utemiljoer")[["kronor", "stated"]].loc["total"].to_list()
    [1315000, 1315000]
    """
    require(case, Case, A_CASE)
    if measure not in list(case.measures):  # a list, so that what has no hash is told as well
        raise AnalysisError(f"Åtgärden »{measure}» finns inte. De som finns är {', '.join(case.measures)}.")
    name = case.measures[measure].name
    rows = case.rows(measure=measure).groupby("pot", sort=False)["kronor"].sum()
    pots: list[str] = rows.index.tolist()
    scopes: list[Scope] = [{"measure": measure, "pot": pot} for pot in pots]
    scopes.append({"measure": measure})
    columns = {
        "name": [*(case.pots[pot].name for pot in pots), name],
        "kronor": [*rows, rows.sum()],
        "stated": pd.array([_stated(case, scope) for scope in scopes], dtype="Int64"),
    }
    return pd.DataFrame(columns, index=pd.Index([*pots, TOTAL], name="pot"))


def findings(result: Reconciliation) -> pd.DataFrame:
    """Every statement of the document, tested.

    Parameters
    ----------
    result : Reconciliation
        As `reconcile` gives it.

    Returns
    -------
    DataFrame
        Index `statement`, in document order; `kind`, `wording`, `place` (its name), `state` (in Swedish), `joint` (the
        statements that it cannot hold together with, though it ties alone, with a space between), `stated` and
        `computed` in kronor (Int64, missing where they are no amounts), `difference` (computed − stated, likewise) and
        `acknowledged` (bool: whether somebody has answered for the contradiction, alone or with others).

    Examples
    --------
    >>> found = findings(reconcile(open_case("huddinge-2021")))
    >>> int((found["state"] == "motsägs").sum())
    11
    """
    _require(result)
    case, found = result.case, list(result.findings.values())
    frame = {
        "kind": [one.statement.kind for one in found],
        "wording": [one.statement.wording for one in found],
        "place": [case.place_name(one.statement.place) for one in found],
        "state": [one.state.value for one in found],
        "joint": [" ".join(result.joint.against(name)) for name in result.findings],
        "stated": pd.array([_kronor(one.stated) for one in found], dtype="Int64"),
        "computed": pd.array([_kronor(one.computed) for one in found], dtype="Int64"),
        "acknowledged": [_acknowledged(result, one) for one in found],
    }
    made = pd.DataFrame(frame, index=pd.Index(list(result.findings), name="statement"))
    made.insert(7, "difference", made["computed"] - made["stated"])
    return made


def questions(result: Reconciliation) -> pd.DataFrame:
    """What there is to ask about: a row a matter, heaviest first, with the statements that it rests on.

    Returns
    -------
    DataFrame
        Index from 1; `sort`, `area` and `status` ("open", "put" or "answered"), `weight` (3 the heaviest), `question`
        (its key in the case, missing where the case asks none), `wording`, `statements` (their numbers, with a space
        between), `at_stake` in whole kronor (Int64, missing where it is not known), `by` and `answer`.

    Examples
    --------
    >>> asked = questions(reconcile(open_case("huddinge-2021")))
    >>> asked.iloc[0]["question"], int(asked["at_stake"].max())
    ('lagen', 10000000)
    """
    _require(result)
    found = matters(result)
    asked = [matter.question for matter in found]
    frame = {
        "sort": [matter.sort.value for matter in found],
        "area": [matter.area.value for matter in found],
        "status": [matter.status for matter in found],
        "weight": [matter.weight for matter in found],
        "question": [one.question if one else None for one in asked],
        "wording": [one.wording if one else None for one in asked],
        "statements": [" ".join(matter.statements) for matter in found],
        "at_stake": pd.array([None if m.at_stake is None else round(m.at_stake) for m in found], dtype="Int64"),
        "by": [one.by if one else None for one in asked],
        "answer": [one.answer if one else None for one in asked],
    }
    return pd.DataFrame(frame, index=pd.RangeIndex(1, len(found) + 1))


def _require(result: object) -> None:
    require(result, Reconciliation, "en avstämning, som reconcile(fall) ger och en rapport har som .reconciliation")


def _acknowledged(result: Reconciliation, finding: Finding) -> bool:
    """Whether what contradicts a statement, or goes against it together with others, is answered for, all of it."""
    together = result.joint.of(finding.statement.statement)
    contradicted = finding.state is State.CONTRADICTED or bool(together)
    return contradicted and not finding.unacknowledged and all(one.acknowledgement for one in together)


def _crossed(case: Case, down: str, across: str) -> pd.DataFrame:
    """Kronor by two columns of the allocations, each in the order of the case's own table, and the sum of each row."""
    require(case, Case, A_CASE)
    frame = case.allocations
    found = frame.pivot_table(index=down, columns=across, values="kronor", aggfunc="sum", fill_value=0, sort=False)
    tables = _tables(case)
    order = [key for key in tables[across] if key in found.columns]
    heads = {key: (tables[across][key].short_name, tables[across][key].name) for key in order}
    rows = sorted(found.index) if down == "year" else [key for key in tables[down] if key in found.index]
    found = found.loc[rows, order].astype("int64").rename_axis(columns=None)
    found.attrs["heads"] = heads  # what the keys that are columns are called, where the frame is shown
    return found.assign(**{TOTAL: found.sum(axis="columns")})


def _tables(case: Case) -> dict[str, Mapping[str, Board | Measure | Pot]]:
    """The tables whose keys the allocations have, by column."""
    return {"board": case.boards, "measure": case.measures, "pot": case.pots}


def _summed(case: Case, down: str, across: str) -> pd.DataFrame:
    found = _crossed(case, down, across)
    found.insert(0, "name", [_tables(case)[down][key].name for key in found.index])
    return found


def _by_size(sums: pd.DataFrame) -> pd.DataFrame:
    return sums.sort_values(TOTAL, ascending=not (sums[TOTAL] > 0).any(), kind="stable")


def _stated(case: Case, scope: Scope) -> int | None:
    """What the document states of the sum within `scope`, where it states exactly one amount of it."""
    said = {
        statement.number
        for statement in case.statements.values()
        if statement.kind == "total" and statement.scope == scope and statement.relation == "="
    }
    return int(said.pop()) if len(said) == 1 else None


def _kronor(value: Value | None) -> int | None:
    match value:
        case Quantity("money", number) if number == int(number):
            return int(number)
    return None
