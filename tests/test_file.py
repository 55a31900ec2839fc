"""A file is read only if it is a regular one: nothing else can be waited for."""

import errno
import hashlib
import io
import os
import socket
import sys
import tracemalloc
from pathlib import Path

import pytest

from fordelning.base import file
from fordelning.base.errors import reason
from fordelning.base.file import content, parts
from fordelning.publish.edition.manifest import digest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kinds of files that Windows does not have")


def fifo(path):
    os.mkfifo(path)


def listening(path):
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))


def device(path):
    path.symlink_to("/dev/zero")


def folder(path):
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (fifo, "det är ingen vanlig fil"),
        (listening, "det är ingen vanlig fil"),
        (device, "det är ingen vanlig fil"),
        (folder, "det är en mapp och ingen fil"),
    ],
)
def test_what_is_no_regular_file_is_told_at_once(tmp_path, monkeypatch, make, said):
    monkeypatch.chdir(tmp_path)  # the name of a socket is short
    make(Path("x"))
    for read in (content, digest):
        with pytest.raises(OSError) as caught:
            read(tmp_path / "x")
        assert reason(caught.value) == said


def test_no_more_is_read_than_is_wanted(tmp_path):
    (tmp_path / "x").write_bytes(b"abc")
    assert content(tmp_path / "x", 2) == b"ab" and content(tmp_path / "x") == b"abc"


def test_a_link_is_followed_only_if_that_is_said(tmp_path):
    (tmp_path / "x").write_bytes(b"abc")
    (tmp_path / "link").symlink_to("x")
    assert content(tmp_path / "link") == b"abc"
    with pytest.raises(OSError) as caught:
        content(tmp_path / "link", follow=False)
    assert caught.value.errno == errno.ELOOP


@pytest.mark.parametrize("size", [0, 1, 7, 8, 9, 20])
def test_a_digest_is_of_the_whole_though_little_is_held_at_a_time(tmp_path, monkeypatch, size):
    monkeypatch.setattr(file, "_PART", 8)
    written = bytes(range(size))
    (tmp_path / "x").write_bytes(written)
    assert b"".join(parts(tmp_path / "x")) == written and max(map(len, parts(tmp_path / "x")), default=0) <= 8
    assert digest(tmp_path / "x") == hashlib.sha256(written).hexdigest()


def test_a_digest_takes_no_more_memory_of_a_large_file(tmp_path):
    with (tmp_path / "x").open("wb") as stream:
        stream.truncate(50_000_000)
    tracemalloc.start()
    try:
        digest(tmp_path / "x")
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("read", [content, lambda path: content(path, 5), digest])
def test_what_has_nothing_to_give_cannot_be_read(tmp_path, monkeypatch, read):
    class Silent(io.FileIO):
        def read(self, most=-1):
            return None

    (tmp_path / "x").write_bytes(b"abc")
    monkeypatch.setattr(file, "open", Silent, raising=False)
    with pytest.raises(OSError) as caught:
        read(tmp_path / "x")
    assert reason(caught.value) == "läsning eller skrivning misslyckades"
