import copy as copying
import datetime
import json
import operator
import pickle
import shutil
from contextlib import suppress
from dataclasses import FrozenInstanceError
from decimal import Decimal
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT, SEED, Copy, in_stages

from fordelning.base.errors import CaseError, Fault
from fordelning.base.money import MOST as MOST_KRONOR
from fordelning.case.case import Case, load
from fordelning.case.folder import NOTEBOOK, find
from fordelning.case.kind import KINDS

CAMERAS = {"measure": "trygghetskameror"}  # row 2 of allocations.csv
KRONOR = [2_200_000, 1_200_000, 600_000, 2_675_000, 750_000, 1_860_000, 715_000]


def refused(copy: Copy) -> list[Fault]:
    with pytest.raises(CaseError) as caught:
        load(copy.folder)
    return caught.value.faults


def in_statements(faults: list[Fault]) -> set[tuple]:
    return {(fault.row, fault.column) for fault in faults if fault.file == "statements.csv"}


def spoil(copy: Copy, number: str, **cells: str) -> list[Fault]:
    """The faults of the seed with one statement changed. See `row` for where it stands."""
    return refused(copy.change("statements.csv", {"statement": number}, **cells))


def row(number: str) -> int:
    lines = (SEED / "statements.csv").read_text(encoding="utf-8").splitlines()
    return next(i for i, line in enumerate(lines, start=1) if line.startswith(number + ","))


# The seed


def test_the_seed_has_seven_exact_amounts(seed):
    kronor = seed.allocations["kronor"]
    assert kronor.tolist() == KRONOR
    assert all(isinstance(amount, (int, np.integer)) for amount in kronor)
    assert seed.total() == 10_000_000


def test_no_column_is_of_floats(seed):
    assert not [name for name, dtype in seed.allocations.dtypes.items() if pd.api.types.is_float_dtype(dtype)]
    assert pd.api.types.is_integer_dtype(seed.allocations["kronor"])
    assert pd.api.types.is_integer_dtype(seed.allocations["year"])


@pytest.mark.parametrize(
    ("scope", "kronor"),
    [
        ({}, 10_000_000),
        ({"pot": "mal-och-budget"}, 4_000_000),
        ({"pot": "medelsreserven"}, 6_000_000),
        ({"board": "ks"}, 4_715_000),
        ({"board": "ks", "pot": "medelsreserven"}, 715_000),
        ({"measure": "tryggare-utemiljoer"}, 1_315_000),
        ({"tag": "barn"}, 5_285_000),
        ({"tag": "fysisk", "pot": "medelsreserven"}, 715_000),
        ({"year": 2021}, 10_000_000),
        ({"year": 2022}, 0),
    ],
)
def test_totals(seed, scope, kronor):
    assert seed.total(**scope) == kronor
    assert type(seed.total(**scope)) is int


def test_the_seed_in_the_order_of_its_files(seed):
    assert seed.name == "huddinge-2021"
    assert seed.created == datetime.date(2026, 11, 23)
    assert list(seed.boards) == ["ks", "sn", "kfn", "gsn"]
    assert list(seed.pots) == ["mal-och-budget", "medelsreserven"]
    assert sorted(seed.statements) == [f"S{number:02}" for number in range(1, 82)]
    assert seed.statements["S01"].line == 2
    assert seed.named_years == [2021]
    assert seed.measures["trygghetsvardar"].tag is None
    assert seed.acknowledgements["S20"].difference == Decimal(-2)
    assert seed.decision.own_board == "ks"
    with pytest.raises(FrozenInstanceError):
        seed.name = "x"


# Nothing of a case can be changed


def test_a_loaded_case_refuses_every_change(seed):
    tables = [value for value in vars(seed).values() if isinstance(value, dict)]
    assert len(tables) > 12
    for table in tables:
        changes = (
            lambda table=table: table.update(x=1),
            lambda table=table: table.__setitem__("x", 1),
            lambda table=table: table.pop(next(iter(table), None)),
            lambda table=table: table.setdefault("x", 1),
            lambda table=table: operator.delitem(table, next(iter(table), None)),
            lambda table=table: operator.ior(table, {"x": 1}),
            table.popitem,
            table.clear,
        )
        before = dict(table)
        for change in changes:
            with pytest.raises(TypeError, match="ändras inte"):
                change()
        assert table == before
    assert isinstance(seed.reasons, tuple) and isinstance(seed.omissions, tuple)


def test_what_a_case_hands_out_is_a_copy(seed):
    assert not any(isinstance(value, pd.DataFrame) for name, value in vars(seed).items() if not name.startswith("_"))
    frame = seed.allocations
    frame.loc[0, "kronor"] = 1
    frame["pot"] = "x"
    assert seed.total() == seed.allocations["kronor"].sum() == 10_000_000
    with pytest.raises(ValueError, match="read-only"):
        seed.allocations["kronor"].to_numpy()[0] = 1
    rows = seed.rows(board="ks")
    rows["kronor"] = 0
    assert seed.total(board="ks") == 4_715_000


@pytest.mark.parametrize("passed", [copying.deepcopy, lambda case: pickle.loads(pickle.dumps(case))])
def test_a_case_that_is_copied_or_sent_to_another_process_is_as_read_only(seed, passed):
    case = passed(seed)
    assert case.allocations.equals(seed.allocations)
    assert (case.statements, case.digests, case.boards) == (seed.statements, seed.digests, seed.boards)
    with pytest.raises(TypeError, match="ändras inte"):
        case.boards["x"] = None


def test_each_load_reads_the_files_again(copy):
    assert load(copy.folder) is not load(copy.folder)
    before = load(copy.folder).total()
    copy.change("allocations.csv", CAMERAS, amount="2201")
    copy.change("statements.csv", {"statement": "S01"}, wording="En annan ordalydelse")
    assert load(copy.folder).total() == before + 1_000


@pytest.mark.parametrize(
    ("number", "sort", "value"),
    [
        ("S06", "money", 4_715_000),
        ("S50", "money", 12_500_000),
        ("S69", "money", 10_000_000),
        ("S10", "count", 4),
        ("S39", "ordinal", 3),
        ("S01", "text", "2021-02-29"),
    ],
)
def test_what_is_stated_is_exact(seed, number, sort, value):
    stated = seed.statements[number].stated
    said = stated.text if sort == "text" else stated.number
    assert (stated.sort, said) == (sort, value)
    assert type(said) is type(value)


def test_a_percentage_is_an_exact_share(seed):
    assert seed.statements["S36"].stated.number * 2 == 1
    assert seed.statements["S68"].stated is None


# Amounts


@pytest.mark.parametrize(
    ("amount", "unit", "kronor"),
    [
        ("2.2", "mnkr", 2_200_000),
        ("0.0022", "mdkr", 2_200_000),
        ("2200.000", "tkr", 2_200_000),
        ("0.1", "tkr", 100),
        ("1", "kr", 1),
        ("0", "tkr", 0),
        ("-0.5", "tkr", -500),
        (str(MOST_KRONOR), "kr", MOST_KRONOR),
    ],
)
def test_units_are_exact(copy, amount, unit, kronor):
    copy.change("allocations.csv", CAMERAS, amount=amount, unit=unit)
    assert load(copy.folder).allocations["kronor"].tolist() == [kronor, *KRONOR[1:]]


@pytest.mark.parametrize(
    ("amount", "unit"),
    [
        ("0.0001", "tkr"),
        ("2200.00005", "tkr"),
        ("0.5", "kr"),
        ("0.0000001", "mnkr"),
        (str(MOST_KRONOR + 1), "kr"),
        (str(-MOST_KRONOR - 1), "kr"),
        ("1001", "mdkr"),
        ("9" * 15, "mdkr"),
    ],
)
def test_amounts_that_are_not_whole_kronor_or_too_large(copy, amount, unit):
    faults = refused(copy.change("allocations.csv", CAMERAS, amount=amount, unit=unit))
    [fault] = [fault for fault in faults if fault.file == "allocations.csv"]
    assert (fault.row, fault.column, fault.found) == (2, "amount", f"{amount} {unit}")


def test_a_case_without_allocations(copy):
    path = copy.folder / "allocations.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert ("allocations.csv", 0) in {(fault.file, fault.row) for fault in refused(copy)}


# The decision


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("municipality", 5),
        ("reference", None),
        ("document", ["Tjänsteutlåtande"]),
        ("subject", {}),
        ("author", ""),
        ("decided_by", True),
        ("status", "Förslag\x1b[2J"),
        ("year", "2021"),
        ("year", 2021.0),
        ("year", True),
        ("year", None),
        ("own_board", 1),
        ("own_board", "xx"),
        ("own_board", ["ks"]),
        ("funding", "x\ny"),
        ("budget", "extra"),
    ],
)
def test_wrong_values_in_the_decision(copy, key, value):
    faults = refused(copy.edit(lambda d: d["decision"].update({key: value})))
    assert {(fault.file, fault.row, fault.column) for fault in faults} == {("datapackage.json", 0, f"decision.{key}")}


@pytest.mark.parametrize("key", ["municipality", "year", "own_board", "funding"])
def test_decision_without_a_value(copy, key):
    faults = refused(copy.edit(lambda d: d["decision"].pop(key)))
    assert {fault.column for fault in faults} == {f"decision.{key}"}


@pytest.mark.parametrize("value", [None, [], "x", 5])
def test_decision_that_is_no_object(copy, value):
    [fault] = refused(copy.edit(lambda d: d.update(decision=value)))
    assert (fault.file, fault.column) == ("datapackage.json", "decision")


def test_descriptor_without_decision(copy):
    [fault] = refused(copy.edit(lambda d: d.pop("decision")))
    assert (fault.file, fault.column) == ("datapackage.json", "decision")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", None),
        ("title", " "),
        ("title", 7),
        ("title", "x\x1b[2J"),
        ("title", "\ud800"),
        ("version", 1),
        ("version", ""),
        ("created", "2026-02-30T00:00:00Z"),
        ("created", "i går"),
        ("created", "2026-W47-1"),
        ("created", "2026-11-23skräp"),
        ("created", 20261123),
        ("created", "2026-3-1T00:00:00Z"),
        ("created", "٢٠٢٦-11-23T00:00:00Z"),
        ("created", "2026-11-23T24:00:00Z"),
        ("created", "2026-11-23T00:00:60Z"),
        ("created", "2026-11-23T00:00:00Z\n"),
        ("created", "0000-01-01T00:00:00Z"),
    ],
)
def test_wrong_title_version_and_date(copy, key, value):
    faults = refused(copy.edit(lambda d: d.update({key: value})))
    assert {(fault.file, fault.column) for fault in faults} == {("datapackage.json", key)}


def test_every_fault_in_the_descriptor_at_once(copy):
    def change(descriptor):
        descriptor["title"] = ""
        descriptor["decision"].update(year="2021", own_board="xx", extra=1)
        del descriptor["decision"]["author"]

    copy.change("boards.csv", {"board": "sn"}, name="")
    assert {(fault.file, fault.column) for fault in refused(copy.edit(change))} == {
        ("boards.csv", "name"),
        ("datapackage.json", "title"),
        ("datapackage.json", "decision.author"),
        ("datapackage.json", "decision.extra"),
        ("datapackage.json", "decision.own_board"),
        ("datapackage.json", "decision.year"),
    }


# Rounding declared for a unit


@pytest.mark.parametrize(
    ("rounding", "column", "found"),
    [
        ({"tkR": "1"}, "rounding.tkR", "tkR"),
        ({"nämnder": "1"}, "rounding.nämnder", "nämnder"),
        ({"": "1"}, "rounding.", ""),
        ({"x\x1b[2J": "1"}, "rounding.'x\\x1b[2J'", "x\x1b[2J"),
        ({"mnkr": "0"}, "rounding.mnkr", "0"),
        ({"mnkr": "0.000"}, "rounding.mnkr", "0.000"),
        ({"mnkr": "-0.1"}, "rounding.mnkr", "-0.1"),
        ({"mnkr": "0,1"}, "rounding.mnkr", "0,1"),
        ({"mnkr": "1e-1"}, "rounding.mnkr", "1e-1"),
        ({"mnkr": "NaN"}, "rounding.mnkr", "NaN"),
        ({"mnkr": ""}, "rounding.mnkr", ""),
        ({"mnkr": 0.1}, "rounding.mnkr", "0.1"),
        ({"mnkr": 1}, "rounding.mnkr", "1"),
        ({"mnkr": None}, "rounding.mnkr", "null"),
        ({"mnkr": ["0.1"]}, "rounding.mnkr", '["0.1"]'),
        ({"mnkr": "0.0000001"}, "rounding.mnkr", "0.0000001 mnkr"),  # a tenth of a krona
        ({"mdkr": "9" * 15}, "rounding.mdkr", "9" * 15 + " mdkr"),
        ([], "rounding", "[]"),
        ("0.1", "rounding", "0.1"),
        (None, "rounding", "None"),
    ],
)
def test_a_step_that_cannot_be_used(copy, rounding, column, found):
    [fault] = refused(copy.describe(rounding=rounding))
    assert (fault.file, fault.row, fault.column, fault.found) == ("datapackage.json", 0, column, found)
    assert str(fault).isprintable()


def test_every_step_that_cannot_be_used_at_once(copy):
    faults = refused(copy.describe(rounding={"mnkr": "0", "%": 1, "öre": "1", "tkr": "1"}))
    assert {fault.column for fault in faults} == {"rounding.mnkr", "rounding.%", "rounding.öre"}


def test_rows_carry_the_step_of_their_unit(copy):
    copy.describe(rounding={"mnkr": "0.1", "%": "0.25"}).change("allocations.csv", CAMERAS, amount="2.2", unit="mnkr")
    case = load(copy.folder)
    assert case.rounding == {"mnkr": Decimal("0.1"), "%": Decimal("0.25")}
    assert case.allocations["step"].tolist() == [100_000, 0, 0, 0, 0, 0, 0]
    steps = {key: s.step for key, s in case.statements.items() if s.step is not None}
    assert steps["S14"] == steps["S50"] == steps["S20"] == Decimal("0.1")
    assert steps["S31"] == steps["S36"] == Decimal("0.25")
    # Not an amount in a rounded unit, a limit, a repetition, a count, nothing stated.
    assert not {"S06", "S51", "S69", "S10"} & set(steps)


def test_a_rows_own_step_comes_before_the_units(copy):
    copy.describe(rounding={"mnkr": "0.1"}).change("statements.csv", {"statement": "S14"}, rounding="0.5")
    statement = load(copy.folder).statements["S14"]
    assert (statement.step, statement.half_step) == (Decimal("0.5"), 250_000)


def test_what_is_said_to_be_rounded_is_whole_steps(copy):
    copy.describe(rounding={"mnkr": "0.1", "%": "1"})
    copy.change("allocations.csv", CAMERAS, amount="2.25", unit="mnkr")
    copy.change("statements.csv", {"statement": "S14"}, value="4.05")
    copy.change("statements.csv", {"statement": "S31"}, value="99.5")
    copy.change("statements.csv", {"statement": "S36"}, value="50.5", rounding="0.1")
    copy.change("statements.csv", {"statement": "S51"}, value="50.5")  # a limit is as it is written
    faults = refused(copy)
    assert {(f.file, f.row, f.column, f.found) for f in faults} == {
        ("allocations.csv", 2, "amount", "2.25 mnkr"),
        ("statements.csv", row("S14"), "value", "4.05 mnkr"),
        ("statements.csv", row("S31"), "value", "99.5 %"),
    }


@pytest.mark.parametrize(
    ("value", "rounding", "fits"),
    [
        ("171.1", "0.2", True),
        ("171.1", "1", False),
        ("4.05", "0.1", False),
        ("4.0", "0.5", True),
        ("1250", "250", True),
        ("1250", "100", False),
        ("1250", "20", True),
        ("1251", "10", False),
        ("-1251", "10", False),
        ("0", "1000", True),
    ],
)
def test_a_number_is_not_written_finer_than_its_own_step(copy, value, rounding, fits):
    copy.change("statements.csv", {"statement": "S14"}, value=value, rounding=rounding)
    if fits:
        assert load(copy.folder).statements["S14"].step == Decimal(rounding)
    else:
        assert [(f.row, f.column, f.found) for f in refused(copy)] == [(row("S14"), "rounding", rounding)]


# What each kind of statement carries

ONE_OF_EACH = {
    "total": "S06",
    "share": "S31",
    "count": "S10",
    "position": "S39",
    "overlap": "S55",
    "date": "S01",
    "reference": "S02",
    "subject": "S03",
    "author": "S23",
    "purpose": "S26",
    "same": "S69",
    "request": "S50",
    "plan": "S20",
    "change": "S36",
    "open": "S12",
}


@pytest.mark.parametrize(
    ("number", "column"), [(ONE_OF_EACH[kind], column) for kind in ONE_OF_EACH for column in KINDS[kind].needs]
)
def test_a_column_that_the_kind_needs_is_blank(copy, number, column):
    faults = spoil(copy, number, **{column: ""})
    assert (row(number), column) in in_statements(faults)
    assert all(fault.found for fault in faults)


FILLED = {
    "year": "2021",
    "pot": "medelsreserven",
    "measure": "laxlasning",
    "board": "gsn",
    "tag": "barn",
    "relation": "=",
    "value": "1",
    "unit": "tkr",
    "rounding": "1",
    "against": "S30",
    "missing": "x",
}


@pytest.mark.parametrize(
    ("number", "column"),
    [
        (number, column)
        for kind, number in {**ONE_OF_EACH, "mapping": "S11"}.items()
        for column in FILLED
        if column not in (*KINDS[kind].needs, *KINDS[kind].may)
    ],
)
def test_a_column_that_the_kind_does_not_use_is_filled(copy, number, column):
    faults = spoil(copy, number, **{column: FILLED[column]})
    assert in_statements(faults) == {(row(number), column)}
    assert faults[0].found == FILLED[column]


def test_a_conflict_needs_something_to_conflict_with(copy):
    cells = {"statement": "S99", "place": "rubrik", "kind": "conflict", "wording": "Två uppgifter går inte ihop"}
    copy.append("statements.csv", **cells)
    assert in_statements(refused(copy)) == {(83, "against")}
    copy.change("statements.csv", {"statement": "S99"}, against="S05")
    assert load(copy.folder).statements["S99"].against == "S05"


@pytest.mark.parametrize(
    ("number", "cells", "column"),
    [
        ("S31", {"missing": "x"}, "value"),  # both a value and the reason why there is none
        ("S68", {"missing": ""}, "value"),  # neither
        ("S31", {"relation": ""}, "relation"),
        ("S20", {"missing": "x"}, "against"),
        ("S20", {"against": ""}, "against"),
        ("S58", {"board": ""}, "measure"),
        ("S58", {"pot": "", "measure": ""}, "measure"),
        ("S06", {"unit": "%"}, "unit"),
        ("S06", {"unit": "nämnder"}, "unit"),
        ("S31", {"unit": "tkr"}, "unit"),
        ("S36", {"unit": "tkr"}, "unit"),
        ("S10", {"unit": "tkr"}, "unit"),
        ("S69", {"unit": "%"}, "unit"),
        ("S69", {"unit": ""}, "unit"),
        ("S39", {"relation": ">"}, "relation"),
        ("S55", {"relation": "<"}, "relation"),
        ("S50", {"relation": "part"}, "relation"),
        ("S20", {"relation": ">="}, "relation"),
        ("S36", {"relation": "<="}, "relation"),
        ("S06", {"rounding": "0"}, "rounding"),
        ("S06", {"rounding": "-1"}, "rounding"),
        ("S06", {"rounding": "1,5"}, "rounding"),
        ("S06", {"value": "0.0001"}, "value"),
        ("S69", {"value": "0.0000001"}, "value"),
        ("S10", {"value": "1.5"}, "value"),
        ("S39", {"value": "2.5"}, "value"),
    ],
)
def test_a_statement_that_its_kind_cannot_use(copy, number, cells, column):
    assert in_statements(spoil(copy, number, **cells)) == {(row(number), column)}


@pytest.mark.parametrize("number", ["S06", "S31", "S10", "S39", "S50", "S20", "S36", "S69"])
@pytest.mark.parametrize("cell", ["abc", "1e309", "NaN", "1 000", "1,5", "٣", "1" * 40, "-", "5."])
def test_a_stated_value_that_is_not_a_number(copy, number, cell):
    [fault] = spoil(copy, number, value=cell)
    assert (fault.file, fault.row, fault.column, fault.found) == ("statements.csv", row(number), "value", cell)


@pytest.mark.parametrize(
    ("number", "cells"),
    [
        ("S33", {"board": "sn"}),
        ("S33", {"year": "2022"}),
        ("S06", {"tag": "barn"}),
        ("S51", {"year": "1999"}),
        ("S45", {"measure": "trygghetsvardar"}),
        ("S58", {"measure": "trygghetskameror"}),
        ("S50", {"measure": "trygghetskameror"}),
    ],
)
def test_a_scope_that_matches_nothing(copy, number, cells):
    [fault] = spoil(copy, number, **cells)
    assert (fault.file, fault.row) == ("statements.csv", row(number))
    assert fault.column in ("year", "pot", "measure", "board", "tag")
    assert all(f"{name} {value}" in fault.found for name, value in cells.items())


@pytest.mark.parametrize(("lines", "found"), [("9-3", "9-3"), ("18,95-82", "95-82"), ("1" + "0" * 5000 + "-9", "1")])
def test_a_stretch_of_lines_that_goes_backwards(copy, lines, found):
    copy.change("places.csv", {"place": "fotnot-1"}, lines=lines)
    [fault] = refused(copy)
    assert (fault.file, fault.column) == ("places.csv", "lines") and fault.found.startswith(found)
    assert "i stigande ordning" in fault.expected


@pytest.mark.parametrize("lines", ["3-9", "9-10", "5-5", "1-2,99-100"])
def test_stretches_of_lines_that_go_on(copy, lines):
    assert load(copy.change("places.csv", {"place": "fotnot-1"}, lines=lines).folder).places["fotnot-1"].lines == lines


def test_nothing_may_be_stated_of_a_scope_that_matches_nothing(copy):
    copy.change("statements.csv", {"statement": "S33"}, board="sn", value="0")
    assert load(copy.folder).statements["S33"].scope["board"] == "sn"


@pytest.mark.parametrize(
    ("number", "cells", "numbers"),
    [
        ("S69", {"against": "S99"}, {"S69"}),
        ("S31", {"against": "s30"}, {"S31"}),
        ("S20", {"against": "S19"}, {"S20"}),  # a total
        ("S20", {"against": "S21"}, {"S20"}),  # another plan
        ("S36", {"against": "S19"}, {"S36"}),
        ("S36", {"against": "S21"}, {"S36"}),  # a plan for another year
        ("S20", {"year": "2023"}, {"S20", "S36"}),  # now the two are about different years, seen from either
        ("S31", {"against": "S01"}, {"S31"}),  # a share of a date
        ("S31", {"against": "S31"}, {"S31"}),  # a share of itself
        ("S55", {"against": "S01"}, {"S55"}),  # an overlap with a date
        ("S69", {"against": "S69"}, {"S69"}),  # the same as itself
        ("S69", {"against": "S11"}, {"S69"}),  # the same as something that states no value
    ],
)
def test_a_comparison_that_leads_nowhere(copy, number, cells, numbers):
    faults = spoil(copy, number, **cells)
    assert in_statements(faults) == {(row(each), "against") for each in numbers}


# Acknowledgements


def test_acknowledgement_of_an_unknown_statement(copy):
    [fault] = refused(copy.change("acknowledgements.csv", {"statement": "S05"}, statement="S99"))
    assert (fault.file, fault.row, fault.column, fault.found) == ("acknowledgements.csv", 6, "statement", "S99")


def test_a_statement_taken_away_leaves_its_references(copy):
    faults = refused(copy.drop("statements.csv", statement="S20"))
    assert {(fault.file, fault.row, fault.column) for fault in faults} == {
        ("acknowledgements.csv", 7, "statement"),
        ("statements.csv", 38, "against"),  # S36
        ("statements.csv", 74, "against"),  # S69
    }


def test_impossible_date_of_an_acknowledgement(copy):
    [fault] = refused(copy.change("acknowledgements.csv", {"statement": "S05"}, on="2027-02-29"))
    assert (fault.file, fault.row, fault.column, fault.found) == ("acknowledgements.csv", 6, "on", "2027-02-29")


def test_difference_that_is_no_number(copy):
    [fault] = refused(copy.change("acknowledgements.csv", {"statement": "S20"}, difference="−2"))
    assert (fault.file, fault.row, fault.column, fault.found) == ("acknowledgements.csv", 7, "difference", "−2")


def test_faults_of_meaning_in_several_files_at_once(copy):
    copy.change("allocations.csv", CAMERAS, amount="0.0001")
    for number, cells in {"S01": {"unit": "tkr"}, "S36": {"against": "S21"}, "S72": {"value": "tio"}}.items():
        copy.change("statements.csv", {"statement": number}, **cells)
    copy.change("acknowledgements.csv", {"statement": "S05"}, statement="S99")
    found = {(fault.file, fault.row, fault.column) for fault in refused(copy)}
    assert found >= {
        ("acknowledgements.csv", 6, "statement"),
        ("allocations.csv", 2, "amount"),
        ("statements.csv", 2, "unit"),
        ("statements.csv", 39, "against"),
        ("statements.csv", 78, "value"),
    }


def test_faults_in_the_decision_and_in_statements_at_once(copy):
    copy.edit(lambda d: d["decision"].update(year="2021"))
    faults = spoil(copy, "S01", unit="tkr")
    assert {(fault.file, fault.row, fault.column) for fault in faults} == {
        ("datapackage.json", 0, "decision.year"),
        ("statements.csv", row("S01"), "unit"),
    }


def test_the_year_of_the_decision_is_one_that_money_is_allocated_for(copy):
    copy.edit(lambda d: d["decision"].update(year=2031))
    told = [(fault.file, fault.row, fault.found) for fault in refused(copy) if fault.column == "decision.year"]
    assert told == [("datapackage.json", 0, "2031")]


def test_a_single_krona_above_nil_or_below_counts():
    sums = [1, 2, 0, -1, -2]
    assert Case.signs.func(SimpleNamespace(used=lambda column: sums, total=lambda board: board)) == (3, -3)


def test_what_is_compared_belongs_to_the_same_stage(tmp_path):
    folder = shutil.copytree(ROOT / "data" / "exempelkommun-foreningsbidrag-2025", tmp_path / "bidrag")
    path = folder / "statements.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("S09,,,forslag", "S19,,,forslag"), encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        load(folder)
    assert [(fault.column, fault.found) for fault in caught.value.faults] == [("against", "S19")]
    assert "hör till samma skede, eller till alla" in caught.value.faults[0].expected


# Where cases are found


def test_find_by_name_and_by_path(tmp_path):
    assert find("huddinge-2021", ROOT) == SEED
    assert find("huddinge-2021", ROOT / "tests") == SEED
    assert find(str(SEED), tmp_path) == SEED


@pytest.mark.parametrize("name", ["huddinge-2012", "hudinge", "Huddinge-2021", "helt annat", ""])
def test_find_names_the_near_case(name):
    with pytest.raises(LookupError, match="huddinge-2021"):
        find(name, ROOT)


def test_find_beside_the_program_or_the_notebook_from_elsewhere(tmp_path, monkeypatch):
    assert find("huddinge-2021", tmp_path) == SEED
    monkeypatch.setenv(NOTEBOOK, str(tmp_path / "notebooks" / "a.ipynb"))
    with pytest.raises(LookupError, match=r"»huddinge-2021» finns inte\. Ingen mapp data/ .* väljs med --cwd"):
        find("huddinge-2021", tmp_path)


@pytest.mark.parametrize("name", ["x" * 300, "a\0b"])
def test_find_of_impossible_names(name):
    with pytest.raises(LookupError):
        find(name, ROOT)


def write(frame, how):
    """Change the amounts of `frame` in place, the way that `how` says."""
    match how:
        case "column":
            frame["kronor"] *= 3
        case "loc":
            frame.loc[:, "kronor"] = 1
        case "iat":
            frame.iat[0, frame.columns.get_loc("kronor")] = 1
        case "series":
            frame["kronor"].iloc[0] = 1
        case "array":
            frame["kronor"].to_numpy()[0] = 1
        case "buffer":
            np.asarray(frame["kronor"])[:] = 1
        case "drop":
            frame.drop(index=frame.index[:2], inplace=True)
        case "rename":
            frame.rename(columns={"kronor": "belopp"}, inplace=True)
        case "sort":
            frame.sort_values("kronor", inplace=True, ascending=False)


@pytest.mark.filterwarnings("ignore")  # pandas advises against most of this
@pytest.mark.parametrize("how", ["column", "loc", "iat", "series", "array", "buffer", "drop", "rename", "sort"])
@pytest.mark.parametrize("part", ["allocations", "rows"])
def test_what_is_done_to_the_allocations_changes_nothing_of_the_case(seed, how, part):
    was, total = seed.allocations.to_csv(), seed.total()
    with suppress(ValueError):  # an array that is read only
        write(seed.allocations if part == "allocations" else seed.rows(), how)
    with suppress(ValueError):
        write(seed.rows(board="ks") if part == "rows" else seed.allocations, how)
    assert (seed.allocations.to_csv(), seed.total()) == (was, total)


def test_a_stage_that_is_not_there_is_told_with_those_that_are(copy):
    with pytest.raises(LookupError, match=r"inget skede »x».*fallet har bara ett"):
        load(copy.folder, "x")
    in_stages(copy)
    with pytest.raises(LookupError, match=r"inget skede »x».*skedena är forslag, beslut"):
        load(copy.folder, "x")


def test_the_source_is_named_by_its_title(copy, seed):
    title = json.loads((SEED / "datapackage.json").read_text(encoding="utf-8"))["sources"][0]["title"]
    assert seed.source == title
    assert load(copy.describe(sources=[]).folder).source is None


def test_a_value_that_is_no_whole_kronor_is_told_with_its_unit(copy):
    copy.change("statements.csv", {"statement": "S14"}, value="0.0000001")
    with pytest.raises(CaseError) as caught:
        load(copy.folder)
    [fault] = [fault for fault in caught.value.faults if fault.column == "value"]
    assert (fault.found, fault.expected) == ("0.0000001 mnkr", "ett belopp i hela kronor, högst 1 000 mdkr")
