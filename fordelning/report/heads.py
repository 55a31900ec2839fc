"""What the columns of our frames, and the words in them, are called in a document."""

from collections.abc import Mapping

from fordelning.case.kind import KINDS
from fordelning.case.schema import BASES, TABLES

from .frames import TOTAL

_OF_CASE = {column.name: column.title for table in TABLES.values() for column in table.columns}
_AS_THERE = (
    *("year", "pot", "measure", "board", "basis", "note", "place", "unit", "kind", "statement"),
    *("question", "weight", "area", "status", "by", "answer", "at_stake"),
)
HEADS: Mapping[str, str] = {
    **{name: _OF_CASE[name] for name in _AS_THERE},
    "name": "Namn",
    "pot_name": "Pottens namn",
    "measure_name": "Åtgärdens namn",
    "board_name": "Nämndens namn",
    "partner_pot": "Andra potten",
    "partner_board": "Andra nämnden",
    "kronor": "Kronor",
    "number": "Tal",
    "notes": "Fotnoter",
    "before": "Före",
    "after": "Efter",
    "wording": "Lydelse",
    "state": "Utfall",
    "joint": "Motsägs ihop med",
    "stated": "Angivet",
    "computed": "Uträknat",
    "difference": "Skillnad",
    "acknowledged": "Kommenterad",
    "sort": "Sort",
    "statements": "Påståenden",
    TOTAL: "Summa",
    "All": "Summa",  # as pandas calls it
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "basis": BASES,
    "kind": {key: kind.name for key, kind in KINDS.items()},
    "status": {"open": "öppen", "put": "ställd", "answered": "besvarad"},
}
