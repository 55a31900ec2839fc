"""An edition that is watched, from a real process: what its pages are told, and what is not served to anyone."""

import contextlib
import http.client
import json
import multiprocessing
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import ROOT, Copy, end
from filelock import FileLock
from playwright.sync_api import expect

from fordelning.cli.main import main
from fordelning.publish import live
from fordelning.publish.render.html import POLICY

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process is not interrupted so on Windows")
LONG = 120  # seconds: nobody waits so long but where something is wrong
PAGE = "/kopia/avstamning.html"
STALE, LOST, HELD = "Underlaget har ändrats", "Ingen kontakt", "En annan körning håller på"


class Watched:
    """A running `fordelning watch` of a copy of the seed case, with one notebook."""

    def __init__(self, folder: Path, program: Path = ROOT):
        self.copy, self.reports, self.notebooks = Copy(folder / "kopia"), folder / "reports", folder / "notebooks"
        self.notebooks.mkdir()
        shutil.copy(ROOT / "notebooks" / "avstamning.ipynb", self.notebooks)
        self.program, self.streams = program, []

    def start(self, port: int = 0) -> "Watched":
        options = ["--reports", str(self.reports), "--notebooks", str(self.notebooks), "--port", str(port)]
        command = [sys.executable, "-m", "fordelning.cli", "watch", str(self.copy.folder), *options]
        self.log = (self.copy.folder.parent / "log").open("a+", encoding="utf-8")
        self.process = subprocess.Popen(
            command, cwd=self.program, stdout=subprocess.PIPE, stderr=self.log, text=True, encoding="utf-8"
        )
        try:
            self.port = int(re.search(r":(\d+)/", self.process.stdout.readline())[1])
        except BaseException:
            self.end()
            raise
        return self

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        try:
            return self.process.wait(LONG)
        finally:
            self.end()

    def end(self) -> None:
        end(self.process)
        self.process.stdout.close()
        self.log.close()
        for stream in self.streams:
            stream.close()

    def ask(self, path: str, method="GET", host="") -> tuple[int, str]:
        """The status and the text of the answer, for which `path` is sent as it stands."""
        status, content = self.bytes(path, method, host)
        return status, content.decode(errors="replace")

    def bytes(self, path: str, method="GET", host="") -> tuple[int, bytes]:
        reader = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        reader.putrequest(method, path, skip_host=True)
        if host is not None:
            reader.putheader("Host", host or f"127.0.0.1:{self.port}")
        reader.endheaders()
        answer = reader.getresponse()
        try:
            return answer.status, answer.read()
        finally:
            reader.close()

    def events(self, page: str = PAGE):
        """What the page at `page` is told, from now on."""
        reader = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        self.streams.append(reader)
        reader.request("GET", f"/_events?page={page}")
        answer = reader.getresponse()
        assert answer.getheader("Content-Type") == "text/event-stream"
        for line in answer:
            if line.startswith(b"data: "):
                yield json.loads(line.removeprefix(b"data: "))

    def fresh(self) -> dict:
        """The first event that tells that all is as it should be."""
        return until(self.events(), "")[-1]


def until(events, text: str, other_than: str = "") -> list[dict]:
    """The events up to the first that says `text`, or nothing at all where that is "", of another making."""
    found = []
    for event in events:
        found.append(event)
        if (text in event["text"] if text else not event["text"]) and event["number"] != other_than:
            return found
    raise AssertionError(f"the page was told no more: {found}")


@contextmanager
def running(folder: Path, program: Path = ROOT):
    watched = Watched(folder, program).start()
    try:
        yield watched
    finally:
        if watched.process.poll() is None:
            watched.stop()


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    """One for all tests; each leaves it as it was, or fresh."""
    with running(tmp_path_factory.mktemp("watch")) as one:
        one.fresh()
        yield one


def as_served(page: bytes) -> bytes:
    """A page without its own policy, which would not let the script run; the header has another."""
    assert page.count(POLICY.encode()) == 1
    return page.replace(POLICY.encode(), b"")


def test_a_saved_table_is_in_the_page_and_the_file_is_as_it_was_made(watched):
    before = watched.fresh()
    events = watched.events()
    next(events)
    watched.copy.describe(title="Rubriken ett")
    told = until(events, "", before["number"])
    assert STALE in told[0]["text"]
    assert told[0]["number"] == before["number"]
    status, page = watched.bytes(PAGE)
    made = as_served((watched.reports / PAGE[1:]).read_bytes())
    assert status == 200
    assert b"Rubriken ett" in made
    assert re.findall(b"<script[^>]*>", made) == [b'<script type="application/ld+json">']
    assert page.startswith(made)
    assert b"EventSource" in page.removeprefix(made)
    assert told[-1]["number"].encode() in page.removeprefix(made)


def test_a_saved_notebook_is_in_the_page(watched):
    before = watched.fresh()
    events = watched.events()
    path = watched.notebooks / "avstamning.ipynb"
    nb = json.loads(path.read_text(encoding="utf-8"))
    nb["cells"].append({"cell_type": "markdown", "id": "nytt", "metadata": {}, "source": "En rad till om saken."})
    path.write_text(json.dumps(nb), encoding="utf-8")
    until(events, "", before["number"])
    assert "En rad till om saken." in watched.ask(PAGE)[1]


def test_what_is_saved_meanwhile_ends_what_is_being_made(watched, tmp_path):
    before = watched.fresh()
    path, begun, events = watched.notebooks / "avstamning.ipynb", tmp_path / "begun", watched.events()
    kept = path.read_text(encoding="utf-8")
    nb = json.loads(kept)
    slow = f"import pathlib, time\npathlib.Path({str(begun)!r}).touch()\ntime.sleep({10 * LONG})"
    cell = {"cell_type": "code", "id": "droj", "metadata": {}, "source": slow}
    nb["cells"].append(cell | {"outputs": [], "execution_count": None})
    try:
        path.write_text(json.dumps(nb), encoding="utf-8")
        until(events, STALE)
        for _ in range(LONG * 10):
            if begun.exists():
                break
            time.sleep(0.1)
        assert begun.exists()
    finally:
        path.write_text(kept, encoding="utf-8")
    assert until(events, "")[-1]["number"] == before["number"], "what it came to before is what it comes to again"


def test_faults_are_shown_with_the_page_before_and_gone_when_mended(watched):
    before = watched.fresh()
    path = watched.copy.folder / "allocations.csv"
    kept, events = path.read_text(encoding="utf-8"), watched.events()
    old = as_served((watched.reports / PAGE[1:]).read_bytes())
    try:
        hostile = "</div><script>alert(1)</script>"
        path.write_text(kept.replace("mal-och-budget", hostile), encoding="utf-8")
        told = until(events, "allocations.csv, rad 2")
        assert "inte aktuell" in told[-1]["text"]
        assert hostile in told[-1]["text"]
        assert told[-1]["number"] == before["number"]
        assert next(watched.events())["text"] == told[-1]["text"], "a page that is opened now is told at once"
        page = watched.bytes(PAGE)[1]
        added = page.removeprefix(old).decode()
        assert page.startswith(old)
        assert "allocations.csv, rad 2" in added
        assert "alert(1)" in added
        assert "<script>" not in added
        assert added.count("<script ") == 1
        assert "alert" not in added.split("<script ")[1]
        for name in ("avstamning.pdf", "kopia.xlsx", "result.json"):
            status, text = watched.ask(f"/kopia/{name}")
            assert status == 503, "what cannot be marked is held back"
            assert "inte aktuell" in text
    finally:
        path.write_text(kept, encoding="utf-8")
    assert until(events, "")[-1]["number"] == before["number"], "what it came to before is what it comes to again"
    assert watched.bytes("/kopia/avstamning.pdf")[1][:5] == b"%PDF-"


def test_a_page_that_is_not_approved_is_another_and_the_approved_one_says_so(watched):
    before = watched.fresh()
    path = watched.copy.folder / "allocations.csv"
    kept, events = path.read_bytes(), watched.events()
    try:
        watched.copy.change("allocations.csv", {"measure": "laxlasning", "pot": "medelsreserven"}, amount="1")
        told = until(events, "senast godkända", before["number"])
        assert told[-1]["place"] == "/kopia.ej-godkand/avstamning.html"
        assert "senast godkända" in watched.ask(PAGE)[1]
        assert "senast godkända" not in watched.ask(told[-1]["place"])[1]
        assert watched.ask("/kopia/kopia.xlsx")[0] == 503
        assert watched.ask("/kopia.ej-godkand/kopia.xlsx")[0] == 200
    finally:
        path.write_bytes(kept)
    assert until(events, "", told[-1]["number"])[-1]["place"] == PAGE
    status, text = watched.ask("/kopia.ej-godkand/avstamning.html")
    assert status == 404
    assert "ligger i kopia." in text


def test_a_shelf_that_another_run_holds_is_told_and_waited_for(watched):
    before = watched.fresh()
    events = watched.events()
    with FileLock(watched.reports / ".lock"):
        watched.copy.describe(title="Rubriken två")
        assert until(events, HELD)[-1]["number"] == before["number"]
    assert until(events, "", before["number"])


def test_an_edition_that_another_run_has_changed_is_not_called_fresh(watched):
    before = watched.fresh()
    events = watched.events()
    (watched.reports / "kopia" / "result.json").unlink()
    until(events, "En annan körning har ändrat utgåvan")
    watched.copy.describe(title="Rubriken tre")
    until(events, "", before["number"])


def test_an_edition_of_another_case_says_that_it_is_not_watched(watched):
    (watched.reports / "annan").mkdir(exist_ok=True)
    (watched.reports / "annan" / "sida.html").write_text("<p>Sida</p>", encoding="utf-8")
    status, text = watched.ask("/annan/sida.html")
    assert status == 200
    assert "bevakas inte" in text
    assert "bevakas inte" in next(watched.events("/annan/sida.html"))["text"]
    assert "bevakas inte" not in watched.ask("/")[1]


@pytest.mark.parametrize(
    "path",
    [
        "/../hemligt.html",
        "/kopia/../../hemligt.html",
        "/%2e%2e/hemligt.html",
        "/..%2fhemligt.html",
        "/%2e%2e%5chemligt.html",
        "/..\\hemligt.html",
        "//hemligt.html",
        "/kopia/%00.html",
        "/lank.html",
        "/mapp/hemligt.html",
        "/.dold.html",
        "/.dold/hemligt.html",
        "/.lock",
        "/kopia//avstamning.html",
        "/kopia",
        "/kopia/",
        "/finns-inte.html",
    ],
)
def test_nothing_else_is_served(watched, path):
    outside = watched.reports.parent / "utanfor"
    if not outside.exists():
        outside.mkdir()
        for place in (outside, watched.reports.parent):
            (place / "hemligt.html").write_text("HEMLIGT", encoding="utf-8")
        (watched.reports / ".dold.html").write_text("HEMLIGT", encoding="utf-8")
        (watched.reports / ".dold").mkdir()
        (watched.reports / ".dold" / "hemligt.html").write_text("HEMLIGT", encoding="utf-8")
        (watched.reports / "lank.html").symlink_to(outside / "hemligt.html")
        (watched.reports / "mapp").symlink_to(outside, target_is_directory=True)
        (watched.reports / "oppen.html").write_text("HEMLIGT", encoding="utf-8")
    assert "HEMLIGT" in watched.ask("/oppen.html")[1], "a page that may be served is"
    status, text = watched.ask(path)
    assert status == 404
    assert "HEMLIGT" not in text
    assert "avstamning" not in text


def test_no_other_host_no_other_method(watched):
    assert watched.ask("/", host=f"localhost:{watched.port}")[0] == 200
    for host in (None, "example.com", f"example.com:{watched.port}", "127.0.0.1", f"127.0.0.1:{watched.port}.se"):
        assert watched.ask("/", host=host) == (403, "")
        assert watched.ask(f"/_events?page={PAGE}", host=host) == (403, "")
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert watched.ask("/", method) == (501, "")
    assert watched.ask("/", "HEAD") == (200, "")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has further addresses of its own as they are")
def test_no_other_address(watched):
    socket.create_connection(("127.0.0.1", watched.port)).close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", watched.port))


def test_a_taken_port_is_a_fault_of_use(watched, capsys):
    given = ["watch", str(watched.copy.folder), "--reports", str(watched.reports), "--port", str(watched.port)]
    assert main(given) == 2
    assert "--port" in capsys.readouterr().err


def _deaf(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(20)


@pytest.mark.slow
def test_the_process_that_serves_ends_also_where_it_hears_no_request_to(tmp_path, monkeypatch):
    monkeypatch.setattr(live, "_serve", _deaf)
    with live.served(tmp_path, "fall", 0):
        [process] = multiprocessing.active_children()
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.slow
def test_the_page_renews_itself_and_is_marked(watched, browser):
    watched.fresh()
    page = browser.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.goto(f"http://127.0.0.1:{watched.port}{PAGE}")
    banner = page.locator("#watch")
    expect(banner).to_be_hidden()
    assert "Rubriken fyra" not in page.content()
    decision = watched.copy.folder / "datapackage.json"
    watched.copy.describe(title="Rubriken fyra")
    kept = decision.read_text(encoding="utf-8")
    expect(page.locator("body")).to_contain_text("Rubriken fyra", timeout=LONG * 1000)
    expect(banner).to_be_hidden(timeout=LONG * 1000)
    # A slow machine says for a moment that the connection is lost, which marks the title as well.
    title = page.title().removeprefix("(!) ")
    decision.write_text("{", encoding="utf-8")
    expect(banner).to_be_visible(timeout=LONG * 1000)
    expect(banner).to_contain_text("datapackage.json", timeout=LONG * 1000)
    expect(banner).to_be_in_viewport()
    expect(page).to_have_title(f"(!) {title}")
    page.goto(f"http://127.0.0.1:{watched.port}/kopia/avstamning.pdf")
    expect(banner).to_contain_text("datapackage.json")
    page.goto(f"http://127.0.0.1:{watched.port}{PAGE}")
    decision.write_text(kept, encoding="utf-8")
    expect(banner).to_be_hidden(timeout=LONG * 1000)
    assert [fault for fault in faults if "503" not in fault] == []
    page.close()


def churn(folder: Path, ended: threading.Event) -> None:
    """Let files, folders and links of others come and go in `folder`, as fast as they can."""
    number = 0
    while not ended.is_set():
        number += 1
        file, inside, link = (folder / f"{kind}{number % 50}" for kind in ("4913_", "mapp", "lank"))
        with contextlib.suppress(OSError):
            file.write_text("x")
            inside.mkdir()
            link.symlink_to("ingenstans")
            inside.rmdir()
            link.unlink()
            file.unlink()


@pytest.mark.slow
def test_what_comes_and_goes_neither_ends_it_nor_makes_anything_anew(tmp_path):
    with running(tmp_path) as watched:
        case, ended = watched.copy.folder, threading.Event()
        before = watched.fresh()["number"]
        churning = threading.Thread(target=churn, args=(case, ended))
        churning.start()
        try:
            time.sleep(1.5)
            assert watched.fresh()["number"] == before
            events = watched.events()
            watched.copy.describe(title="Rubriken fem")
            until(events, STALE)
            after = until(events, "", other_than=before)[-1]["number"]
            assert after != before
        finally:
            ended.set()
            churning.join()
        events = watched.events()
        case.rename(case.with_name("borta"))
        until(events, "finns inte")
        case.with_name("borta").rename(case)
        assert until(events, "")[-1]["number"] == after
        watched.copy.describe(title="Rubriken sex")  # the folder is followed again
        assert until(events, "", other_than=after)
        assert watched.stop(signal.SIGHUP) == 128 + signal.SIGHUP
    assert "Avbrutet." in (tmp_path / "log").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_changed_program_asks_for_a_new_start_and_an_interrupt_is_an_end(clone, tmp_path, browser, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(clone))
    with running(tmp_path, clone) as watched:
        number = watched.fresh()["number"]
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{watched.port}{PAGE}")
        events = watched.events()
        program = clone / "fordelning" / "report" / "phrases.py"
        kept = program.read_text(encoding="utf-8")
        program.write_text(kept + "\n# ändrat\n", encoding="utf-8")
        assert until(events, "Programmet har ändrats: starta om watch")[-1]["number"] == number
        expect(page.locator("#watch")).to_contain_text("starta om watch", timeout=LONG * 1000)
        program.write_text(kept, encoding="utf-8")
        assert until(events, "")[-1]["number"] == number
        assert watched.stop() == 0
        expect(page.locator("#watch")).to_contain_text(LOST, timeout=LONG * 1000)
        assert not (watched.reports / ".making").exists()
        watched.start(watched.port)
        assert watched.fresh()["number"] != number
        expect(page.locator("#watch")).to_be_hidden(timeout=LONG * 1000)
        page.close()
