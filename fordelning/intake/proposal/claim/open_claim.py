"""What a document says of the money and cannot be tested: open statements, each with what is missing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, takewhile

from fordelning.base.errors import shorten
from fordelning.base.sentence import listed
from fordelning.intake.proposal.proposal import AmountProposal, TextPlace
from fordelning.intake.proposal.section import Section
from fordelning.source.passage import Passage, sentences
from fordelning.source.reading.block import BlockKind

from .claim import StatementProposal
from .ground import Ground, Scope
from .row import LABELLED


@dataclass(frozen=True)
class OpenClaim:
    """A sort of what is said: the words that it is known by, what it is called, and what is `missing`.

    `called` has a place for the words that are in the group `said`. With `funds` an amount may stand before them in the
    sentence, otherwise none may stand in it; with `about_money` the sentence has to speak of what is given. With
    `may_be_denied` nothing is missing where the sentence says that there is none.
    """

    why: str
    words: re.Pattern[str]
    called: str
    missing: str
    funds: bool = False
    about_money: bool = False
    may_be_denied: bool = False


_MONEY = re.compile(
    r"\b(?:satsning|insats|åtgärd|mede?l|\w*överföring|utdelning|pengar|bidrag|anslag|tillskott|fördelning|pott|belopp|verksamhet)",
    re.IGNORECASE,
)
_MOST = 6  # open statements of one sort: more are told as one
_COMMITTEE = re.compile(r"\bkommunstyrelsens?\s+beslut(?:ar)?\b", re.IGNORECASE)
_OTHER = re.compile(r"nämnd", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:inte|ej|inga|ingen|inget|utan)\b", re.IGNORECASE)
_NOT_SO = re.compile(r"\s+\w+\s+(?:inte|ej)\b", re.IGNORECASE)
_DELEGATION = "det beslut av kommunfullmäktige som ger kommunstyrelsen rätten"
_GROUND = "öppen uppgift, "
_ITEMS = (BlockKind.ITEM, BlockKind.POINT)
_LABEL = re.compile(r"[\s*•–-]*(?P<label>[A-ZÅÄÖ][^.,;:–\d]{2,39}?)(?:\s+[–-]\s|\.?\s*$)")
_NOUN = re.compile(r"\s+(?!(?:kap|st|år|gånger|procent)\b)(?P<noun>[a-zåäö]{3,})")
_PROSE = (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.POINT, BlockKind.FOOTNOTE)
_BODY = r"\w+(?:förvaltning|nämnd|kontor|bolag)\w*"
_HAPPENS = r"(?:hantera|uppstå|uppkom|tillkom|medför|innebär|finansier)\w*"
_MAY = r"(?:kan|kommer|ska|skall|bör|får|väntas|bedöms|beräknas)\b"
_COST = (
    r"(?:(?:initiala|ökade|tillkommande|löpande|vissa)\s+)?"
    r"\w*(?:kostnad(?:er(?:na)?|en)?|investerings(?:behov|medel)(?:et|en)?)"
)
_OPEN_CLAIMS = (
    OpenClaim(
        "finansiering",
        re.compile(
            r"(?<!inte\s)\b(?:(?:finansieras|täcks|bekostas|finansiering(?:en)?\s+sker)\s+(?:helt\s+)?"
            r"(?:genom(?:\s+att)?|med|av|ur|från|via|inom)|belastar)\s+(?!pott|inte\b)"
            r"(?P<said>[^,.;:\d]{4,80}?)(?=\s+(?:enligt|som|vilk\w+|och\s+belastar|för\s+att|under|år)\b|\s*[,.;:\d]|\s*$)",
            re.IGNORECASE,
        ),
        "Varifrån pengarna tas: {}",
        "hur mycket som fanns där före beslutet, och vad som blir kvar",
        funds=True,
    ),
    OpenClaim(
        "villkor",
        re.compile(
            r"(?P<said>\b\w+\s+(?:får|kan)\s+(?:(?:endast|bara|enbart)\s+)?(?:användas\s+(?:till|för)\s+[^.;:]{3,50}\b|avse\b))",
            re.IGNORECASE,
        ),
        "Vad pengarna får gå till: {}",
        "en prövning av varje rad mot villkoret",
        about_money=True,
    ),
    OpenClaim(
        "rättslig följd",
        re.compile(
            r"(?P<said>\b(?:inga|ingen|några|någon)\s+(?:\w+\s+)?(?:juridisk|rättslig)\w*\s+(?:konsekvens|följd|hinder)\w*"
            r"(?:[^.]{0,50}\binte\b)?)",
            re.IGNORECASE,
        ),
        "Om rättsliga följder: {}",
        "en bedömning mot de regler som gäller för pengarna",
    ),
    OpenClaim(
        "kostnad utan belopp",
        re.compile(
            rf"\b(?P<said>{_COST}(?:\s+för\s+[^.]{{3,50}}?(?=\s+(?:{_HAPPENS}|{_MAY})))?)(?=[^.]{{0,80}}\b{_HAPPENS})"
            rf"|\b(?:uppstå|uppkomma|tillkomma|medför|innebär|led(?:er|a)\s+till)\w*\s+(?P<led>(?:\w+\s+)?{_COST})\b",
            re.IGNORECASE,
        ),
        "Kostnad som nämns utan belopp: {}",
        "beloppet",
        may_be_denied=True,
    ),
    OpenClaim(
        "uppföljning",
        re.compile(r"\b(?P<said>(?:indikator|nyckeltal|resultatmått)\w*(?:\s+\w+){0,6})", re.IGNORECASE),
        "Vad som ska mätas: {}",
        "utgångsvärde, mål och tidpunkt",
    ),
    OpenClaim(
        "kommande år",
        re.compile(
            r"\b(?P<said>(?:\w+\s+){0,4}(?:flerårig\w*|kommande\s+år\w*|tills\s+vidare|permanent\w*))\b", re.IGNORECASE
        ),
        "Om åren efter: {}",
        "beloppet för varje år, och vem som beslutar om det",
        about_money=True,
    ),
    OpenClaim(
        "flera utförare",
        re.compile(
            rf"\b(?P<said>(?:samverka|samarbet|samordn|tillsammans)\w*\b[^.]{{0,160}}\b{_BODY}\s+(?:och|samt)\s+[^.]{{0,80}}\b{_BODY})",
            re.IGNORECASE,
        ),
        "Flera om samma sak: {}",
        "hur beloppet delas mellan dem",
    ),
    OpenClaim(
        "underlag",
        re.compile(
            r"\b(?P<said>fördelning\w*\b[^.]{0,40}\b(?:tagits|arbetats)\s+fram\b(?:\s+\w+){0,4})", re.IGNORECASE
        ),
        "Hur fördelningen har gjorts: {}",
        "underlaget som den vilar på",
    ),
)


def open_claims(ground: Ground) -> Iterator[StatementProposal]:
    """Each of them; what is said in the same words is one statement with all its places."""
    return chain(_mandate(ground), _said(ground), _undivided(ground))


def _said(ground: Ground) -> Iterator[StatementProposal]:
    told = list(_sentences(ground))
    for one in _OPEN_CLAIMS:
        found: dict[str, list[TextPlace]] = {}
        for start, end in told:
            text = ground.flow.text[start:end]
            words = one.words.search(text)
            if not words or (one.about_money and not _MONEY.search(text)):
                continue
            if one.may_be_denied and (_DENIED.search(text, 0, words.end()) or _NOT_SO.match(text, words.end())):
                continue
            at = start + words.start()
            if not ground.flow.within(at if one.funds else start, end):
                said = " ".join(next(filter(None, words.groups())).split())
                found.setdefault(said, []).append(ground.flow.place(at))
        if len(found) > _MOST:
            found = {f"på {len(found)} ställen": [place for places in found.values() for place in places]}
        for said, places in found.items():
            yield _open(said, one.why, one.called.format(shorten(said)), tuple(dict.fromkeys(places)), one.missing)


def _sentences(ground: Ground) -> Iterator[tuple[int, int]]:
    """Where the sentences of the document begin and end, but for headings, tables and what others moved."""
    for number, block in enumerate(ground.flow.blocks):
        start, end = ground.flow.span(number)
        if block.kind in _PROSE and ground.is_told(start):
            for one in sentences(Passage("text", start, end, number), ground.flow.text):
                yield one.start, one.end


def _mandate(ground: Ground) -> Iterator[StatementProposal]:
    """That the executive committee decides what boards get, where the council decides on the budget.

    Source: kommunallagen (2017:725) 5 kap. 1 § and 11 kap. 5–6 §§.
    """
    flow = ground.flow
    for start, section in zip(ground.starts, ground.sections, strict=True):
        heading = flow.text[start : flow.text.find("\n", start)]
        if section != Section.DECISION or not _COMMITTEE.search(heading):
            continue
        end = next((other for other in ground.starts if other > start), len(flow.text))
        given = [one for one in ground.proposal.amounts if start <= one.start < end and one.shares]
        boards = {name for one in given for name, _ in one.shares if _OTHER.search(ground.proposal.boards[name])}
        if boards:
            place = (flow.place(given[0].start),)
            yield _open(
                "kommunstyrelsen", "mandat", "Kommunstyrelsen beslutar om nämndernas pengar", place, _DELEGATION
            )
            return


def _undivided(ground: Ground) -> Iterator[StatementProposal]:
    """What a labelled amount is for, where it has a list below without amounts: of several things, or of a number."""
    for n, rows in ground.made.items():
        amount = ground.proposal.amounts[n]
        if rows and amount.why.startswith(LABELLED):
            scope = {"measure": rows[0]["measure"]}
            name = next(one["name"] for one in ground.tables["measures"] if one["measure"] == scope["measure"])
            yield from _of_list(ground, amount, name, scope)


def _of_list(ground: Ground, amount: AmountProposal, name: str, scope: Scope) -> Iterator[StatementProposal]:
    flow, items = ground.flow, list(_items_below(ground, amount.end))
    labels = [found["label"] for number in items if (found := _LABEL.match(flow.blocks[number].text))]
    if len(labels) > 1:
        things = listed([label[0].lower() + label[1:] for label in labels])
        wording = f"Vad beloppet för {name} ska räcka till: {things}"
        yield _open(name, "odelat belopp", wording, (amount.place,), "beloppet för var och en", scope)
    for token in flow.tokens:
        if token.kind == "count" and token.line in items and (noun := _NOUN.match(flow.text, token.end)):
            said = f"{token.text} {noun['noun']}"
            place = (flow.place(token.start),)
            yield _open(said, "antal utan pris", f"Antal för {name}: {said}", place, "vad var och en kostar", scope)


def _items_below(ground: Ground, at: int) -> Iterator[int]:
    """The items below the block with the letter at `at`, down to a list within them; none where one has an amount."""
    blocks, first = ground.flow.blocks, ground.flow.number(at) + 1
    below = list(takewhile(lambda number: blocks[number].kind in _ITEMS, range(first, len(blocks))))
    if below and not ground.flow.within(at, ground.flow.span(below[-1])[1]):
        yield from takewhile(lambda number: not blocks[number].text.rstrip().endswith(":"), below)


def _open(
    said: str, why: str, wording: str, places: tuple[TextPlace, ...], missing: str, scope: Scope | None = None
) -> StatementProposal:
    cells = {**(scope or {}), "missing": missing}
    return StatementProposal("open", said.replace(":", ""), f"{_GROUND}{why}", wording, places, cells)
