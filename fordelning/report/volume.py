"""What a case may have too many rows for: which files hold them all, what is told of it, and what it takes."""

from fractions import Fraction
from math import ceil

from fordelning.base.money import decimal
from fordelning.case.case import Case

MOST_LIVE = 2_500  # allocations with a formula each in the workbook, which then goes with every PDF
MOST_LISTED = 1_048_571  # allocations on a sheet of Excel's, under a title and between headers and totals
# What an edition takes for each allocation, with a workbook and without, beside what the smallest does.
_SECONDS = {True: Fraction(1, 6_000), False: Fraction(1, 12_000)}
_MEGABYTES = {True: Fraction(53, 1_000_000), False: Fraction(12, 1_000_000)}
_GIGABYTES = Fraction(19, 10_000_000)
_LEAST_SECONDS, _LEAST_MEGABYTES, _LEAST_GIGABYTES = 15, 3, Fraction(6, 10)


def is_live(case: Case) -> bool:
    """Whether every allocation has formulas of its own in the workbook; else it has the sums and the statements'."""
    return len(case.allocations) <= MOST_LIVE


def is_listed(case: Case) -> bool:
    """Whether there is a workbook at all: one sheet of it has to hold every allocation."""
    return len(case.allocations) <= MOST_LISTED


def cost(case: Case) -> str:
    """What an edition of many rows takes on two idle processors, roughly, in a sentence; "" where it is nothing."""
    if is_live(case):
        return ""
    count, listed = len(case.allocations), is_listed(case)
    seconds = _LEAST_SECONDS + _SECONDS[listed] * count
    gigabytes = _LEAST_GIGABYTES + _GIGABYTES * count
    megabytes = _LEAST_MEGABYTES + _MEGABYTES[listed] * count
    minutes = "en halv minut" if seconds < 40 else f"{decimal(ceil(seconds / 60), 0)} min"
    return (
        f"Fallet har {decimal(count, 0)} rader. Utgåvan tar omkring {minutes} på två lediga kärnor, "
        f"{decimal(ceil(gigabytes * 10) / Fraction(10), 1)} GB minne och {decimal(ceil(megabytes), 0)} MB på disk. "
        f"Dokumenten visar summorna och de största åtgärderna; alla rader finns i {whole(case)}."
    )


def attached(case: Case) -> str:
    """What goes with a PDF, and where the workbook is, in a sentence without its full stop."""
    if is_live(case):
        return f"Fallets CSV-filer och kalkylboken {case.name}.xlsx"
    if is_listed(case):
        return f"Fallets CSV-filer. Kalkylboken {case.name}.xlsx är för stor att bifoga och ligger bredvid"
    return "Fallets CSV-filer, som ensamma har alla rader: de är fler än ett Excelblad rymmer, och kalkylbok görs inte"


def whole(case: Case) -> str:
    """Which file has every row."""
    return "kalkylboken" if is_listed(case) else "fallets CSV-filer"
