"""Names of what a municipality does and of those who do it, as lines beside its boards are called.

They are known, so that a name that nobody knows stands out among them.
"""

import re

# Words in compounds too: »Äldreomsorg», »Kulturskolan».
_WORK = re.compile(
    r"\bskol|skol(?:a|an|or)\b|utbildning|undervisning|barn|ungdom|vård|omsorg|social|äldre|funktion|hemtjänst|häls[oa]"
    r"|kultur|fritid|idrott|bibliotek|musik|museum|museer|gator?\b|gatu|park|trafik|vatten|avlopp|avfall|renhållning"
    r"|miljö|natur|klimat|energi|bygg|fastighet|lokalförs|bostäd|bostad|boende|räddning|brand|säkerhet|krisbered|hamn"
    r"|arbetsmarknad|näringsliv|turis|besök|landsbygd|integration|flykting|familj|individ|assistans|färdtjänst"
    r"|skolskjuts|kost\b|måltid|städ\b|lokalvård|teknik|tekniska|personal|ledning|kansli|stab\b|administration|service"
    r"|digital|kommunikation|arkiv|exploatering|hållbar|demokrati|politi|revis(?:ion|or)|granskning|överförmyndar"
    r"|val\b|pension|^finansiering|finansförvaltning|upphandling|inköp|\b(?:IT|HR|LSS|SFI|VA)\b",
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
