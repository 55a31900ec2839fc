"""The trace of whom each amount is for and which way it goes: true cases raise nothing, and every slip is found."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import make

from fordelning.case.case import Case, load
from fordelning.case.record import Board, Place
from fordelning.source.text import Original
from fordelning.source.trace import Trace, trace

BOARDS = {
    "ks": ("Kommunstyrelsen", "KS"),
    "sn": ("Socialnämnden", "SN"),
    "kfn": ("Kultur- och fritidsnämnden", "KFN"),
    "gsn": ("Grundskolenämnden", "GSN"),
    "nka": ("Nämnden för klimat och arbete", "NKA"),
    "mbn": ("Miljö- och byggnadsnämnden", "MBN"),
}
FORMS = {  # as a name may stand in a sentence
    "ks": ("kommunstyrelsen", "KS", "Kommunstyrelsen"),
    "sn": ("socialnämnden", "SN", "socialnämnd"),
    "kfn": ("kultur- och fritidsnämnden", "KFN", "nämnden för kultur och fritid"),
    "gsn": ("grundskolenämnden", "GSN", "grundskolenämnd"),
    "nka": ("nämnden för klimat och arbete", "NKA", "klimat- och arbetsnämnden"),
    "mbn": ("miljö- och byggnadsnämnden", "MBN", "nämnden för miljö och byggnad"),
}
Row = tuple[str, int]  # a board and its thousands of kronor


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> Case:
    return load(make(tmp_path_factory.mktemp("fall") / "fallet", [(0, 0, 0, 2200)]))


def having(case: Case, rows: list[Row], lines: str, **changes) -> Case:
    """`case` with `rows` as its allocations, at one place on `lines`."""
    [row] = case.allocations.to_dict("records")
    allocations = pd.DataFrame([row | {"board": b, "kronor": tkr * 1000, "place": "p"} for b, tkr in rows])
    boards = {key: Board(key, *names, None) for key, names in BOARDS.items()}
    given = {"boards": boards, "places": {"p": Place("p", "Stället", lines)}, "statements": {}, "notes": {}}
    return replace(case, **given | {"omissions": (), "_allocations": allocations} | changes)


def traced(case: Case, text: str, rows: list[Row], **changes) -> Trace:
    lines = tuple(text.split("\n"))
    source = Original("kalla.txt", hashlib.sha256(text.encode()).hexdigest(), lines)
    return trace([having(case, rows, f"1-{len(lines)}", **changes)], source)


def gaps(case: Case, text: str, rows: list[Row], **changes) -> list[str]:
    """The gaps of the allocations."""
    return [str(gap) for gap in traced(case, text, rows, **changes).gaps if gap.where.startswith("allocations.csv")]


def slips(rows: list[Row]) -> Iterator[list[Row]]:
    """`rows` with two boards' amounts swapped, one board's amount given to another, or the transfers reversed."""
    for a, b in combinations(range(len(rows)), 2):
        if rows[a][0] != rows[b][0] and rows[a][1] != rows[b][1]:
            swapped = list(rows)
            swapped[a], swapped[b] = (rows[b][0], rows[a][1]), (rows[a][0], rows[b][1])
            yield swapped
    for n, (board, tkr) in enumerate(rows):
        for other in BOARDS:
            if other != board:
                yield [*rows[:n], (other, tkr), *rows[n + 1 :]]
    if any(tkr < 0 for _, tkr in rows):
        yield [(board, -tkr) for board, tkr in rows]


# Texts that are made


def written(tkr: int, spelling: int) -> str:
    return (f"{tkr} tkr", f"{tkr:,} tkr".replace(",", " "), f"{tkr * 1000:,} kronor".replace(",", "\u00a0"))[spelling]


def listed(parts: list[str], last: str = " och ") -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + last + parts[-1]


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def each(line: str, rows: list[tuple[str, str]], between: str) -> str:
    return between.join(line.format(capital(name), amount) for name, amount in rows)


SHARES = {
    "names first": lambda rows: f"Medlen fördelas så: {listed([f'{name} {amount}' for name, amount in rows])}.",
    "amounts first": lambda rows: f"Av medlen går {listed([f'{amount} till {name}' for name, amount in rows])}.",
    "budgets": lambda rows: capital(
        listed([f"{name} får {amount}" if n else f"{name} tillförs {amount}" for n, (name, amount) in enumerate(rows)])
    )
    + " för ökad trygghet.",
    "who decides": lambda rows: "Kommunfullmäktige beslutar enligt kommunstyrelsens förslag att anvisa "
    + listed([f"{amount} till {name}" for name, amount in rows])
    + ".",
    "respectively": lambda rows: capital(listed([name for name, _ in rows]))
    + " får "
    + listed([amount for _, amount in rows], " respektive ")
    + ".",
    "in brackets": lambda rows: f"Medel ges till {listed([f'{name} ({amount})' for name, amount in rows])}.",
    "items": lambda rows: each("- {}: {}", rows, "\n"),
    "items, amounts first": lambda rows: "\n".join(f"- {amount} till {name}" for name, amount in rows),
    "numbered": lambda rows: "\n".join(f"{n}. {capital(name)} {amount}." for n, (name, amount) in enumerate(rows, 1)),
    "lines": lambda rows: each("{} {}", rows, "\n"),
    "sentences": lambda rows: each("{} tilldelas {}. Det gäller hela året.", rows, " "),
    "wrapped": lambda rows: listed([f"{name}\ntillförs\n{amount}" for name, amount in rows], "\noch ") + ".",
    "Markdown table": lambda rows: "| Nämnd | Belopp |\n|---|---:|\n"
    + each("| {} | {} |", rows, "\n"),
    "amount column first": lambda rows: "\n".join(f"{amount}\t{capital(name)}" for name, amount in rows),
    "spaced table": lambda rows: "\n".join(f"{capital(name):40}{amount:>20}" for name, amount in rows),
    "a column each": lambda rows: f"| Åtgärd | {' | '.join(capital(name) for name, _ in rows)} |\n"
    + f"|{'---|' * (len(rows) + 1)}\n| Kameror | {' | '.join(amount for _, amount in rows)} |",
    "spaced columns": lambda rows: f"{'Åtgärd':20}"
    + "".join(f"{capital(name):>36}" for name, _ in rows)
    + f"\n{'Kameror':20}"
    + "".join(f"{amount:>36}" for _, amount in rows),
    "headings": lambda rows: each("### {}\n\nKameror {}. De ska sättas upp.", rows, "\n\n"),
    "bold headings": lambda rows: each("**{}**\n\n**Kameror {}**\n\n- Här.", rows, "\n\n"),
    "lead-ins": lambda rows: each("{}:\n- kameror {}", rows, "\n\n"),
    "parent items": lambda rows: each("- {}\n  - kameror {}", rows, "\n"),
    "grouped rows": lambda rows: each("| **{}** | |\n| Kameror | {} |", rows, "\n"),
}  # fmt: skip
TRANSFERS = {  # from the first to the second
    "from, to": "{2} omfördelas från {0} till {1}.",
    "to, from": "{2} flyttas till {1} från {0}.",
    "from and to before": "Från {0} till {1} överförs {2}.",
    "from before, to after": "Från {0} omfördelas {2} till {1}.",
    "less and more": "Ramen för {0} minskas med {2} och ramen för {1} ökas med {2}.",
    "the same amount": "Anslaget till {0} minskas med {2}. Anslaget till {1} ökas med motsvarande belopp.",
    "amount last": "Ramen för {0} minskas och ramen för {1} ökas med {2}.",
    "received": "Medel omförs så att {1} tillförs {2} från {0}.",
    "given up": "Under året avstår {0} {2} till {1}.",
    "signs": "- {0} −{2}\n- {1} {2}",
    "signs in a table": "| {0} | –{2} |\n| {1} | +{2} |",
    "columns of boards": "| Från | Till | Belopp |\n|---|---|---|\n| {0} | {1} | {2} |",
    "columns of amounts": "| Nämnd | Minskning | Ökning |\n|---|---|---|\n| {0} | {2} | |\n| {1} | | {2} |",
    "two lists": "Följande ramar minskas:\n- {0} {2}\n\nFöljande ramar ökas:\n- {1} {2}",
}

names = st.lists(st.sampled_from(sorted(BOARDS)), min_size=2, max_size=5, unique=True)
amounts = st.lists(st.integers(3, 99_999).filter(lambda n: not 1900 <= n < 2100), min_size=5, max_size=5, unique=True)


@pytest.mark.parametrize("layout", SHARES)
@settings(max_examples=12, deadline=None)
@given(boards=names, tkr=amounts, form=st.integers(0, 2), spelling=st.integers(0, 2))
def test_shares_are_known_and_every_slip_is_found(case, layout, boards, tkr, form, spelling):
    rows = list(zip(boards, tkr, strict=False))
    text = SHARES[layout]([(FORMS[board][form], written(amount, spelling)) for board, amount in rows])
    assert gaps(case, text, rows) == [], text
    for slip in slips(rows):
        assert gaps(case, text, slip), (text, slip)


@pytest.mark.parametrize("layout", TRANSFERS)
@settings(max_examples=12, deadline=None)
@given(boards=names, tkr=amounts, form=st.integers(0, 2), spelling=st.integers(0, 2))
def test_transfers_are_known_and_every_slip_is_found(case, layout, boards, tkr, form, spelling):
    giver, taker, amount = boards[0], boards[1], tkr[0]
    rows = [(giver, -amount), (taker, amount)]
    text = TRANSFERS[layout].format(FORMS[giver][form], FORMS[taker][form], written(amount, spelling))
    assert gaps(case, text, rows) == [], text
    for slip in slips(rows):
        assert gaps(case, text, slip), (text, slip)
