"""What is asked of a table: few lines, whatever the table, and every option that they propose can be given."""

import csv
import re
import shlex
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import combinations, product
from pathlib import Path
from random import Random
from typing import NoReturn

import pytest

from fordelning.base.errors import InputError
from fordelning.case.draft import Draft
from fordelning.cli.commands import taking_in
from fordelning.cli.commands.grammar import parser
from fordelning.intake.cells import answer

BOARDS = ["Parknämnden", "Hamnnämnden", "Valnämnden", "Skolnämnden", "Miljönämnden", "Kommunstyrelsen", "Byggnämnden"]
MEASURES = ["Läxhjälp", "Lovskola", "Värdar", "Belysning", "Lekplatser", "Bredband", "Språkstöd", "Busskort"]
PLAIN = [
    "Område norr",
    "Område söder",
    "Insats ett",
    "Insats två",
    "Drift",
    "Övrigt stöd",
    "Särskilt; »stöd»",
    "-avdrag",
]
STEPS = 6  # answers in a row that may be needed
PAIRS = 12  # of answers that are tried together
GIVEN = {"NAMN": "Parknämnden", "ÅR": "2026", "RADER": "2-3"}  # what an analyst puts in place of such words


def _unnamed(chance: Random) -> list[list[object]]:
    """Names that may be boards, measures or pots, and neither unit nor year."""
    return [["Post", "Belopp"], *([name, chance.randint(100, 900)] for name in chance.sample(PLAIN, 5))]


def _grouped(chance: Random) -> list[list[object]]:
    """Lines that are the sums of those under them, and do not say so."""
    rows: list[list[object]] = [["Post", "Belopp 2026, tkr"]]
    for number in range(1, chance.randint(3, 60)):
        parts = [chance.randint(10, 200), chance.randint(10, 200)]
        rows += [
            [f"Område {number}", sum(parts)],
            *([f"Insats {number} {w}", p] for w, p in zip("ab", parts, strict=True)),
        ]
    return rows


def _wide(chance: Random) -> list[list[object]]:
    """Columns that may be anything."""
    heads = chance.sample(["Alfa", "Beta", "Gamma", "Delta"], 3)
    return [["Nämnd", *heads], *([name, *(chance.randint(10, 900) for _ in heads)] for name in BOARDS[:4])]


def _total(chance: Random) -> list[list[object]]:
    """A last line that may be a wrong sum of the others."""
    rows: list[list[object]] = [[name, chance.randint(100, 900) * 10] for name in chance.sample(BOARDS, 5)]
    total = sum(int(str(row[1])) for row in rows) + chance.choice([0, 10, -100])
    return [["Nämnd", "Budget 2026, tkr"], *rows, ["Kommunkoncernen", total]]


def _versions(chance: Random) -> list[list[object]]:
    """Columns of one thing at several times."""
    heads = ["Budget 2025", "Förslag 2026", "Beslut 2026"]
    return [["Nämnd", *heads], *([name, *(chance.randint(10, 900) for _ in heads)] for name in BOARDS[:4])]


def _of_which(chance: Random) -> list[list[object]]:
    whole = chance.randint(500, 900)
    return [
        ["Nämnd", "Belopp 2026, tkr"],
        ["Skolnämnden", whole],
        ["varav lovskola", whole // 3],
        ["Parknämnden", chance.randint(50, 90)],
    ]


def _twice(chance: Random) -> list[list[object]]:
    """Several lines about the same thing."""
    names = [chance.choice(BOARDS[:3]) for _ in range(40)]
    return [["Nämnd", "Belopp 2026, tkr"], *([name, chance.randint(10, 900)] for name in names)]


def _faulty(chance: Random) -> list[list[object]]:
    """Cells that hold no amount, each in its own way."""
    rows: list[list[object]] = [["Nämnd", "Åtgärd", "Belopp 2026, tkr"]]
    for number in range(chance.randint(30, 120)):
        amount = chance.choice([number + 5, f"{number}x", "?", f"ca {number}", "1.5", "1,234", "2.000,5"])
        rows.append([chance.choice(BOARDS), f"Insats {number}", amount])
    return rows


def _glued(chance: Random) -> list[list[object]]:
    """An amount with the digit of a footnote, as its total says."""
    first = [chance.randint(100, 900) for _ in range(4)]
    rows: list[list[object]] = [[name, amount] for name, amount in zip(BOARDS, first, strict=False)]
    rows[1][1] = f"{first[1]}1"
    return [["Nämnd", "Belopp 2026, tkr"], *rows, ["Summa", sum(first)], ["1) Engångsbelopp", ""]]


def _headed(chance: Random) -> list[list[object]]:
    """Headings between lines that may be anything."""
    rows: list[list[object]] = [["Post", "Belopp, tkr"]]
    for group in chance.sample(["Norr", "Söder", "Väster"], 2):
        rows += [[group, ""], *([name, chance.randint(10, 900)] for name in chance.sample(MEASURES, 3))]
    return rows


def _units(chance: Random) -> list[list[object]]:
    return [["Nämnd", "Belopp 2026, tkr"], *([name, f"{chance.randint(1, 9)} mnkr"] for name in BOARDS[:4])]


def _spelt(chance: Random) -> list[list[object]]:
    """A name in two forms."""
    names = ["Hamnnämnden", "Hamnnämden", "Valnämnden"]
    heads = ["Nämnd", "Åtgärd", "Belopp 2026, tkr"]
    return [heads, *([name, f"Insats {n}", chance.randint(10, 900)] for n, name in enumerate(names))]


KINDS = [_unnamed, _grouped, _wide, _total, _versions, _of_which, _twice, _faulty, _glued, _headed, _units, _spelt]


class Taken(Exception):
    """An import came as far as to a case."""

    def __init__(self, made: Draft):
        self.made = made
        super().__init__(made)


def _take(made: Draft, *_) -> NoReturn:
    raise Taken(made)


@pytest.fixture
def asked(tmp_path, monkeypatch) -> Callable[[list[str]], str | Draft]:
    """What an import with these options complains of, or the case that it would write."""
    monkeypatch.setattr(taking_in.template, "create", _take)
    begun = ["import", str(tmp_path / "tabell.csv"), "--case", "prov", "--data", str(tmp_path / "data")]

    def ask(said: list[str]) -> str | Draft:
        try:
            return pytest.fail(f"{said}: {taking_in.import_(parser().parse_args([*begun, *said]))}")
        except Taken as taken:
            return taken.made
        except InputError as error:
            return str(error)

    return ask


def _proposals(message: str) -> Iterator[list[str]]:
    """Each option that a message proposes, and its command with the first of each line, as a shell takes them apart."""
    *lines, command = message.splitlines()
    first = []
    for line in lines:
        for number, (name, text) in enumerate(answer.options(line)):
            said = f"--{name}={_given(text)}"
            first += [said] * (number == 0)
            yield [said]
    if command.startswith("  fordelning import "):
        words = shlex.split(command)
        yield [*words[words.index("--data") + 2 :], *first]


def _given(text: str) -> str:
    """What is given for a proposed option."""
    [word] = shlex.split(text)
    return GIVEN.get(word.partition("=")[2] or word, word)


def _write(folder: Path, rows: list[list[object]]) -> None:
    with (folder / "tabell.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)


def _require_leading_on(now: str | Draft, before: str, said: list[str]) -> None:
    """That an answer gave a case, or another question in few lines, and not the same one or a refusal."""
    if isinstance(now, str):
        assert len(now.splitlines()) <= 20
        assert now != before, (said, now)
        assert not re.search("ingen sådan|är ingen rad|Hjälp:|har inte använts", now), (said, now)


@pytest.mark.parametrize(
    "kind",
    [pytest.param(kind, marks=[pytest.mark.slow] * (kind is _grouped), id=kind.__name__.strip("_")) for kind in KINDS],
)
def test_every_option_that_a_question_proposes_leads_on(kind, tmp_path, asked):
    _write(tmp_path, kind(Random(0)))
    message = asked([])
    assert isinstance(message, str)
    proposals = list(_proposals(message))
    assert proposals, message
    for proposal in proposals:
        said, before = proposal, message
        for _ in range(STEPS):
            now = asked(said)
            _require_leading_on(now, before, said)
            following = [] if isinstance(now, Draft) else [one for one in _proposals(now) if one]
            if not following:
                break
            said, before = [*said, *following[-1]], now
        else:
            pytest.fail(f"{proposal}: {now}")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__.strip("_"))
def test_an_answer_to_each_of_two_questions_leads_on(kind, tmp_path, asked):
    _write(tmp_path, kind(Random(1)))
    message = asked([])
    assert isinstance(message, str)
    lines = [[f"--{name}={_given(text)}" for name, text in answer.options(line)] for line in message.splitlines()]
    pairs = [list(pair) for one, other in combinations(lines[1:], 2) for pair in product(one, other)]
    for pair in Random(0).sample(pairs, min(len(pairs), PAIRS)):
        names = [said.partition("=")[0] for said in pair]
        if names[0] != names[1] or names[0].removeprefix("--") in answer.LISTS:
            _require_leading_on(asked(pair), message, pair)


@pytest.mark.parametrize(
    ("count", "amount"),
    [(5, "{0}"), (5, "{0}x"), (60, "ca {0}"), (60, "1,{0:03}"), pytest.param(5000, "{0}x", marks=pytest.mark.slow)],
)
def test_what_is_asked_is_few_lines_however_long_the_table_is(tmp_path, asked, count, amount):
    _write(
        tmp_path,
        [["Post", "Belopp"], *([f"Post {n}", amount.format(n % 900) if n % 2 else n] for n in range(1, count + 1))],
    )
    message = asked([])
    assert isinstance(message, str)
    assert len(message.splitlines()) <= 20
    assert "--unit" in message or "--ignore" in message or "--decimal" in message


# The right answers to what is asked of a table of each kind, and the cells of the amounts that are then the case's.
RIGHT = {
    _unnamed: (
        {"--rows=åtgärder", "--board=Parknämnden", "--unit=tkr", "--year=2026", "--posts=.*"}, lambda rows: rows[1:]
    ),
    _wide: ({"--columns=åtgärder", "--unit=tkr", "--year=2026"}, lambda rows: rows[1:]),
    _total: ({"--totals=7(=2-6)?"}, lambda rows: rows[1:-1]),
    _versions: (
        {"--ignore=B", "--ignore=C", "--unit=tkr", "--year=2026"}, lambda rows: [[r[0], r[3]] for r in rows[1:]]
    ),
    _of_which: ({"--of-which=utan"}, lambda rows: [rows[1], rows[3]]),
    _twice: ({"--duplicates=summera"}, lambda rows: rows[1:]),
    _glued: ({"--footnote=B3"}, lambda rows: [[r[0], int(str(r[1])[:3])] for r in rows[1:5]]),
    _headed: (
        {"--rows=åtgärder", "--board=Parknämnden", "--groups=potter", "--year=2026"},
        lambda rows: [r for r in rows[1:] if r[1] != ""],
    ),
    _units: ({"--unit=mnkr"}, lambda rows: [[r[0], int(str(r[1])[0])] for r in rows[1:]]),
    _spelt: ({"--spelling=samma", "--posts=.*"}, lambda rows: [[r[0], r[2]] for r in rows[1:]]),
}  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", RIGHT, ids=lambda kind: kind.__name__.strip("_"))
def test_the_right_reading_is_among_those_that_are_offered(kind, seed, tmp_path, asked):
    rows, (right, true) = kind(Random(seed)), RIGHT[kind]
    _write(tmp_path, rows)
    said: list[str] = []
    for _ in range(STEPS):
        now = asked(said)
        if isinstance(now, Draft):
            break
        offered = {one for proposal in _proposals(now) for one in proposal if re.fullmatch("|".join(right), one)}
        assert offered - {*said}, (said, now)
        said += sorted(offered - {*said})
    assert isinstance(now, Draft), now
    amounts = [int(str(cell)) for row in true(rows) for cell in row[1:]]
    assert sum(Decimal(row["amount"]) for row in now.rows["allocations"]) == sum(amounts)


@pytest.mark.parametrize("count", [2, 30, 4000])
def test_faults_of_one_kind_are_one_line_with_one_answer(count):
    faults = [
        f"blad Ramar, cell A{row}: »Post {row}» kan vara en summa; ange --totals {row}" for row in range(3, 3 + count)
    ]
    faults += [f"blad Ramar, cell B{row}: fann »{row}x», väntade ett tal" for row in range(3, 9)]
    first, second = answer.lines(faults)
    assert first.startswith("blad Ramar, cell A3") and "»Post 3»" in first
    assert answer.options(first) == [("totals", ",".join(map(str, range(3, 3 + count))))]
    assert second == "blad Ramar, cell B3, B4, B5, B6, B7 och 1 till (här om B3): fann »3x», väntade ett tal"


def test_faults_of_many_kinds_are_told_in_few_lines():
    told = answer.lines([f"cell A{number}: {'x' * number}" for number in range(1, 60)])
    assert len(told) == 17 and told[-1].startswith("och 43 slag till")


@pytest.mark.parametrize(
    "said", ["cell A1: beloppet är inte avrundat, som --rounding säger", "tabellen: --ignore 9: ingen sådan rad"]
)
def test_what_is_said_of_an_option_that_is_given_is_no_proposal(said):
    assert answer.options(said) == []


@pytest.mark.parametrize(
    "name", ["Blad 1", "a;b", "it's", "-minus", "$HEM", 'sagt "så"', "Åtgärder", "a'b\"c", "`x`", "a\\b"]
)
def test_a_name_is_quoted_as_a_shell_reads_it(name):
    assert shlex.split(answer.option("sheet", answer.quoted(name)))[0] in ("--sheet", f"--sheet={name}")
    assert shlex.split(answer.option("sheet", answer.quoted(name)))[-1].removeprefix("--sheet=") == name


def test_what_is_given_again_is_added_to_what_was_given(tmp_path, asked):
    _write(
        tmp_path, [["Nämnd", "2026, tkr", "Not"], ["Parknämnden", 5, 8], ["Hamnnämnden", 7, 9], ["Valnämnden", 4, 1]]
    )
    for said in (["--ignore", "C", "--ignore", "3"], ["--ignore", "C" + ",3" * 300]):
        made = asked(said)
        assert isinstance(made, Draft)
        assert [row["amount"] for row in made.rows["allocations"]] == ["5", "4"]


CELLS = [
    "1´{0}", "{0} €", "ca {0}", "{0}x", "?", "..¹", "{0}-", "({0}", "{0}1)", "1,{0}", "0{0}", "{0} mnkr", "{0} %",
    "1e{0}", "{0} kr mnkr", "2026-01-{0}", "- {0} -", "1.{0}.5", "u.s.", "{0}/12",
]  # fmt: skip


@pytest.mark.parametrize("planted", CELLS)
def test_a_fault_of_one_kind_in_many_cells_is_one_line_with_answers_that_lead_on(planted, tmp_path, asked):
    """Whatever the kind: a figure in another shape, a mark, a unit, or none."""
    figures = [*(planted.format(100 + n) for n in range(30)), *range(200, 212)]
    lines = [["Parknämnden", f"Insats {n}", figure] for n, figure in enumerate(figures)]
    _write(tmp_path, [["Nämnd", "Åtgärd", "Belopp 2026, tkr"], *lines])
    message = asked([])
    assert isinstance(message, str)
    assert sum(line.startswith("  cell C") for line in message.splitlines()) == 1, message
    for proposal in _proposals(message):
        _require_leading_on(asked(proposal), message, proposal)
