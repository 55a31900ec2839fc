"""The command line: which commands there are, what each can be given, and how a failed one ends."""

import importlib
import os
import signal
import sys
import threading
from dataclasses import fields
from pathlib import Path

from .arguments import Parser, as_count, as_folder, as_port
from .commands.options import CHOICES, IDENTITY, TEXTS
from .commands.usage import complain
from .faults import CaseError, InputError, RenderingError, reason
from .parameters import EditionParameters
from .status import FINE, INTERRUPTED, INVALID_CASE, RENDERING_FAILED, USAGE


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status: one of FINE to GAPS, or INTERRUPTED and the number of the signal."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a console without a letter shows another one and goes on
    given = _parser().parse_args(arguments)
    listening = {}
    if threading.current_thread() is threading.main_thread():
        usual = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: signal.SIG_DFL}
        listening = {number: was for number, was in usual.items() if signal.getsignal(number) is was}
    for number in listening:
        signal.signal(number, _interrupt)
    try:
        module, name = given.command
        return getattr(importlib.import_module(f"{__package__}.commands.{module}"), name)(given)
    except InputError as error:
        return complain(USAGE, str(error))
    except CaseError as error:
        return complain(INVALID_CASE, str(error))
    except RenderingError as error:
        return complain(RENDERING_FAILED, f"Rapporten kunde inte göras. {error}")
    except KeyboardInterrupt as stopped:
        number = stopped.args[0] if stopped.args else signal.SIGINT
        return complain(INTERRUPTED + number, "Avbrutet. Det som var klart ligger kvar, och inget är halvfärdigt.")
    except BrokenPipeError:  # whoever reads what is printed has read enough; what was to be done is done
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 (it is open until the program ends)
        return FINE
    except OSError as error:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 (what could not be printed is not tried again)
        return complain(RENDERING_FAILED, f"{error.filename or 'Det som ska skrivas ut'}: {reason(error)}.")
    finally:
        for number, was in listening.items():
            if signal.getsignal(number) is _interrupt:  # one that was interrupted hears no more
                signal.signal(number, was)


def _interrupt(number: int, frame: object) -> None:
    """Stop what is under way; that it is cleared up is not interrupted in turn."""
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.SIG_IGN)
    raise KeyboardInterrupt(number)


def _parser() -> Parser:
    parser = Parser(prog="fordelning", description="Prövar och redovisar beslut om hur pengar fördelas på nämnder.")
    commands = parser.add_subparsers(required=True, metavar="KOMMANDO")

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
    trace = add("trace", "testing", "trace", "pröva att källan och fallet täcker varandra, båda vägarna")
    trace.add_argument("case", metavar="FALL", help="fallets mapp, eller dess namn i data/")
    trace.add_argument("source", metavar="KÄLLA", help="källans text: en fil i UTF-8, ren text eller Markdown")
    verify.add_argument("--source", metavar="KÄLLA", help="källans text, om utgåvan är gjord med den")
    verify.add_argument("folder", type=as_folder, metavar="MAPP", help="utgåvans mapp, till exempel reports/FALL")
    batch = add("batch", "many", "batch", "gör många utgåvor på en gång")
    batch.add_argument(
        "orders",
        nargs="?",
        type=Path,
        metavar="FIL",
        help="en rad per utgåva: .csv eller .xlsx, med kolumnerna case och de parametrar som ska sättas",
    )
    batch.add_argument("--all", action="store_true", help="gör en utgåva av varje fall i data/ i stället")
    batch.add_argument("--data", type=as_folder, default=Path("data"), metavar="MAPP", help="där fallen ligger (data)")
    batch.add_argument("--at-once", type=as_count, default=0, metavar="ANTAL", help="så många åt gången (en per kärna)")
    batch.add_argument("--scheduler", default="", metavar="ADRESS", help="låt arbetarna hos en schemaläggare göra dem")
    batch.add_argument(
        "--store", default="", metavar="ADRESS", help="mapp eller objektlager som arbetarna når (mappen med utgåvor)"
    )
    batch.add_argument(
        "--lock",
        type=Path,
        action="append",
        metavar="FIL",
        help="låsfil som arbetarnas miljö ska följa; kan anges flera gånger (requirements.txt och "
        "requirements-distributed.txt)",
    )
    watch = add("watch", "watching", "watch", "gör om utgåvan när dess underlag ändras, och visa den i webbläsaren")
    watch.add_argument(
        "--port", type=as_port, default=8765, metavar="NUMMER", help="porten på den här datorn (8765; 0 är någon ledig)"
    )
    for one in (report, check, verify, watch):
        one.add_argument("case", nargs="?", metavar="FALL", help="fallets mapp, eller dess namn i data/")
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
    for one in (report, verify, batch, watch):
        one.add_argument(
            "--notebooks",
            type=as_folder,
            default=Path("notebooks"),
            metavar="MAPP",
            help="anteckningsböckerna (notebooks)",
        )
    for one in (report, batch, watch, clean):
        one.add_argument(
            "--reports", type=as_folder, default=Path("reports"), metavar="MAPP", help="där utgåvor läggs (reports)"
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
    new.add_argument("--data", type=as_folder, default=Path("data"), metavar="MAPP", help="där fallet läggs (data)")
    new.add_argument("--replace", action="store_true", help="ersätt ett fall och en mall som redan finns")
    return parser


def _import_options(one: Parser) -> None:
    one.add_argument("file", type=Path, metavar="FIL", help="tabellen: .xlsx eller .csv")
    one.add_argument("--case", required=True, metavar="NAMN", help="fallets namn: a–z, 0–9 och bindestreck")
    one.add_argument("--data", type=as_folder, default=Path("data"), metavar="MAPP", help="där fallet läggs (data)")
    one.add_argument("--replace", action="store_true", help="ersätt ett fall som finns")
    reading = one.add_argument_group("hur tabellen läses, när den inte själv avgör det")
    for name, (choices, help) in CHOICES.items():
        reading.add_argument(f"--{name}", choices=tuple(choices), default="", help=help)
    for name, help in TEXTS.items():
        reading.add_argument(f"--{name}", default="", metavar="TEXT", help=help)
    reading.add_argument("--decimals", choices=tuple("0123"), default="", help="antalet decimaler i varje belopp")
    identity = one.add_argument_group("vad tabellen inte säger om handlingen")
    for name, help in IDENTITY.items():
        identity.add_argument(f"--{name}", default="", metavar="TEXT", help=help)


if __name__ == "__main__":
    sys.exit(main())
