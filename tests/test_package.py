import csv
import datetime
import hashlib
import json
import os
import random
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import SEED, Copy
from frictionless import FrictionlessException
from frictionless import Package as Frictionless

from fordelning.base.errors import CaseError, Fault
from fordelning.case.case import load
from fordelning.case.package import MOST_TABLES, read
from fordelning.case.schema import TABLES

DESCRIPTOR = "datapackage.json"
CAMERAS = {"measure": "trygghetskameror"}  # row 2 of allocations.csv


def refused(copy: Copy) -> list[Fault]:
    with pytest.raises(CaseError) as caught:
        load(copy.folder)
    return caught.value.faults


def places(faults: list[Fault]) -> list[tuple]:
    return [(fault.file, fault.row, fault.column) for fault in faults]


def the_fault(faults: list[Fault], file: str) -> Fault:
    """The only fault in `file`."""
    [fault] = [fault for fault in faults if fault.file == file]
    return fault


def resource(descriptor: dict, name: str) -> dict:
    return next(r for r in descriptor["resources"] if r["name"] == name)


def column(descriptor: dict, table: str, name: str) -> dict:
    return next(f for f in resource(descriptor, table)["schema"]["fields"] if f["name"] == name)


def without(copy: Copy, file: str, column: str) -> None:
    """Take a column away from a table, but not from the descriptor."""
    fields, rows = copy.read(file)
    kept = [name for name in fields if name != column]
    copy.write(file, kept, [{name: row[name] for name in kept} for row in rows])


def recode(copy: Copy, file: str, old: bytes, new: bytes, count: int = -1) -> Copy:
    path = copy.folder / file
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, count))
    return copy


# What is read


def test_values_are_typed():
    package = read(SEED)
    assert package.faults == []
    assert package.tables["allocations"].rows[0]["amount"] == Decimal(2200)
    assert package.tables["allocations"].rows[0]["year"] == 2021
    assert package.tables["notes"].rows[1]["number"] == 2
    assert package.tables["acknowledgements"].rows[0]["on"] == datetime.date(2026, 11, 23)
    assert package.tables["acknowledgements"].rows[0]["difference"] is None
    assert package.tables["acknowledgements"].rows[5]["difference"] == Decimal(-2)
    assert package.tables["allocations"].numbers == [2, 3, 4, 5, 6, 7, 8]


def test_the_digests_are_those_of_the_files():
    package = read(SEED)
    assert package.digests == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in SEED.iterdir()}


@pytest.mark.parametrize(("old", "new"), [(b"\n", b"\r\n"), (b"\n", b"\r")])
def test_other_line_ends_give_the_same_case(copy, seed, old, new):
    for path in copy.folder.glob("*.csv"):
        recode(copy, path.name, old, new)
    case = load(copy.folder)
    assert case.allocations.equals(seed.allocations)
    assert case.statements == seed.statements


def test_a_byte_order_mark_gives_the_same_case(copy, seed):
    for path in copy.folder.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    case = load(copy.folder)
    assert case.allocations.equals(seed.allocations)
    assert case.statements == seed.statements


def test_rows_are_counted_the_same_with_crlf(copy):
    copy.change("allocations.csv", {"measure": "laxlasning"}, amount="x")
    recode(copy, "allocations.csv", b"\n", b"\r\n")
    assert the_fault(refused(copy), "allocations.csv").row == 6


# Files


@pytest.mark.parametrize("file", sorted(path.name for path in SEED.iterdir()))
def test_missing_file(copy, file):
    (copy.folder / file).unlink()
    assert places(refused(copy)) == [(file, 0, "")]


def test_missing_folder(tmp_path):
    with pytest.raises(CaseError) as caught:
        load(tmp_path / "ingenstans")
    assert places(caught.value.faults) == [(DESCRIPTOR, 0, "")]


@pytest.mark.parametrize("file", ["pots.csv", DESCRIPTOR])
def test_a_folder_where_a_file_should_be(copy, file):
    (copy.folder / file).unlink()
    (copy.folder / file).mkdir()
    assert places(refused(copy)) == [(file, 0, "")]


@pytest.mark.parametrize("file", ["pots.csv", "statements.csv", DESCRIPTOR])
def test_a_symbolic_link_is_not_followed(copy, file):
    (copy.folder / file).unlink()
    (copy.folder / file).symlink_to(SEED / file)
    [fault] = refused(copy)
    assert (fault.file, fault.row) == (file, 0)
    assert "länk" in fault.found


@pytest.mark.parametrize(
    ("file", "old", "row"),
    [("allocations.csv", b"trygghetsvardar", 3), ("pots.csv", b"name", 1), (DESCRIPTOR, b"huddinge-2021", 2)],
)
def test_bytes_that_are_not_utf8(copy, file, old, row):
    recode(copy, file, old, b"\xff", 1)
    [fault] = refused(copy)
    assert (fault.file, fault.row) == (file, row)
    assert "UTF-8" in fault.expected


def test_utf16_is_not_utf8(copy):
    text = (copy.folder / "boards.csv").read_text(encoding="utf-8")
    (copy.folder / "boards.csv").write_bytes(text.encode("utf-16"))
    assert places(refused(copy)) == [("boards.csv", 1, "")]


def test_empty_table_file(copy):
    (copy.folder / "boards.csv").write_bytes(b"")
    assert ("boards.csv", 1, "") in places(refused(copy))


# The descriptor as JSON


@pytest.mark.parametrize(
    ("old", "new", "row"),
    [('"decision": {', '"decision" {', 12), ('"version": "1.0.0",', '"version": "1.0.0"', 7), ("{", "", 2)],
)
def test_malformed_json_has_its_row(copy, old, new, row):
    path = copy.folder / DESCRIPTOR
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    [fault] = refused(copy)
    # Without its first brace the text is a string and then more.
    assert (fault.file, fault.row) == (DESCRIPTOR, row)
    assert "JSON" in fault.expected


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"title": "Huddinge kommuns', '"title": "En annan", "title": "Huddinge kommuns', "title"),
        ('"year": 2021', '"year": 2020, "year": 2021', "year"),
        ('"name": "pots"', '"name": "pots", "name": "pots"', "name"),
        ('"year": 2021', '"\\u001b[2J": 1, "\\u001b[2J": 1, "year": 2021', "\x1b[2J"),
    ],
)
def test_a_key_that_stands_twice_is_named(copy, old, new, key):
    text = (copy.folder / DESCRIPTOR).read_text(encoding="utf-8")
    assert old in text
    (copy.folder / DESCRIPTOR).write_text(text.replace(old, new, 1), encoding="utf-8")
    twice = Fault(DESCRIPTOR, 0, "", key, "en nyckel som bara står en gång i sitt objekt")
    assert twice in refused(copy)
    assert str(twice).isprintable()


@pytest.mark.parametrize("text", ["", "[]", "null", "7", '"text"', "NaN", "[" * 100_000, '{"a":' * 100_000])
def test_json_that_is_no_object(copy, text):
    (copy.folder / DESCRIPTOR).write_text(text, encoding="utf-8")
    [fault] = refused(copy)
    assert fault.file == DESCRIPTOR
    assert "JSON" in fault.expected


def test_deep_nesting_inside_the_object(copy):
    copy.replace(DESCRIPTOR, '"version": "1.0.0"', '"version": ' + "[" * 100_000)
    assert the_fault(refused(copy), DESCRIPTOR).expected


def test_a_number_too_long_to_read(copy):
    copy.replace(DESCRIPTOR, '"year": 2021', '"year": ' + "1" * 5000)
    assert {fault.file for fault in refused(copy)} == {DESCRIPTOR}


# The descriptor's tables


@pytest.mark.parametrize(
    "path",
    [
        "../x.csv",
        "/etc/passwd",
        "https://example.org/x.csv",
        "file:///x.csv",
        "sub/x.csv",
        "sub\\x.csv",
        "x.csv\n",
        "X.csv",
        ".x.csv",
        "x.txt",
        "x\0.csv",
        "",
        None,
        7,
        ["pots.csv"],
    ],
)
def test_unsafe_path_in_the_descriptor(copy, path):
    # The file is there to be read, so that only the path can be what is refused.
    (copy.folder.parent / "x.csv").write_bytes((copy.folder / "pots.csv").read_bytes())
    copy.edit(lambda d: resource(d, "pots").update(path=path))
    [fault] = refused(copy)
    assert (fault.file, fault.row, fault.column) == (DESCRIPTOR, 0, "resources[1]")
    assert fault.found == str(path)
    assert set(read(copy.folder).files) == {path.name for path in SEED.iterdir()} - {"pots.csv"}


@pytest.mark.parametrize("value", [None, 5, "x", {}])
def test_resources_that_are_no_list(copy, value):
    copy.edit(lambda d: d.update(resources=value))
    assert (DESCRIPTOR, 0, "resources") in places(refused(copy))


def test_descriptor_without_resources(copy):
    copy.edit(lambda d: d.pop("resources"))
    assert set(places(refused(copy))) == {(DESCRIPTOR, 0, "resources")}


@pytest.mark.parametrize("name", ["pots", "tags", "allocations", "statements", "acknowledgements"])
def test_descriptor_without_a_table(copy, name):
    copy.edit(lambda d: d["resources"].remove(resource(d, name)))
    faults = refused(copy)
    assert (DESCRIPTOR, 0, "resources") in places(faults)
    assert any(name in fault.found for fault in faults)


@pytest.mark.parametrize(
    ("table", "name"), [("boards", "short_name"), ("allocations", "basis"), ("statements", "wording")]
)
def test_descriptor_and_file_without_a_column(copy, table, name):
    copy.edit(lambda d: resource(d, table)["schema"]["fields"].remove(column(d, table, name)))
    without(copy, f"{table}.csv", name)
    fault = the_fault(refused(copy), DESCRIPTOR)
    assert (fault.column, fault.found, fault.expected) == (f"{table}.{name}", "inget", "ett fält")


# What a case needs not have

CORE = ["pots", "boards", "measures", "allocations", "statements"]


def bare(folder: Path) -> Copy:
    """A case with nothing but the five tables that every case has, and no column that may be left out."""
    copy = Copy(folder)
    path = copy.folder / DESCRIPTOR
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["resources"] = []
    for name in CORE:
        table = TABLES[name]
        kept = [c.name for c in table.columns if c.required and c.name != "place"]
        if name == "statements":
            kept += ["relation", "value", "unit"]
        descriptor["resources"].append(table.declared(kept, CORE))
        rows = [{column: row[column] for column in kept} for row in copy.read(table.path)[1]]
        copy.write(table.path, kept, [row for row in rows if name != "statements" or row["statement"] == "S69"])
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    copy.change("statements.csv", {"statement": "S69"}, kind="total", value="10", unit="mnkr", relation="=")
    for path in copy.folder.glob("*.csv"):
        if path.stem not in CORE:
            path.unlink()
    return copy


def test_a_case_needs_five_tables_and_the_columns_that_must_be_filled_in(tmp_path, seed):
    folder = bare(tmp_path / "kopia").folder
    assert frictionless_accepts(folder)
    case = load(folder)
    assert case.allocations["kronor"].tolist() == seed.allocations["kronor"].tolist()
    assert case.statements["S69"].stated.number == 10_000_000
    assert (case.statements["S69"].place, case.place_name(None)) == (None, "")
    absent = (case.stages, case.tags, case.places, case.notes, case.questions, case.acknowledgements)
    assert all(table == {} for table in absent) and (case.reasons, case.omissions) == ((), ())


def test_a_table_that_is_not_there_is_one_without_rows(copy):
    for name in ("stages", "reasons"):
        assert not (copy.folder / f"{name}.csv").exists()
    one = load(copy.folder)
    other = load(copy.declare("stages", "reasons").folder)
    assert other.allocations.equals(one.allocations) and other.statements == one.statements
    assert (other.stages, other.reasons, other.stage) == (one.stages, one.reasons, one.stage) == ({}, (), None)


def test_a_column_that_may_be_blank_may_be_left_out(copy, seed):
    copy.change("boards.csv", {}, tag="")
    assert load(copy.folder).boards == seed.boards
    without(copy, "boards.csv", "tag")
    copy.edit(lambda d: resource(d, "boards")["schema"]["fields"].remove(column(d, "boards", "tag")))
    assert "boards.foreignKeys.tag" in {fault.column for fault in refused(copy)}  # of a column that is not there
    copy.edit(lambda d: resource(d, "boards")["schema"].pop("foreignKeys"))
    assert load(copy.folder).boards == seed.boards


@pytest.mark.parametrize("table", ["tags", "places", "notes", "questions"])
def test_a_key_in_a_table_that_is_not_there_says_that_it_must_be_added(copy, table):
    """Told once a column, where the first key stands; the columns themselves may stay."""
    (copy.folder / f"{table}.csv").unlink()

    def without(descriptor):
        descriptor["resources"].remove(resource(descriptor, table))
        for other in descriptor["resources"]:
            keys = [k for k in other["schema"].pop("foreignKeys", []) if k["reference"]["resource"] != table]
            other["schema"] |= {"foreignKeys": keys} if keys else {}

    faults = refused(copy.edit(without))
    referring = {(t.path, c.name) for t in TABLES.values() for c in t.columns if c.target == table}
    assert len(faults) == len({(fault.file, fault.column) for fault in faults})
    assert {(fault.file, fault.column) for fault in faults} <= referring
    assert all(f"tabellen {table}, som måste läggas till bland resources" in fault.expected for fault in faults)
    name = {"tags": "tag", "places": "place", "notes": "note", "questions": "question"}[table]
    file = "allocations.csv" if table in ("notes", "places") else "statements.csv"
    assert (file, name) in {(fault.file, fault.column) for fault in faults}


def test_a_declared_key_in_a_table_that_is_not_there_is_a_fault(copy):
    def refer(descriptor):
        key = {"fields": "pot", "reference": {"resource": "pots", "fields": "pot"}}
        stage = {"fields": "stage", "reference": {"resource": "stages", "fields": "stage"}}
        resource(descriptor, "allocations")["schema"]["fields"].append({"name": "stage"})
        resource(descriptor, "allocations")["schema"]["foreignKeys"] += [stage]
        assert key in resource(descriptor, "allocations")["schema"]["foreignKeys"]

    copy.edit(refer)
    faults = [fault for fault in refused(copy) if fault.column == "allocations.foreignKeys.stage"]
    assert [fault.expected for fault in faults] == ["tabellen stages bland resources, eller ingen hänvisning dit"]
    assert not frictionless_accepts(copy.folder)


def test_the_file_of_a_table_that_the_descriptor_does_not_have_is_told(copy):
    (copy.folder / "stages.csv").write_text("stage,name,summary\nbeslut,Beslut,\n", encoding="utf-8")
    fault = the_fault(refused(copy), DESCRIPTOR)
    assert (fault.column, fault.found) == ("resources", "filen stages.csv men ingen tabell stages")


@pytest.mark.parametrize("version", ["2", "", 1, None, ["1"]])
def test_a_format_of_another_version_is_one_fault(copy, version):
    copy.describe(case_format=version, title="")
    [fault] = refused(copy)
    assert (fault.file, fault.column) == (DESCRIPTOR, "case_format")
    assert '"1"' in fault.expected


def test_one_table_declared_twice(copy):
    copy.edit(lambda d: d["resources"].append(resource(d, "pots")))
    assert {fault.file for fault in refused(copy)} == {DESCRIPTOR}


def test_one_column_declared_twice(copy):
    copy.edit(lambda d: resource(d, "pots")["schema"]["fields"].append(column(d, "pots", "name")))
    assert {fault.file for fault in refused(copy)} <= {DESCRIPTOR, "pots.csv"}


@pytest.mark.parametrize(
    "keys",
    [
        {"primaryKey": "nope"},
        {"primaryKey": 5},
        {"foreignKeys": ["place"]},
        {"foreignKeys": [{"fields": "place"}]},
        {"foreignKeys": [{"fields": "nope", "reference": {"resource": "places", "fields": "place"}}]},
        {"foreignKeys": [{"fields": "place", "reference": {"resource": "places", "fields": "nope"}}]},
        {"foreignKeys": [{"fields": "place", "reference": {"resource": "nope", "fields": "place"}}]},
    ],
    ids=str,
)
def test_keys_that_lead_nowhere(copy, keys):
    copy.edit(lambda d: resource(d, "notes")["schema"].update(keys))
    assert {fault.file for fault in refused(copy)} == {DESCRIPTOR}


POISON = [
    {"pattern": "("},
    {"pattern": 5},
    {"pattern": "(a+)+$"},
    {"pattern": "(" * 6000 + ")" * 6000},
    {"pattern": "a{99999999999999999999}"},
    {"minimum": "x"},
    {"minimum": 5},
    {"maximum": None},
    {"maximum": "٣"},
    {"enum": 5},
    {"enum": [[]]},
    {"required": 1},
    {"unique": "true"},
    {"minLength": 10**14},
    {"\x1b[2J": 1},
    {"": []},
    None,
    5,
    "x",
    [],
]


def test_no_constraint_of_a_case_is_ever_followed(copy):
    """Each field in turn is given others: a fault of the descriptor at once, whatever they are, and no other."""
    text = (copy.folder / DESCRIPTOR).read_text(encoding="utf-8")
    chosen, every = random.Random(7), [(r["name"], f["name"]) for r in json.loads(text)["resources"] for f in fields(r)]
    assert len(every) > 50
    # One on which a pattern that takes its time would take all of it.
    copy.change("pots.csv", {"pot": "medelsreserven"}, purpose="a" * 40 + "!")
    for at in [*every, ("pots", "purpose")]:
        (copy.folder / DESCRIPTOR).write_text(text, encoding="utf-8")
        rules = chosen.choice(POISON) if at != ("pots", "purpose") else {"pattern": "(a+)+$"}
        copy.edit(lambda d, at=at, rules=rules: column(d, *at).update(constraints=rules))
        faults = refused(copy)
        assert {fault.file for fault in faults} == {DESCRIPTOR}
        assert all(fault.column.startswith(f"{at[0]}.{at[1]}.") for fault in faults)
        assert all(str(fault).isprintable() and len(str(fault)) < 500 for fault in faults)


def fields(resource: dict) -> list[dict]:
    return resource["schema"]["fields"]


@pytest.mark.parametrize("schema", [None, 5, {"fields": 5}, {"fields": [{"name": "x", "constraints": POISON[3]}]}])
def test_of_a_table_of_ones_own_only_the_bytes_are_taken(copy, schema):
    (copy.folder / "egen.csv").write_bytes(b'\xff"\0')
    copy.edit(lambda d: d["resources"].append({"name": "egen", "path": "egen.csv", "schema": schema}))
    assert load(copy.folder).files["egen.csv"] == b'\xff"\0'
    assert "egen.csv" in load(copy.folder).digests
    (copy.folder / "egen.csv").unlink()
    assert places(refused(copy)) == [("egen.csv", 0, "")]


def more_tables(copy: Copy) -> None:
    copy.edit(lambda d: d["resources"].extend({"name": f"r{n}", "path": "pots.csv"} for n in range(28_000)))


def deeper(copy: Copy) -> None:
    copy.edit(lambda d: d.update(egen=json.loads("[" * 60 + "]" * 60)))


def very_deep(copy: Copy) -> None:
    copy.replace(DESCRIPTOR, '"version"', '"egen": ' + '[{"x":' * 3000 + "1" + "}]" * 3000 + ', "version"')


def long_descriptor(copy: Copy) -> None:
    copy.describe(egen="x" * 2_000_000)


def large_table(copy: Copy) -> None:
    os.truncate(copy.folder / "notes.csv", 2**40)


@pytest.mark.parametrize("grow", [more_tables, deeper, very_deep, long_descriptor, large_table])
def test_beyond_all_measure_is_one_fault_at_once(copy, grow):
    grow(copy)
    began = time.monotonic()
    assert len(refused(copy)) == 1
    assert time.monotonic() - began < 2


def test_a_hundred_tables_are_not_too_many_and_one_more_is(copy):
    copy.edit(
        lambda d: d["resources"].extend(
            {"name": f"r{n}", "path": "pots.csv"} for n in range(MOST_TABLES - len(d["resources"]))
        ),
    )
    assert load(copy.folder)
    copy.edit(lambda d: d["resources"].append({"name": "en till", "path": "pots.csv"}))
    assert places(refused(copy)) == [(DESCRIPTOR, 0, "resources")]


def test_faults_of_the_descriptor_and_of_the_tables_are_told_at_once(copy):
    copy.edit(lambda d: column(d, "pots", "name")["constraints"].update(pattern=".*"))
    copy.change("pots.csv", {"pot": "medelsreserven"}, short_name="")
    assert places(refused(copy)) == [(DESCRIPTOR, 0, "pots.name.pattern"), ("pots.csv", 3, "short_name")]


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity", "-Infinity", "1" * 31, "0." + "1" * 5000])
def test_a_number_that_json_does_not_have(copy, number):
    copy.replace(DESCRIPTOR, '"version"', f'"egen": [{number}], "version"')
    [fault] = refused(copy)
    assert (fault.file, fault.found) == (DESCRIPTOR, number)


@pytest.mark.parametrize(
    "change", [{"egen": {"x": ["\ud800"]}}, {"description": "a\udfffb"}, {"e\ud83dn": 1}], ids=ascii
)
def test_half_a_character_anywhere(copy, change):
    [fault] = refused(copy.edit(lambda d: d.update(change)))
    assert (fault.file, fault.column) == (DESCRIPTOR, *change)
    assert str(fault).isprintable()


def constraints(d: dict, table: str, name: str) -> dict:
    return column(d, table, name)["constraints"]


def keys(d: dict, table: str) -> list:
    return resource(d, table)["schema"]["foreignKeys"]


@pytest.mark.parametrize(
    ("change", "place", "found", "expected"),
    [
        (lambda d: constraints(d, "allocations", "amount").pop("required"), "allocations.amount.required", "", "true"),
        (
            lambda d: constraints(d, "allocations", "amount").update(required=False),
            "allocations.amount.required",
            "false",
            "true",
        ),
        (lambda d: constraints(d, "boards", "name").pop("unique"), "boards.name.unique", "", "true"),
        (lambda d: constraints(d, "allocations", "unit")["enum"].append("öre"), "allocations.unit.enum", "öre", "mdkr"),
        (lambda d: constraints(d, "statements", "kind").pop("enum"), "statements.kind.enum", "", "total"),
        (lambda d: constraints(d, "tags", "tag").update(pattern=".*"), "tags.tag.pattern", ".*", "a-z"),
        (lambda d: constraints(d, "questions", "weight").update(maximum=4), "questions.weight.maximum", "4", "3"),
        (
            lambda d: constraints(d, "places", "name").update(pattern="[A-Z].*"),
            "places.name.pattern",
            "[A-Z].*",
            "inget",
        ),
        (
            lambda d: column(d, "allocations", "amount").update(type="string"),
            "allocations.amount.type",
            "string",
            "number",
        ),
        (lambda d: column(d, "allocations", "place").update(type="string"), "", "", ""),  # what is meant anyway
        (
            lambda d: column(d, "acknowledgements", "on").update(format="%d/%m/%Y"),
            "acknowledgements.on.format",
            "%d",
            "inget",
        ),
        (lambda d: resource(d, "notes")["schema"].pop("primaryKey"), "notes.primaryKey", "", "note"),
        (lambda d: resource(d, "notes")["schema"].update(primaryKey="note"), "", "", ""),  # another way to say the same
        (
            lambda d: resource(d, "allocations")["schema"]["primaryKey"].remove("board"),
            "allocations.primaryKey",
            "pot",
            "board",
        ),
        (lambda d: keys(d, "allocations").pop(0), "allocations.foreignKeys.pot", "", "pots"),
        (
            lambda d: keys(d, "measures")[0]["reference"].update(resource="pots", fields="pot"),
            "measures.foreignKeys.tag",
            "pots",
            "tags",
        ),
        (
            lambda d: keys(d, "measures").append(
                {"fields": "name", "reference": {"resource": "pots", "fields": "name"}}
            ),
            "measures.foreignKeys.name",
            "pots",
            "inget",
        ),
        (lambda d: resource(d, "tags")["schema"].update(missingValues=["-"]), "tags.missingValues", "-", '""'),
        (lambda d: resource(d, "tags").update(dialect={"delimiter": ";"}), "tags.dialect", ";", ","),
        (lambda d: resource(d, "tags").update(encoding="cp1252"), "tags.encoding", "cp1252", "utf-8"),
        (lambda d: resource(d, "tags").update(dialect={"delimiter": ","}, scheme="file", format="csv"), "", "", ""),
        (lambda d: resource(d, "tags").pop("encoding"), "", "", ""),
        (lambda d: resource(d, "tags").update(title="Klasser", description="Annat.", licenses=[]), "", "", ""),
        (lambda d: column(d, "tags", "name").update(title="Klass", description="Annat."), "", "", ""),
    ],
)
def test_a_descriptor_that_declares_something_else(copy, change, place, found, expected):
    """Each deviation is one fault with its table and field; texts are free, and so is what means the same."""
    copy.edit(change)
    if not place:
        assert load(copy.folder)
        return
    fault = the_fault(refused(copy), DESCRIPTOR)
    assert (fault.row, fault.column) == (0, place)
    assert found in fault.found and expected in fault.expected
    assert found or fault.found == "inget"


def test_every_constraint_and_key_that_is_taken_away_is_one_fault(copy):
    text = (copy.folder / DESCRIPTOR).read_text(encoding="utf-8")
    taken = 0
    for table in json.loads(text)["resources"]:
        name, schema = table["name"], table["schema"]
        rules = [(f["name"], rule) for f in schema["fields"] for rule in f.get("constraints", {})]
        for field, rule in rules:
            (copy.folder / DESCRIPTOR).write_text(text, encoding="utf-8")
            copy.edit(lambda d, at=(name, field), rule=rule: column(d, *at)["constraints"].pop(rule))
            assert [fault.column for fault in refused(copy)] == [f"{name}.{field}.{rule}"]
        for at, key in enumerate(schema.get("foreignKeys", [])):
            (copy.folder / DESCRIPTOR).write_text(text, encoding="utf-8")
            copy.edit(lambda d, name=name, at=at: keys(d, name).pop(at))
            assert [fault.column for fault in refused(copy)] == [f"{name}.foreignKeys.{key['fields']}"]
        taken += len(rules) + len(schema.get("foreignKeys", []))
    assert taken > 80


@pytest.mark.parametrize(
    ("key", "value", "spoil", "place"),
    [
        ("amount.required", True, lambda d: constraints(d, "allocations", "amount").pop("required"), "amount.required"),
        ("encoding", "utf-8", lambda d: resource(d, "allocations").update(encoding="cp1252"), "encoding"),
        ("foreignKeys.pot", [["pots", "pot"]], lambda d: keys(d, "allocations").pop(0), "foreignKeys.pot"),
    ],
)
def test_what_is_declared_in_another_place_does_not_count(copy, key, value, spoil, place):
    copy.edit(lambda d: resource(d, "allocations")["schema"].update({key: value}))
    copy.edit(spoil)
    assert f"allocations.{place}" in {fault.column for fault in refused(copy)}


def test_several_deviations_are_as_many_faults(copy):
    def change(descriptor):
        constraints(descriptor, "allocations", "amount").pop("required")
        constraints(descriptor, "statements", "wording").pop("required")
        resource(descriptor, "notes")["schema"].pop("primaryKey")

    assert {fault.column for fault in refused(copy.edit(change))} == {
        "allocations.amount.required",
        "statements.wording.required",
        "notes.primaryKey",
    }


def test_a_column_of_ones_own_is_not_used(copy):
    copy.edit(lambda d: resource(d, "tags")["schema"]["fields"].append({"name": "egen", "type": "string"}))
    copy.replace("tags.csv", "tag,name,reason\n", "tag,name,reason,egen\n")
    faults = refused(copy)
    assert (DESCRIPTOR, 0, "tags.egen") in places(faults)


def test_fields_in_another_order_are_the_same_case(copy, seed):
    copy.edit(lambda d: resource(d, "boards")["schema"]["fields"].reverse())
    fields, rows = copy.read("boards.csv")
    copy.write("boards.csv", fields[::-1], rows)
    assert load(copy.folder).boards == seed.boards


def test_nothing_is_fetched(copy, monkeypatch):
    def refuse(*_):
        raise AssertionError("something was fetched")

    monkeypatch.setattr("socket.socket", refuse)
    monkeypatch.setattr("urllib.request.urlopen", refuse)
    copy.describe(
        sources=[{"title": "Källa", "path": "https://example.org/kalla.pdf"}], licenses=[{"path": "http://x"}]
    )
    assert load(copy.folder)
    copy.edit(lambda d: resource(d, "pots").update(path="https://example.org/pots.csv"))
    assert the_fault(refused(copy), DESCRIPTOR).found == "https://example.org/pots.csv"


def _nodes(value, path=()):
    yield path
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from _nodes(value[key], (*path, key))


@pytest.mark.parametrize(
    "wrong",
    [None, ["x"], *(pytest.param(one, marks=pytest.mark.slow) for one in (5, "x", [], {}, {"x": 1}, True))],
    ids=repr,
)
def test_no_other_error_whatever_the_descriptor_holds(copy, wrong):
    """Every value of the descriptor in turn is replaced by `wrong`."""
    text = (copy.folder / DESCRIPTOR).read_text(encoding="utf-8")
    original = json.loads(text)
    kept = {"pots", "notes", "allocations"}  # every type and every sort of key, in a third of the time
    chosen = [
        path
        for path in _nodes(original)
        if path
        and not (path[0] == "resources" and len(path) > 1 and original["resources"][path[1]]["name"] not in kept)
    ]
    assert len(chosen) > 150
    escaped = {}
    for path in chosen:
        descriptor = json.loads(text)
        inner = descriptor
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = wrong
        (copy.folder / DESCRIPTOR).write_text(json.dumps(descriptor), encoding="utf-8")
        try:
            load(copy.folder)
        except CaseError:
            pass
        except Exception as error:
            escaped["/".join(map(str, path))] = repr(error)
    assert escaped == {}


# Headers and rows


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("tag,name", {"reason"}),  # missing
        ("tag,name,skal", {"reason", "skal"}),  # renamed
        ("tag,name,reason,extra", {"extra"}),
        ("tag,name,name", {"name", "reason"}),
        ("tag,name,reason,name", {"name"}),
        ("tag,name,Reason", {"reason", "Reason"}),
        ("tag,name, reason", {"reason", " reason"}),
        ("tag,name,reason,", {""}),
        ("name,tag,reason", {""}),  # another order
        ("tag;name;reason", {""}),  # one fault, about the semicolons
        ("tag,name,rea\0son", {"reason", "rea\0son"}),
    ],
)
def test_wrong_header(copy, header, expected):
    copy.replace("tags.csv", "tag,name,reason\n", header + "\n")
    assert set(places(refused(copy))) == {("tags.csv", 1, name) for name in expected}


@pytest.mark.parametrize(
    ("old", "new", "row", "found"),
    [
        ("2200,tkr", "2200,tkr,x", 2, "10"),
        ("600,tkr,", "600,", 4, "8"),
        ("2021,medelsreserven,laxlasning", "\n2021,medelsreserven,laxlasning", 6, "0"),
        ("2021,medelsreserven,laxlasning", "x\n2021,medelsreserven,laxlasning", 6, "1"),
    ],
)
def test_ragged_row(copy, old, new, row, found):
    copy.replace("allocations.csv", old, new)
    fault = the_fault(refused(copy), "allocations.csv")
    assert (fault.row, fault.column) == (row, "")
    assert found in fault.found
    assert "9" in fault.expected


@pytest.mark.parametrize(
    ("old", "new", "row"),
    [
        (",trygghetsvardar", ',"trygg"hetsvardar', 3),
        ("\n2021,mal-och-budget,trygghetsvardar", '\n2021,"mal-och-budget,trygghetsvardar', 3),  # never closed
    ],
)
def test_unbalanced_quotes_have_the_row_they_stand_on(copy, old, new, row):
    copy.replace("allocations.csv", old, new)
    [fault] = refused(copy)
    assert (fault.file, fault.row) == ("allocations.csv", row)


def test_a_cell_too_long_to_read(copy):
    copy.change("pots.csv", {"pot": "medelsreserven"}, purpose="x" * 200_000)
    [fault] = refused(copy)
    assert (fault.file, fault.row) == ("pots.csv", 3)
    assert len(str(fault)) < 300


# Cells


@pytest.mark.parametrize(
    ("file", "where", "name", "row"),
    [
        ("pots.csv", {"pot": "mal-och-budget"}, "pot", 2),
        ("boards.csv", {"board": "gsn"}, "short_name", 5),
        ("tags.csv", {"tag": "barn"}, "reason", 3),
        ("measures.csv", {"measure": "laxlasning"}, "name", 6),
        ("places.csv", {"place": "sandlista"}, "name", 34),
        ("notes.csv", {"note": "kameror"}, "number", 2),
        ("allocations.csv", CAMERAS, "year", 2),
        ("allocations.csv", CAMERAS, "amount", 2),
        ("allocations.csv", CAMERAS, "unit", 2),
        ("allocations.csv", CAMERAS, "basis", 2),
        ("allocations.csv", CAMERAS, "place", 2),
        ("questions.csv", {"question": "namn"}, "weight", 9),
        ("statements.csv", {"statement": "S12"}, "statement", 13),
        ("statements.csv", {"statement": "S12"}, "kind", 13),
        ("statements.csv", {"statement": "S12"}, "place", 13),
        ("statements.csv", {"statement": "S12"}, "wording", 13),
        ("acknowledgements.csv", {"statement": "S05"}, "on", 6),
        ("acknowledgements.csv", {"statement": "S05"}, "by", 6),
        ("acknowledgements.csv", {"statement": "S05"}, "why", 6),
    ],
)
def test_blank_required_cell(copy, file, where, name, row):
    copy.change(file, where, **{name: ""})
    fault = the_fault(refused(copy), file)
    assert (fault.row, fault.column) == (row, name)
    assert "tom" in fault.found


NOT_NUMBERS = [
    "abc",
    "1e309",
    "1e3",
    "NaN",
    "inf",
    "1 000",
    "1\u00a0000",
    "1,5",
    "٣",
    "1_000",
    "+5",
    "5.",
    ".5",
    "0x10",
    "1" * 40,
]


@pytest.mark.parametrize("cell", NOT_NUMBERS)
def test_not_a_number(copy, cell):
    copy.change("allocations.csv", CAMERAS, amount=cell)
    fault = the_fault(refused(copy), "allocations.csv")
    assert (fault.row, fault.column, fault.found) == (2, "amount", cell)
    assert "tal" in fault.expected or "blanktecken" in fault.expected or "styrtecken" in fault.expected


@pytest.mark.parametrize("cell", [*NOT_NUMBERS, "1.5"])
def test_not_an_integer(copy, cell):
    copy.change("questions.csv", {"question": "namn"}, weight=cell)
    fault = the_fault(refused(copy), "questions.csv")
    assert (fault.row, fault.column, fault.found) == (9, "weight", cell)


@pytest.mark.parametrize("cell", ["21", "0", "-2021", "20210", "3000", "1899", "2021.0", "٢٠٢١", "1" * 30])
def test_not_a_year(copy, cell):
    copy.change("allocations.csv", CAMERAS, year=cell)
    fault = the_fault(refused(copy), "allocations.csv")
    assert (fault.row, fault.column, fault.found) == (2, "year", cell)


@pytest.mark.parametrize(
    "cell", ["2021-02-29", "2021-13-01", "2021-00-10", "20211001", "2021-W05-1", "1/2 2021", "0000-01-01", "i går"]
)
def test_impossible_date(copy, cell):
    copy.change("acknowledgements.csv", {"statement": "S05"}, on=cell)
    fault = the_fault(refused(copy), "acknowledgements.csv")
    assert (fault.row, fault.column, fault.found) == (6, "on", cell)
    assert "datum" in fault.expected


@pytest.mark.parametrize(
    "cell", [" ks", "ks ", "ks\u00a0", "\u2003ks", "k\0s", "k\ts", "k\x1bs", "k\u200bs", "k\ns", " ", "k\u202es"]
)
def test_padded_cells_and_control_characters(copy, cell):
    copy.change("pots.csv", {"pot": "medelsreserven"}, purpose=cell)
    fault = the_fault(refused(copy), "pots.csv")
    assert (fault.row, fault.column, fault.found) == (3, "purpose", cell)
    # Nothing that would move the cursor or hide text reaches a terminal.
    assert str(fault).isprintable()


@pytest.mark.parametrize(
    ("file", "where", "cells", "row", "expected"),
    [
        ("questions.csv", {"question": "namn"}, {"weight": "4"}, 9, "3"),
        ("questions.csv", {"question": "namn"}, {"weight": "0"}, 9, "1"),
        ("notes.csv", {"note": "kameror"}, {"number": "0"}, 2, "1"),
        ("allocations.csv", CAMERAS, {"unit": "öre"}, 2, "mnkr"),
        ("allocations.csv", CAMERAS, {"unit": "TKR"}, 2, "tkr"),
        ("allocations.csv", CAMERAS, {"basis": "gissad"}, 2, "derived"),
        ("statements.csv", {"statement": "S01"}, {"kind": "slump"}, 2, "total"),
        ("statements.csv", {"statement": "S06"}, {"relation": "~"}, 7, ">="),
        ("statements.csv", {"statement": "S06"}, {"unit": "öre"}, 7, "tkr"),
        ("statements.csv", {"statement": "S75"}, {"statement": "75"}, 82, "S[0-9]"),
        ("tags.csv", {"tag": "barn"}, {"tag": "Barn och unga"}, 3, "[a-z0-9]"),
    ],
)
def test_values_outside_what_is_allowed(copy, file, where, cells, row, expected):
    copy.change(file, where, **cells)
    [(name, cell)] = cells.items()
    faults = [fault for fault in refused(copy) if (fault.file, fault.row, fault.column) == (file, row, name)]
    assert any(fault.found == cell and expected in fault.expected for fault in faults)


# Keys


@pytest.mark.parametrize(
    ("file", "where", "name", "row", "known"),
    [
        ("allocations.csv", CAMERAS, "pot", 2, "medelsreserven"),
        ("allocations.csv", CAMERAS, "measure", 2, "laxlasning"),
        ("allocations.csv", CAMERAS, "board", 2, "kfn"),
        ("allocations.csv", CAMERAS, "note", 2, "utemiljoer"),
        ("allocations.csv", CAMERAS, "place", 2, "places.csv"),
        ("measures.csv", {"measure": "laxlasning"}, "tag", 6, "fysisk"),
        ("notes.csv", {"note": "utemiljoer"}, "place", 3, "places.csv"),
        ("statements.csv", {"statement": "S33"}, "place", 36, "places.csv"),
        ("statements.csv", {"statement": "S33"}, "pot", 36, "medelsreserven"),
        ("statements.csv", {"statement": "S33"}, "measure", 36, "laxlasning"),
        ("statements.csv", {"statement": "S06"}, "board", 7, "kfn"),
        ("statements.csv", {"statement": "S68"}, "tag", 74, "barn"),
        ("statements.csv", {"statement": "S12"}, "question", 13, "finansiering"),
        ("statements.csv", {"statement": "S31"}, "against", 34, "S01"),
        ("acknowledgements.csv", {"statement": "S05"}, "statement", 6, "S01"),
    ],
)
def test_unknown_reference(copy, file, where, name, row, known):
    copy.change(file, where, **{name: "okand"})
    faults = [fault for fault in refused(copy) if (fault.file, fault.row, fault.column) == (file, row, name)]
    assert any(fault.found == "okand" and known in fault.expected for fault in faults)


@pytest.mark.parametrize(
    ("file", "source", "cells", "row", "name"),
    [
        ("allocations.csv", 1, {"amount": "1"}, 9, "stage, year, pot, measure, board"),
        ("statements.csv", 1, {}, 83, "statement"),
        ("boards.csv", 2, {"name": "Annan", "short_name": "AN"}, 6, "board"),
        ("boards.csv", 2, {"board": "ny", "short_name": "AN"}, 6, "name"),
        ("notes.csv", 1, {"note": "ny"}, 4, "number"),
        ("acknowledgements.csv", 1, {}, 13, "statement"),
    ],
)
def test_duplicates_name_the_first_row(copy, file, source, cells, row, name):
    header, *rows = (copy.folder / file).read_text(encoding="utf-8").splitlines()
    # The chosen rows have no quoted cells.
    first = (
        dict(zip(header.split(","), rows[source - 1].split(","), strict=True)) if '"' not in rows[source - 1] else None
    )
    copy.append(file, **((first or {"note": "x", "number": "1", "text": "x", "place": "rubrik"}) | cells))
    fault = the_fault(refused(copy), file)
    assert (fault.row, fault.column) == (row, name)
    assert f"rad {source + 1}" in fault.found


# All at once


def test_all_faults_in_all_files_at_once(copy):
    copy.change("allocations.csv", CAMERAS, amount="1,5", board="xx")
    copy.change("allocations.csv", {"measure": "laxlasning"}, unit="öre")
    copy.change("boards.csv", {"board": "gsn"}, short_name="")
    copy.change("statements.csv", {"statement": "S06"}, value="abc")
    copy.change("statements.csv", {"statement": "S01"}, question="vem")
    copy.change("acknowledgements.csv", {"statement": "S05"}, on="2021-02-29")
    (copy.folder / "pots.csv").unlink()
    found = set(places(refused(copy)))
    # With a table missing, what statements mean (S06's value) is not looked at yet; every cell still is.
    assert {
        ("allocations.csv", 2, "amount"),
        ("allocations.csv", 2, "board"),
        ("allocations.csv", 6, "unit"),
        ("boards.csv", 5, "short_name"),
        ("statements.csv", 2, "question"),
        ("acknowledgements.csv", 6, "on"),
        ("pots.csv", 0, ""),
    } == found


def test_faults_in_cells_and_in_meaning_at_once(copy):
    copy.change("allocations.csv", {"measure": "laxlasning"}, place="okand")
    copy.change("statements.csv", {"statement": "S06"}, value="abc")
    copy.change("statements.csv", {"statement": "S33"}, board="sn")
    copy.change("acknowledgements.csv", {"statement": "S05"}, on="2021-02-29")
    assert places(refused(copy)) == [
        ("acknowledgements.csv", 6, "on"),
        ("allocations.csv", 6, "place"),
        ("statements.csv", 7, "value"),
        ("statements.csv", 36, "pot"),
    ]


LAXLASNING = {"measure": "laxlasning"}


@pytest.mark.parametrize(
    ("file", "where", "cells"),
    [
        ("allocations.csv", CAMERAS, {"amount": "abc"}),
        ("allocations.csv", CAMERAS, {"amount": ""}),
        ("allocations.csv", CAMERAS, {"amount": "0.0001"}),
        ("allocations.csv", CAMERAS, {"unit": "öre"}),
        ("allocations.csv", CAMERAS, {"measure": "okand"}),
        ("allocations.csv", LAXLASNING, {"board": "okand"}),
        ("allocations.csv", LAXLASNING, {"year": "21"}),
        ("statements.csv", {"statement": "S06"}, {"board": "okand"}),
        ("statements.csv", {"statement": "S06"}, {"relation": "~"}),
        ("statements.csv", {"statement": "S06"}, {"unit": "öre"}),
        ("statements.csv", {"statement": "S36"}, {"year": "22"}),
        ("statements.csv", {"statement": "S68"}, {"tag": "okand"}),
    ],
)
def test_one_faulty_cell_is_one_fault(copy, file, where, cells):
    """Statements about a faulty row are not themselves at fault, and a wrong cell is not also blank."""
    copy.change(file, where, **cells)
    assert [(fault.file, fault.column) for fault in refused(copy)] == [(file, *cells)]


def test_the_message_lists_every_fault_with_its_place(copy):
    copy.change("allocations.csv", {"measure": "laxlasning"}, place="okand")
    copy.change("acknowledgements.csv", {"statement": "S05"}, on="2021-02-29")
    with pytest.raises(CaseError) as caught:
        load(copy.folder)
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert "kopia" in lines[0] and "2 fel" in lines[0]
    assert all(part in lines[1] for part in ("acknowledgements.csv", "rad 6", "on", "2021-02-29"))
    assert all(part in lines[2] for part in ("allocations.csv", "rad 6", "place", "okand"))
    assert caught.value._render_traceback_() == lines


def test_noise_in_the_tables_raises_nothing_else():
    """Random damage, the same in every run, to the bytes of the tables."""
    rng = random.Random(2021)
    noise = [
        b"\0",
        b"\xff",
        b'"',
        b",",
        b"\n",
        b"\r",
        b" ",
        b"-",
        b"9" * 40,
        b"\xef\xbb\xbf",
        "٣".encode(),
        b"S99",
        b"",
    ]
    files = sorted(path.name for path in SEED.glob("*.csv"))
    refusals = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(Path(folder) / "kopia")
        for _ in range(150):
            name = rng.choice(files)
            content = (SEED / name).read_bytes()
            start = rng.randrange(len(content))
            damaged = content[:start] + rng.choice(noise) + content[start + rng.randrange(4) :]
            (copy.folder / name).write_bytes(damaged)
            try:
                load(copy.folder)
            except CaseError as error:
                assert error.faults
                refusals += 1
            (copy.folder / name).write_bytes(content)
    assert refusals > 50


# Frictionless


@pytest.fixture(autouse=True)
def limit():
    """Frictionless lets the cells of every CSV reader be of any length."""
    before = csv.field_size_limit()
    yield
    csv.field_size_limit(before)


def frictionless_accepts(folder: Path) -> bool:
    try:
        return Frictionless(str(folder / DESCRIPTOR)).validate().valid
    except FrictionlessException:
        return False


def test_frictionless_and_we_accept_the_seed():
    assert frictionless_accepts(SEED)
    assert load(SEED)


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
def test_frictionless_and_we_accept_other_ways_to_save(copy, mark):
    for path in copy.folder.glob("*.csv"):
        path.write_bytes(mark + path.read_bytes().replace(b"\n", b"\r\n"))
    assert frictionless_accepts(copy.folder)
    assert load(copy.folder)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda c: (c.folder / "pots.csv").unlink(), id="missing file"),
        pytest.param(lambda c: c.replace("boards.csv", "short_name", "kort"), id="renamed column"),
        pytest.param(lambda c: c.change("allocations.csv", CAMERAS, amount="abc"), id="not a number"),
        pytest.param(lambda c: c.change("allocations.csv", CAMERAS, amount="1,5"), id="decimal comma"),
        pytest.param(lambda c: c.change("allocations.csv", CAMERAS, amount=""), id="blank required"),
        pytest.param(lambda c: c.change("allocations.csv", CAMERAS, unit="öre"), id="unknown unit"),
        pytest.param(lambda c: c.change("allocations.csv", CAMERAS, board="xx"), id="unknown board"),
        pytest.param(lambda c: c.change("statements.csv", {"statement": "S01"}, kind="slump"), id="unknown kind"),
        pytest.param(lambda c: c.change("statements.csv", {"statement": "S69"}, against="S99"), id="unknown against"),
        pytest.param(lambda c: c.change("statements.csv", {"statement": "S75"}, statement="x"), id="pattern"),
        pytest.param(lambda c: c.change("statements.csv", {"statement": "S75"}, statement="S01"), id="duplicate key"),
        pytest.param(lambda c: c.change("boards.csv", {"board": "sn"}, name="Kommunstyrelsen"), id="not unique"),
        pytest.param(lambda c: c.change("questions.csv", {"question": "namn"}, weight="4"), id="above maximum"),
        pytest.param(lambda c: c.change("acknowledgements.csv", {"statement": "S05"}, on="2021-02-29"), id="date"),
        pytest.param(lambda c: c.replace("allocations.csv", "2200,tkr", "2200,tkr,x"), id="ragged row"),
        pytest.param(lambda c: recode(c, "allocations.csv", b"trygghetsvardar", b"\xff"), id="not UTF-8"),
        pytest.param(lambda c: c.replace(DESCRIPTOR, '"decision": {', '"decision" {'), id="malformed JSON"),
        pytest.param(lambda c: c.edit(lambda d: d.pop("resources")), id="no resources"),
        pytest.param(lambda c: c.edit(lambda d: resource(d, "pots").update(path="../x.csv")), id="unsafe path"),
        pytest.param(lambda c: c.edit(lambda d: d["resources"].append(resource(d, "pots"))), id="table twice"),
        pytest.param(lambda c: c.change("tags.csv", {"tag": "barn"}, tag="Barn"), id="pattern of a text"),
        pytest.param(lambda c: c.change("questions.csv", {"question": "namn"}, weight="1.5"), id="not an integer"),
        pytest.param(lambda c: c.change("allocations.csv", CAMERAS, year="1899"), id="below minimum"),
        pytest.param(lambda c: c.change("allocations.csv", CAMERAS, place="okand"), id="unknown place"),
    ],
)
def test_frictionless_and_we_refuse_the_same(copy, spoil):
    spoil(copy)
    assert not frictionless_accepts(copy.folder)
    assert refused(copy)


def nested(levels: int) -> str:
    return json.dumps({"name": "x"})[:-1] + ', "more": ' + "[" * (levels - 1) + "]" * (levels - 1) + "}"


@pytest.mark.parametrize(("levels", "refused_so"), [(50, False), (51, True)])
def test_a_descriptor_has_at_most_fifty_levels(copy, levels, refused_so):
    (copy.folder / DESCRIPTOR).write_text(nested(levels), encoding="utf-8")
    told = [fault for fault in refused(copy) if "nivåer" in fault.expected]
    assert [(fault.file, fault.row, fault.column) for fault in told] == [(DESCRIPTOR, 0, "")] * refused_so


@pytest.mark.parametrize("table", ["allocations", "boards", "measures", "pots", "statements"])
def test_a_table_of_the_core_must_be_there(copy, table):
    (copy.folder / f"{table}.csv").unlink()
    copy.edit(lambda d: d["resources"].remove(resource(d, table)))
    told = [(fault.file, fault.column, fault.found) for fault in refused(copy)]
    assert (DESCRIPTOR, "resources", f"ingen tabell {table}") in told


def test_a_folder_or_a_link_in_the_place_of_a_table_is_told_for_what_it_is(copy):
    (copy.folder / "pots.csv").rename(copy.folder / "andra.csv")
    (copy.folder / "pots.csv").symlink_to("andra.csv")
    assert the_fault(refused(copy), "pots.csv").found == "en symbolisk länk"
    (copy.folder / "pots.csv").unlink()
    (copy.folder / "pots.csv").mkdir()
    fault = the_fault(refused(copy), "pots.csv")
    assert (fault.row, "länk" in fault.found, fault.expected) == (0, False, "en läsbar fil")
