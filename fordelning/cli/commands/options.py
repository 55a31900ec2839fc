"""The options of `import`: what an analyst may settle of a table, and tell of the document."""

from fordelning.base.money import KRONOR
from fordelning.intake.table.options import NEAREST

# The options that settle how a table is read: name, what the analyst may write for it, and what it means.
CHOICES = {
    "rows": ({word: word for word in ("nämnder", "åtgärder", "potter", "år")}, "vad den första kolumnen med namn är"),
    "columns": ({word: word for word in ("nämnder", "åtgärder", "potter", "år")}, "vad kolumnerna med belopp är"),
    "groups": ({w: w for w in ("nämnder", "åtgärder", "potter", "inga")}, "vad rubriker mellan raderna är"),
    "unit": ({unit: unit for unit in (*KRONOR, NEAREST)}, "beloppens enhet, där den inte framgår eller flera står"),
    "decimal": ({"komma": ",", "punkt": "."}, "decimaltecknet"),
    "hidden": ({"med": "with", "utan": "without"}, "om dolda rader och kolumner, och överstrukna rader, ska läsas"),
    "of-which": (
        {"utan": "without", "nämnder": "boards"},
        "välj bort rader och kolumner som börjar med varav, eller läs dem som nämnder med pengar ur raden ovanför",
    ),
    "formulas": ({"sparade": "saved"}, "läs formlers senast sparade värden"),
    "values": (
        {"visade": "shown", "lagrade": "stored"},
        "talet som gäller när cellen visar ett annat",
    ),
    "duplicates": ({"summera": "sum"}, "lägg ihop rader om samma sak"),
    "spelling": ({"samma": "same", "olika": "apart"}, "om namn som liknar varandra är samma"),
}
TEXTS = {
    "sheet": "bladet i arbetsboken",
    "year": "budgetåret, där det inte framgår",
    "pot": "pottens namn, där det inte framgår",
    "measure": "åtgärdens namn, där det inte framgår",
    "board": "nämndens namn, där det inte framgår",
    "rounding": "steget som beloppen är avrundade till, i sin enhet, som 0,1",
    "encoding": "teckenkodningen i en CSV-fil",
    "delimiter": "tecknet mellan kolumnerna i en CSV-fil",
}
# Places in the table, as many as there are; what is given again is added to what was given before.
LISTS = {
    "ignore": "kolumner och rader att lämna åt sidan, som D,F,12-15",
    "totals": "rader och kolumner som är summor av andra, som 4,9, eller 9=5-6+8 med de rader som rad 9 summerar",
    "posts": "rader och kolumner som är egna poster fast de ser ut som något annat, som 4,9 eller alla",
    "footnote": "celler vars sista siffra är ett fotnotstecken, som C7,D9",
}
IDENTITY = {
    "title": "rapportens rubrik",
    "municipality": "kommunen",
    "reference": "diarienumret",
    "document": "slaget av handling",
    "subject": "ändamålet enligt ärendets rubrik",
    "author": "den som lämnar förslaget",
    "decided-by": "den som beslutar",
    "status": "handlingens status",
    "own-board": "nämnden som förslaget kommer från",
    "funding": "varifrån pengarna tas",
}
