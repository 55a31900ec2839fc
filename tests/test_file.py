"""A file is read only if it is a regular one: nothing else can be waited for."""

import errno
import os
import socket
import sys
from pathlib import Path

import pytest

from fordelning.faults import reason
from fordelning.file import content

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
    with pytest.raises(OSError) as caught:
        content(tmp_path / "x")
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
