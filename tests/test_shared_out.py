"""Invented tables and lists of who gets what: what their heads, groups and names say of the rows."""

import random

import pytest

from fordelning.intake.proposal.case_draft import make
from fordelning.intake.proposal.draft import propose
from fordelning.source.reading.document import read

BOARDS = ("Parknämnden", "Hamnnämnden", "Skolnämnden", "Kulturnämnden", "Byggnadsnämnden", "Socialnämnden")
LEAD = "Kommunfullmäktige beslutar att fördela medlen för 2047 enligt tabellen, belopp i tkr."


@pytest.fixture
def drafted(tmp_path):
    """The rows of a text: the board, the kronor, and what is asked about."""

    def draft(text: str) -> list[tuple[str, int, tuple[str, ...]]]:
        path = tmp_path / "beslut.txt"
        path.write_text(text, encoding="utf-8")
        return [(row.board, row.kronor, tuple(one.about for one in row.questions)) for row in propose(read(path)).rows]

    return draft


def amounts(seed: int, count: int) -> list[int]:
    """As many amounts, all different."""
    return random.Random(seed).sample(range(110, 990), count)


def table(*rows: tuple) -> str:
    """A table with bars."""
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in rows)


def tabbed(*rows: tuple) -> str:
    """A table with tabs."""
    return "\n".join("\t".join(map(str, row)) for row in rows)


@pytest.mark.parametrize("seed", range(4))
def test_a_number_under_no_head_is_no_money(drafted, seed):
    given = amounts(seed, 4)
    rows = [(board, n + 2, given[n]) for n, board in enumerate(BOARDS[:4])]
    for written in (table, tabbed):
        text = f"{LEAD}\n\n{written(('Nämnd, antal platser', '', 'Tilldelning, tkr'), *rows)}\n"
        assert [kronor for _, kronor, _ in drafted(text)] == [1000 * kronor for kronor in given]


@pytest.mark.parametrize("head", ["Beslut KF", "Skolnämndens förslag", "Kommunstyrelsen föreslår"])
def test_who_decides_a_column_gets_nothing_of_it(drafted, head):
    rows = [(board, kronor) for board, kronor in zip(BOARDS, amounts(1, 4), strict=False)]
    text = f"Kommunfullmäktige fördelar medlen för 2047, belopp i tkr.\n\n{table(('Nämnd', head), *rows)}\n"
    assert [(board, kronor) for board, kronor, _ in drafted(text)] == [(board, 1000 * tkr) for board, tkr in rows]


@pytest.mark.parametrize("seed", range(4))
def test_a_decision_that_is_cited_is_no_recipient(drafted, seed):
    given = amounts(seed, 3)
    rows = [
        ("Lekplatser enl Parknämnden § 12/2044", given[0]),
        ("Småbåtar enligt Hamnnämnden 2044-05-06, § 7", given[1]),
        ("Kulturnämnden", given[2]),
    ]
    text = f"{LEAD}\n\n{table(('Ändamål', 'Tilldelning, tkr'), *rows)}\n"
    assert [row[:2] for row in drafted(text)] == [("Kulturnämnden", 1000 * given[2])]


@pytest.mark.parametrize("said", ["från löneöversynsreserven", "ur den centrala reserven"])
def test_who_keeps_a_reserve_gets_nothing_of_it(drafted, said):
    text = f"Kommunstyrelsen beslutar att\n\n- för 2047 fördela 4 250 tkr {said} (Ekonomikontoret) till nämnderna.\n"
    assert drafted(text) == []


@pytest.mark.parametrize("seed", range(4))
def test_an_empty_cell_of_a_tabbed_table_keeps_its_column(drafted, seed):
    asked, given = amounts(seed, 4), amounts(seed + 50, 4)
    rows = [(board, asked[n], given[n]) for n, board in enumerate(BOARDS[:4])]
    text = f"{LEAD}\n\n{tabbed(('', 'Äskat', 'Beviljat'), *rows)}\n"
    assert [kronor for _, kronor, _ in drafted(text)] == [1000 * kronor for kronor in given]
    gone = [(board, "" if n else asked[0], kronor) for n, (board, _, kronor) in enumerate(rows)]
    text = f"{LEAD}\n\n{tabbed(('Nämnd', 'Äskat', 'Beviljat'), *gone)}\n"
    assert [kronor for _, kronor, _ in drafted(text)] == [1000 * kronor for kronor in given]


@pytest.mark.parametrize("seed", range(4))
def test_the_lines_under_a_board_are_its(drafted, seed):
    given = amounts(seed, 6)
    groups = [
        ("Parknämnden", "", ""),
        ("Skötsel", 1, given[0]),
        ("- Planteringar", 2, given[1]),
        ("Summa", 3, given[0] + given[1]),
        ("Hamnnämnden:", "", ""),
        ("Bryggor", 1, given[2]),
        ("Skolnämnden", 1, given[3]),
        ("Oförutsett", "", ""),
        ("Reserv", 1, given[4]),
    ]
    for written in (table, tabbed):
        text = f"{LEAD}\n\n{written(('', 'Utfall 2045', 'Tilldelning 2047'), *groups)}\n"
        assert [row[:2] for row in drafted(text)] == [
            ("Parknämnden", 1000 * given[0]),
            ("Parknämnden", 1000 * given[1]),
            ("Hamnnämnden", 1000 * given[2]),
            ("Skolnämnden", 1000 * given[3]),
        ]


def test_a_budget_beside_plans_is_asked_about(drafted):
    head = ("tkr", "Bokslut 2045", "Budget 2046", "Budget 2047", "Plan 2048")
    rows = [(board, 1, 2, kronor, 4) for board, kronor in zip(BOARDS, amounts(2, 5), strict=False)]
    found = drafted(f"Driftbudget per nämnd\n\n{table(head, *rows)}\n")
    assert [(board, kronor) for board, kronor, _ in found] == [(row[0], 1000 * row[3]) for row in rows]
    assert all("roll" in asked for _, _, asked in found)


def test_points_between_thousands_are_read_where_the_unit_is_small(drafted):
    rows = [("Parknämnden", "12.593"), ("Hamnnämnden", "1.202.000")]
    assert [row[1] for row in drafted(f"{LEAD}\n\n{table(('Nämnd', 'Tilldelning'), *rows)}\n")] == [
        12_593_000,
        1_202_000_000,
    ]
    large = LEAD.replace("tkr", "mnkr")
    assert drafted(f"{large}\n\n{table(('Nämnd', 'Tilldelning'), *rows)}\n") == []


@pytest.mark.parametrize("seed", range(4))
def test_what_was_asked_for_in_brackets_is_of_the_next_amount(drafted, seed):
    given = amounts(seed, 3)
    rows = [f"- {board}, {kronor} tkr (sökt {kronor + 400} tkr)" for board, kronor in zip(BOARDS, given, strict=False)]
    text = "Kommunstyrelsen beslutar att för 2047 fördela medel enligt följande:\n\n" + "\n".join(rows) + "\n"
    assert [row[:2] for row in drafted(text)] == [(BOARDS[n], 1000 * kronor) for n, kronor in enumerate(given)]


@pytest.mark.parametrize("width", [60, 75, 90])
def test_a_wrapped_sentence_is_no_title_with_a_year(tmp_path, width):
    said = (
        "Efter genomgången av hur nämnderna vill föra över medel som de inte använde under 2043 har ekonomikontoret"
        " gjort ett förslag som gäller de projekt som ännu pågår och som ska vara klara innan nästa period börjar"
    )
    lines = [""]
    for word in said.split():
        full = len(lines[-1]) + 1 + len(word) > width
        lines.append(word if full else f"{lines.pop()} {word}".strip())
    path = tmp_path / "beslut.txt"
    decided = ".\n\nBeslut\n\nParknämnden beviljas 500 tkr i tilläggsanslag.\n"
    path.write_text("\n".join(lines) + decided, encoding="utf-8")
    (row,) = propose(read(path)).rows
    assert "år" in [one.about for one in row.questions]


def test_a_table_whose_unit_is_not_said_is_asked_about(tmp_path):
    path = tmp_path / "beslut.txt"
    rows = [(board, kronor) for board, kronor in zip(BOARDS, amounts(3, 3), strict=False)]
    text = f"Kommunfullmäktige beslutar att fördela medlen för 2047.\n\n{table(('Nämnd', 'Tilldelning'), *rows)}\n"
    path.write_text(text, encoding="utf-8")
    found = propose(read(path))
    assert not found.rows and all("enhet" in [one.about for one in amount.questions] for amount in found.amounts)
    assert len(found.amounts) == 3


BODIES = ("Åsens Vänner", "Lindviks Filmklubb", "Radio Norrby", "Kören Klang", "Hamnpaviljongen")
GIVES = (
    "Till musikföreningarna utgår verksamhetsbidrag för 2047 enligt följande:",
    "Nämnden föreslår att stödet till sociala organisationer 2047 fördelas enligt följande:",
    "Nämnden beviljar bidrag för 2047 enligt följande:",
)


@pytest.mark.parametrize("mark", ["", "- "])
@pytest.mark.parametrize("said", GIVES)
def test_names_of_every_form_get_what_stands_beside_them(drafted, said, mark):
    given = [1000 * kronor for kronor in amounts(5, 5)]
    rows = [f"{mark}{name} {kronor:,} kr".replace(",", " ") for name, kronor in zip(BODIES, given, strict=True)]
    found = drafted("Förslag till beslut\n\n" + "\n".join([said, "", *rows]) + "\n")
    assert found == [(name, kronor, ()) for name, kronor in zip(BODIES, given, strict=True)]


@pytest.mark.parametrize("seed", range(4))
def test_lines_of_an_item_are_rows_but_those_that_are_declined(drafted, seed):
    given = [1000 * kronor for kronor in amounts(seed, 5)]
    lines = [f"{name} {kronor:,} kr".replace(",", " ") for name, kronor in zip(BODIES, given, strict=True)]
    declined = random.Random(seed).sample(range(5), 2)
    for n, how in zip(declined, ("Avslag", "prövas efter komplettering"), strict=True):
        lines[n] = f"{BODIES[n]} {how}"
    text = "\n".join([f"- {GIVES[0]}", *(f"  {line}" for line in lines)])
    assert drafted(f"Beslut\n\n{text}\n") == [
        (name, kronor, ()) for n, (name, kronor) in enumerate(zip(BODIES, given, strict=True)) if n not in declined
    ]


@pytest.mark.parametrize(
    "said", ["fördela statsbidraget för 2047 enligt följande:", "bevilja stöd till trygghet 2047 enligt följande:"]
)
def test_it_is_asked_whether_a_name_gets_the_money_or_is_what_it_is_for(drafted, said):
    rows = drafted(f"Kommunstyrelsen beslutar att {said}\n\n- Läxhjälp 500 tkr\n- Fältgrupp 300 tkr\n")
    assert rows == [("Läxhjälp", 500_000, ("roll",)), ("Fältgrupp", 300_000, ("roll",))]


@pytest.mark.parametrize("name", ["Buffert", "Reserv", "Ofördelat", "Återstår", "Övrigt"])
def test_what_nobody_gets_yet_is_no_row(drafted, name):
    rows = drafted(f"{GIVES[0]}\n\n- Radio Norrby 500 tkr\n- {name} 300 tkr\n")
    assert [row[:2] for row in rows] == [("Radio Norrby", 500_000)]


@pytest.mark.parametrize("between", [" ", "\t"])
def test_a_purpose_after_a_name_is_no_part_of_it(tmp_path, between):
    path = tmp_path / "beslut.txt"
    lines = [f"Lindviks hembygdsförening, nytt tak{between}40 000 kr", f"Radio Norrby, sändare{between}8 000 kr"]
    said = "- Följande föreningar beviljas bidrag för 2047, dock tidigast när kostnaderna är redovisade."
    path.write_text(f"Beslut\n\n{said}\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    assert [(row.board, row.measure, row.kronor) for row in propose(read(path)).rows] == [
        ("Lindviks hembygdsförening", "nytt tak", 40_000),
        ("Radio Norrby", "sändare", 8_000),
    ]


def test_the_frames_of_boards_are_given_to_them(drafted):
    rows = [f"- {board}: {kronor},5 miljoner" for board, kronor in zip(BOARDS, amounts(8, 4), strict=False)]
    text = "\n".join(["Ramar 2047", "", "Ramarna för 2047 blir:", "", *rows])
    assert [row[:2] for row in drafted(text + "\n")] == [
        (board, 1_000_000 * kronor + 500_000) for board, kronor in zip(BOARDS, amounts(8, 4), strict=False)
    ]


def test_bare_numbers_under_a_line_that_leads_them_in_are_rows(drafted):
    groups = [("Kultur", BODIES[:3]), ("Övriga", BODIES[3:])]
    given = {name: 1000 + kronor for name, kronor in zip(BODIES, amounts(9, 5), strict=True)} | {BODIES[0]: 1500}
    written = {name: f"{name} {kronor:,}".replace(",", " ") for name, kronor in given.items()}
    lists = ("\n   ".join([f"{head}föreningar:", *map(written.get, names)]) for head, names in groups)
    said = "Så fördelas föreningsbidragen 2047.\n\nDe som saknas får 1 500 kronor senare."
    text = "\n\n".join(["Föreningsbidrag 2047", said, *(f"{n}. {one}" for n, one in enumerate(lists, 1))])
    assert drafted(f"{text}\n") == [(name, kronor, ()) for name, kronor in given.items()]


def changes(head: str, *numbers: int, total: int | None = None) -> str:
    """A decision with a table of changes under a head, and what they come to."""
    rows = [(board, kronor) for board, kronor in zip(BOARDS, numbers, strict=False)]
    rows += [("Summa", total)] if total is not None else []
    said = "Kommunstyrelsen beslutar om nya ramar för 2047, belopp i tkr."
    return f"{said}\n\n{table(('Nämnd', head), *rows)}\n"


@pytest.mark.parametrize("head", ["Minskning", "Effektivisering", "Besparing", "Avdrag"])
def test_numbers_below_nought_are_less_under_a_head_that_says_less(drafted, head):
    less = [("Parknämnden", -50_000, ()), ("Hamnnämnden", -20_000, ())]
    assert drafted(changes(head, -50, -20)) == less
    assert drafted(changes(head, 50, 20)) == less
    assert drafted(changes(head, -50, 20)) == [
        (*row[:1], kronor, ("belopp",)) for row, kronor in zip(less, (-50_000, 20_000), strict=True)
    ]


@pytest.mark.parametrize(
    ("head", "numbers", "total", "stated"),
    [
        ("Förändring", (-50, 20), -30, -30_000),
        ("Minskning", (-50, -20), -70, -70_000),
        ("Minskning", (50, 20), 70, -70_000),
    ],
)
def test_a_sum_below_nought_keeps_its_sign(tmp_path, head, numbers, total, stated):
    path = tmp_path / "beslut.txt"
    path.write_text(changes(head, *numbers, total=total), encoding="utf-8")
    found = propose(read(path))
    (one,) = found.sums
    assert one.total is not None and one.question is None and found.amounts[one.total].kronor == stated
    path.write_text(changes("Förändring", -50, 20, total=30), encoding="utf-8")
    (one,) = propose(read(path)).sums
    assert one.question


def test_it_is_asked_which_way_unsigned_numbers_go_where_what_leads_them_in_says_less(drafted):
    text = changes("Belopp", 50, 20).replace("om nya ramar", "att fördela besparingen")
    assert all("belopp" in asked for _, _, asked in drafted(text)) and len(drafted(text)) == 2


def test_the_year_before_in_a_head_is_not_the_year_of_the_document(tmp_path):
    path = tmp_path / "beslut.txt"
    rows = [(board, 500, 20, 520) for board in BOARDS[:3]]
    said = "Kommunstyrelsen föreslår nya ramar för 2047, belopp i tkr."
    path.write_text(
        f"{said}\n\n{table(('Nämnd', 'Budget 2046', 'Förändring', 'Budget 2047'), *rows)}\n", encoding="utf-8"
    )
    assert {(row.kronor, row.years) for row in propose(read(path)).rows} == {(20_000, (2047,))}


def test_a_level_is_no_row_beside_the_changes_that_make_it(drafted):
    rows = [(board, 500 + n, 20, -5, 515 + n) for n, board in enumerate(BOARDS[:4])]
    head = ("Nämnd", "Ram 2046", "Lönekompensation", "Hyror", "Ram 2047")
    found = drafted(f"{LEAD.replace('medlen', 'ramarna')}\n\n{table(head, *rows)}\n")
    assert [row[1] for row in found] == 4 * [20_000, -5_000] and all("roll" in asked for _, _, asked in found)
    rows = [(*row[:4], row[4] + 1) for row in rows]  # the table does not say how they hang together
    assert all("roll" in asked for _, _, asked in drafted(f"{LEAD}\n\n{table(head, *rows)}\n"))


@pytest.mark.parametrize("head", ["Kronor/invånare", "kr per elev", "Belopp i kr/inv"])
def test_what_it_is_for_each_is_no_money_given(drafted, head):
    rows = [(board, kronor, 7) for board, kronor in zip(BOARDS, amounts(4, 4), strict=False)]
    text = f"{LEAD}\n\n{table(('Nämnd', 'Belopp', head), *rows)}\n"
    assert [row[:2] for row in drafted(text)] == [(row[0], 1000 * row[1]) for row in rows]


@pytest.mark.parametrize("said", ["fördelar en miljon kronor", "har fördelat 450 000 kronor"])
def test_the_unit_of_an_amount_beside_a_table_is_not_that_of_the_table(drafted, said):
    rows = [(board, kronor) for board, kronor in zip(BOARDS, amounts(6, 4), strict=False)]
    text = f"Kommunfullmäktige {said} för 2047 enligt tabellen.\n\n{table(('Nämnd', 'Tilldelning'), *rows)}\n"
    assert drafted(text) == []


def test_bare_numbers_with_their_purposes_are_asked_about(tmp_path):
    path = tmp_path / "beslut.txt"
    rows = [f"- {name} - {n} 500 (nya fönster)" for n, name in enumerate(BODIES, 10)]
    said = "Nämnden har fördelat bidrag för 2047. Följande föreningar beviljades bidrag:"
    path.write_text("\n".join([said, "", *rows]) + "\n", encoding="utf-8")
    found = propose(read(path))
    assert not found.rows and len(found.amounts) == len(rows)
    assert all("enhet" in [one.about for one in amount.questions] for amount in found.amounts)


def test_an_amount_of_each_of_some_who_are_not_named_is_no_row(drafted):
    assert drafted("Nämnden beslutar att byrådsföreningarna får 5 000 kr vardera i bidrag 2047.\n") == []
    assert drafted("Nämnden beslutar att Norrby Byalag får 5 000 kr i bidrag 2047.\n") == [("Norrby Byalag", 5000, ())]


@pytest.mark.parametrize("name", ["KLANG", "Radio Norrby"])
def test_a_grant_for_a_year_is_to_who_is_named_before_it(drafted, name):
    text = f"Beslut\n\n- Att ge {name} verksamhetsstöd för 2047 med 170 tkr.\n"
    assert drafted(text) == [(name, 170_000, ())]


def test_a_column_has_the_unit_of_its_own_head(drafted):
    rows = [(board, kronor, 9) for board, kronor in zip(BOARDS, amounts(7, 3), strict=False)]
    text = f"Kommunfullmäktige fördelar medlen för 2047.\n\n{table(('Nämnd', 'Beviljat, tkr', 'Äskat, mnkr'), *rows)}\n"
    assert [row[:2] for row in drafted(text)] == [(row[0], 1000 * row[1]) for row in rows]


@pytest.mark.parametrize("word", ["varav", "- varav", "Därav"])
def test_what_a_row_is_said_to_have_in_it_is_no_row(drafted, word):
    rows = [("Parknämnden", 700), (f"{word} lekplatser", 500), ("Hamnnämnden", 900), (f"{word} Kulturnämnden", 300)]
    text = f"{LEAD}\n\n{table(('Nämnd', '2047'), *rows)}\n"
    assert drafted(text) == [("Parknämnden", 700_000, ()), ("Hamnnämnden", 900_000, ())]


def test_it_is_asked_whether_rows_that_come_to_that_of_a_board_are_in_it(drafted):
    rows = [("Parknämnden", 700), ("Lekplatser", 500), ("Dammar", 200), ("Hamnnämnden", 900), ("Revision", 40)]
    found = drafted(f"{LEAD}\n\n{table(('Nämnd/verksamhet', '2047'), *rows)}\n")
    assert [asked for *_, asked in found] == [(), ("roll",), ("roll",), (), ()]


def test_the_mark_of_a_footnote_is_no_part_of_a_name(drafted):
    rows = [("Parknämnden¹", 700), ("Revision²", 900)]
    text = f"{LEAD}\n\n{table(('Nämnd', '2047'), *rows)}\n"
    assert [row[0] for row in drafted(text)] == ["Parknämnden", "Revision"]


@pytest.mark.parametrize("head", ["Ackumulerat", "Hela perioden", "2047–2049", "Budget 2047-49"])
def test_what_several_years_come_to_is_no_row(drafted, head):
    rows = [(board, kronor, 3 * kronor) for board, kronor in zip(BOARDS, amounts(2, 3), strict=False)]
    found = drafted(f"{LEAD}\n\n{table(('Nämnd', 'Budget 2047', head), *rows)}\n")
    assert [row[:2] for row in found] == [(row[0], 1000 * row[1]) for row in rows]


def test_what_is_carried_over_is_given(drafted):
    rows = [("Parknämnden", "Lekplats", 500, 250, 250), ("Hamnnämnden", "Kaj", 900, 100, 800)]
    head = ("Nämnd", "Projekt", "Budget 2046", "Utfall 2046", "Ombudgeteras")
    text = f"Kommunfullmäktige beslutar om ombudgetering till 2047 enligt nedan, tkr.\n\n{table(head, *rows)}\n"
    assert [row[:2] for row in drafted(text)] == [("Parknämnden", 250_000), ("Hamnnämnden", 800_000)]


@pytest.mark.parametrize("aside", ["(50 000 kr)", "(2046: 25 000 kr)", "(sökt 50 000 kr)", "(föregående år 9 000 kr)"])
def test_an_amount_in_brackets_after_another_is_not_given(tmp_path, aside):
    path = tmp_path / "beslut.txt"
    rows = [f"- {name}: {n} 500 kr {aside}" for n, name in enumerate(BODIES, 30)]
    text = "Nämnden fördelar föreningsbidragen för 2047 enligt följande:\n\n" + "\n".join(rows) + "\n"
    path.write_text(text, encoding="utf-8")
    assert [(row.board, row.kronor, row.years, row.questions) for row in propose(read(path)).rows] == [
        (name, 1000 * n + 500, (2047,), ()) for n, name in enumerate(BODIES, 30)
    ]


@pytest.mark.parametrize("said", ["Ramarna för 2046 överskreds av:", "Ramarna för 2046 var:"])
def test_frames_that_were_are_not_given(drafted, said):
    assert drafted(f"{said}\n\n- Parknämnden: 107,9 miljoner\n- Hamnnämnden: 50,1 miljoner\n") == []


@pytest.mark.parametrize("what", ["konton", "ändamål", "insatser"])
def test_it_is_asked_of_names_in_a_list_of_what_money_is_for(drafted, what):
    text = (
        f"Nämnden fördelar föreningsbidragen för 2047 på följande {what}:\n\n- Lokaler 30 000 kr\n- Noter 10 000 kr\n"
    )
    assert [asked for *_, asked in drafted(text)] == [("roll",), ("roll",)]


def test_a_table_is_for_the_year_that_leads_it_in_and_else_it_is_asked_for(tmp_path):
    path = tmp_path / "beslut.txt"
    rows = table(("Nämnd", "Tilldelning, tkr"), *((board, 500) for board in BOARDS[:3]))
    told = "Förslaget bygger på utfallet 2043, på besparingarna 2043 och på behoven under 2045.\n\n"
    for said, years, asked in (
        ("Nämnderna tilldelas medel för 2047 enligt tabellen.", {(2047,)}, False),
        ("Nämnderna tilldelas medel enligt tabellen.", {(2043,)}, True),
    ):
        path.write_text(f"{told}{said}\n\n{rows}\n", encoding="utf-8")
        found = propose(read(path)).rows
        assert {row.years for row in found} == years and len(found) == 3
        assert all(("år" in [one.about for one in row.questions]) is asked for row in found)


def test_a_list_is_for_the_year_that_leads_it_in_and_else_it_is_asked_for(drafted):
    rows = "\n".join(f"- {name} {n} 500 kr" for n, name in enumerate(BODIES, 30))
    said = "Nämnden fördelar bidrag till föreningar{} enligt följande:"
    assert {asked for *_, asked in drafted(f"{said.format(' för 2047')}\n\n{rows}\n")} == {()}
    assert {asked for *_, asked in drafted(f"{said.format('')}\n\n{rows}\n")} == {("år",)}


@pytest.mark.parametrize("mark", ["## ", "- ", "**", ""])
def test_what_stands_under_a_board_alone_in_a_list_is_its(drafted, mark):
    names = [f"{mark}{board}{'**' if mark == '**' else ''}" for board in BOARDS[:2]]
    said = "Beslut\n\nKommunstyrelsen beslutar att för 2047 fördela medlen enligt följande:"
    text = f"{said}\n\n{names[0]}\n\n- Lekplatser 500 tkr\n- Dammar 200 tkr\n\n{names[1]}\n\n- Kajer 900 tkr\n"
    assert drafted(f"{text}\nPengarna räcker.\n\n- Annat 40 tkr\n") == [
        ("Parknämnden", 500_000, ()),
        ("Parknämnden", 200_000, ()),
        ("Hamnnämnden", 900_000, ()),
    ]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_the_heads_of_the_groups_of_a_list_do_not_end_it(drafted, gap):
    given = {name: f"{n} 500" for n, name in enumerate(BODIES, 1)}
    lines = [f"{name} {kronor}" for name, kronor in given.items()]
    said = "Så fördelas föreningsbidragen 2047.\n\nDe som saknas får 1 500 kronor senare."
    text = f"Föreningsbidrag 2047\n\n{said}\n\n1. Kultur:{gap}" + "\n".join([*lines[:3], "2. Övriga:"]) + gap
    assert drafted(text + "\n".join(lines[3:]) + "\n") == [
        (name, 1000 * n + 500, ()) for n, name in enumerate(given, 1)
    ]


def test_a_purpose_that_the_end_of_a_line_parts_does_not_end_a_list(tmp_path):
    path = tmp_path / "beslut.txt"
    rows = [f"- {name} - {n} 500 (nya fönster och\n  dörrar)" for n, name in enumerate(BODIES, 10)]
    said = "Nämnden har fördelat bidrag för 2047. Följande föreningar beviljades bidrag:"
    path.write_text("\n".join([said, "", *rows]) + "\n", encoding="utf-8")
    assert [amount.text for amount in propose(read(path)).amounts] == [f"{n} 500" for n in range(10, 15)]


@pytest.mark.parametrize("what", ["beslut", "slutligt beslut", "yttrande", "prövning"])
@pytest.mark.parametrize("who", ["Länsstyrelsen i Norrby län", "Parknämnden"])
def test_who_is_sent_the_matter_gets_no_money(drafted, who, what):
    said = f"Ärendet om bygdemedel 2047 går vidare till {who} för {what} om utdelning av 7 885 805 kronor."
    assert drafted(f"Kommunstyrelsen har prioriterat ansökningarna.\n\n{said}\n") == []
    assert drafted("Kommunstyrelsen överför 500 tkr till Parknämnden för lekplatser 2047.\n")[-1][:2] == (
        "Parknämnden",
        500_000,
    )


_ROWS = ("| Parknämnden | 60 |\n| Hamnnämnden | 50 |", "| Skolnämnden | 75 |\n| Brandnämnden | 35 |")
_HEADS = ("| Nämnd | Belopp 2031, tkr |\n|---|---|", "| Verksamhet | Kostnad, tkr |\n|---|---|")


@pytest.mark.parametrize("between", ["\n\n", "\n\nSida 2\n\n"])
def test_a_table_that_goes_on_under_the_same_head_is_given_as_its_beginning_is(tmp_path, between):
    lead = "Medel 2031\n\nBeslut\n\nKommunfullmäktige beslutar att fördela medlen 2031 enligt tabellen.\n\n"
    path = tmp_path / "beslut.txt"
    same, other = (f"{lead}{_HEADS[0]}\n{_ROWS[0]}{between}{head}\n{_ROWS[1]}\n" for head in _HEADS)
    path.write_text(same, encoding="utf-8")
    assert [row.kronor for row in propose(read(path)).rows] == [60_000, 50_000, 75_000, 35_000]
    path.write_text(other, encoding="utf-8")
    assert [row.kronor for row in propose(read(path)).rows] == [60_000, 50_000]


@pytest.mark.parametrize("end", ["", ", tkr", " (tkr)"])
def test_the_first_line_of_a_table_without_gaps_is_its_heads(drafted, end):
    given = amounts(3, 4)
    rows = [f"{board} {kronor}" for board, kronor in zip(BOARDS, given, strict=False)]
    text = (
        f"{LEAD}\n\n" + "\n".join([f"Nämnd Budget 2047{end}", *rows, f"Summa {sum(given):,}".replace(",", " ")]) + "\n"
    )
    assert drafted(text) == [(BOARDS[n], 1000 * kronor, ()) for n, kronor in enumerate(given)]
    asked = text.replace("Nämnd Budget 2047", "Nämnd Sökt 2047")
    assert drafted(asked) == []


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("head", ["Så här fördelas partistödet 2047", "Fördelning av bidrag till föreningarna 2047"])
def test_a_heading_leads_in_the_names_below_it(drafted, head, gap):
    given = amounts(4, 4)
    names = ("Bypartiet", "Åns vänner", "Skogslistan", "Norrby IF")
    rows = gap.join(f"{name}: {kronor} 000 kronor" for name, kronor in zip(names, given, strict=True))
    told = "Stödet ska användas i den egna verksamheten och redovisas när året är slut till kommunens kansli."
    found = drafted(f"Partistöd\n\n{told}\n\n{head}\n\n{rows}\n\nKansliet svarar på frågor\n\n")
    assert found == [(name, 1000 * kronor, ()) for name, kronor in zip(names, given, strict=True)]


@pytest.mark.parametrize("when", ["", "har i dag ", "har nu "])
def test_who_has_decided_on_a_list_gets_nothing_of_it(drafted, when):
    said = f"Stipendienämnden {when or 'har '}beslutat om följande stöd för 2047:"
    rows = "\n".join(f"- Åby parti {n}: {kronor} 000 kronor" for n, kronor in zip("ABC", amounts(5, 3), strict=True))
    found = drafted(f"Stöd till lokala partier 2047\n\n{said}\n\n{rows}\n")
    assert [row[0] for row in found] == ["Åby parti A", "Åby parti B", "Åby parti C"]


def test_two_budgets_of_which_none_is_said_to_be_the_one_are_asked_about(drafted):
    head = ("Nämnd", "Budget för 2046", "Budget för 2047", "Prognos 2048")
    rows = [(board, kronor, kronor + 9, kronor + 20) for board, kronor in zip(BOARDS, amounts(6, 4), strict=False)]
    told = "Kommunfullmäktige beslutar hur medlen fördelas mellan nämnderna. Beloppen i tabellen är i tkr."
    found = drafted(f"Kommunens budget\n\n{told}\n\n{table(head, *rows)}\n")
    assert all("roll" in asked for _, _, asked in found)
    titled = drafted(f"Budget 2047\n\n{told}\n\n{table(head, *rows)}\n")
    assert titled == [(board, 1000 * kronor, ()) for board, _, kronor, _ in rows]


def test_a_budget_is_not_of_the_past_for_a_year_that_is_guessed(drafted):
    head = ("", "Budgetförslag 2046", "Prognos 2047", "Prognos 2048")
    rows = [(board, kronor, kronor, kronor) for board, kronor in zip(BOARDS, amounts(7, 4), strict=False)]
    told = "Budgeten beslutades i juni. Prognosen för 2047 och 2048 är osäker. För 2047 väntas högre priser, i tkr."
    found = drafted(f"Kommunens budget\n\n{told}\n\n{table(head, *rows)}\n")
    assert [row[:2] for row in found] == [(board, 1000 * kronor) for board, kronor, *_ in rows]


@pytest.mark.parametrize("frame", ["inom sin ram", "inom parknämndens ram", "inom befintlig budgetram"])
def test_what_there_is_room_for_already_is_asked_about(drafted, frame):
    text = "Beslut\n\nParknämnden tillförs 500 tkr för 2047 till lekplatser{}.\n"
    assert drafted(text.format(f" {frame}")) == [("Parknämnden", 500_000, ("roll",))]
    assert drafted(text.format("")) == [("Parknämnden", 500_000, ())]


def test_the_administration_of_a_board_is_of_its_group(drafted):
    given = amounts(8, 3)
    rows = [
        ("Kommunstyrelsen:", ""),
        ("- Kommunstyrelsens förvaltning", given[0]),
        ("- Hamnar", given[1]),
        ("Teknisk nämnd", given[2]),
    ]
    found = drafted(f"{LEAD}\n\n{table(('', 'Tilldelning'), *rows)}\n")
    assert [row[:2] for row in found] == [
        ("Kommunstyrelsen", 1000 * given[0]),
        ("Kommunstyrelsen", 1000 * given[1]),
        ("Tekniska nämnden", 1000 * given[2]),
    ]


def test_a_sum_of_one_board_that_has_no_rows_is_asked_about(tmp_path):
    said = "fastställa budgeterad nettokostnad för {} verksamhet med sammanlagt {} tkr för 2047."
    points = "\n".join(f"{n}. {said.format(f'{BOARDS[n]}s', 100 + n)}" for n in range(1, 4))
    path = tmp_path / "beslut.txt"
    path.write_text(f"Beslut\n\nKommunfullmäktige beslutar att\n\n{points}\n", encoding="utf-8")
    assert [[one.about for one in amount.questions] for amount in propose(read(path)).amounts] == [["roll"]] * 3


@pytest.mark.parametrize("listed", [True, False])
def test_what_a_table_or_a_list_asks_alike_is_one_question(tmp_path, listed):
    given = list(zip(BOARDS, amounts(9, 5), strict=False))
    rows = "\n".join(f"- {board}: {kronor} tkr" for board, kronor in given)
    rows = rows if listed else table(("Nämnd", "Tilldelning, tkr"), *given)
    writing = tmp_path / "beslut.txt"
    said = "Kommunfullmäktige beslutar att fördela medlen enligt följande:"
    writing.write_text(f"Medel till nämnderna\n\n{said}\n\n{rows}\n", encoding="utf-8")
    proposal = propose(read(writing))
    assert [[one.about for one in amount.questions] for amount in proposal.amounts] == [["år"]] * 5
    (question,) = make(read(writing), proposal, {"year": "2047"}).rows["questions"]
    assert question["wording"].startswith(f"Beloppen från {given[0][1]}")
    assert question["wording"].endswith("Vilket år gäller beloppen?")


def test_the_year_of_a_lead_in_goes_before_that_of_the_title(tmp_path):
    rows = "\n".join(f"- {board}: {kronor} tkr" for board, kronor in zip(BOARDS, amounts(11, 3), strict=False))
    path = tmp_path / "beslut.txt"
    path.write_text(
        f"Årets resultat 2046\n\nKommunfullmäktige fördelar överskottet enligt följande för 2047:\n\n{rows}\n",
        encoding="utf-8",
    )
    assert [row.years for row in propose(read(path)).rows] == [(2047,)] * 3
