"""Recipients whose names have no form of their own: associations, foundations, companies, told by where they stand."""

import re

_BODIES = (  # how the names of such as get money end
    r"\w*(?:skolan|skolor|skola|förening(?:en)?|klubb(?:en)?|sällskap(?:et)?|församling(?:en)?|bygdegård(?:en)?"
    r"|byalag(?:et)?|kår(?:en)?|orkester(?:n)?|stiftelse(?:n)?|förbund(?:et)?|jour(?:en)?|teater(?:n)?|kollektiv(?:et)?"
    r"|muse(?:um|et)|bolag(?:et)?|hembygdsgård|enhet(?:en)?|avdelning(?:en)?|samfällighet(?:en)?|krets(?:en)?"
    r"|festival(?:en)?|allians(?:en)?|idrottslag(?:et)?|partiet|demokraterna)"
)
_WORD = r"[A-ZÅÄÖ0-9][\w&.'’/-]*[\w'’]|[A-ZÅÄÖ]"
_FIRST = r"(?:[A-ZÅÄÖ]\w*-\s+(?:och|&)\s+[\w-]+|[A-ZÅÄÖ][\w&'’/-]*)"
_FOR = r"(?:(?<=ngen)|(?<=lsen)|(?<=apet)|(?<=ndet)|(?<=nden))\s+(?:för|av|mot|på)"  # "Föreningen för"
_NAME = (
    rf"(?P<name>{_FIRST}(?:(?:\s+(?:i|och|&|de)|{_FOR})?\s+(?:{_WORD}))*"
    rf"(?:(?:\s+[a-zåäö]+(?:ska|la|na))?\s+{_BODIES}\b(?:\s+i\s+[A-ZÅÄÖ]\w+)?)?)"
)
_GRANT = r"[\w-]*(?:bidrag|stöd|stipendi|medel|anslag|tillskott|ersättning|pris|premi|lån)\w*"
_SUM = r"(?:ett|en|högst|sammanlagt|totalt|årligen|årligt|\w+t)?"
_YEAR = r"(?:för\s+(?:år\s+)?(?:19|20)\d\d\s*)?"
_BEFORE = re.compile(  # "bevilja NAMN ett bidrag om", "NAMN beviljas"
    rf"\b(?i:bevilja[rts]?|tilldela[rts]?|ge[rs]?|anslå[rs]?|stödja|stödjer|ersätta|ersätter|kompensera[rs]?|utbetala[rts]?(?:\s+till)?|betala(?:r|s)?\s+till|till)\s+(?:[a-zåäö]+\s+)?{_NAME}"
    rf"(?:,\s+[^,\d]{{2,40}},)?\s+(?:{_SUM}\s*{_GRANT}\s*{_YEAR})?(?:om|på|med|\s)*\s*$"
)
_SUBJECT = re.compile(
    rf"(?:^|[\n:;,]|\b(?:och|samt|att|att-?sats|till)\s|[-•*]\s)\s*{_NAME}\s+(?:beviljas|tilldelas|får|erhåller|ges|tillförs|ersätts|kompenseras)"
    r"(?:\s+för\s+[^.,;\d]{3,40}?)?"
    rf"\s+(?:{_SUM}\s*{_GRANT}\s*{_YEAR})?(?:om|på|med|\s)*\s*$"
)
_TO = re.compile(  # "Till NAMN lämnas ett bidrag på"
    rf"(?:^|[\n.;:•*-]\s*)\s*Till\s+{_NAME}\s+(?:lämnas|beviljas|ges|utbetalas|anslås|anvisas|utgår)\s[^.;\d]*$"
)
_AFTER = re.compile(
    rf"\s*(?:kronor\s+)?(?:i\s+{_GRANT}\s+)?(?:(?:lämnas|beviljas|ges|(?:ut)?betalas(?:\s+ut)?|anvisas|anslås|utgår)\s+)?(?:(?:ur|från)\s+(?:[\w-]+\s+){{1,5}}?)?(?:till|åt)\s+{_NAME}"
)
_AS = re.compile(rf"[^.;\d]{{0,90}}\bsom\s+{_GRANT}\s+till\s+{_NAME}")  # "300 tkr ur anslaget som stöd till Norrby IF"
_NO_NAME = re.compile(
    r"(?:Beslut|Ansökan|Framställ(?:an|ning(?:en)?)|Begäran|Hemställan|Äskandet|Kommunen|Nämnden|Styrelsen|Förslag|Totalt|Summa|Ordföranden|Bidraget|Medlen"
    r"|Sökanden?|Stipendiaten|Mottagaren|Arrangören|Föreningen|Klubben|Organisationen|Stiftelsen|Bolaget)$"
    r"|\w*(?:bidrag|stöd|medel|anslag|stipendi(?:um|er)|tillskott|ersättning)(?:et|en)?\b"
    r"|(?:.+\s)?\w*(?:nämnd|styrelse)(?:en)?\s+(?:och|&)\s"  # two, of which a board is one
)
_PLACE = re.compile(  # what a name may be of that money is used on, and that nobody gets it by
    r"\w*(?:gatan|vägen|torget|parken|hallen|bron|skogen|hamnen|badet|leden|området|huset|plan|planen|rondellen)$"
)
_LISTED = re.compile(  # "enligt följande: NAME 60 000 kronor, NAME 85 000 kronor"
    r"(?:\b(?:följande|nedan|så här)[^.:\d]{0,30}:"
    r"|(?:kr|kronor)(?:\s+(?:för|till)\s+[^,.\d]{3,40})?(?:,?\s+och|,?\s+samt|,))"
    rf"\s+{_NAME}\s*[,(–-]?\s*$"
)
_LITTLE = r"(?:i|på|för|till|från|ur|av|med|om|och|samt|som|att|vid|under|per|enligt|genom|år|den|det|de|vilket)"
_ASSOCIATION = re.compile(
    r"[A-ZÅÄÖ][^\d,;:]*(?:förening|klubb|sällskap|församling|byalag|kår|stiftelse|krets|idrottslag|\b(?:IF|IK|BK|GK|SK|FF))"
)
_BODY = re.compile(rf"(?i:{_BODIES})|IF|IK|BK|GK|SK|FF|AB|HB")

_WHOM = re.compile(  # that those who get something are named in a list, and not what it is for
    r"förening|organisation|sökande|ansökning|klubb|förbund\b|parti(?:er|stöd)|stipend|mottagare|arrangör|byalag|skolor"
    r"|bolag(?:en)?\b|samfund|samfällighet|\bbevilja\w*\s+(?:\w+\s+){0,2}?(?!stats)\w*(?:bidrag|stöd)\b(?!\s+till\b)",
    re.IGNORECASE,
)
_WHAT = re.compile(  # that it names what money is for
    r"^\W*kostnad|\b(?:följande|nedanstående)\s+(?:\w+\s+)?"
    r"(?:konton|poster|ändamål|områden|verksamheter|åtgärder|insatser|projekt|kostnadsslag|delar)\b",
    re.IGNORECASE,
)
_HELD = re.compile(  # what nobody gets yet
    r"(?:buffert|reserv|\w*fördela[dt]|återst|kvar|övrig|oförutse|rest\b|ej\s|till\s)", re.IGNORECASE
)
_TITLED = re.compile(
    r"\b(?:till|från|för|åt)\s+(?:\w+\s+){0,2}[\w/-]*(?:föreningar|organisationer|förbund|klubbar|byalag|partier)(?:na|en)?\b"
    r"|\b(?:förenings|kultur|parti)\w*(?:bidrag|stöd)",
    re.IGNORECASE,
)
_BOTH = r"(?:och|samt|&)"
_NAMED_BEFORE = re.compile(rf"(?:^|(?<=[^\w-])){_NAME}\s+{_BOTH}\s+$")
_NAMED_AFTER = re.compile(rf"(?:,?\s+{_BOTH}|,(?=[^,.\d]+(?:,|\s{_BOTH})\s))\s+{_NAME}")
_PURPOSE = re.compile(r"(?P<name>[^,]{3,}),\s+(?P<measure>[a-zåäö].*)")  # "Norrby IF, nya mål"


def recipient_name(before: str, after: str) -> str:
    """Whom the words about an amount give it to, as the name stands; "" where they do not say."""
    return (
        _first(_AFTER.match(after), _AS.match(after), _BEFORE.search(before))
        or subject_name(before)
        or _first(_LISTED.search(before))
    )


def subject_name(before: str) -> str:
    """Who is said to get the amount that comes next: "Norrby IF får"; "" where nobody is."""
    return _first(_SUBJECT.search(before), _TO.search(before))


def next_name(after: str) -> str:
    """Whom the words right after an amount give it to: "till Norrby IF"; "" where they do not say."""
    return _first(_AFTER.match(after))


def is_shared(name: str, said: str) -> bool:
    """Whether a name stands beside another one in a sentence: "Norrby IF och Åby klubb beviljas"."""
    one, _, other = name.partition(" och ")
    last = name.rpartition(" ")[2]
    before = re.search(rf"(\w+)\s+(?:och|samt)\s+{re.escape(name)}", said)
    after = re.search(
        rf"{re.escape(name)}\s+(?:och|samt)\s+[A-ZÅÄÖ][^.,;\d]{{0,40}}?(?:[.,;]|\s(?:för|till)\s|$)", said
    )
    beside = (before and _BODY.fullmatch(before[1])) or (after and _BODY.fullmatch(last))
    return bool(beside) or (is_body(one) and is_body(other))


def beside(before: str, after: str) -> str:
    """Whom a name between `before` and `after` is one of two or more with: "Norrby IF och ..."; "" if it is alone."""
    return _first(_NAMED_BEFORE.search(before), _NAMED_AFTER.match(after))


def is_place(name: str) -> bool:
    """Whether a name may be of a place that money is used on, and not of somebody who gets it: "Storgatan"."""
    return bool(_PLACE.fullmatch(name))


def is_owner(name: str, after: str) -> bool:
    """Whether what follows a name is its own: "till Åsskolans ombyggnad"."""
    return bool(name.endswith("s") and re.match(rf".*?{re.escape(name)}\s+(?!{_LITTLE}\b)[a-zåäö]", after))


def is_body(label: str) -> bool:
    """Whether a label has the form of the name of somebody who may get money: "Norrby bygdegård"."""
    return label[:1].isupper() and any(_BODY.fullmatch(word) for word in label.split())


def gives_to_bodies(said: str) -> bool:
    """Whether words that lead in a list say that it names those who get something, and not only that it gives."""
    return bool(_WHOM.search(said)) and not _WHAT.search(said)


def is_titled_to_bodies(title: str) -> bool:
    """Whether a title is of what is given to associations and the like."""
    return bool(_TITLED.search(title))


def is_held(label: str) -> bool:
    """Whether a label of a list is of what nobody gets yet: "Buffert"."""
    return bool(_HELD.match(label))


def with_purpose(label: str) -> tuple[str, str]:
    """The name that a label begins with, and what the money is for: "Norrby IF, nya mål"."""
    found = _PURPOSE.fullmatch(label)
    return (found["name"], found["measure"]) if found else (label, "")


def is_association(label: str) -> bool:
    """Whether a label is the name of an association, which money is given to and is not used at."""
    return bool(_ASSOCIATION.fullmatch(label))


def of_association(label: str) -> tuple[str, str]:
    """The name of an association and what it gets the money for: "Åsens hembygdsförening, ny brygga"."""
    name, _, measure = label.partition(", ")
    return (name, measure) if is_association(name) else (label, "")


def _first(*found: re.Match[str] | None) -> str:
    names = (" ".join(one["name"].split()) for one in found if one)
    return next((name for name in names if not _NO_NAME.match(name)), "")
