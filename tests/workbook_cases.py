"""Cases for the workbook: every kind, relation and answer, several years, next to nothing, misleading texts."""

from conftest import Copy

from fordelning.case.relation import RELATIONS, SYMBOLS


def statement(copy: Copy, number: int, kind: str, **cells: str) -> str:
    name = f"S{number}"
    copy.append("statements.csv", statement=name, place="rubrik", kind=kind, wording=f"Påstående {name}", **cells)
    return name


def answered(copy: Copy, name: str, **cells: str) -> None:
    copy.append("acknowledgements.csv", statement=name, by="redaktionen", on="2026-11-23", why="Så är det.", **cells)


def allocated(copy: Copy, **cells: str) -> None:
    given = {"year": "2021", "board": "ks", "unit": "tkr", "basis": "stated", "place": "rubrik"}
    copy.append("allocations.csv", **given | cells)


DAYS = [
    "2000-02-29",
    "1900-02-29",
    "1600-02-29",
    "0001-01-01",
    "0000-01-01",
    "9999-12-31",
    "2021-04-31",
    "2021-13-01",
    "2021-00-10",
    "2021-10-00",
    "2021-1-01",
    "21-01-01",
    "2021-01-1x",
    "29-februari",
    "2021/01/01",
    "1899-12-31",
    "+021-01-01",
    "-001-01-01",
    "2021-+1-01",
    "2021-02-28T00:00",
    "1e3-01-001",
    "2021--1-01",
    "2020-02-29",
    "2100-02-29",
    "2400-02-29",
    "1e03-01-01",
]
# Stated value and unit, and the value and difference that somebody has answered for.
ANSWERS = [
    ("4.1", "mnkr", "4.1", "-0.1"),
    ("4.10", "mnkr", "4.1", "-0.1"),
    ("4100000", "kr", "4100000", "-100000"),
    ("4.1", "mnkr", "4100000", "-0.1"),
    ("4.1", "mnkr", "4.1", ""),
    ("4.1", "mnkr", "", "-0.1"),
    ("4.1", "mnkr", "4.1", "-0.1000001"),
    ("4", "mnkr", "4", "0"),
]


# Four million with units, digits and commas that have slipped, to the krona or nearly.
SLIPPED = [("4", "tkr"), ("4", "kr"), ("40", "mnkr"), ("400", "mnkr"), ("0.4", "mnkr"), ("0.04", "mnkr"), ("4", "mdkr")]
SLIPPED += [("4000", "kr"), ("3.9", "tkr"), ("4.1", "tkr"), ("39", "mnkr"), ("4.1", "mdkr")]


# The first word of each meaning: a formula knows no more of it than that.
MEANINGS = list({(name == "part", r.below, r.at, r.above): name for name, r in reversed(RELATIONS.items())}.values())


def negative(numbers: tuple[str, ...], relation: str) -> tuple[str, ...]:
    """`numbers`, or none where the relation is a word that could be read in two ways of them."""
    return () if relation not in SYMBOLS and RELATIONS[relation].limit else numbers


def varied(copy: Copy) -> Copy:
    """Every relation on every side of its limit, with and without a rounding, and answers that hold and do not."""
    pot = {"pot": "mal-och-budget"}
    number = iter(range(6000, 9999))
    for relation in MEANINGS:
        for rounding, near in (
            ("", ("3.949999", "3.95", "4.05", "4.050001")),
            ("0.08", ("3.95", "3.96", "4.04", "4.05")),
        ):
            for mnkr in ("3.8", *near, "4", "4.2", *negative(("-4",), relation)):
                stated = {"relation": relation, "value": mnkr, "unit": "mnkr", "rounding": rounding}
                statement(copy, next(number), "total", **pot, **stated)
            for percent in ("54.7", "54.9", "55", "55.1", "55.3", *(() if rounding else ("54.95",))):
                stated = {"relation": relation, "value": percent, "unit": "%", "rounding": rounding and "0.2"}
                share = {**pot, "measure": "trygghetskameror", "against": "S30"}
                statement(copy, next(number), "share", **share, **stated)
        for pieces in ("3", "4", "5") if RELATIONS[relation].loose else ("0", "3", "4", "5"):
            statement(copy, next(number), "count", relation=relation, value=pieces, unit="nämnder")
            statement(copy, next(number), "count", **pot, relation=relation, value=pieces, unit="åtgärder")
            statement(copy, next(number), "count", tag="barn", relation=relation, value=pieces, unit="potter")
        for value, unit in SLIPPED:
            statement(copy, next(number), "total", **pot, relation=relation, value=value, unit=unit)
        for percent in ("5.5", "0.55", "550", "0.055", "0"):
            if percent != "0" or not RELATIONS[relation].loose:
                slipped = {"relation": relation, "value": percent, "unit": "%"}
                statement(copy, next(number), "share", **pot, measure="trygghetskameror", against="S30", **slipped)
    for place in ("3", "4", "5"):
        at = {"pot": "medelsreserven", "measure": "tryggare-utemiljoer"}
        statement(copy, next(number), "position", **at, relation="=", value=place)
    # Thirds, which no binary number holds: exactly the stated in kronor, and rounded in percent.
    third = {"board": "sn", "pot": "medelsreserven", "against": "S15", "relation": "=", "unit": "%"}
    for percent, rounding in (("44.6", "0.1"), ("44.583333333333", "0.000000000002"), ("44.6", "")):
        statement(copy, next(number), "share", value=percent, rounding=rounding, **third)
    # The base's scope is narrowed by the share's own, which wins where both have one.
    statement(copy, 1000, "total", board="ks", measure="tryggare-utemiljoer", relation="=", value="1315", unit="tkr")
    narrowed = {"relation": "=", "unit": "%", "against": "S1000"}
    statement(copy, 1001, "share", pot="medelsreserven", value="54.4", rounding="0.1", **narrowed)
    statement(copy, 1002, "share", board="sn", value="0", **narrowed)
    statement(copy, 1003, "share", tag="fysisk", measure="trygghetskameror", value="167.3", rounding="0.1", **narrowed)
    # Where the base is a class, the share is of that class, and not of the measures without one.
    statement(copy, 1004, "total", tag="fysisk", relation="=", value="3515", unit="tkr")
    of_class = {"relation": "=", "unit": "%", "against": "S1004"}
    statement(copy, 1005, "share", pot="mal-och-budget", value="79.9", rounding="0.1", **of_class)
    for tkr in ("715", "714"):
        overlap = {"pot": "medelsreserven", "against": "S52", "relation": "=", "unit": "tkr"}
        statement(copy, 1010 + int(tkr), "overlap", value=tkr, **overlap)
    # Money that is taken back, a pot whose measure comes again, and one that nets to nothing.
    allocated(copy, pot="mal-och-budget", measure="laxlasning", board="gsn", amount="-50.5")
    allocated(copy, pot="mal-och-budget", measure="trygghetskameror", board="sn", amount="50.5")
    allocated(copy, pot="medelsreserven", measure="trygghetskameror", board="sn", amount="10")
    allocated(copy, pot="medelsreserven", measure="trygghetskameror", board="kfn", amount="-10")
    for relation in MEANINGS:
        taken = {"measure": "laxlasning", "pot": "mal-och-budget", "unit": "kr", "relation": relation}
        for kr in negative(("-50500", "-50499", "-50000", "-51000", "-50400", "-50449"), relation):
            statement(copy, next(number), "total", value=kr, **taken)
    statement(copy, 2000, "total", pot="medelsreserven", measure="trygghetskameror", relation="=", value="0", unit="kr")
    statement(copy, 2005, "total", **taken | {"relation": "=", "unit": "mnkr"}, value="-50500")
    statement(copy, 2001, "share", pot="medelsreserven", relation="=", value="1", unit="%", against="S2000")
    statement(copy, 2002, "share", pot="medelsreserven", unit="%", against="S2000", missing="en bas")
    for place, number_ in (("4", 2003), ("1", 2004)):
        again = {"pot": "mal-och-budget", "measure": "laxlasning" if place == "4" else "trygghetskameror"}
        statement(copy, number_, "position", **again, relation="=", value=place)
    for at, day in enumerate(DAYS):
        statement(copy, 2100 + at, "date", value=day)
    statement(copy, 2200, "reference", value="ks-2020/2689.111")  # capital letters count
    statement(copy, 2201, "author", value="Kommunstyrelsens förvaltning")
    statement(copy, 2202, "same", value="50", unit="%", against="S36")
    statement(copy, 2203, "same", value="51", unit="%", against="S36")
    statement(copy, 2204, "same", value="2021-02-29", against="S01")
    statement(copy, 2205, "same", value="Ökad trygghet och trivsel", against="S03")
    statement(copy, 2206, "same", value="4", unit="nämnder", against="S10")
    statement(copy, 2207, "conflict", against="S06", value="något annat")
    statement(copy, 2208, "conflict", against="S11")
    statement(copy, 2209, "conflict", against="S01")
    statement(copy, 2210, "open", value="77", missing="något", pot="mal-och-budget")
    statement(copy, 2211, "request", relation="=", value="12500", unit="tkr", missing="allt", board="sn")
    # Answers: to another value, to the same written otherwise, to another difference, to what is not contradicted.
    copy.change("acknowledgements.csv", {"statement": "S54"}, difference="714")
    copy.change("acknowledgements.csv", {"statement": "S05"}, value="Bostadssociala ändamål")
    copy.change("statements.csv", {"statement": "S22"}, value="2021-02-28")
    copy.drop("acknowledgements.csv", statement="S23")
    for at, (value, unit, seen, difference) in enumerate(ANSWERS):
        name = statement(copy, 2300 + at, "total", **pot, relation="=", value=value, unit=unit)
        answered(copy, name, value=seen, difference=difference)
    name = statement(copy, 2310, "share", **pot, relation="=", value="41", unit="%", against="S72")
    answered(copy, name, value="41", difference="-1")
    name = statement(copy, 2311, "conflict", against="S06")
    answered(copy, name)
    name = statement(copy, 2312, "conflict", against="S06", value="0")
    answered(copy, name)
    name = statement(copy, 2313, "purpose", pot="medelsreserven", value="Bostadssociala ändamål")
    answered(copy, name, value="Bostadssociala ändamål", difference="1")
    return copy


def of_two_years(copy: Copy) -> Copy:
    """Allocations of two years, so that the mapping lacks totals; plans and changes in years known and unknown."""
    allocated(copy, year="2020", pot="mal-och-budget", measure="laxlasning", amount="3")
    allocated(copy, year="2020", pot="medelsreserven", measure="laxlasning", amount="7", board="sn")
    money = {"relation": "=", "unit": "tkr"}
    statement(copy, 100, "plan", year="2021", value="10000", missing="något", **money)
    statement(copy, 101, "plan", year="2020", value="11", rounding="2", missing="något", **money)
    for at, (year, tkr, percent) in enumerate(
        [("2021", "10", "100"), ("2022", "9000", "75"), ("2023", "7333.334", "33.3333"), ("2019", "10", "100")]
    ):
        plan, change = f"S{200 + at}", f"S{300 + at}"
        statement(copy, 200 + at, "plan", year=year, value=tkr, against=change, rounding="0.002", **money)
        about = {"year": year, "pot": "mal-och-budget", "relation": "=", "unit": "%"}
        statement(copy, 300 + at, "change", **about, value=percent, against=plan)
    year = {"relation": "=", "value": "100", "unit": "%"}
    statement(copy, 400, "total", year="2020", relation="=", value="10", unit="tkr")
    statement(copy, 401, "share", year="2021", against="S400", **year)
    statement(copy, 402, "count", year="2020", relation="=", value="1", unit="åtgärder")
    number = iter(range(500, 600))
    for relation in ("=", "part", "drygt", "upp till"):
        for tkr in ("10", "9.9", "10000"):
            statement(copy, next(number), "per_year", relation=relation, value=tkr, unit="tkr")
            statement(copy, next(number), "per_board", year="2020", relation=relation, value=tkr, unit="tkr")
    for kind in ("per_pot", "per_measure", "per_board", "per_year"):
        statement(copy, next(number), kind, tag="barn", value="7", **money)
    return copy


def without_a_base(copy: Copy) -> Copy:
    """A change in a pot that had nothing the year before."""
    allocated(copy, year="2020", pot="mal-och-budget", measure="laxlasning", amount="3")
    statement(copy, 200, "plan", year="2021", value="10000", against="S300", relation="=", unit="tkr")
    about = {"year": "2021", "pot": "medelsreserven", "relation": "=", "unit": "%"}
    statement(copy, 300, "change", **about, value="50", against="S200")
    return copy


IN_MNKR = {
    "trygghetskameror": "2.2",
    "trygghetsvardar": "1.2",
    "foraldraradgivare": "2.7",
    "laxlasning": "0.8",
    "meningsfull-fritid": "1.9",
    "tryggare-utemiljoer": "0.7",
}


def rounded(copy: Copy) -> Copy:
    """Amounts rounded to a tenth of a million and shares to whole percent: every kind within, at and past its bound."""
    copy.describe(rounding={"mnkr": "0.1", "%": "1"})
    for measure, mnkr in IN_MNKR.items():
        copy.change("allocations.csv", {"measure": measure}, amount=mnkr, unit="mnkr")
    allocated(copy, pot="medelsreserven", measure="trygghetsvardar", board="kfn", amount="-0.3", unit="mnkr")
    allocated(copy, pot="medelsreserven", measure="trygghetskameror", board="kfn", amount="0.3", unit="mnkr")
    allocated(copy, pot="mal-och-budget", measure="laxlasning", board="gsn", amount="1234.567", unit="tkr")
    allocated(copy, pot="mal-och-budget", measure="trygghetskameror", board="gsn", amount="0.1", unit="mnkr")
    allocated(copy, pot="mal-och-budget", measure="trygghetsvardar", board="gsn", amount="0", unit="mnkr")
    number = iter(range(6000, 9999))
    # Six rows of the first pot, one of them exact: five half steps.
    for relation in MEANINGS:
        for tkr in ("5184.566", "5184.567", "5434.566", "5434.567", "5434.568", "5684.567", "5684.568"):
            given = {"relation": relation, "value": tkr, "unit": "tkr", "pot": "mal-och-budget"}
            statement(copy, next(number), "total", **given)
        for mnkr in ("5.1", "5.2", "5.4", "5.7", "5.8"):
            given = {"relation": relation, "value": mnkr, "unit": "mnkr", "pot": "mal-och-budget"}
            statement(copy, next(number), "total", **given)
        statement(
            copy, next(number), "total", pot="mal-och-budget", relation=relation, value="5", unit="mnkr", rounding="1"
        )
        for value, unit in (
            ("5.4", "tkr"),
            ("5.1", "tkr"),
            ("54", "mnkr"),
            ("5.4", "mdkr"),
            ("5434567", "tkr"),
            ("5", "kr"),
        ):
            given = {"relation": relation, "value": value, "unit": unit, "pot": "mal-och-budget"}
            statement(copy, next(number), "total", **given)
    statement(copy, 1000, "total", pot="mal-och-budget", relation="=", value="5434.567", unit="tkr")
    statement(copy, 1001, "total", board="ks", measure="tryggare-utemiljoer", relation="=", value="1.4", unit="mnkr")
    statement(copy, 1002, "total", board="kfn", measure="trygghetskameror", relation="=", value="0.3", unit="mnkr")
    statement(copy, 1003, "total", pot="medelsreserven", board="kfn", relation="=", value="1.9", unit="mnkr")
    statement(copy, 1005, "total", measure="trygghetsvardar", relation="=", value="0.9", unit="mnkr")
    # A part of its base, one that is not, one of a row that is taken back; in whole percent, in more, and to the last.
    for relation in ("=", "part", ">", "drygt", "knappt", "cirka"):
        for percent in ("39", "40", "41", "42", "43", "44"):
            given = {"relation": relation, "value": percent, "unit": "%", "against": "S1000"}
            statement(copy, next(number), "share", measure="trygghetskameror", **given)
        for percent, rounding in (("39.75", "0.01"), ("40.50", "0.01"), ("42.41", "0.01"), ("42.43", "0.01")):
            given = {"relation": relation, "value": percent, "unit": "%", "against": "S1000", "rounding": rounding}
            statement(copy, next(number), "share", measure="trygghetskameror", **given)
        for percent in ("300", "315", "350", "210", "150", "90"):
            given = {"relation": relation, "value": percent, "unit": "%", "against": "S1001"}
            statement(copy, next(number), "share", measure="foraldraradgivare", board="sn", **given)
            statement(copy, next(number), "share", tag="fysisk", measure="trygghetskameror", **given)
        for percent in ("-16", "-17", "-13", "-18", "-19", "-14", "-12"):
            given = {"relation": relation, "value": percent, "unit": "%", "against": "S1003"}
            statement(copy, next(number), "share", measure="trygghetsvardar", **given)
        for percent in ("-36", "-30", "-28", "-25", "-41"):
            given = {"relation": relation, "value": percent, "unit": "%", "against": "S1005"}
            statement(copy, next(number), "share", pot="medelsreserven", **given)
    # A base that rounding may make nil.
    small = {"board": "gsn", "pot": "mal-och-budget", "relation": "=", "unit": "mnkr"}
    statement(copy, 1010, "total", measure="trygghetskameror", value="0.1", **small)
    statement(copy, 1011, "total", measure="trygghetsvardar", value="0", **small)
    nil = {"relation": "=", "unit": "%", "value": "100"}
    statement(copy, 1012, "share", board="gsn", against="S1010", **nil)
    statement(copy, 1013, "share", board="gsn", against="S1011", **nil)
    for tkr in ("1000", "999", "1350", "700", "1400"):
        overlap = {"pot": "medelsreserven", "against": "S1000", "relation": "=", "unit": "tkr"}
        statement(copy, next(number), "overlap", value=tkr, **overlap)
    statement(copy, 1020, "overlap", pot="medelsreserven", against="S1000", relation="=", unit="mnkr", value="1")
    # Next year's plan follows from a share in whole percent of a rounded pot.
    for at, (mnkr, percent) in enumerate([("8.8", "50"), ("8.9", "51"), ("9.3", "53"), ("9.6", "62"), ("12", "40")]):
        plan, change = f"S{2000 + at}", f"S{3000 + at}"
        given = {"year": str(2022 + at), "relation": "="}
        statement(copy, 2000 + at, "plan", value=mnkr, unit="mnkr", against=change, **given)
        about = {"pot": "mal-och-budget", "unit": "%", "against": plan}
        statement(copy, 3000 + at, "change", value=percent, **about, **given)
        statement(copy, 4000 + at, "plan", value=mnkr, unit="mnkr", against=change, rounding="0.01", **given)
    for relation in ("=", "cirka", "knappt"):
        for mnkr in ("5.4", "5.7", "5.8", "6"):
            given = {"relation": relation, "value": mnkr, "unit": "mnkr"}
            statement(copy, next(number), "per_pot", **given)
            statement(copy, next(number), "per_year", pot="mal-och-budget", **given)
    statement(copy, 2010, "plan", year="2021", value="11.4", unit="mnkr", relation="=", missing="något")
    # Classes of boards, one of them a class of measures as well.
    copy.append("tags.csv", tag="skola", name="Skola och fritid", reason="Vår indelning.")
    copy.change("boards.csv", {"board": "gsn"}, tag="skola")
    copy.change("boards.csv", {"board": "kfn"}, tag="barn")
    for at, (tag, mnkr) in enumerate([("skola", "2.1"), ("skola", "2.2"), ("barn", "6.5"), ("barn", "6.8")]):
        statement(copy, 5000 + at, "total", tag=tag, relation="=", value=mnkr, unit="mnkr", rounding="0.001")
    statement(copy, 5010, "share", tag="skola", board="gsn", relation="=", value="100", unit="%", against="S5000")
    statement(copy, 5011, "share", tag="skola", relation="=", value="18", unit="%", against="S72")
    statement(copy, 5012, "count", tag="skola", relation="=", value="3", unit="åtgärder")
    statement(copy, 5013, "count", tag="barn", relation="=", value="3", unit="nämnder")
    return copy


def tied(copy: Copy) -> Copy:
    """One allocation with two footnotes, and one statement that ties."""
    bare(copy)
    for at in ("1", "2"):
        copy.append("notes.csv", note=f"fot-{at}", number=at, text=f"Fotnot {at}.", place="rubrik")
    copy.change("allocations.csv", {}, note="fot-1 fot-2")
    statement(copy, 10, "total", relation="=", value="2200", unit="tkr")
    return copy


def bare(copy: Copy) -> Copy:
    """One allocation and nothing said of it."""
    files = ("statements.csv", "acknowledgements.csv", "questions.csv", "points.csv", "tags.csv", "notes.csv")
    for file in files:
        path = copy.folder / file
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8", newline="")
    copy.change("measures.csv", {}, tag="")
    for measure in ("trygghetsvardar", "tryggare-utemiljoer", "foraldraradgivare", "laxlasning", "meningsfull-fritid"):
        copy.drop("allocations.csv", measure=measure)
    copy.change("allocations.csv", {}, note="")
    return copy


LONG = "å" * 40_000
MEASURES = {
    "trygghetskameror": '=HYPERLINK("http://x","y")',
    "trygghetsvardar": "+1",
    "tryggare-utemiljoer": "-1",
    "foraldraradgivare": "@SUM(A1)",
    "laxlasning": LONG + "1",
    "meningsfull-fritid": LONG + "2",
}
BOARDS = {"ks": "http://example.org/nämnd", "sn": "NÄMND", "kfn": "nämnd", "gsn": 'a*"?~' + "b" * 300}
POTS = {"mal-och-budget": "1e5", "medelsreserven": "=1+1"}
WORDINGS = [
    "<r><t>fet</t></r>",
    "<r>&",
    "_x0041_",
    "'citat",
    '"',
    "mailto:a@b.se",
    "internal:'Källor'!A1",
    "TRUE",
    "#N/A",
]
WORDINGS += ["{=1}", "=SUM(1,2)", "2021-02-28", "external:c.xlsx", "ftp://x.y", "=cmd|'/C calc'!A0"]
REFERENCE = 'KS&1 &G &[Picture] &P "=1+1"'


def hostile(copy: Copy) -> Copy:
    """Texts that a spreadsheet could take for something else, everywhere that a case has text."""
    for file, key, names in (
        ("measures.csv", "measure", MEASURES),
        ("boards.csv", "board", BOARDS),
        ("pots.csv", "pot", POTS),
    ):
        for at, (value, name) in enumerate(names.items()):
            copy.change(file, {key: value}, name=name, short_name=f"={at}+{at}")
    copy.change("pots.csv", {"pot": "mal-och-budget"}, purpose="=NOW()")
    copy.change("tags.csv", {"tag": "fysisk"}, name="=A1", reason="=B1")
    copy.change("tags.csv", {"tag": "barn"}, name="=a1", reason="-2+3")
    copy.change("places.csv", {"place": "kameror"}, name="+46 8 123")
    copy.change("notes.csv", {"note": "kameror"}, text="http://example.org/fotnot")
    copy.change("questions.csv", {"question": "datum"}, wording="=D1", concern="@x")
    copy.change("acknowledgements.csv", {"statement": "S01"}, why="=E1", by="=F1")
    copy.change("statements.csv", {"statement": "S12"}, missing="=G1")
    copy.change("statements.csv", {"statement": "S49"}, value="=NOW()")
    for old, new in (("KS-2020/2689.111", REFERENCE), ("ökad trygghet och trivsel", "=H1")):
        copy.replace("datapackage.json", f': "{old}"', ": " + f'"{new}"'.replace('"=1+1"', r"\"=1+1\""))
    copy.change("statements.csv", {"statement": "S02"}, value=REFERENCE)
    copy.change("statements.csv", {"statement": "S03"}, value="=h1")
    for at, wording in enumerate(WORDINGS):
        name = statement(copy, 100 + at, "open", missing=wording, value=wording)
        copy.change("statements.csv", {"statement": name}, wording=wording)
        statement(copy, 200 + at, "same", value=wording, against=name)
    return copy


CASES = {
    "seed": lambda copy: copy,
    "varied": varied,
    "years": of_two_years,
    "no-base": without_a_base,
    "bare": bare,
    "rounded": rounded,
    "tied": tied,
    "hostile": hostile,
}
