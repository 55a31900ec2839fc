"""Which commands there are, and what each can be given."""

from dataclasses import fields
from pathlib import Path

from fordelning import __version__
from fordelning.cli.usage import Parser, as_count, as_path, as_port
from fordelning.report.parameters import EditionParameters

from .options import CHOICES, IDENTITY, LISTS, TEXTS


def parser() -> Parser:
    """What reads a command line: `command` is then the module and the function that carry it out."""
    every = Parser(prog="fordelning", description="Prövar och redovisar beslut om hur pengar fördelas på nämnder.")
    every.add_argument(
        "--version", action="version", version=f"%(prog)s {__version__}", help="visa programmets version"
    )
    commands = every.add_subparsers(required=True, metavar="KOMMANDO")

    def add(name: str, module: str, function: str, help: str) -> Parser:
        one = commands.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}.")
        one.set_defaults(command=(module, function))  # loaded when the command is given: no command needs all of it
        return one

    report = add("report", "editions", "report", "pröva fallet och gör en utgåva av dess rapporter")
    check = add("check", "testing", "check", "pröva fallet utan att göra någon rapport")
    verify = add("verify", "editions", "verify", "kontrollera en utgåva mot dess manifest, och gör den på nytt")
    _import_options(
        add(
            "import", "taking_in", "import_", "gör ett fall av en tabell i Excel eller CSV, eller av den ifyllda mallen"
        )
    )
    trace = add("trace", "testing", "trace", "pröva att källan och fallet har samma tal, datum och beteckningar")
    trace.add_argument("case", metavar="FALL", help="fallets mapp, eller dess namn i data/")
    trace.add_argument("source", metavar="KÄLLA", help="handlingen: text, Markdown, PDF, Word eller webbsida")
    verify.add_argument("--source", metavar="KÄLLA", help="källans text, om utgåvan är gjord med den")
    verify.add_argument("folder", type=as_path, metavar="MAPP", help="utgåvans mapp, till exempel reports/FALL")
    archive = add(
        "archive", "editions", "archive", "packa en godkänd utgåva för ett arkiv (E-ARK), när den är kontrollerad"
    )
    archive.add_argument("case", metavar="FALL", help="fallets mapp, eller dess namn i data/")
    archive.add_argument("--source", metavar="KÄLLA", help="källans text, om utgåvan är gjord med den")
    archive.add_argument(
        "--archives", type=as_path, default=Path("archives"), metavar="MAPP", help="där paketet läggs (archives)"
    )
    batch = add("batch", "many", "batch", "gör många utgåvor på en gång")
    batch.add_argument(
        "orders",
        nargs="?",
        type=as_path,
        metavar="FIL",
        help="en rad per utgåva: .csv eller .xlsx, med kolumnerna case och de parametrar som ska sättas",
    )
    batch.add_argument("--all", action="store_true", help="gör en utgåva av varje fall i data/ i stället")
    batch.add_argument("--data", type=as_path, default=Path("data"), metavar="MAPP", help="där fallen ligger (data)")
    batch.add_argument("--at-once", type=as_count, default=0, metavar="ANTAL", help="så många åt gången (en per kärna)")
    batch.add_argument("--scheduler", default="", metavar="ADRESS", help="låt arbetarna hos en schemaläggare göra dem")
    batch.add_argument(
        "--store", default="", metavar="ADRESS", help="mapp eller objektlager som arbetarna når (mappen med utgåvor)"
    )
    batch.add_argument(
        "--lock",
        type=as_path,
        action="append",
        metavar="FIL",
        help="låsfil som arbetarnas miljö ska följa; kan anges flera gånger (requirements.txt och "
        "requirements-distributed.txt)",
    )
    watch = add("watch", "watching", "watch", "gör om utgåvan när dess underlag ändras, och visa den i webbläsaren")
    watch.add_argument(
        "--port", type=as_port, default=8765, metavar="NUMMER", help="porten på den här datorn (8765; 0 är någon ledig)"
    )
    convert = add("convert", "taking_in", "convert", "skriv om ett äldre fall i det nuvarande formatet, på sin plats")
    convert.add_argument("case", metavar="FALL", help="fallets mapp, eller dess namn i data/")
    _drafting_options(
        add("draft", "drafting", "draft", "föreslå ett fall av beslutets handling, och fråga om det osäkra")
    )
    for one in (report, check, verify, watch):
        one.add_argument("case", nargs="?", metavar="FALL", help="fallets mapp, eller dess namn i data/")
    listing = add("list", "listing", "list_", "räkna upp de fall som finns, och deras utgåvor")
    listing.add_argument("--data", type=as_path, default=Path("data"), metavar="MAPP", help="där fallen ligger (data)")
    site = add("site", "publishing", "site", "bygg en webbplats av utgåvorna och handledningen")
    site.add_argument(
        "folder", nargs="?", type=as_path, default=Path("site"), metavar="MAPP", help="där webbplatsen läggs (site)"
    )
    site.add_argument(
        "--docs", type=as_path, default=Path("docs"), metavar="MAPP", help="handledningens dokument (docs)"
    )
    clean = add("clean", "editions", "clean", "ta bort utgåvorna, men inget annat som ligger bland dem")
    names = [field.name for field in fields(EditionParameters) if field.name != "case"]
    for one in (report, check, batch, watch):
        one.add_argument(
            "-p",
            dest="parameter",
            nargs=2,
            action="append",
            default=[],
            metavar=("NAMN", "VÄRDE"),
            help=f"parameter, som i papermill: {', '.join(names)}",
        )
    for one in (report, verify, archive, batch, watch):
        one.add_argument(
            "--notebooks",
            type=as_path,
            default=Path("notebooks"),
            metavar="MAPP",
            help="anteckningsböckerna (notebooks)",
        )
    for one in (report, archive, batch, watch, clean, listing, site):
        one.add_argument(
            "--reports", type=as_path, default=Path("reports"), metavar="MAPP", help="där utgåvor läggs (reports)"
        )
    for one in (report, batch):
        one.add_argument("--force", action="store_true", help="gör också det som inget har ändrats i")
        one.add_argument("--why", action="store_true", help="säg varför varje utgåva görs om")
        one.add_argument(
            "--seconds", type=as_count, default=600, metavar="ANTAL", help="tidsgräns i sekunder (600; 0 är ingen)"
        )
        one.add_argument(
            "--megabytes", type=as_count, default=0, metavar="ANTAL", help="minnesgräns för varje process (ingen)"
        )
    report.add_argument(
        "--kernel",
        action="store_true",
        help="kör anteckningsböckerna i Jupyters egen kärna",
    )
    new = add("new", "taking_in", "new", "börja på ett fall: en mapp och en Excelmall, fyllda med ett påhittat exempel")
    new.add_argument("name", metavar="NAMN", help="fallets namn: a–z, 0–9 och bindestreck")
    new.add_argument("--data", type=as_path, default=Path("data"), metavar="MAPP", help="där fallet läggs (data)")
    new.add_argument("--replace", action="store_true", help="ersätt ett fall och en mall som redan finns")
    return every


def _drafting_options(one: Parser) -> None:
    one.add_argument("file", type=as_path, metavar="DOKUMENT", help="handlingen: PDF, Word, webbsida eller text")
    one.add_argument("--case", required=True, metavar="NAMN", help="fallets namn: a–z, 0–9 och bindestreck")
    one.add_argument("--data", type=as_path, default=Path("data"), metavar="MAPP", help="där fallet läggs (data)")
    one.add_argument(
        "--replace", action="store_true", help="föreslå på nytt i ett fall som finns; det som är bekräftat står kvar"
    )
    one.add_argument(
        "--boards", type=as_path, metavar="FIL", help="nämndernas namn, ett på varje rad, där de inte känns igen"
    )
    one.add_argument("--year", default="", metavar="ÅR", help="budgetåret, där det inte framgår")
    one.add_argument(
        "--review",
        type=as_path,
        metavar="FIL.html",
        help="skriv också en sida där varje tal i handlingen är märkt, och leder till sitt förslag eller sin fråga",
    )
    one.add_argument(
        "--accept",
        action="append",
        default=[],
        metavar="GRUND",
        help="bekräfta alla förslag som kommer av den grunden, som 'rubrik + belopp'; 'alla' är alla som det inte "
        "frågas om; kan anges flera gånger",
    )
    identity = one.add_argument_group("vad handlingen inte säger om sig själv")
    for name, help in IDENTITY.items():
        identity.add_argument(f"--{name}", default="", metavar="TEXT", help=help)


def _import_options(one: Parser) -> None:
    one.add_argument("file", type=as_path, metavar="FIL", help="tabellen: .xlsx eller .csv")
    one.add_argument("--case", required=True, metavar="NAMN", help="fallets namn: a–z, 0–9 och bindestreck")
    one.add_argument("--data", type=as_path, default=Path("data"), metavar="MAPP", help="där fallet läggs (data)")
    one.add_argument("--replace", action="store_true", help="ersätt ett fall som finns")
    reading = one.add_argument_group("hur tabellen läses, när den inte själv avgör det")
    for name, (choices, help) in CHOICES.items():
        reading.add_argument(f"--{name}", choices=tuple(choices), default="", help=help)
    for name, help in TEXTS.items():
        reading.add_argument(f"--{name}", default="", metavar="TEXT", help=help)
    for name, help in LISTS.items():
        reading.add_argument(f"--{name}", action="append", default=[], metavar="LISTA", help=help)
    reading.add_argument("--decimals", choices=tuple("0123"), default="", help="antalet decimaler i varje belopp")
    identity = one.add_argument_group("vad tabellen inte säger om handlingen")
    for name, help in IDENTITY.items():
        identity.add_argument(f"--{name}", default="", metavar="TEXT", help=help)
