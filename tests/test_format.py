"""The specification of the case format, in Swedish and English, held to what the program reads."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, python

from fordelning.case.case import load
from fordelning.case.identity import Decision
from fordelning.case.relation import RELATIONS
from fordelning.case.schema import CORE, DESCRIPTOR, FORMAT, TABLES, ColumnSchema, TableSchema
from fordelning.case.statement import KINDS

TYPES = ("string", "integer", "number", "year", "date")
# The words that each page has for types, rules and keys.
PAGES = {
    "format.md": {
        "types": dict(zip(TYPES, ("text", "heltal", "tal", "år", "datum"), strict=True)),
        "rules": ("krävs", "unik", "en av", "minst", "högst", "nyckel i", "nycklar i"),
        "key": ("Primärnyckel", "ingen"),
        "title": f"# Fallformatet, version {FORMAT}",
    },
    "format.en.md": {
        "types": dict(zip(TYPES, TYPES, strict=True)),
        "rules": ("required", "unique", "one of", "at least", "at most", "key in", "keys in"),
        "key": ("Primary key", "none"),
        "title": f"# The case format, version {FORMAT}",
    },
}
TEXTS = {name: (ROOT / "docs" / name).read_text(encoding="utf-8") for name in PAGES}
either = pytest.mark.parametrize("page", PAGES)


def rule(column: ColumnSchema, words: tuple[str, ...]) -> str:
    """What a page says of a column's rules."""
    required, unique, one_of, least, most, key, keys = words
    said = [required] * column.required + [unique] * column.unique
    said += [f"`{column.pattern}`"] if column.pattern else []
    said += [f"{one_of} {' '.join(f'`{value}`' for value in column.enum)}"] if column.enum else []
    said += [f"{least} {column.minimum}"] if column.minimum is not None else []
    said += [f"{most} {column.maximum}"] if column.maximum is not None else []
    said += [f"{keys if column.several else key} `{column.target}`"] if column.target else []
    return ", ".join(said)


def expected(table: TableSchema, page: str) -> tuple[list[tuple[str, ...]], str]:
    """The rows that a page has for a table, but for what they are about, and its line on the primary key."""
    words, none = PAGES[page], PAGES[page]["key"][1]
    rows = [(c.name, words["types"][c.type], rule(c, words["rules"])) for c in table.columns]
    return rows, f"{words['key'][0]}: {', '.join(f'`{name}`' for name in table.key) or none}."


def described(text: str) -> dict[str, tuple[list[tuple[str, ...]], str]]:
    """The same of what a page says, by table."""
    sections = re.split(r"^#### `([a-z]+)\.csv`.*$", text, flags=re.MULTILINE)[1:]
    return {
        name: (
            re.findall(r"^\| `(\w+)` \| ([^|]*) \| ([^|]*) \| [^|]*\S \|$", body.split("```")[0], flags=re.MULTILINE),
            re.findall(r"^\w+ ?\w*: .*\.$", body.split("```")[0], flags=re.MULTILINE)[-1],
        )
        for name, body in zip(sections[::2], sections[1::2], strict=True)
    }


def examples(text: str) -> dict[str, str]:
    return dict(re.findall(r"^#### `([a-z]+)\.csv`.*?^```csv\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL))


@either
def test_every_table_column_type_and_rule_is_in_the_specification_and_none_besides(page):
    assert described(TEXTS[page]) == {name: expected(table, page) for name, table in TABLES.items()}
    assert TEXTS[page].startswith(PAGES[page]["title"])


@either
@pytest.mark.parametrize(
    "change",
    [
        {"name": "annat"},
        {"type": "date"},
        {"required": True},
        {"unique": True},
        {"pattern": "x"},
        {"enum": ("x",)},
        {"minimum": 7},
        {"maximum": 7},
        {"target": "pots"},
    ],
    ids=str,
)
def test_every_rule_that_is_another_is_noticed(page, change):
    for table in TABLES.values():
        for number, column in enumerate(table.columns):
            other = replace(column, **change)
            columns = (*table.columns[:number], other, *table.columns[number + 1 :])
            assert (described(TEXTS[page])[table.name] == expected(replace(table, columns=columns), page)) == (
                other == column
            )


@either
def test_a_table_of_another_key_is_noticed(page):
    for table in TABLES.values():
        assert described(TEXTS[page])[table.name] != expected(replace(table, key=("annan",)), page)


@either
def test_every_profile_has_its_tables(page):
    listed = dict(re.findall(r"^\| `(\w+)` \| ((?:`[a-z]+`(?:, )?)+) \|$", TEXTS[page], flags=re.MULTILINE))
    said = {profile: set(re.findall("[a-z]+", tables)) for profile, tables in listed.items()}
    profiles = {table.profile for table in TABLES.values()}
    assert said == {p: {name for name, table in TABLES.items() if table.profile == p} for p in profiles}
    assert said[CORE] == {"allocations", "statements", "boards", "pots", "measures"}


@either
def test_every_kind_and_every_entry_of_the_decision_is_described(page):
    kinds = TEXTS[page].split("\n## ")[-2]
    lines = re.findall(r"^\| (`.*?) \|", kinds, flags=re.MULTILINE)
    assert {kind for line in lines for kind in re.findall(r"`(\w+)`", line)} == set(KINDS)
    decision = TEXTS[page].split("(`decision`)\n")[1].split("\n### ")[0]
    assert re.findall(r"^\| `(\w+)` \|", decision, flags=re.MULTILINE) == list(Decision.__dataclass_fields__)


@either
def test_every_relation_is_described_once(page):
    section = TEXTS[page].split("\n## ")[-3].split("| relation |")[1].split("\n\n")[0]
    described = [word for line in section.splitlines()[2:] for word in re.findall("`(.+?)`", line.split(" | ")[0])]
    assert sorted(described) == sorted(RELATIONS)


@either
def test_the_examples_are_a_case_together(page, tmp_path):
    folder = tmp_path / "mitt-fall"
    folder.mkdir()
    descriptor = json.loads(re.search(r"^```json\n(.*?)^```", TEXTS[page], flags=re.MULTILINE | re.DOTALL)[1])
    assert descriptor["resources"] == [TABLES["pots"].declared(TABLES["pots"].within(["pots"]), ["pots"])]
    descriptor["resources"] = [table.declared(table.within(TABLES), TABLES) for table in TABLES.values()]
    (folder / DESCRIPTOR).write_text(json.dumps(descriptor), encoding="utf-8")
    assert set(examples(TEXTS[page])) == set(TABLES)
    for name, text in examples(TEXTS[page]).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    case = load(folder)
    assert all(len(text.splitlines()) > 1 for text in examples(TEXTS[page]).values())
    assert (case.total(), case.stage) == (1_700_000, "beslut")
    # In a process of its own: frictionless lifts Python's limit on the length of a cell.
    done = python("-m", "frictionless", "validate", folder / DESCRIPTOR)
    assert done.returncode == 0, done.stdout


def test_both_languages_say_the_same_of_as_much():
    swedish, english = TEXTS.values()
    assert examples(swedish) == examples(english)
    for mark in (r"^#+ ", r"^\| ", r"^- ", r"^```", r"^    "):
        assert len(re.findall(mark, swedish, re.MULTILINE)) == len(re.findall(mark, english, re.MULTILINE)), mark


def test_a_link_leads_from_each_page_to_the_other():
    for name, other in zip(PAGES, reversed(PAGES), strict=True):
        assert f"]({Path(other).name})" in TEXTS[name]
