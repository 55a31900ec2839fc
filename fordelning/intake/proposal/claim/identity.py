"""What a document says that the money is for, and whose the document is."""

import re
from collections import Counter
from collections.abc import Iterator

from fordelning.intake.proposal.flow import Flow
from fordelning.intake.proposal.proposal import ProposalQuestion
from fordelning.intake.proposal.section import Section

from .claim import StatementProposal
from .ground import Ground

_NO_PURPOSE = (
    r"(?!(?:att|år|året|perioden|våren|hösten|vintern|sommaren|detta|denna|dessa|den|det|de|samma|sådana?|ändamålet"
    r"|respektive|varje|nämnd\w*|\w+nämnd\w*|\w*styrelse\w*|kommunen|övrig\w*|kommande|nästa|beslut|hela)\b)"
)
_PURPOSE = rf"{_NO_PURPOSE}(?P<purpose>(?-i:[a-zåäö])[^.,;:()\d\n]{{2,60}}?)"
_ENDS = r"(?=\s+(?:i|under|år|för|ur|från|som|enligt|inom|med|vid|till|på|per|och\s+\d)\b|\s*[.,;:()\n\d]|\s*$)"
_SET_ASIDE = re.compile(
    r"[^.;:]{0,20}?\b(?:avsatt|avsätt|reserverad|reserverat|budgeterad|budgeterat)\w*"
    rf"(?:\s+(?:i|inom)\s+[^.;:]{{1,40}}?)?\s+för\s+{_PURPOSE}{_ENDS}",
    re.IGNORECASE,
)
_MONEY = r"(?:medel|medlen|pengar|pengarna|bidrag|anslag|tilläggsanslag|tillskott|stöd|statsbidrag|satsning(?:ar)?)"
_TITLE = re.compile(rf"\b\w*{_MONEY}\b[^.;:]*?\sför\s+{_PURPOSE}(?:\s+(?:år\s+)?(?:19|20)\d\d.*)?$", re.IGNORECASE)
_DECIDED = re.compile(rf"\bfördelning(?:en)?\s+av\s+\w*{_MONEY}\s+för\s+{_PURPOSE}{_ENDS}", re.IGNORECASE)
_AUTHOR = re.compile(
    r"\b(?P<body>(?:\w+-\s+(?:och\s+)?)?\w+(?:styrelsen|nämnden|kontoret|förvaltningen|avdelningen))s\s+"
    r"(?:(?P<office>förvaltning|kontor|stab)s\s+)?(?:tjänsteutlåtande|tjänsteskrivelse|tjänsteyttrande)\b",
    re.IGNORECASE,
)


def subject(title: str) -> str:
    """What a title says that the money is for; "" where it does not."""
    found = _TITLE.search(" ".join(title.split()))
    return found["purpose"].strip() if found else ""


def author(flow: Flow) -> str:
    """Whose the document is, as it says first; "" where it does not."""
    return next((_body(found) for found in _AUTHOR.finditer(flow.text)), "")


def subjects(ground: Ground, title: str) -> Iterator[StatementProposal]:
    """What the title, and what the decision, says that the money is for."""
    said = subject(title)
    at = ground.flow.text.find(title) if said else -1
    if at < 0:
        return
    place = (ground.flow.place(at),)
    yield StatementProposal(
        "subject", said, "ändamål i rubriken", f"Rubriken anger ändamålet {said}", place, {"value": said}
    )
    ends = [*ground.starts[1:], len(ground.flow.text)]
    for start, end, section in zip(ground.starts, ends, ground.sections, strict=True):
        if section != Section.DECISION:
            continue
        for found in _DECIDED.finditer(ground.flow.text, max(start, at + len(title)), end):
            decided = " ".join(found["purpose"].split())
            place = (ground.flow.place(found.start("purpose")),)
            wording = f"Beslutet anger ändamålet {decided}"
            question = None if decided == said else _differs("Ärendets rubrik", said, decided)
            yield StatementProposal(
                "subject", decided, "ändamål i beslutet", wording, place, {"value": decided}, question=question
            )


def authors(ground: Ground) -> Iterator[StatementProposal]:
    """Whose the document is said to be, each name with its places."""
    first = author(ground.flow)
    places: dict[str, list[int]] = {}
    for found in _AUTHOR.finditer(ground.flow.text):
        if ground.is_told(found.start()):
            places.setdefault(_body(found), []).append(found.start())
    for name, starts in places.items():
        question = None if name == first else _differs("Handlingen på ett annat ställe", first, name)
        told = tuple(dict.fromkeys(map(ground.flow.place, starts)))
        yield StatementProposal(
            "author", name, "avsändare", f"Avsändaren är {name}", told, {"value": name}, question=question
        )


def purposes(ground: Ground) -> Iterator[StatementProposal]:
    """What each pot is said to be for, where its amount is said; the first is what is said most."""
    for pot in ground.pots:
        places: dict[str, list[int]] = {}
        for amount in ground.again(ground.proposal.amounts[pot.total].kronor):
            _, end = ground.sentence(amount.start)
            if found := _SET_ASIDE.match(ground.flow.text, amount.end, end):
                places.setdefault(" ".join(found["purpose"].split()), []).append(found.start("purpose"))
        counted = Counter({said: len(starts) for said, starts in places.items()}).most_common()
        for said, _ in counted:
            question = (
                None if said == counted[0][0] else _differs("Handlingen på ett annat ställe", counted[0][0], said)
            )
            told = tuple(dict.fromkeys(map(ground.flow.place, places[said])))
            cells = {"pot": pot.pot, "value": said}
            yield StatementProposal(
                "purpose", said, "pottens ändamål", f"Potten är till för {said}", told, cells, question=question
            )


def _body(found: re.Match[str]) -> str:
    office = f"s {found['office']}" if found["office"] else ""
    said = " ".join(f"{found['body']}{office}".split())
    return said[0].upper() + said[1:].lower()


def _differs(where: str, first: str, said: str) -> ProposalQuestion:
    return ProposalQuestion("ordvalet", f"Här står »{said}». {where} säger »{first}». Menas detsamma?")
