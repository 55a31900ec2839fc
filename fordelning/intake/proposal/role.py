"""What an amount is, told by the words about it."""

import re

from .proposal import Role

_CUES = {  # the nearest before an amount counts
    Role.LIMIT: r"upp(?:gående)? till (?:högst|maximalt|max)|upp till|högst|maximal\w*|\bmax\b|som mest|överstiga?\b"
    r"|överskrida|inom (?:ett|en) (?:\w*belopp|ram)|totalbelopp\w*|lånetak|lån\w{0,4}\b|upplån\w*|nyupplån\w*"
    r"|borgen\w*|bemyndiga\w*|checkräkning\w*",
    Role.REQUEST: r"äsk\w+|begär\w*|ansök\w*|sök(?:er|t|te|ta|a)\b|hemställ\w*|framställ\w*|ta del av|önska[rdt]\w*",
    Role.BACKGROUND: r"prisbasbelopp\w*|tidigare|föregående|förra året|beviljades|tilldelades|tillfördes|utökades"
    r"|(?:har|hade) (?:redan )?(?:beviljats|fått|tilldelats|erhållit|avsatts)|fördelades|uppgick|\bfick\b|varje gång"
    r"|utfall\w*",
    Role.OTHER: r"resultat\w*|tvist\w*|fordran|skadestånd|vite\w*|utlåning\w*|skuld\w*|avgift\w*|intäkt\w*|\bhyra\w*"
    r"|kostnad\w*|kostar|taxa\w*|underskott\w*|överskott\w*|omsättning\w*|intäkts\w+",
    Role.SOURCE: r"avs[aä]t\w*|reserverat?s?|reserverad\w*|reserveras|budgeterat?s?|budgeterad\w*|disponib\w*"
    r"|tillgänglig\w*|utdelningsbara|\bfinns\b|kvarstå\w*|återstå\w*|statsbidrag\w*|medel\s+(?:är|uppgår)",
    Role.ALLOCATION: r"(?:om)?fördela\w*|tilldela[srd]?\w*|tillför\w*|utök\w*|förstärk\w*|bevilja\w*|anslå[rs]?|anvisa\w*"
    r"|(?:om)?disponer\w*|överför\w*|flytta\w*|erhåll\w*|\bfår\b|\bges\b|kompenser\w*|tillskott\w*"
    r"|ram(?:en)? (?:är|fastställs)|\w*ram(?:en)? (?:ökas?|minskas?|höjs|sänks)|\bök(?:as?|ar)\b|minska[srd]?|sänk[se]\w*"
    r"|höj[se]\w*|reducera\w*|fastställ\w*|ersätt\w*|utbetala\w*|utdela\w*|utdelning",
}
_CUE = re.compile("|".join(rf"\b(?P<{role}>{cue})" for role, cue in _CUES.items()), re.IGNORECASE)
_WHOLE = re.compile(
    r"\b(?:totalt?|totala|sammanlag\w*|sammantag\w*|sammanräkna\w*|tillsammans|summa|i sin helhet)\b", re.IGNORECASE
)
_OF_WHICH = re.compile(r"\b(?:varav|därav|därutav|av vilket|av dessa)\b[^,;.]*$", re.IGNORECASE)
_RATE = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:per|/)\s*(?!år\b|år\w|budgetår|kalenderår|nämnd)(?:och )?[^\W\d_]+", re.IGNORECASE
)
_COMPARED = re.compile(r"\s*(?:högre|lägre|mer|mindre) än\b", re.IGNORECASE)
_ANNUAL = re.compile(
    r"\s*(?:per år|årligen|varje år|om året|/år)|[^.;]{0,60}\b(?:per år|varje år|årligen)\b", re.IGNORECASE
)
_REFUSED = re.compile(r"\b(?:avslås|avslå|avslag|avstyrk\w*|bifalls inte|beviljas inte)\b", re.IGNORECASE)
_GRANTED = re.compile(r"\b(?:beviljas|bifalls|bifaller|godkänns?|godkänner|tillstyrk\w*|beslutar)\b", re.IGNORECASE)


def is_rate(after: str) -> bool:
    """Whether an amount is of each of something ("per barn"), as the words after it say."""
    return bool(_RATE.match(after))


def is_annual(after: str) -> bool:
    """Whether an amount is of each year."""
    return bool(_ANNUAL.match(after))


def is_whole(before: str) -> bool:
    """Whether the words before an amount say that it is a total."""
    return bool(_WHOLE.search(before))


def is_of_which(before: str) -> bool:
    """Whether an amount is said to be one of the parts of that before it."""
    return bool(_OF_WHICH.search(before))


def is_refused(sentence: str) -> bool:
    """Whether a sentence turns down what it tells of."""
    return bool(_REFUSED.search(sentence))


def is_granted(sentence: str) -> bool:
    """Whether a sentence grants what it tells of."""
    return bool(_GRANTED.search(sentence))


def cues(before: str, after: str) -> list[tuple[Role, str]]:
    """The roles that the words about an amount speak for, the nearest first, each with its word."""
    if _COMPARED.match(after):
        return [(Role.BACKGROUND, "högre än")]
    found = [(Role(cue.lastgroup or ""), cue[0]) for cue in _CUE.finditer(before)]
    return found[::-1]
