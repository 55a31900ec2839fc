"""The folder of editions as pages that keep themselves as they are now: served to this machine alone, read and no more.

The files on the disk are as they were made. What a page is told of (that it is being made anew, that it is, that it
cannot be) is added when it is served, and afterwards sent to it. What cannot be told so, a PDF or a workbook, is held
back for as long as it is not what the case comes to.
"""

import base64
import contextlib
import hashlib
import html
import json
import mimetypes
import os
import signal
import socket
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import connection, parent_process
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from fordelning.base import interruption
from fordelning.base.errors import InputError
from fordelning.base.profile import LIGHT
from fordelning.publish.edition.overview import INDEX
from fordelning.publish.edition.target import NOT_APPROVED
from fordelning.publish.render.html import POLICY
from fordelning.publish.run.process import CONTEXT, LostError

ADDRESS = "127.0.0.1"
CHANGED, FINE, FAULTY = "gör om", "klar", "fel"
_EVENTS = "_events"
_LOOK, _BEAT = 0.02, 10  # seconds: between looks for a page that is being made; between signs of life
_PAGE = ".html"

_SAID = {
    CHANGED: "Underlaget har ändrats; sidan görs om …",
    FINE: "",
    FAULTY: "Sidan är inte aktuell: underlaget har ändrats, men det går inte att göra om den.",
}
_AHEAD = "Sidan visar det nya underlaget; resten av utgåvan görs …"
_APPROVED_BEFORE = "Sidan är inte aktuell: den är den senast godkända. Den utgåva som inte är godkänd ligger i {}."
_APPROVED_NOW = "Utgåvan är godkänd och ligger i {}."
_OTHER = "Utgåvan bevakas inte: ändras dess underlag sägs det inte här."
_MISSING = "Sidan finns inte."
_LOST = "Ingen kontakt med fordelning watch: ändras underlaget sägs det inte här. Sidan kan vara inaktuell."
_SCRIPTLESS = "Sidan kan inte följa underlaget, för webbläsaren kör inga skript. Läs om den."


class PortError(InputError):
    """The port that was asked for cannot be had."""


@dataclass(frozen=True)
class Told:
    """What is known of the edition that is watched.

    `state` is CHANGED, FINE or FAULTY, `number` that of the making that stands in `folder`, "" before there is one, and
    `text` the faults. `ahead` is where pages of the making under way lie as soon as each of them is done; its name is
    the making's number.
    """

    state: str
    number: str = ""
    folder: str = ""
    text: str = ""
    ahead: Path | None = None


@dataclass(frozen=True)
class View:
    """What a page shows: the `number` of the making it is of, what is said above it, and the path where it is now."""

    number: str
    text: str
    place: str


class Live:
    """The pages, as long as they are served; see `served`."""

    def __init__(self, port: int, sender: connection.Connection, opened):
        self.address = f"http://{ADDRESS}:{port}/"
        self._sender, self._opened = sender, opened

    def tell(self, told: Told) -> None:
        """Let every page that is open, or will be, know. Raises LostError where nobody serves them any longer."""
        try:
            self._sender.send(told)
        except OSError:
            raise LostError("Sidorna visas inte längre: den process som gör det har slutat.") from None

    @property
    def opened(self) -> str:
        """The document of the edition that was opened last, without its suffix; "" before any was."""
        return self._opened.value.decode(errors="ignore")


@contextlib.contextmanager
def served(reports: Path, name: str, port: int) -> Iterator[Live]:
    """Serve the files in `reports`, of which the edition `name` is watched, from a process of its own.

    `port` 0 leaves it to the system. Raises PortError where it cannot be had.
    """
    try:
        listening = socket.create_server((ADDRESS, port))
    except OSError as error:
        raise PortError(f"Porten {port} är upptagen, eller får inte användas; välj en annan med --port.") from error
    receiver, sender = CONTEXT.Pipe(duplex=False)
    opened = CONTEXT.Array("c", 1024)
    process = CONTEXT.Process(target=_serve, args=(listening, receiver, opened, reports.resolve(), name), daemon=True)
    try:
        with interruption.held():
            process.start()
        port = listening.getsockname()[1]
        listening.close()
        receiver.close()
        yield Live(port, sender, opened)
    finally:
        if process.pid is not None:
            process.kill()  # at first it hears signals as this process does, and could miss a request to end
            process.join()


def _serve(listening: socket.socket, receiver: connection.Connection, opened, reports: Path, name: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever watches is interrupted, and ends this
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    server = _Server(listening, opened, reports, name)
    threading.Thread(target=server.listen, args=(receiver,), daemon=True).start()
    server.serve_forever()


class _Server(ThreadingHTTPServer):
    def __init__(self, listening: socket.socket, opened, reports: Path, name: str):
        super().__init__(listening.getsockname(), _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        port = listening.getsockname()[1]
        self.hosts = {f"{ADDRESS}:{port}", f"localhost:{port}"}
        self.opened, self.reports, self.name = opened, reports, name
        self.told, self.heard = Told(CHANGED), threading.Condition()

    def listen(self, receiver: connection.Connection) -> None:
        """Hear what is told, until whoever tells is gone."""
        watching = parent_process()
        ends: list[connection.Connection | int] = [receiver, *([watching.sentinel] if watching else [])]
        while receiver in connection.wait(ends):
            try:
                told = receiver.recv()
            except EOFError:
                break
            with self.heard:
                self.told = told
                self.heard.notify_all()
        os._exit(0)

    def is_new(self, told: Told) -> bool:
        """Whether something else has been told since."""
        return self.told is not told

    def handle_error(self, request, client_address) -> None:
        """A reader that has gone away is no fault."""

    def watched(self, parts: list[str]) -> bool:
        """Whether the path `parts` is of the edition that is watched, approved or not."""
        return len(parts) > 1 and parts[0] in (self.name, self.name + NOT_APPROVED)

    def ahead(self, told: Told, parts: list[str]) -> Path | None:
        """The page at `parts` of the making that is under way, where that page is done."""
        if told.ahead is None or not self.watched(parts) or parts[0] != told.folder or len(parts) != 2:
            return None
        page = told.ahead / parts[1]
        return page if page.suffix == _PAGE and page.is_file() else None

    def view(self, told: Told, parts: list[str]) -> View:
        """What the page at `parts` shows when that is `told`."""
        place = "/" + "/".join(parts)
        if told.ahead and self.ahead(told, parts):
            return View(told.ahead.name, _AHEAD, place)
        if len(parts) > 1 and not self.watched(parts):
            return View("", _OTHER, place)
        text = "\n".join(filter(None, [_SAID[told.state], told.text]))
        current = "/".join([told.folder, *parts[1:]]) if self.watched(parts) and told.folder else place[1:]
        if told.state == FINE and f"/{current}" != place:
            refused = told.folder.endswith(NOT_APPROVED)
            text = (_APPROVED_BEFORE if refused else _APPROVED_NOW).format(told.folder)
        number = told.number if place.endswith((_PAGE, "/")) else f"{told.number} {told.state}"
        return View(number, text, f"/{current}" if told.state == FINE else place)

    def withheld(self, told: Told, parts: list[str]) -> bool:
        """Whether the file at `parts` is not what the case comes to, and cannot say so itself."""
        stale = told.state != FINE or parts[0] != told.folder
        return self.watched(parts) and not parts[-1].endswith(_PAGE) and stale

    def file(self, parts: list[str]) -> Path | None:
        """The file in the folder of editions that the path `parts` names, itself and by no link; None if none."""
        if any(not part or part.startswith(".") or set(part) & set("\\:\0") for part in parts):
            return None
        path = self.reports.joinpath(*parts)
        try:
            return path if path.resolve(strict=True) == path and path.is_file() else None
        except (OSError, ValueError, RuntimeError):
            return None


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version, sys_version = "fordelning", ""
    timeout = 60

    def do_GET(self) -> None:
        """Answer with a file, or with what a page is told from now on."""
        if self.headers.get("Host", "") not in self.server.hosts:  # a name of someone else's that leads here
            self.send_error(403)
            return
        try:
            address = urlsplit(self.path)
        except ValueError:
            self.send_error(400)
            return
        if address.path == f"/{_EVENTS}":
            self._events(_parts(parse_qs(address.query).get("page", [""])[0]))
        else:
            self._file(_parts(address.path))

    do_HEAD = do_GET

    def send_error(self, code, message=None, explain=None) -> None:
        """Answer with a status alone: nothing of what was asked is repeated."""
        self.close_connection = True
        self._answer(code, "text/plain", b"")

    def log_message(self, format, *args) -> None:
        """The shell shows what is made, not what is read."""

    def _file(self, parts: list[str]) -> None:
        told = self.server.told  # before the file is read: a page is never told to be newer than it is
        view, path = self.server.view(told, parts), self.server.ahead(told, parts) or self.server.file(parts)
        if self.server.withheld(told, parts):
            self._page(503, _standalone(""), view)
            return
        try:
            content = path.read_bytes() if path else None
        except OSError:
            content = None
        if path is None or content is None:
            self._page(404, _standalone(_MISSING), view)
        elif path.suffix == _PAGE:
            if self.server.watched(parts):
                self.server.opened.value = path.stem.encode()[:1023]
            self._page(200, content.replace(POLICY.encode(), b"", 1), view)  # the header has one that lets ours run
        else:
            self._answer(200, mimetypes.guess_type(path.name)[0] or "application/octet-stream", content)

    def _page(self, status: int, content: bytes, view: View) -> None:
        self._answer(status, "text/html; charset=utf-8", content + _added(view).encode())

    def _answer(self, status: int, kind: str, content: bytes) -> None:
        self._head(status, kind, len(content))
        if self.command != "HEAD":
            self.wfile.write(content)

    def _head(self, status: int, kind: str, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(length))
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.end_headers()

    def _events(self, parts: list[str]) -> None:
        """Send what the page at `parts` is to show, now and whenever that is another."""
        self._head(200, "text/event-stream")
        if self.command == "HEAD":
            return
        server, sent = self.server, None
        with contextlib.suppress(OSError):  # the reader has gone
            while True:
                told = server.told
                view = server.view(told, parts)
                if view != sent:
                    self._send(f"data: {json.dumps(asdict(view))}\n\n")
                    sent = view
                elif told.ahead is None:
                    self._send(":\n\n")
                with server.heard:
                    server.heard.wait_for(partial(server.is_new, told), _LOOK if told.ahead else _BEAT)

    def _send(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()


def _parts(path: str) -> list[str]:
    """The names in a path as it stands in an address; the overview's for the root."""
    return unquote(path).removeprefix("/").split("/") if path not in ("", "/") else [INDEX]


def _standalone(text: str) -> bytes:
    return f'<!doctype html><html lang="sv"><meta charset="utf-8"><title>fordelning</title><p>{text}'.encode()


def _added(view: View) -> str:
    """What is added to a page: what is said above it, and the script that keeps it so; it is the same on every page."""
    hidden = "" if view.text else " hidden"
    return (
        f'<div id="watch" role="status" style="{_STYLE}"{hidden}>{html.escape(view.text)}</div>'
        f'<noscript><div style="{_STYLE}">{_SCRIPTLESS}</div></noscript>'
        f'<script data-number="{html.escape(view.number)}">{_SCRIPT}</script>'
    )


# Above the page, seen and heard; in print it stands first as well.
_STYLE = (
    f"position:sticky;top:0;z-index:9;max-height:50vh;overflow:auto;white-space:pre-wrap;padding:.75rem 1rem;"
    f"background:{LIGHT.warning};color:{LIGHT.paper};font:600 1rem/1.4 sans-serif"
)
_SCRIPT = """
(() => {
  const own = document.currentScript.dataset.number, box = document.getElementById("watch"), title = document.title;
  const say = text => {
    box.textContent = text;
    box.hidden = !text;
    document.title = (text ? "(!) " : "") + title;
  };
  document.body.prepend(box);
  say(box.textContent);
  const events = new EventSource("/_events?" + new URLSearchParams({page: location.pathname}));
  const lost = () => say(LOST);
  events.onerror = lost;
  setTimeout(() => events.readyState === EventSource.OPEN || lost(), 3000);
  events.onmessage = event => {
    const now = JSON.parse(event.data);
    if (now.number === own) say(now.text);
    else if (now.place === decodeURIComponent(location.pathname)) location.reload();
    else location.replace(encodeURI(now.place));
  };
  addEventListener("pageshow", event => event.persisted && location.reload());
})();
""".replace("LOST", json.dumps(_LOST, ensure_ascii=False))
_DIGEST = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; script-src 'sha256-{_DIGEST}'; connect-src 'self'; style-src 'unsafe-inline'; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
