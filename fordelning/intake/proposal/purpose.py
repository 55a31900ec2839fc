"""What an amount is for, and where the money is taken, in the words that stand by it."""

import re

_KIND = r"anslag|reserv|medel|pott|fond|konto|bidrag|finansverksamhet|finansförvaltning|avsättning|buffert"
_POT = re.compile(
    r"\b(?:ur|från|inom|belasta[rs]?|ianspråktagande av|genom|via|kopplat till)\s+"
    rf"(?P<pot>(?!ianspråk)(?:[\w&-]+\s+){{0,4}}?"
    rf"[\w-]*(?:{_KIND})\w*(?:\s+(?:för|om|mot)\s+[\w-]+(?:\s+(?:och\s+)?[\w-]+){{0,4}})?)",
    re.IGNORECASE,
)
_OF = re.compile(r"\b(?P<pot>kommunbidrag|statsbidrag)\w*\b[^.;]{0,200}$", re.IGNORECASE)
_SET_ASIDE = re.compile(
    r"\b(?:avsatt|avsätt|reserver|budgeter)\w*\s+(?:i|för|inom)\s+(?P<pot>[\w-]+(?:\s+(?!för\b)[\w-]+){0,5})",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"[^.;:]{0,60}?\b(?:för att|i syfte att|avseende|som avser|att användas (?:till|för)|för|till)\s+(?P<measure>"
    r"(?!(?:år|förmån|(?:19|20)[0-9]{2}|(?:\w+\s+)?\w*nämnd\w*|\w*styrelse\w*|\w*fullmäktige|att|den|detta)\b)"
    r"(?-i:[a-zåäö])[^.,;:\d]{3,70})",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s+(?:(?:för|under|från)\s+(?:år\s+)?(?:19|20)[0-9]{2}|(?:för|till)\s+\w*(?:nämnd|styrelse)).*", re.IGNORECASE
)
_LOOSE = re.compile(r"\s+(?:och|samt|år|under|för|till)$", re.IGNORECASE)
_LONGEST = 70


def pot_name(said: str, before: str, elsewhere: str) -> str:
    """Where the money comes from, as the sentence `said` of the amount says, or else `elsewhere`; "" if nothing does.

    `before` is what stands before the amount in the sentence.
    """
    found = _POT.search(said) or _OF.search(before) or _POT.search(elsewhere)
    return _short(found["pot"]) if found else ""


def set_aside_in(heading: str) -> str:
    """What a heading says that its amount is set aside in."""
    found = _SET_ASIDE.search(heading)
    return _short(found["pot"]) if found else ""


def measure_name(after: str) -> str:
    """What the words after an amount say that it is for."""
    found = _FOR.match(after)
    return _short(found["measure"]) if found else ""


def _short(words: str) -> str:
    """Words on one line without the year and the board after them, cut between two of them."""
    text = _LOOSE.sub("", _AFTER.sub("", " ".join(words.split())))
    return text if len(text) <= _LONGEST else text[:_LONGEST].rpartition(" ")[0]
