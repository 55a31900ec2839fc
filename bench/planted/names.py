"""Names that boards, pots and measures may have, also such as are rare, and amounts as they are written."""

from decimal import Decimal
from fractions import Fraction

KRONOR = {"kr": 1, "tkr": 1_000, "mnkr": 1_000_000, "mdkr": 1_000_000_000}
BOARDS = [
    "Kommunstyrelsen", "Socialnämnden", "Kultur- och fritidsnämnden", "Nämnden för klimat och arbete",
    "Grundskolenämnden", "Miljö- och byggnadsnämnden", "Överförmyndarnämnden i samverkan", "Valnämnden",
    "Vård- och omsorgsnämnden", "Räddningsnämnden", "Tekniska nämnden", "Parknämnden", "Hamnnämnden",
    "Gymnasie- och vuxenutbildningsnämnden", "Individ- och familjenämnden", "Samhällsbyggnadsnämnden",
]  # fmt: skip
ODD_BOARDS = [
    'Nämnd "Väst", mark & vatten', "Nämnden för Sápmi (ny)", "Överförmyndare; jäv och arvoden", "Nämnd 7", "ÄON",
    "Gemensamma hjälpmedelsnämnden i Övre Norrlands inlands- och kustkommuner, med sex medlemmar",
]  # fmt: skip
MEASURES = [
    "Läxhjälp", "Lovskola", "Trygghetsvärdar", "Sommarjobb", "Belysning i parker", "Lekplatser", "Språkstöd",
    "Bredband", "Busskort", "Skolmat", "Fältassistenter", "Kameror", "Simskola", "Föräldrastöd", "Cykelbanor",
    "Anhörigstöd", "Bibliotek på hjul", "Ungdomsmottagning", "Seniorkort", "Vinterväghållning",
]  # fmt: skip
POTS = ["Trygghetspotten", "Mål och budget", "Statsbidrag skola", "Klimatmedel"]


def exact(kronor: int | Fraction, unit: str) -> str:
    """Kronor in `unit`, with a decimal point and as many decimals as it takes."""
    number = Fraction(kronor) / KRONOR[unit]
    return f"{(Decimal(number.numerator) / Decimal(number.denominator)).normalize():f}"


def nearest(number: int | Fraction, step: int | Fraction) -> Fraction:
    """The multiple of `step` that is nearest; `number` itself where there is no step."""
    return round(Fraction(number) / Fraction(step)) * Fraction(step) if step else Fraction(number)
