"""The fuzzer: good input is made bad, and no command may do what the oracle forbids. `python tests/fuzz.py --help`.

Every input follows from the seed, its kind and its number, so that each can be made again. What fails is kept in a
folder: the project as the command met it and left it, and what it said.
"""

import argparse
import csv
import io
import json
import shlex
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from random import Random

import nbformat
import openpyxl
from mutation import BOMB, PATTERNS, near, noisy, replaced, spoiled_book, spoiled_csv, spoiled_json, spoiled_text, text
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from oracle import COMMANDS, DONE, Objection, judged, ready, tried

from fordelning import template
from fordelning.base import status
from fordelning.case import draft
from fordelning.case.package import DESCRIPTOR
from fordelning.cli.commands.options import CHOICES, IDENTITY, LISTS, TEXTS

ROOT = Path(__file__).parents[1]
CASES = {"liten": "lulea-tillaggsbudget-2024", "stor": "huddinge-2021"}
READ = {
    "mall.xlsx": [],
    "tabell.xlsx": ["--columns=potter", "--measure=Ramökning", "--year=2026"],
    "tabell.csv": ["--columns=potter", "--measure=Ramökning", "--year=2027"],
    "bok.xlsx": ["--hidden=utan", "--pot=Potten"],
}  # what settles how each is read
CELLS = (
    'case: str = "liten"\nunit: str = "tkr"\nedition: str = ""',
    "from fordelning import charts, evidence, front_matter, matters, narrative, open_report, tables\n\n"
    "report = open_report(case, unit=unit, edition=edition)\nfront_matter(report)",
    "narrative.outcome(report)",
    "narrative.facts(report)",
    "charts.largest(report)",
    "tables.boards(report)",
    "matters.questions(report)",
    "evidence.statements(report)",
)


@dataclass(frozen=True)
class Attempt:
    """A command to be tried on a spoiled project, and `what` was spoiled. `never` are statuses it may not end with."""

    arguments: list[str]
    what: str
    never: frozenset[int] = frozenset()

    @property
    def case(self) -> str:
        """The case that the command makes, or makes an edition of; for many it is any."""
        match self.arguments:
            case ["import", *_]:
                return self.arguments[self.arguments.index("--case") + 1]
            case ["report", case, *_]:
                return case
        return "*"


@dataclass(frozen=True)
class Failure:
    """An input that a command did not stand, and all that is held against it."""

    kind: str
    seed: str
    number: int
    attempt: Attempt
    objections: list[Objection]
    folder: Path

    def __str__(self) -> str:
        return "\n    ".join(
            [
                f"{self.kind} {self.number}: {self.objections[0]}",
                *map(str, self.objections[1:9]),
                f"{self.attempt.what}: {_shown(self.attempt.arguments)}",
                f"again: python tests/fuzz.py --seed {self.seed} --only {self.kind} --number {self.number}",
                f"kept:  {self.folder}",
            ]
        )


def _shown(arguments: list[str]) -> str:
    text = shlex.join(one[:200] for one in arguments)
    return "".join(sign if sign.isprintable() else "?" for sign in text)


@dataclass
class Tally:
    """What was tried of a kind: how many commands ended with each status, and the first failure of each sort."""

    ended: Counter = field(default_factory=Counter)
    failures: dict[str, Failure] = field(default_factory=dict)
    times: Counter = field(default_factory=Counter)

    def add(self, command: str, code: int | None, failure: Failure | None) -> None:
        """Note one input; another of a sort that is known is not kept."""
        self.ended[f"{command} {'-' if code is None else code}"] += 1
        if failure is None:
            return
        sort = failure.objections[0].sort
        self.times[sort] += 1
        if self.failures.setdefault(sort, failure) is not failure:
            shutil.rmtree(failure.folder)

    def __str__(self) -> str:
        ended = ", ".join(f"{name}: {times}" for name, times in sorted(self.ended.items()))
        return f"{self.ended.total()} inputs ({ended}), {len(self.failures)} sorts of failure"


# The project that is spoiled


def project(folder: Path) -> Path:
    """A project in `folder` with two cases, their templates, a notebook, an edition, tables to take in, and a source.

    Everywhere lies what is the analyst's own.
    """
    for name, case in CASES.items():
        shutil.copytree(ROOT / "data" / case, folder / "data" / name)
        path = folder / "data" / name / DESCRIPTOR
        path.write_text(path.read_text(encoding="utf-8").replace(case, name), encoding="utf-8")
    for case in ("liten", "stor"):
        made = draft.read(folder / "data" / case)
        (folder / "data" / f"{case}.xlsx").write_bytes(template.workbook(made))
    shutil.copy(folder / "data" / "liten.xlsx", folder / "mall.xlsx")
    for path in (ROOT / "docs" / "handledning").glob("ramokning-*"):
        shutil.copy(path, folder / f"tabell{path.suffix}")
    _book().save(folder / "bok.xlsx")
    shutil.copy(ROOT / "docs" / "handledning" / "beslut-2026.md", folder / "beslut.md")
    with (folder / "data" / "stor" / "statements.csv").open(encoding="utf-8", newline="") as stream:
        lines = [f"{row['wording']}: {row['value']} {row['unit']}" for row in csv.DictReader(stream)]
    (folder / "ord.txt").write_text("\n".join(lines), encoding="utf-8", newline="")
    (folder / "bestallning.csv").write_text(
        "case;utgåva;unit\nliten;a;kr\nliten;b;mnkr\n", encoding="utf-8", newline=""
    )
    cells = [new_markdown_cell("# Avstämning\n\nEn *text* med [länk](https://example.se).\n\n- ett\n- två")]
    cells += [new_code_cell(CELLS[0], metadata={"tags": ["parameters"]}), *map(new_code_cell, CELLS[1:])]
    cells.insert(-1, new_markdown_cell("## Vad frågas?"))
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    notebook = new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    (folder / "notebooks").mkdir()
    nbformat.write(notebook, folder / "notebooks" / "avstamning.ipynb")
    (folder.parent / "temporary").mkdir()
    done = tried(COMMANDS["report"], folder, ["report", "liten"])
    assert done.code == 0, done.err
    for place in (".", "data", "data/liten", "data/stor", "reports", "notebooks"):
        (folder / place / "own.txt").write_text("eget", encoding="utf-8")
    return folder


def _book() -> openpyxl.Workbook:
    """A table as somebody made it by hand in Excel: areas, formulas, formats, notes, what is hidden and struck."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Bilaga 1", None, None, None],
        ["Nämnd", "Åtgärd", "Belopp 2026, tkr", "Andel"],
        ["Kommunstyrelsen", "Ett", 600, 0.6],
        [None, "Två", 300, 0.3],
        ["Socialnämnden", CellRichText("Tre", TextBlock(InlineFont(vertAlign="superscript"), "1")), 100, 0.1],
        ["Summa", None, 1000, 1],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A3:A4")
    for cell in sheet["D"][2:]:
        cell.number_format = "0%"
    for cell, written in zip(sheet["C"][2:], ("#,##0", '#,##0 "tkr"', "#,##0;-#,##0", "0.0"), strict=True):
        cell.number_format = written
    sheet["B4"].font = Font(strike=True)
    sheet.row_dimensions[4].hidden = True
    sheet["A5"].comment = openpyxl.comments.Comment("se protokollet", "x")
    book.create_sheet("Dolt").sheet_state = "hidden"
    return book


# What is spoiled of it, a function a kind: it changes the project and gives the attempt


def descriptor(project: Path, chance: Random) -> Attempt:
    """datapackage.json."""
    case = chance.choice(list(CASES))
    path = project / "data" / case / DESCRIPTOR
    what = f"{case}/{DESCRIPTOR}"
    if chance.random() < 0.05:
        what = replaced(path, chance)
    elif chance.random() < 0.15:
        what += f" with a pattern on {_patterned(path, chance)}"
    else:
        _spoil(path, chance.choices((spoiled_json, noisy), (9, 1))[0], chance)
    return Attempt(_asked(case, chance), what)


def _patterned(path: Path, chance: Random) -> str:
    """A constraint put on a column, with a first cell that it is hard to try on; returns which."""
    given = json.loads(path.read_bytes())
    resource = chance.choice(given["resources"])
    column = chance.choice(resource["schema"]["fields"])
    name = chance.choice(("pattern", "pattern", "enum", "minimum", "maximum", "unique", "required"))
    values = {"pattern": chance.choice(PATTERNS), "enum": ["a"], "unique": True, "required": True}
    column.setdefault("constraints", {})[name] = values.get(name, chance.choice((0, 5, "5", "2021-01-01", 1.5)))
    path.write_text(json.dumps(given), encoding="utf-8")
    table = path.with_name(resource["path"])
    header, *rows = csv.reader(io.StringIO(table.read_text(encoding="utf-8"), newline=""))
    rows = rows or [[""] * len(header)]
    rows[0][header.index(column["name"])] = BOMB[1]
    with table.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    return f"{resource['name']}.{column['name']}"


def tables(project: Path, chance: Random) -> Attempt:
    """The CSV files of a case."""
    case = chance.choice(list(CASES))
    paths = sorted((project / "data" / case).glob("[!o]*.csv"))
    chosen = chance.sample(paths, chance.choice((1, 1, 1, 2, 3)))
    if chance.random() < 0.15:
        what = replaced(chosen[0], chance)
    else:
        for path in chosen:
            _spoil(path, chance.choices((spoiled_csv, noisy), (9, 1))[0], chance)
        what = f"{case}: {', '.join(path.name for path in chosen)}"
    if chance.random() < 0.1:
        return Attempt(["import", chance.choice(("mall.xlsx", "tabell.csv")), "--case", case, "--replace"], what)
    return Attempt(_asked(case, chance), what)


def workbook(project: Path, chance: Random) -> Attempt:
    """A table or a template that is taken in."""
    path = project / chance.choice(("mall.xlsx", "mall.xlsx", "tabell.xlsx", "bok.xlsx", "bok.xlsx", "tabell.csv"))
    spoil = spoiled_csv if path.suffix == ".csv" else spoiled_book
    if chance.random() < 0.05:
        what = replaced(path, chance)
    else:
        _spoil(path, chance.choices((spoil, noisy), (9, 1))[0], chance)
        what = path.name
    case = chance.choices(("ny", "liten", chance.choice(("own.txt", "", "../x", "å", "a" * 61))), (20, 8, 1))[0]
    options = ["--replace"] if case != "ny" or chance.random() < 0.2 else []
    options += READ[path.name] if chance.random() < 0.9 else []
    for name in chance.sample([*CHOICES, *TEXTS, *LISTS, *IDENTITY, "decimals"], chance.choice((0, 0, 0, 1, 3))):
        known = {**{key: list(values) for key, (values, _) in CHOICES.items()}, "decimals": list("0123")}
        given = {
            "sheet": ["Sheet", "Blad1", "Dolt"],
            "unit": ["tkr", "mnkr", "kr"],
            "totals": ["6", "6=3-5", "E", "9=5-6+8"],
            "posts": ["alla", "6", "D"],
            "ignore": ["D", "2-4", "A-Z", "1-99999"],
            "footnote": ["B5", "C7,D9"],
            "rounding": ["0,1", "1"],
            "year": ["2026"],
            "encoding": ["utf-8", "cp1252", "utf-16", "rot13", "zlib", "idna"],
            "delimiter": [";", "tab", ","],
        }
        value = chance.choice(known.get(name) or given.get(name, []) or ["Ett"])
        value = chance.choices((value, near(value, chance), text(chance)), (12, 1, 1))[0]
        options.append(f"--{name}={value}".replace("\0", "")[:5000])
    return Attempt(["import", path.name, "--case", case, *options], what)


def manifest(project: Path, chance: Random) -> Attempt:
    """manifest.json and result.json of an edition, and what else may lie in its folder."""
    folder = project / "reports" / "liten"
    path = folder / chance.choices(("manifest.json", "result.json"), (3, 1))[0]
    good = json.loads(path.read_bytes())
    what, never = path.name, frozenset()
    if chance.random() < 0.1:
        what = replaced(path, chance)
    elif chance.random() < 0.1:
        path = folder / chance.choice(("avstamning.pdf", "bilaga", "liten.xlsx", "avstamning.html"))
        what, never = replaced(path, chance), frozenset({status.FINE}) if path.exists() or path.is_symlink() else never
    else:
        _spoil(path, chance.choices((spoiled_json, noisy), (9, 1))[0], chance)
        never = frozenset({status.FINE}) if _otherwise(path, good) else never
    if chance.random() < 0.2:
        (folder / "own.txt").write_text("eget", encoding="utf-8")
        what, never = f"{what}, beside a file of one's own", frozenset({status.FINE})
    asked = [
        ["verify", "reports/liten"],
        ["verify", "reports/liten", "liten"],
        ["archive", "liten"],
        ["report", "liten"],
        ["batch", "bestallning.csv", "--at-once", "2"],
    ]
    arguments = chance.choices(asked, (12, 4, 2, 3, 1))[0]
    return Attempt(arguments, what, never if arguments[0] == "verify" else frozenset())


def _otherwise(path: Path, good: dict) -> bool:
    """Whether the JSON at `path` says something else than `good` of the edition; the program's commit apart."""
    try:
        found = json.loads(path.read_bytes())
        return {**found, "commit": None} != {**good, "commit": None}
    except (ValueError, TypeError, RecursionError):
        return True


def notebook(project: Path, chance: Random) -> Attempt:
    """A notebook that a report is made with, or one that has been run and is exported."""
    if chance.random() < 0.15:
        path = project / "notebooks" / "avstamning.ipynb"
        what = "the source"
        if chance.random() < 0.1:
            what = replaced(path, chance)
        else:
            _spoil(path, chance.choices((spoiled_json, noisy), (9, 1))[0], chance)
        return Attempt(["report", "liten", "--seconds", "20"], what)
    path = project / "reports" / "liten" / "avstamning.ipynb"
    _spoil(path, spoiled_json, chance)
    form = chance.choices(("html", "pdf"), (2, 1))[0]
    return Attempt(["export", path.relative_to(project).as_posix(), form], "what was run")


def source(project: Path, chance: Random) -> Attempt:
    """The text that a case is held against."""
    case = chance.choice(list(CASES))
    path = project / chance.choice(("beslut.md", "ord.txt"))
    if chance.random() < 0.08:
        what = replaced(path, chance)
    else:
        _spoil(path, chance.choices((spoiled_text, noisy), (9, 1))[0], chance)
        what = path.name
    if chance.random() < 0.6:
        return Attempt(["trace", case, path.name], what)
    return Attempt(["check", case, "-p", "source", path.name], what)


KINDS: dict[str, Callable[[Path, Random], Attempt]] = {
    kind.__name__: kind for kind in (descriptor, tables, workbook, manifest, notebook, source)
}


def _spoil(path: Path, spoil: Callable[[bytes, Random], bytes], chance: Random) -> None:
    path.write_bytes(spoil(path.read_bytes(), chance))


def _asked(case: str, chance: Random) -> list[str]:
    """A command that reads a case."""
    asked = [["check", case], ["check", case, "-p", "unit", "mnkr"], ["trace", case, "ord.txt"], ["report", case]]
    return chance.choices([*asked, ["list"]], (12, 4, 4, 0.5, 1))[0]


# The run


def attempted(kind: str, seed: str, number: int, good: Path, kept: Path) -> tuple[str, int | None, Failure | None]:
    """Input `number` of a kind, made of the project `good` and tried: the command, its status, and what failed.

    What failed is left in a folder in `kept`.
    """
    chance = Random(f"{seed} {kind} {number}")
    base = kept / f"{kind}-{number}"
    shutil.copytree(good.parent, base)
    attempt = KINDS[kind](base / "project", chance)
    return _judged(kind, seed, number, attempt, base)


def _judged(kind: str, seed: str, number: int, attempt: Attempt, base: Path) -> tuple[str, int | None, Failure | None]:
    name = attempt.arguments[0]
    command = replace(COMMANDS[name], statuses=COMMANDS[name].statuses - attempt.never)
    outcome, found = judged(command, base, attempt.arguments, attempt.case)
    if name == "import" and outcome.code in DONE:
        again = tried(COMMANDS["check"], base / "project", ["check", attempt.case])
        if again.code != outcome.code:
            found.append(Objection("import, then check", f"{outcome.code} and then {again.code}: {again.err[:300]}"))
    if not found:
        shutil.rmtree(base)
        return name, outcome.code, None
    failure = Failure(kind, seed, number, attempt, found, base)
    said = f"{failure}\n\n{outcome.out}\n{outcome.err}\n{outcome.where}"
    (base / "failure.txt").write_text(said, encoding="utf-8", errors="replace")
    return name, outcome.code, failure


def run(kinds: list[str], seed: str, numbers: Iterator[int], good: Path, kept: Path, end: float) -> dict[str, Tally]:
    """Try an input of each kind for each number, until the time `end` on the monotonic clock."""
    tallies = {kind: Tally() for kind in kinds}
    for number in numbers:
        for kind, tally in tallies.items():
            if time.monotonic() > end:
                return tallies
            tally.add(*attempted(kind, seed, number, good, kept))
    return tallies


def main(arguments: list[str] | None = None) -> int:
    """Try what is asked for and tell what came of it; 1 if anything failed."""
    parser = argparse.ArgumentParser(description="Good input is made bad, and tried on the commands.")
    parser.add_argument("--seconds", type=float, default=60, help="how long to go on (60)")
    parser.add_argument("--seed", default=str(time.time_ns() // 10**9), help="what all inputs follow from (the time)")
    parser.add_argument("--only", choices=KINDS, action="append", metavar="KIND", help=f"of {', '.join(KINDS)} (all)")
    parser.add_argument("--number", type=int, help="this input and no other")
    given = parser.parse_args(arguments)
    print(f"seed {given.seed}", flush=True)
    kept = Path(tempfile.mkdtemp(prefix="fuzz-"))
    ready()
    numbers = count(1) if given.number is None else iter([given.number])
    with tempfile.TemporaryDirectory() as folder:
        good = project(Path(folder, "good", "project"))
        tallies = run(given.only or list(KINDS), given.seed, numbers, good, kept, time.monotonic() + given.seconds)
    for kind, tally in tallies.items():
        print(f"{kind}: {tally}")
    for tally in tallies.values():
        for sort, failure in tally.failures.items():
            print(f"\n{tally.times[sort]} × {failure}")
    if not any(tally.failures for tally in tallies.values()):
        kept.rmdir()
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
