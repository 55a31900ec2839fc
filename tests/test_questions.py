"""What is asked of a table: few lines, whatever the table, and every option that they propose can be given."""

import csv
import shlex
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from fordelning.cli.main import main
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


KINDS = [_unnamed, _grouped, _wide, _total, _versions, _of_which, _twice, _faulty, _glued, _headed, _units]


def _asked(folder: Path, said: list[str], capsys) -> tuple[int, str]:
    """The status of an import with the options `said`, and what it complains of."""
    status = main(["import", str(folder / "tabell.csv"), "--case", "prov", "--data", str(folder / "data"), *said])
    return status, capsys.readouterr().err


def _proposals(message: str) -> Iterator[list[str]]:
    """Each option that a message proposes, and its command with the first of each line, as a shell takes them apart."""
    *lines, command = message.splitlines()
    first = []
    for line in lines:
        for number, (name, text) in enumerate(answer.options(line)):
            [word] = shlex.split(text)
            said = f"--{name}={GIVEN.get(word.partition('=')[2] or word, word)}"
            first += [said] * (number == 0)
            yield [said]
    if command.startswith("  fordelning import "):
        words = shlex.split(command)
        yield [*words[words.index("--data") + 2 :], *first]


def _write(folder: Path, rows: list[list[object]]) -> None:
    with (folder / "tabell.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)


LONG = (_grouped, _wide, _versions)  # with so many proposals that they take seconds


@pytest.mark.parametrize(
    "kind",
    [pytest.param(kind, marks=[pytest.mark.slow] * (kind in LONG), id=kind.__name__.strip("_")) for kind in KINDS],
)
def test_every_option_that_a_question_proposes_leads_on(kind, tmp_path, capsys):
    _write(tmp_path, kind(Random(0)))
    status, message = _asked(tmp_path, [], capsys)
    proposals = list(_proposals(message))
    assert status == 2 and proposals, message
    for proposal in proposals:
        said, before = proposal, message
        for _ in range(STEPS):
            status, now = _asked(tmp_path, [*said, "--replace"], capsys)
            assert len(now.splitlines()) <= 20
            assert now != before, (said, now)
            assert "ingen sådan" not in now and "är ingen rad" not in now and "Hjälp:" not in now, (said, now)
            following = [one for one in _proposals(now) if one] if status == 2 else []
            if not following:
                break
            said, before = following[-1], now
        else:
            pytest.fail(f"{proposal}: {now}")


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


def test_what_is_given_again_is_added_to_what_was_given(tmp_path, capsys):
    _write(
        tmp_path, [["Nämnd", "2026, tkr", "Not"], ["Parknämnden", 5, 8], ["Hamnnämnden", 7, 9], ["Valnämnden", 4, 1]]
    )
    assert _asked(tmp_path, ["--ignore", "C", "--ignore", "3"], capsys) == (0, "")
    assert _asked(tmp_path, ["--ignore", "C" + ",4" * 300, "--replace"], capsys) == (0, "")
