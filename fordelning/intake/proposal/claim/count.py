"""How many boards, measures or pots the text says that there are, and which in order a measure is."""

import re
from collections.abc import Iterator

from fordelning.case.kind import COUNTED
from fordelning.intake.proposal.proposal import ProposalQuestion

from .claim import StatementProposal
from .ground import Ground, Scope

_WORDS = ("två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
_NUMBERS = {word: n for n, word in enumerate(_WORDS, 2)}
_COUNTED = {  # what a document counts, by what a case does
    "nämnder": r"nämnder(?:na)?|föreningar(?:na)?|organisationer(?:na)?|partier(?:na)?|mottagare|sökande",
    "åtgärder": r"åtgärder(?:na)?|insatser(?:na)?|poster(?:na)?|satsningar(?:na)?|projekt(?:en)?",
    "potter": r"potter(?:na)?",
}
_NOUNS = "|".join(f"(?P<{unit}>{nouns})" for unit, nouns in _COUNTED.items())
_NUMBER = rf"(?P<number>{'|'.join(_WORDS)}|[2-9]|[1-9][0-9])"
_SAID = re.compile(
    r"\b(?P<shared>(?:för)?dela(?:s|t|de|d)?\s+(?:upp\s+)?(?:på|mellan|till)\s+(?:de\s+|dessa\s+)?"
    r"|(?:går|ges|beviljas|tilldelas|betalas ut|avsätts)\s+(?:(?:medel|pengar|bidrag)\s+)?till\s+(?:de\s+|dessa\s+)?)?"
    r"(?P<here>(?:ovanstående|nedanstående|följande|dessa|de\s+här|samtliga)\s+)?"
    rf"{_NUMBER}\s+(?:(?!och\b|av\b)[a-zåäö]+\s+)?(?:{_NOUNS})\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:tidigare|föregående|förra året|fördelades|beviljades|tilldelades|ansök\w*|äsk\w*|sökt)\b", re.I
)
_ORDINALS = ("första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde")
_ORDINAL = re.compile(
    rf"\bden\s+(?P<ordinal>{'|'.join(_ORDINALS)})\s+(?:(?:föreslagna|planerade|nämnda|beslutade)\s+)?"
    r"(?:åtgärden|insatsen|posten|satsningen|punkten)\b",
    re.IGNORECASE,
)


def counts(ground: Ground) -> Iterator[StatementProposal]:
    """Each number of boards, measures or pots that is said to share the money, or to stand just here."""
    for found in _SAID.finditer(ground.flow.text):
        at = found.start("number")
        start, end = ground.sentence(at)
        here = ground.pot(at) if found["here"] else {}
        if not (found["shared"] or here) or not ground.is_told(at) or _PAST.search(ground.flow.text[start:end]):
            continue
        said = found["number"].lower()
        number, unit = _NUMBERS.get(said) or int(said), found.lastgroup or ""
        there = {row[COUNTED[unit]] for row in ground.within(here)}
        wanted = len(there) == number
        if not wanted and not found["shared"]:
            continue  # what is counted here may be something else
        words = " ".join(ground.flow.text[at : found.end()].split())
        question = None if wanted else _missing(words, len(there))
        cells = {**here, "relation": ground.relation(at), "value": str(number), "unit": unit}
        where = " i potten" if here else ""
        yield StatementProposal(
            "count", words, "antal", f"Antalet {unit}{where}", (ground.flow.place(at),), cells, question=question
        )


def _missing(words: str, there: int) -> ProposalQuestion:
    return ProposalQuestion(
        "antal", f"Handlingen säger {words}, men raderna har {there}. Saknas något, eller menas annat?"
    )


def positions(ground: Ground) -> Iterator[StatementProposal]:
    """Each measure that the text about a pot calls by its number in order."""
    for found in _ORDINAL.finditer(ground.flow.text):
        scope: Scope = ground.pot(found.start())
        order = list(dict.fromkeys(row["measure"] for row in ground.within(scope))) if scope else []
        number = _ORDINALS.index(found["ordinal"].lower()) + 1
        if number > len(order):
            continue
        cells = {**scope, "measure": order[number - 1], "relation": "=", "value": str(number)}
        place = (ground.flow.place(found.start()),)
        words = " ".join(found[0].split())
        yield StatementProposal(
            "position", words, "plats i ordningen", f"Platsen i potten för {words.lower()}", place, cells
        )
