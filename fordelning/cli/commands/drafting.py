"""`draft`: a case is proposed from the document of a decision."""

import argparse
import re
from contextlib import suppress
from pathlib import Path

from fordelning import template
from fordelning.case import draft as drafts
from fordelning.case.draft import DraftError
from fordelning.case.record import Board
from fordelning.case.schema import DESCRIPTOR
from fordelning.intake.mark import Tables
from fordelning.intake.omission import with_omissions
from fordelning.intake.proposal import acceptance, case_draft
from fordelning.intake.proposal.draft import propose
from fordelning.intake.proposal.draft_tables import is_own
from fordelning.intake.proposal.proposal import DocumentProposal
from fordelning.publish import review
from fordelning.report.parameters import EditionParameters, today
from fordelning.report.report import Report
from fordelning.source.reading import document, text
from fordelning.source.reading.block import Writing
from fordelning.source.text import Original, OriginalError

from .options import IDENTITY
from .testing import again, tell_made
from .usage import UsageError

_MOST = 20  # questions that are printed


def draft(given: argparse.Namespace) -> int:
    """Propose a case, ask about what is unsure, and test it."""
    drafts.check_name(given.case)
    told = {name.replace("-", "_"): getattr(given, name.replace("-", "_")) for name in IDENTITY}
    for name, said in told.items():
        if not said.isprintable() or len(said) > 200:
            raise UsageError(f"--{name.replace('_', '-')}: väntade text utan styrtecken, högst 200 tecken")
    if given.year and not re.fullmatch("(19|20|21)[0-9]{2}", given.year):
        raise UsageError(f"--year: »{given.year}» är inget år, som 2026")
    if given.review:
        review.require_replaceable(given.review)
    folder = given.data / given.case
    before = None
    if folder.exists():
        if not given.replace:
            raise DraftError(
                f"{folder} finns redan. Ange --replace för att föreslå på nytt; det som är bekräftat står då kvar. "
                "Eller välj ett annat namn."
            )
        if not (folder / DESCRIPTOR).is_file():
            raise DraftError(f"{folder} finns men är inget fall, och ersätts inte.")
        before = drafts.read(folder)
        _require_read(folder)
    writing = document.read(given.file)
    proposal = propose(writing, _boards(given.boards))
    try:
        made = case_draft.make(writing, proposal, told | {"year": given.year}, before)
    except DraftError:
        _review(given.review, writing, proposal, writing.name, {})  # it shows what there was to go by
        raise
    with suppress(OriginalError):  # a text that is too long to be traced
        original = Original.of(writing) if writing.pages else Original.read(str(given.file))
        made = with_omissions(made, before, writing, proposal, original)
    made = acceptance.accepted(made, given.accept)
    template.create(made, folder, today(), given.replace)
    proposed = sum(not row["confirmed"] for row in made.rows["proposals"])
    asked = [row["wording"] for row in made.rows["questions"] if is_own(row)]
    count = "en fråga" if len(asked) == 1 else f"{len(asked)} frågor"
    print(f"Fallet {folder}: {count} och {proposed} förslag ur {len(proposal.amounts)} belopp.")
    if writing.unread:
        print(f"  Sidorna {', '.join(map(str, writing.unread))} är bilder utan text. Läs dem själv.")
    if writing.unseen:
        print(f"  Text som inte syns eller är struken är inte läst, på sida {', '.join(map(str, writing.unseen))}.")
    for place in proposal.unread:
        where = f"rad {place.line}" if place.line else f"sida {place.page}"
        print(f"  Tabellen på {where} har tal som är delade mellan rader, och är inte läst. Läs den själv.")
    for wording in asked[:_MOST]:
        print(f"  {wording}")
    if len(asked) > _MOST:
        print(f"  och {len(asked) - _MOST} till, i questions.csv")
    for ground, number in acceptance.grounds(made).items():
        print(f"  grund »{ground}»: {number}")
    _review(given.review, writing, proposal, made.title, made.rows)
    if proposed:
        print(
            "Läs förslagen mot källan, svara ja, nej eller ändrat på bladet Förslag i mallen "
            f"{template.beside(folder)}, och läs in den. Det som frågas står vid sitt förslag.\n  {again(folder)}"
        )
    if proposed and acceptance.ALL not in given.accept:
        print("Är allt det rätt som inget frågas om, så bekräfta det på en gång: lägg till --replace --accept alla.")
    return tell_made(Report.make(EditionParameters.check({"case": str(folder)})))


def _require_read(folder: Path) -> None:
    """Raises DraftError where somebody has answered in the template, and the answers would be gone."""
    if template.is_unread(folder):
        there = template.beside(folder)
        raise DraftError(
            f"Mallen {there} har svar som inte är inlästa, och ersätts inte. Läs in den först:\n  {again(folder)}\n"
            f"Gäller fallets egna tabeller i stället, så ta bort mallen."
        )


def _review(path: Path | None, writing: Writing, proposal: DocumentProposal, title: str, rows: Tables) -> None:
    """Write the review page where one was asked for."""
    if path is not None:
        review.write(path, writing, proposal, title, rows)
        print(f"Varje tal i handlingen, och vad det har blivit, finns i {path}.")


def _boards(path: Path | None) -> list[Board]:
    """The boards that a list names, one a line."""
    if path is None:
        return []
    names = dict.fromkeys(line.strip() for line in text.decode(path.name, document.content(path)).splitlines())
    return [Board(name.casefold(), name, name, None) for name in names if name]
