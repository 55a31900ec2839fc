"""`make audit`: which licences may be used, and what is said when the index of vulnerabilities cannot be asked."""

import importlib.util
import json
import subprocess
from email.message import Message

import pytest
from conftest import ROOT

spec = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
audit = importlib.util.module_from_spec(spec)
spec.loader.exec_module(audit)


def told(**fields) -> str:
    message = Message()
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    return audit.licence(message)


FORBIDDEN = [
    {"License_Expression": "GPL-3.0-or-later"},
    {"License_Expression": "AGPL-3.0-only"},
    {"License_Expression": "MIT AND GPL-2.0-only"},
    {"License_Expression": "(MIT OR GPL-2.0-only) AND AGPL-3.0-only"},
    {"License_Expression": "LicenseRef-Kommersiell"},
    {"Classifier": "License :: OSI Approved :: GNU Affero General Public License v3"},
    {"Classifier": "License :: Other/Proprietary License"},
    {"License": "Påhittad licens 1.0, som liknar MIT"},
    {},
]


@pytest.mark.parametrize("fields", FORBIDDEN)
def test_what_a_municipality_could_not_use_is_told(fields):
    assert "är ingen licens som får användas" in audit.why_not("paket", told(**fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"License_Expression": "MIT"},
        {"License_Expression": "GPL-2.0-only OR BSD-3-Clause"},
        {"License_Expression": "MPL-2.0 AND MIT"},
        {"License_Expression": "LGPL-2.1-or-later", "License": "GPL"},  # the expression is what holds
        {"Classifier": "License :: OSI Approved :: BSD License", "License": "all text of it"},
        {"License": "Apache License, Version 2.0"},
    ],
)
def test_what_may_be_used_is_passed(fields):
    assert audit.why_not("paket", told(**fields)) == ""


def test_what_was_found_of_a_package_holds_while_it_says_the_same():
    (package, (said, _)) = next(iter(audit.FOUND.items()))
    assert audit.why_not(package, said) == ""
    assert audit.why_not(package, f"{said} 2")
    assert audit.why_not("annat", said)


def test_all_that_is_run_may_be_used(capsys):
    assert audit.licences(), capsys.readouterr().err
    assert "MPL-2.0: " in capsys.readouterr().out


def test_a_forbidden_licence_fails_the_audit(monkeypatch, capsys):
    message = Message()
    message["License-Expression"] = "AGPL-3.0-only"
    monkeypatch.setattr(audit.importlib.metadata, "metadata", lambda name: message)
    assert not audit.licences()
    assert "pandas: AGPL-3.0-only är ingen licens" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("printed", "fine", "said"),
    [
        ("", True, "indexet kunde inte nås. Inget är prövat."),
        ({"name": "a", "skip_reason": "not found"}, True, "0 i 0 prövade paket; 1 kunde indexet inte svara om"),
        ({"name": "a", "version": "1", "vulns": []}, True, "0 i 1 prövade paket; 0 kunde"),
        ({"name": "a", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}, False, "a 1: X-1, lagad i 2"),
    ],
)
def test_what_the_index_says_is_told(printed, fine, said, monkeypatch, capsys):
    text = json.dumps({"dependencies": [printed]}) if printed else printed
    monkeypatch.setattr(audit.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 1, text, ""))
    assert audit.vulnerabilities() is fine
    found = capsys.readouterr()
    assert said in found.out + found.err
