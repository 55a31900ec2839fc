"""Where a figure comes from: the statement that says it, or the place in the document where its row stands."""

import re

from fordelning.base.money import NO_BREAK_SPACE
from fordelning.base.sentence import listed
from fordelning.case.case import Case

from .document import AmountRun, Run, RunStyle
from .report import Report

WORKING_PAPERS = "avstamning.html"  # the document of the edition that has every statement and place
OWN_SUM = "egen-summa"  # the row that explains sums which the document does not state


def amount(report: Report, style: RunStyle = "amount", **scope: int | str) -> AmountRun:
    """The amount within `scope`, in the report's unit, linked to what it rests on. `style` is "amount" or "sum"."""
    return AmountRun(report.money, report.case.total(**scope), style, f"#{target(report, **scope)}")


def target(report: Report, **scope: int | str) -> str:
    """The id of what the sum within `scope` rests on.

    A statement about exactly the same rows, the one whose own scope is nearest; else the place of the rows, where they
    have one; else the row on sums that are the report's own.
    """
    case = report.case
    positions = case.positions(**scope)
    same = report.stated_rows.get(positions.tobytes(), [])
    if same:
        return min(same, key=lambda s: (s.relation != "=", len(s.scope.items() ^ scope.items()))).statement
    places = set(case.allocations["place"].to_numpy()[positions])
    return place(*places) if len(places) == 1 and all(places) else OWN_SUM


def way_to(case: Case, key: str | None) -> Run:
    """The name of a place in the document, with a link to it; nothing where there is none."""
    return Run(case.place_name(key), href=f"#{place(key)}") if key else Run("")


def locators(case: Case, key: str | None) -> str:
    """The pages and lines of a place as they follow its name: ", s. 3, rad 99–104 och 112"; "" where it has none.

    What the name itself says is not told twice: "Rad 5 i tabellen", "Sida 1, 2".
    """
    place = case.places[key] if key else None
    given = (("s.", "sida", place.pages), ("rad", "rad", place.lines)) if place else ()
    name = case.place_name(key).lower()
    said = ((word, s) for word, whole, s in given if s and not _says(name, whole, s))
    return "".join(f", {word}{NO_BREAK_SPACE}{listed(s.replace('-', '–').split(','))}" for word, s in said)


def _says(name: str, word: str, numbers: str) -> bool:
    """Whether a name of a place begins with that word and those numbers."""
    wanted = re.findall("[0-9]+", numbers)
    return name.startswith(f"{word} ") and re.findall("[0-9]+", name)[: len(wanted)] == wanted


def elsewhere(id: str) -> str:
    """The address in the working papers of a statement or a place, "" for the id of anything else."""
    return f"{WORKING_PAPERS}#{id}" if re.fullmatch(r"S[0-9]{2,4}|plats-.+", id) else ""


def place(key: str) -> str:
    """The id of a place in the document."""
    return f"plats-{key}"
