"""The shares that the text says: of the money in all, or of an amount that is named, to a board or a measure."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from fordelning.intake.proposal.proposal import ProposalQuestion

from .claim import StatementProposal
from .ground import Ground, Named, Scope, holds, step

_WORDS = {"hälften": "50", "en fjärdedel": "25", "tre fjärdedelar": "75", "en femtedel": "20", "en tiondel": "10"}
_MONEY = (
    r"(?:de\s+|det\s+|den\s+)?(?:totala\s+|hela\s+|samlade\s+|sammanlagda\s+)?"
    r"(?:medlen|pengarna|beloppet|potten|anslaget|summan|tillskottet|statsbidraget|bidragen|bidraget|utrymmet|satsningen)"
)
_SHARE = re.compile(
    rf"(?P<share>\b(?:{'|'.join(map(re.escape, _WORDS))})\b|(?<![0-9,])[0-9]{{1,3}}(?:,[0-9]+)?\s?(?:%|procent\b))"
    rf"(?:\s+av\s+(?:(?P<all>{_MONEY})\b|(?P<of>[^.;:]{{0,60}}?)(?=[0-9])))?",
    re.IGNORECASE,
)
_PARTED = re.compile(r"\b(?:fördelas|delas|fördelning(?:en)?)\b[^.;]*$", re.IGNORECASE)
_GIVES = re.compile(
    r"\b(?:går|avsätts|avsatts|används|tillfaller|fördelas|tilldelas|tillförs|får|ges|läggs|satsas)\b", re.I
)
_WHOLE = re.compile(
    r"^\W*(?:hela\s+)?(?:beloppet|potten|medlen|summan|anslaget|pengarna)\b[^.;]*"
    r"\b(?:fördelas|tillförs|tilldelas|går|ges|avsätts)\s+(?:i sin helhet\s+|helt\s+|oavkortat\s+)?(?:till|på)\s",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?P<money>medlen|anslaget|beloppet|potten|satsningen)\b[^.;]{0,30}?\b(?P<year>20[0-9]{2})\b\s+"
    r"(?P<how>halveras|fördubblas|(?:minskas?|ökas?|minskar|ökar)\s+med\s+(?P<percent>[0-9]{1,2})\s?(?:%|procent\b))",
    re.IGNORECASE,
)


def shares(ground: Ground) -> Iterator[StatementProposal]:
    """Each share that is said of money whose total is known, with the one board or measure that it is said of."""
    text, done = ground.flow.text, set()
    for found in _SHARE.finditer(text):
        span = ground.sentence(found.start())
        if span in done or not ground.is_told(span[0]):
            continue
        done.add(span)
        inside = [one for one in _SHARE.finditer(text, *span)]
        of_all = any(one["all"] or one["of"] is not None for one in inside)
        if not of_all and not _PARTED.search(text, span[0], inside[0].start()):
            continue  # a rate, a growth: of no money that is given
        if not _GIVES.search(text[span[0] : span[1]]):
            continue
        base = _base(ground, inside[0])
        if base is None:
            continue
        for one, named in zip(inside, _whose(ground, inside, span), strict=True):
            if named:
                yield from _share(ground, one, named, base)


def _base(ground: Ground, found: re.Match[str]) -> Scope | None:
    """The scope of the money that a share is of: of an amount, if that is a pot's or all there is; else of all."""
    if found["of"] is None:
        return ground.pot(found.start())
    amount = next((one for one in ground.proposal.amounts if one.start == found.end()), None)
    kronor = amount.kronor if amount else None
    pots = [{"pot": one.pot} for one in ground.pots if ground.proposal.amounts[one.total].kronor == kronor]
    scopes: list[Scope] = [*pots, {}] if kronor is not None and ground.kronor({}) == kronor else pots
    return scopes[0] if len(scopes) == 1 else None


def _whose(ground: Ground, inside: Sequence[re.Match[str]], span: tuple[int, int]) -> Sequence[Named | None]:
    """What each share of a sentence is said of: the only thing named after it, or before it, if that is so of all."""
    starts = [*(one.start() for one in inside), span[1]]
    ends = [span[0], *(one.end() for one in inside)]
    after = [ground.names(one.end(), until) for one, until in zip(inside, starts[1:], strict=True)]
    before = [ground.names(since, one.start()) for one, since in zip(inside, ends[:-1], strict=True)]
    for those, others in ((after, before[0]), (before, after[-1])):
        if all(len(one) == 1 for one in those) and not others:
            return [one[0] for one in those]
    return [None] * len(inside)


def _share(ground: Ground, found: re.Match[str], named: Named, base: Scope) -> Iterator[StatementProposal]:
    column, key = named.scope
    scope = {**base, column: key}
    whole, rows = ground.kronor(base), ground.within(scope)
    if not whole or not rows:
        return
    said = " ".join(found["share"].split())
    value = _WORDS.get(said.lower()) or re.sub("[^0-9,]", "", said).replace(",", ".")
    relation = ground.relation(found.start())
    computed = 100 * ground.kronor(scope) / whole
    cells = {**scope, "relation": relation, "value": value, "unit": "%"}
    question = None
    if not holds(relation, Fraction(value), step(value), computed):
        near = relation == "=" and holds(
            "cirka", Fraction(value), step(value) if "." in value else Fraction(1), computed
        )
        text = "Är talet avrundat?" if near else f"Raderna ger {_percent(computed)}. Är andelen sagd av andra pengar?"
        question = ProposalQuestion("andelen", f"Handlingen säger {said}. {text}")
        if near:
            cells["rounding"] = f"0.{'0' * (len(value.partition('.')[2]) - 1)}1" if "." in value else "1"
    name = next(row["name"] for row in ground.tables[f"{column}s"] if row[column] == key)
    place = (ground.flow.place(found.start()),)
    wording = f"Andelen till {name}"
    yield StatementProposal("share", said, "andel", wording, place, cells, _total(ground, base), question=question)


def wholes(ground: Ground) -> Iterator[StatementProposal]:
    """Each pot all of which is said to go to one board, as its rows have it."""
    for pot in ground.pots:
        head = ground.proposal.amounts[pot.total]
        block = ground.flow.number(head.start)
        _, until = ground.flow.span(block)
        at = head.end
        while at < until:
            start, end = ground.sentence(at)
            line = max(start, ground.flow.text.rfind("\n", start, at) + 1) if at > start else start
            for begin in {line, *(n + 1 for n in range(at, end) if ground.flow.text[n] == "\n")}:
                yield from _whole(ground, begin, end, pot.pot)
            at = max(end, at) + 1


def _whole(ground: Ground, start: int, end: int, pot: str) -> Iterator[StatementProposal]:
    found = _WHOLE.match(ground.flow.text[start:end])
    named = ground.names(start + found.end(), end) if found else []
    if len(named) != 1 or named[0].scope[0] != "board" or ground.flow.within(start, end):
        return
    scope = {"pot": pot, "board": named[0].scope[1]}
    if ground.within(scope) == ground.within({"pot": pot}):
        cells = {**scope, "relation": "=", "value": "100", "unit": "%"}
        wording, place = "Hela potten går till en nämnd", (ground.flow.place(start),)
        yield StatementProposal("share", "hela", "andel", wording, place, cells, _total(ground, {"pot": pot}))


def changes(ground: Ground) -> Iterator[StatementProposal]:
    """How much of a pot is said to be left a coming year, where the text is of that pot; which one is always asked."""
    for found in _FUTURE.finditer(ground.flow.text):
        scope, year = ground.pot(found.start()), found["year"]
        if not scope or int(year) <= ground.year or not ground.is_told(found.start()):
            continue
        how = found["how"].lower()
        part = int(found["percent"] or 0)
        left = {"halveras": 50, "fördubblas": 200}.get(how, 100 - part if how.startswith("minska") else 100 + part)
        name = next(row["name"] for row in ground.tables["pots"] if row["pot"] == scope["pot"])
        cells = {**scope, "year": year, "relation": "=", "value": str(left), "unit": "%"}
        cells["reading"] = f"{how} är läst som att {left} procent av potten är kvar"
        place, said = (ground.flow.place(found.start()),), " ".join(found["how"].split())
        question = ProposalQuestion("potten", f"Gäller »{said}» {year} hela potten {name}?", ("ja", "nej"))
        base = {"kind": "plan", "year": year}
        wording = f"Potten {year} jämfört med året före"
        yield StatementProposal("change", said, "förändring", wording, place, cells, base, question=question)


def _total(ground: Ground, scope: Scope) -> dict[str, str]:
    """What the statement of a share is held against."""
    return {"kind": "total", "relation": "=", **scope}


def _percent(share: Fraction) -> str:
    return f"{float(round(share, 1)):.1f} procent".replace(".", ",")
