"""What a case has too many rows for: which files hold them all, and what is told where."""

from fordelning.case.case import Case

MOST_LIVE = 2_500  # allocations with a formula each in the workbook, which then goes with every PDF
MOST_LISTED = 1_048_571  # allocations on a sheet of Excel's, under a title and between headers and totals


def is_live(case: Case) -> bool:
    """Whether every allocation has formulas of its own in the workbook; else it has the sums and the statements'."""
    return len(case.allocations) <= MOST_LIVE


def is_listed(case: Case) -> bool:
    """Whether there is a workbook at all: one sheet of it has to hold every allocation."""
    return len(case.allocations) <= MOST_LISTED


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
