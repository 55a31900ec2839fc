"""The document that the guide begins with: a made-up decision in PDF. Run as a script it writes the file anew."""

import importlib.resources
from pathlib import Path

PATH = Path(__file__).parents[1] / "docs" / "handledning" / "beslut-2027.pdf"
SOURCE = r"""
#set document(title: "Fördelning av medel för trygga mötesplatser 2027", date: datetime(year: 2026, month: 10, day: 5))
#set page(
  paper: "a4",
  margin: 25mm,
  header: text(9pt)[Exempelkommun #h(1fr) KS 2026/0312],
  footer: context text(9pt)[Påhittat exempel #h(1fr) Sida #counter(page).display() av 2],
)
#set text(font: "Source Sans Pro", size: 11pt, lang: "sv")
#set par(leading: 0.7em)
#show heading: set block(above: 1.6em, below: 0.8em)
= Fördelning av medel för trygga mötesplatser 2027
Tjänsteutlåtande den 5 oktober 2026. Kommunen, beslutet och alla tal är påhittade.
== Förslag till beslut
+ Kommunstyrelsens driftbudget 2027 utökas med 2 300 tkr, kulturnämndens med 400 tkr och socialnämndens med 950 tkr.
+ Kommunstyrelsen följer upp åtgärderna i delårsrapporten.
== Pott 1, trygga miljöer: 2 mnkr
Beloppet finns i kommunstyrelsens reserv och föreslås fördelas till kommunstyrelsen för åtgärderna nedan.
=== Belysning 1 500 tkr
Stråken mellan stationen och torget får ny belysning.
=== Nattvandring 500 tkr#footnote[Totalt 800 tkr. 300 tkr finansieras ur pott 2.]
Vandringarna samordnas av säkerhetsenheten.
#pagebreak()
== Pott 2, trivsel: 1,65 mnkr
=== Sommarläger 950 tkr
Lägren är för barn i årskurs fem.
=== Konst i bostadsområden 400 tkr
Konsten väljs tillsammans med dem som bor där.
=== Nattvandring 300 tkr
== Ekonomiska konsekvenser
Det sammanlagda tillskottet till nämnderna är 3 650 tkr.
"""


def make() -> bytes:
    """The document. Typst leaves threads: see `apart`."""
    import typst

    with importlib.resources.as_file(importlib.resources.files("font_source_sans_pro")) as fonts:
        return typst.compile(SOURCE.encode(), font_paths=[str(fonts)])


if __name__ == "__main__":
    PATH.write_bytes(make())
