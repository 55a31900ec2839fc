"""The workbook of the guide: a made-up decision as a municipality mails it. Run as a script it writes the file anew."""

import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

PATH = Path(__file__).parents[1] / "docs" / "handledning" / "ramokning-2026.xlsx"
TITLE = (
    "Exempelkommun: ramökning för 2026 ur tre potter",
    "Bilaga 1 till kommunstyrelsens beslut, KS 2026/0147. Kommunen och talen är påhittade.",
)
POTS = ("Trygga miljöer", "Tidiga insatser", "Grön omställning")
ROWS = (
    ("Kommunstyrelsen", 1.5, None, 2.4, 3.9),
    ("Förskole- och skolnämnden", 2.2, 12.5, None, 14.7),
    ("Kultur- och fritidsnämnden", 3.8, 4.6, 0.9, 9.3),
    ("Socialnämnden", None, 9.7, None, 9.7),
    ("Miljö- och byggnadsnämnden", 5.5, None, 11.2, 16.7),
    ("Summa", 13.0, 27.8, 14.5, 54.3),
)
MARKED = "C7"  # the amount that carries the footnote: text, for a number in Excel can have no raised digit
NOTES = (
    "1) Varav 3,0 mnkr till elevhälsan.",
    "Medlen fördelas på fem nämnder. Potterna finansieras ur resultatet för 2025.",
)
NUMBER = "[$-41D]#,##0.0"  # Swedish, wherever it is opened


def make() -> Workbook:
    """The workbook, with its merged headings, its raised digit and a total that somebody has typed wrong."""
    book = Workbook()
    stamp = datetime.datetime(2026, 1, 15)
    book.properties.creator, book.properties.created, book.properties.modified = "Exempelkommun", stamp, stamp
    sheet = book.active
    sheet.title = "Fördelning"
    line, fill = Side(style="thin"), PatternFill("solid", fgColor="E4ECE8")
    for row, text in enumerate(TITLE, start=1):
        sheet.cell(row, 1, text).font = _font(bold=row == 1, size=14 if row == 1 else 11)
    sheet["A4"], sheet["B4"], sheet["E4"] = "Nämnd", "Fördelas 2026, mnkr", "Summa"
    for column, pot in enumerate(POTS, start=2):
        sheet.cell(5, column, pot)
    for area in ("A4:A5", "B4:D4", "E4:E5"):
        sheet.merge_cells(area)
    for cell in (cell for row in sheet["A4:E5"] for cell in row):
        cell.font, cell.fill = _font(bold=True), fill
        cell.alignment = Alignment(horizontal="left" if cell.column == 1 else "center", vertical="center")
    for row, (name, *amounts) in enumerate(ROWS, start=6):
        sheet.cell(row, 1, name).font = _font()
        for column, amount in enumerate(amounts, start=2):
            cell = sheet.cell(row, column, "–" if amount is None else amount)
            cell.font, cell.number_format, cell.alignment = _font(), NUMBER, Alignment(horizontal="right")
    marked = sheet[MARKED]
    raised = TextBlock(InlineFont(vertAlign="superscript"), "1")
    marked.value = CellRichText(f"{ROWS[1][2]:.1f}".replace(".", ","), raised)
    for cell in sheet[5 + len(ROWS)]:
        cell.font, cell.border = _font(bold=True), Border(top=line)
    for row, text in enumerate(NOTES, start=7 + len(ROWS)):
        sheet.cell(row, 1, text).font = _font()
    for letter, width in zip("ABCDE", (32, 17, 17, 17, 12), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.orientation = "landscape"
    return book


def _font(bold: bool = False, size: int = 11) -> Font:
    return Font(name="Arial", bold=bold, size=size)


if __name__ == "__main__":
    PATH.parent.mkdir(parents=True, exist_ok=True)
    make().save(PATH)
