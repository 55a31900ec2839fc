"""Recipients whose names have no form of their own: associations, foundations, companies, told by where they stand."""

import re

_WORD = r"[A-ZÅÄÖ0-9][\w&.'’/-]*[\w'’]|[A-ZÅÄÖ]"
_NAME = rf"(?P<name>[A-ZÅÄÖ][\w&'’/-]*(?:\s+(?:(?:i|och|för|&|av|på|mot|de)\s+)?(?:{_WORD}))*)"
_GRANT = r"[\w-]*(?:bidrag|stöd|stipendi|medel|anslag|tillskott|ersättning|pris|premi|lån)\w*"
_SUM = r"(?:ett|en|högst|sammanlagt|totalt|årligen|årligt|\w+t)?"
_BEFORE = re.compile(  # "bevilja NAMN ett bidrag om", "NAMN beviljas"
    rf"\b(?i:bevilja[rts]?|tilldela[rts]?|ge[rs]?|anslå[rs]?|stödja|stödjer|utbetala[rts]?(?:\s+till)?|betala(?:r|s)?\s+till|till)\s+(?:[a-zåäö]+\s+)?{_NAME}"
    rf"(?:,\s+[^,\d]{{2,40}},)?\s+(?:{_SUM}\s*{_GRANT}\s*)?(?:om|på|med|\s)*\s*$"
)
_SUBJECT = re.compile(
    rf"(?:^|[\n:;,]|\b(?:och|samt|att|att-?sats|till)\s|[-•*]\s)\s*{_NAME}\s+(?:beviljas|tilldelas|får|erhåller|ges|tillförs)"
    rf"\s+(?:{_SUM}\s*{_GRANT}\s*)?(?:om|på|med|\s)*\s*$"
)
_AFTER = re.compile(
    rf"\s*(?:kronor\s+)?(?:i\s+{_GRANT}\s+)?(?:(?:ur|från)\s+(?:[\w-]+\s+){{1,5}}?)?(?:till|åt)\s+{_NAME}"
)
_NO_NAME = re.compile(r"(?:Beslut|Kommunen|Nämnden|Styrelsen|Förslag|Totalt|Summa|Ordföranden|Bidraget|Medlen)$")


def recipient_name(before: str, after: str) -> str:
    """Whom the words about an amount give it to, as the name stands; "" where they do not say."""
    for found in (_AFTER.match(after), _BEFORE.search(before), _SUBJECT.search(before)):
        if found and not _NO_NAME.match(name := " ".join(found["name"].split())):
            return name
    return ""
