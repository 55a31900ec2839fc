"""The template as an Excel workbook: a guide, a sheet for the document and one for each table, with drop-down lists."""

import datetime
import io
import textwrap
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from fordelning.base.profile import LIGHT
from fordelning.case.draft import Draft
from fordelning.case.kind import KINDS
from fordelning.workbook.archive import sealed
from fordelning.workbook.page import A4, LINE, MOST_LINES, Book, write_text

from . import contradiction
from .form import (
    ANSWERS,
    DECISION,
    GUIDE,
    IDENTITY,
    IDENTITY_HEADER,
    NUMBERS,
    ROWS,
    STEPS,
    Field,
    FormTable,
    needs,
    tables,
)

MOST_DIGITS = 15  # that a spreadsheet's numbers hold
LONGEST_HELP = 255  # characters that Excel shows beside a cell
_MADE = datetime.datetime(2026, 1, 1)  # the template is the same whatever day it is written
_FONT = {"font_color": LIGHT.ink, "valign": "top"}
_WIDTHS = {
    "wording": 60, "text": 60, "reason": 60, "why": 60, "summary": 50, "missing": 40, "purpose": 40, "name": 40,
    "place": 36, "concern": 36, "question": 30, "pot": 30, "measure": 30, "board": 30, "tag": 24, "value": 24,
    "short_name": 24, "found": 30, "by": 26, "kind": 20, "year": 8, "weight": 8, "number": 10,
}  # fmt: skip
_GUIDE = (24, 64, 40, 48)  # widths
_ANSWER = (24, 60, 70)
_MANY = 10  # columns that one page is wide enough for
_STEPS = (
    ("Vad filen är", None),
    (
        None,
        "En mall för ett beslut om hur pengar fördelas på nämnder. Varje blad är en tabell och varje rad en uppgift. "
        "Är mallen gjord av en tabell står det som lästes redan där: fyll i resten. Annars är raderna ett påhittat "
        "exempel: skriv över dem eller ta bort dem.",
    ),
    ("Så fyller du i den", None),
    (None, f"1. Bladet {IDENTITY}: svara i kolumnen Svar."),
    (None, "2. Potter, Nämnder, Åtgärder och Ställen i källan: en rad för var och en. Kolumnen längst till vänster "
     "får vara tom; nyckeln görs av namnet."),
    (None, "3. Fördelning: en rad för varje belopp. Pott, åtgärd, nämnd och ställe väljs i listor, med sina namn."),
    (None, "4. Påståenden: vad dokumentet självt säger om beloppen, med egna ord. Slagen förklaras här nedanför."),
    (None, "5. Övriga blad fylls i om de behövs: fotnoter, frågor, skeden, indelningar. De får vara tomma."),
    ("Bra att veta", None),
    (None, "En mörk rubrik med fet text betyder att kolumnen måste fyllas i på varje rad. Ställ dig i en cell, så "
     "visas vad som ska stå där."),
    (None, "Belopp skrivs som tal eller som 4 715 tkr, med decimalkomma. Ett belopp får inte vara en formel: klistra "
     "in värdet. Fotnotstecken hör hemma i kolumnen Fotnot."),
    (None, "Datum skrivs ÅÅÅÅ-MM-DD. Ett datum som inte finns skrivs så som det står i dokumentet."),
    (None, "Byt inte namn på blad eller kolumner, och dölj inga rader. Kolumnerna får stå i vilken ordning som helst."),
    (None, "Spara som .xlsx och kör fordelning import FIL --case NAMN --replace. Alla fel räknas upp på en gång, med "
     "blad och cell."),
)  # fmt: skip


def workbook(draft: Draft) -> bytes:
    """The template with the rows of `draft` filled in, and its contradictions to answer for.

    The same draft gives the same bytes.
    """
    answers = [*draft.rows.get("acknowledgements", ()), *contradiction.unanswered(draft)]
    draft = replace(draft, rows={**draft.rows, "acknowledgements": answers})
    stream = io.BytesIO()
    book = Book(stream)
    book.set_properties({"title": f"Mall: {draft.title}", "created": _MADE})
    looks = _looks(book)
    form = tables()
    _guide(book, looks, form)
    _identity(book.add_worksheet(IDENTITY), looks, form, draft)
    for table in form.values():
        _table(book.add_worksheet(table.title), looks, form, table, draft)
    book.close()
    return sealed(stream.getvalue(), {})


def _looks(book: Book) -> dict:
    header = {**_FONT, "text_wrap": True, "border": 1, "border_color": LIGHT.rule}
    right = {"align": "right", "indent": 1}
    looks: dict[str, dict[str, object]] = {
        "required-number": {**header, **right, "bold": True, "bg_color": LIGHT.accent, "font_color": LIGHT.paper},
        "optional-number": {**header, **right, "bg_color": LIGHT.tint},
        "required": {**header, "bold": True, "bg_color": LIGHT.accent, "font_color": LIGHT.paper},
        "optional": {**header, "bg_color": LIGHT.tint},
        # A cell of the format Text keeps what is typed in it: 2021-02-29 and 1-2 become no dates.
        "text": {**_FONT, "text_wrap": True, "num_format": "@"},
        "number": {**_FONT, **right},
        "stated": {**_FONT, "align": "left"},  # a number in a column of texts
        "year": {**_FONT, "num_format": "0", "align": "left"},
        "said": {**_FONT, "text_wrap": True},
        "ruled": {**_FONT, "text_wrap": True, "bottom": 1, "bottom_color": LIGHT.rule},
        "muted": {**_FONT, "text_wrap": True, "font_color": LIGHT.muted},
    }
    for look in ("number", "stated"):
        looks |= {f"{look}-{n}": {**looks[look], "num_format": "0." + "0" * n} for n in range(1, MOST_DIGITS)}
    return {name: book.add_format(look) for name, look in looks.items()} | {
        name: book.looks[name] for name in ("title", "heading")
    }


def _guide(book: Book, looks: dict, form: dict[str, FormTable]) -> None:
    sheet = book.add_worksheet(GUIDE)
    for column, width in enumerate(_GUIDE):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, "Mall för ett fall", looks["title"])
    row = 1
    for heading, said in _STEPS:
        if heading:
            row += 1
            sheet.write_string(row, 0, heading, looks["heading"])
        else:
            sheet.merge_range(row, 0, row, len(_GUIDE) - 1, said, looks["said"])
            _fit(sheet, row, [(said or "", sum(_GUIDE))])
        row += 1
    lines = [(table.title, table.description) for table in form.values()]
    row = _listing(sheet, looks, row + 1, "Bladen", ("Blad", "Vad som står där"), lines)
    titles = {field.name: field.title for field in form["statements"].fields}
    kinds = [(kind.name, kind.guidance, *needs(kind, titles)) for kind in KINDS.values()]
    header = ("Slag", "Så prövas det", "Behöver", "Får ha")
    _listing(sheet, looks, row + 1, "Slag av påståenden", header, kinds)
    _printed(sheet)


def _listing(sheet: Worksheet, looks: dict, row: int, heading: str, header: tuple[str, ...], lines: list[tuple]) -> int:
    """Write `lines` under a heading in `row`; returns the row after the last."""
    sheet.write_string(row, 0, heading, looks["heading"])
    for column, title in enumerate(header):
        sheet.write_string(row + 1, column, title, looks["optional"])
    for number, line in enumerate(lines, start=row + 2):
        for column, said in enumerate(line):
            sheet.write_string(number, column, said, looks["ruled"])
        _fit(sheet, number, zip(line, map(float, _GUIDE), strict=False))
    return row + 2 + len(lines)


def _identity(sheet: Worksheet, looks: dict, form: dict[str, FormTable], draft: Draft) -> None:
    for column, width in enumerate(_ANSWER):
        sheet.set_column(column, column, width, looks["text"])
    for column, header in enumerate(IDENTITY_HEADER):
        sheet.write_string(0, column, header, looks["optional"])
    given = {**draft.decision, **{name: getattr(draft, name) for name in ANSWERS if name not in DECISION}}
    given["own_board"] = _labels(form["boards"], draft).get(given.get("own_board", ""), given.get("own_board", ""))
    lines = [(title, help, blank, given.get(name, "")) for name, (title, help, blank) in ANSWERS.items()]
    lines += [(title, help, True, _number(draft.rounding.get(unit, ""))) for unit, (title, help) in STEPS.items()]
    for row, (title, help, blank, value) in enumerate(lines, start=1):
        sheet.write_string(row, 0, title, looks["optional" if blank else "required"])
        sheet.write_string(row, 2, help, looks["muted"])
        _write(sheet, row, 1, value, looks, "year" if isinstance(value, int) else "text")
        _fit(sheet, row, zip((title, str(value), help), _ANSWER, strict=True))
        rule = {"validate": "any"}
        if title == ANSWERS["own_board"][0]:
            rule = _listed(form["boards"])
        elif title == ANSWERS["year"][0]:
            rule = _whole(1900, 2999)
        sheet.data_validation(row, 1, row, 1, {**rule, "input_title": title, "input_message": _help(not blank, help)})
    sheet.freeze_panes(1, 1)
    _printed(sheet)


def _table(sheet: Worksheet, looks: dict, form: dict[str, FormTable], table: FormTable, draft: Draft) -> None:
    rows = draft.rows.get(table.name, [])
    labels = {field.name: _labels(form[field.target], draft) for field in table.fields if field.target}
    statements = {row.get("statement", ""): row for row in draft.rows.get("statements", [])}
    for column, field in enumerate(table.fields):
        look = {"year": "year", "integer": "year", "number": "number"}.get(field.type, "text")
        sheet.set_column(column, column, _width(field), looks[look])
        header = ("required" if field.required else "optional") + ("-number" if look == "number" else "")
        sheet.write_string(0, column, field.title, looks[header])
        rule = _rule(form, field) | {"input_title": field.title, "input_message": _help(field.required, field.help)}
        sheet.data_validation(1, column, max(ROWS, len(rows)), column, rule)
        for number, row in enumerate(rows, start=1):
            said = row.get(field.name, "")
            if field.declared.several:
                said = ", ".join(labels[field.name].get(key, key) for key in said.split())
            elif field.target:
                said = labels[field.name].get(said, said)
            elif field.choices:
                said = field.choices.get(said, said)
            states_number = field.name == "value" and _states_number(row, statements)
            is_number = states_number or field.type in ("year", "integer", "number")
            _write(sheet, number, column, _number(said) if is_number else said, looks, look)
    for number, row in enumerate(rows, start=1):
        _fit(sheet, number, ((row.get(field.name, ""), _width(field)) for field in table.fields if not field.target))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    _printed(sheet, 1 + (len(table.fields) > _MANY))


def _width(field: Field) -> int:
    return _WIDTHS.get(field.name, 14)


def _labels(table: FormTable, draft: Draft) -> dict[str, str]:
    return {row.get(table.key, ""): row.get(table.label, "") for row in draft.rows.get(table.name, [])}


def _states_number(row: dict[str, str], statements: dict[str, dict[str, str]]) -> bool:
    """Whether the value in `row`, of a statement or of an answer to one, is a number."""
    statement = statements.get(row.get("statement", ""), {})
    if (sort := _sort(statement)) == "against":
        sort = _sort(statements.get(statement.get("against", ""), {}))
    return sort in NUMBERS


def _sort(row: dict[str, str]) -> str:
    return KINDS[row["kind"]].sort if row.get("kind") in KINDS else "text"


def _number(value: str) -> Decimal | str:
    try:
        number = Decimal(value)
    except ArithmeticError:
        return value
    if number.is_finite() and len(number.as_tuple().digits) <= MOST_DIGITS:
        return number
    return value.replace(".", ",")


def _write(sheet: Worksheet, row: int, column: int, value: str | int | Decimal, looks: dict, look="text") -> None:
    if isinstance(value, str):
        if value:
            write_text(sheet, row, column, value, looks[look])
        return
    look = {"text": "stated"}.get(look, look)
    if "." in str(value) and str(value).endswith("0"):  # 2,0 is not 2
        look = f"{look}-{len(str(value).partition('.')[2])}"
    sheet.write_number(row, column, float(value), looks[look])


def _rule(form: dict[str, FormTable], field: Field) -> dict:
    if field.target and not field.declared.several:
        return _listed(form[field.target])
    if field.choices:
        said = "Välj något i listan."
        return {"validate": "list", "source": list(field.choices.values()), "error_title": field.title,
                "error_message": said}  # fmt: skip
    if field.type in ("year", "integer"):
        return _whole(*field.bounds)
    return {"validate": "any"}


def _listed(table: FormTable) -> dict:
    """A list of the names in `table`, as long as it is: Excel opens a list with blanks at its end."""
    column = xl_col_to_name(table.position(table.label))
    area = f"'{table.title}'!${column}$2:${column}${ROWS + 1}"
    return {
        "validate": "list",
        "source": f"=OFFSET('{table.title}'!${column}$2,0,0,MAX(1,COUNTA({area})),1)",
        "error_type": "warning",  # a key may be written as well as a name
        "error_title": table.title,
        "error_message": f"Det finns inte på bladet {table.title}.",
    }


def _whole(least: int, most: int) -> dict:
    said = f"Ett heltal från {least} till {most}."
    return {"validate": "integer", "criteria": "between", "minimum": least, "maximum": most, "error_message": said}


def _help(required: bool, help: str) -> str:
    return f"Måste fyllas i. {help}" if required else help


def _fit(sheet: Worksheet, row: int, texts: Iterable[tuple[str, float]]) -> None:
    """Make the row high enough for `texts`, each with its column's width; not every program does when it opens a file.

    A row of one line is left to grow with what is typed in it.
    """
    lines = max((len(textwrap.wrap(said, int(width))) for said, width in texts), default=1)
    if lines > 1:
        sheet.set_row(row, LINE * min(lines, MOST_LINES))


def _printed(sheet: Worksheet, across: int = 1) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(across, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
