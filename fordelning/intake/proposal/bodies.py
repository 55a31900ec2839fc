"""The boards, committees, companies and other bodies that a document names, found by the form of their names."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from fordelning.case.record import Board
from fordelning.source.board_name import Mention, mentions

_SUBJECT = r"(?:barn|kultur|vård|miljö|bygg|äldre|social|fritids?|arbetsmarknads?|plan|samhälls|utbildning)"
_CAPITAL = r"(?!\w*(?i:nämnd|styrelse))[A-ZÅÄÖ]\w+"
_TOTAL = r"(?:Summa|Delsumma|Totalt?|Sammanlagt|Tillsammans)"  # that begins the line below
_SMALL = (  # "socialt stöd"
    r"(?:[a-zåäö]+(?:alt?|ala|iskt?|iska|igt?|iga)\s+)?(?!\w*(?:nämnd|styrelse)|att\b)[a-zåäö]\w*\b(?!-|\s+nämnd)"
)
_AND = r"(?:och|samt|&|o)"
_TELLING = r"\w+(?:iska?|ala|änna|samma)"  # the adjective of a board: "tekniska nämnden"
_QUARTER = r"(?i:norra|södra|östra|västra|centrala|nordöstra|nordvästra|sydöstra|sydvästra)"
_NAME = re.compile(
    rf"""
    \b(?P<for> [Nn]ämnd(?:ens?)? \s+ för \s+
          (?: [A-ZÅÄÖ]\w+ (?: (?:,|\s+{_AND})? \s+ {_CAPITAL} )*
            | (?: (?: \w+[^s\W]s | {_TELLING} ) \s+ (?=\w*[^s\W]\b) )?
              \w+ (?: (?: ,\s+ {_SMALL} )* \s+ {_AND} \s+ {_SMALL} )? ) )
    | \b(?P<telling> (?: \w+- ,? \s+ (?: {_AND} \s+ )? ){{0,3}}
          (?i:{_TELLING}) \s+ nämnd(?:en)? | {_QUARTER} \s+ \w*nämnd(?:en)? ) s?\b
    | \b (?: (?: \w+- ,? \s+ | (?i:{_SUBJECT}) (?: ,\s+ | \s+ (?={_AND}\s) ) ) (?: {_AND} \s+ )? ){{0,4}}
          (?P<board> \w+ (?:-\n)? nämnd(?:en)? | \w+ styrelsen? ) (?P<genitive> s? ) \b
          (?P<of> (?<=s) \s+ (?: \w*utskott | förvaltning ) (?:et|en)? \b )?
          (?P<area> (?: [^\S\n]+ | \n ) (?! {_TOTAL} \b ) {_CAPITAL} \b (?! - | \s+ nämnd ) )?
    | \b(?P<other> (?i:kommunfullmäktige) | (?i:kommun|stads)revisionen
          | (?P<alliance> [A-ZÅÄÖ]\w{{2,}}förbundet [^\S\n]+ [A-ZÅÄÖ]\w+ )
          | \w{{3,}}(?:utskottet|kontoret|förvaltningen|förbundet) ) s?\b
    | (?P<company> (?: (?<![\w&]) [A-ZÅÄÖ][\w-]* (?: [^\S\n]+ (?:&|i|och|för) )?
          (?: [^\S\n]+ | \n (?=AB\b) ) ){{1,4}} AB\b
          | \bAB (?: [^\S\n]+ [A-ZÅÄÖ][\w-]+ ){{1,3}} )
    """,
    re.VERBOSE,
)


_BROKEN = re.compile(r"-\n(?!(?:och|samt|o|&)\s)")  # within a word, and not between "kultur-" and "och"
_MARK = re.compile("[⁰¹²³⁴-⁹]+")  # of a footnote
_CITED = re.compile(r"(?:\s+(?:19|20)\d\d-\d\d-\d\d,?)?\s*§")  # a decision of it, and not the body: "KS § 45"


def named(text: str, given: Iterable[Board] = ()) -> tuple[dict[str, str], list[Mention]]:
    """The names of the bodies that `text` names by their keys, and every mention of them; `given` are known before."""
    names = dict(_names(_MARK.sub(" ", text)))
    known = [Board(key, name, name, None) for key, name in names.items()]
    given = list(given)
    their = {_key(board.name) for board in given}
    boards = [*given, *(board for board in known if board.board not in their)]
    told = (mention for mention in mentions(text, boards) if not _CITED.match(text, mention.end))
    return {board.board: board.name for board in boards}, list(told)


def _names(text: str) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    areas: dict[str, set[str]] = defaultdict(set)
    whole: set[str] = set()  # of these some name is on one line
    for found in _NAME.finditer(text):
        if found["area"]:
            areas[_stem(found)].add(found["area"].strip())
            whole |= {_stem(found)} if "\n" not in found["area"] else set()
    for found in _NAME.finditer(text):
        # One board of several has the name of its part of the town; what else follows a name is another word, and so is
        # what begins the line after that of the name.
        apart = "\n" in (found["area"] or "") and text[: found.start()].rpartition("\n")[2].strip() == ""
        parted = _stem(found) in whole and len(areas[_stem(found)]) > 1
        name = _name(found, not apart and (_stem(found).startswith("social") or parted))
        if name and _key(name) not in seen:
            seen.add(_key(name))
            yield _key(name), name


def _stem(found: re.Match[str]) -> str:
    return (found["board"] or "").casefold().removesuffix("en")


def _name(found: re.Match[str], has_area: bool) -> str:
    """The name in its definite form, with a capital; "" where it is none."""
    said = " ".join(_BROKEN.sub("", found[0]).split())
    if found["company"]:
        return said
    area = found["area"] or ""
    if area and not has_area:
        said, area = said.removesuffix(" ".join(area.split())).strip(), ""
    if found["telling"]:
        said = re.sub("isk (?=nämnd)", "iska ", said.removesuffix("s").removesuffix("en") + "en")
        return said[0].upper() + said[1:].lower()
    if found["for"]:
        return re.sub("^nämnd(?:ens?)?", "Nämnden", said, flags=re.IGNORECASE)
    if found["of"]:
        said = said.removesuffix(" ".join(area.split())).strip()
        return said[0].upper() + said[1:].lower()
    if found["board"]:
        head = said[: -len(area.strip())].strip() if area else said
        head = head.removesuffix("s") if found["genitive"] else head
        if re.search("nämnd$", head, re.IGNORECASE):
            head += "en"
        if re.search("styrelse$", head, re.IGNORECASE):
            head += "n"
        if head.lower() in ("nämnden", "styrelsen"):
            return ""
        return head[0].upper() + head[1:].lower() + (" " + area.strip() if area else "")
    if found["alliance"]:
        return said
    said = said.removesuffix("s") if not said.lower().endswith("fullmäktiges") else said[:-1]
    return said[0].upper() + said[1:].lower()


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
