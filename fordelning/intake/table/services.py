"""Names of what a municipality does and of those who do it, as lines beside its boards are called.

They are known, so that a name that nobody knows stands out among them.
"""

import re

# Words in compounds too: »Äldreomsorg», »Kulturskolan».
_WORK = re.compile(
    r"skol|utbildning|undervisning|barn|ungdom|vård|omsorg|social|äldre|funktion|hemtjänst|hälso?|hälsa|kultur|fritid"
    r"|idrott|bibliotek|musik|museum|museer|gator?\b|gatu|park|trafik|vatten|avlopp|avfall|renhållning|miljö|natur|bygg"
    r"|fastighet|lokalförs|bostäd|bostad|räddning|brand|säkerhet|krisbered|arbetsmarknad|näringsliv|turis|integration"
    r"|revis(?:ion|or)|pension|finansiering\b|finansförvaltning|upphandling|inköp|valnämn|val\b|överförmyndar|politi"
    r"|teknik|tekniska|personal|familj|individ|kost\b|måltid|städ\b|lokalvård|ledning|kansli|stab\b|hamn"
    r"|administration|granskning|service|kommunikation|arkiv|exploatering|hållbar|klimat|energi|folkhälsa|demokrati"
    r"|flykting|boende|assistans|färdtjänst|skolskjuts|besök|landsbygd|digital|\b(?:IT|HR|LSS|SFI|VA)\b",
    re.I,
)
_DOER = re.compile(
    r"(?:tjänst(?:en|er)?|enhet(?:en|er)?|kontor(?:et)?|förvaltning(?:en)?|avdelning(?:en)?|byrån?|bolag(?:en|et)?"
    r"|förbund(?:et)?|stiftelse(?:n)?|rådet|verket|sekretariat(?:et)?|byggda|centrum|skolan|teknik|sjukhus(?:et)?)$"
    r"|\w (?:AB|HB|KB)$|n[äa]m(?:n|nn|d)(?:d?en|et)?$|n[äa]mdn?en$",
    re.I,
)


def names_service(name: str) -> bool:
    """Whether a name is that of a field of work, of those who do it, or a board's with a slip of the pen."""
    return _WORK.search(name) is not None or _DOER.search(name) is not None
