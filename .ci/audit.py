"""`make audit`: known vulnerabilities of what is locked, and licences that a municipality could not live with.

The licences are those of what is run, as the installed packages tell them. A vulnerability, a licence that may not be
used and one that nobody has looked at end it with status 1; an index that cannot be asked is told, and blocks nothing.
"""

import importlib.metadata
import json
import re
import subprocess
import sys
from collections import Counter
from email.message import Message
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUN = ("requirements.txt", "requirements-distributed.txt")  # what a municipality installs
LOCKS = (*RUN, "requirements-dev.txt", "requirements-alone.txt")
PATIENCE = 300  # seconds

# Permissive: to be used, changed and given on, if the licence goes with it. As packages spell them.
PERMISSIVE = re.compile(
    r"(MIT|MIT-0|MIT-CMU|MIT License|0BSD|(The )?(New |Modified )?BSD([- ][23][- ]Clause)?( License)?|ISC( license)?|"
    r"ISC License \(ISCL\)|Apache([- ](Software )?License)?(,? Version)?[- ]?(2\.0)?|PSF-2\.0|PSFL|Zlib|CC0-1\.0|"
    r"Python Software Foundation License|Unlicense|HPND)",
    re.IGNORECASE,
)
# What asks for more, and why it may be used all the same.
REASONED = {
    r"MPL[- ]2\.0|Mozilla Public License 2\.0 \(MPL 2\.0\)": "bara ändringar i paketets egna filer behöver delas",
    r"LGPL.*|GNU (Lesser|Library) General Public License.*": "biblioteket laddas oförändrat och kan bytas ut",
    r"(SIL )?(OFL|Open Font License)[- ]1\.1( \(OFL-1\.1\))?|SIL Open Font License 1\.1 \(OFL-1\.1\)": (
        "typsnittet får bäddas in i dokument, och bara säljas som en del av något annat"
    ),
}
# Packages whose licence is told in words of their own: what they say, and what they were found to be.
FOUND = {
    "pypdfium2": (
        "BSD-3-Clause, Apache-2.0, dependency licenses",
        "PDFium och det som följer med den är under tillåtande licenser, uppräknade i paketet",
    ),
}


def licence(told: Message) -> str:
    """The licence that the metadata of a package tells: its expression, else its classifiers, else its own words."""
    if expression := told.get("License-Expression"):
        return expression
    classified = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier", []) if one.startswith("License ::")]
    named = [one for one in classified if one != "OSI Approved"]
    return " AND ".join(named) or (told.get("License") or "").partition("\n")[0].strip() or "ingen uppgift"


def why_not(package: str, told: str) -> str:
    """Why a package under the licence `told` may not be used, "" where it may; in Swedish.

    Of what is joined by OR one is enough, of the rest every one is asked for.
    """
    if FOUND.get(package, ("",))[0] == told:
        return ""
    faults = [[one for one in _parts(choice) if not _is_usable(one)] for choice in re.split(r"\s+OR\s+", told)]
    fewest = min(faults, key=len) if "(" not in re.sub(r"\([A-Z0-9 .-]*\)", "", told) else max(faults, key=len)
    return f"{', '.join(fewest)} är ingen licens som får användas utan ett skäl" if fewest else ""


def _parts(told: str) -> list[str]:
    return [one.strip() for one in re.split(r"\s+AND\s+", told)]


def _is_usable(name: str) -> bool:
    return bool(PERMISSIVE.fullmatch(name) or any(re.fullmatch(pattern, name) for pattern in REASONED))


def locked(file: str) -> list[str]:
    """The packages that a lock file holds."""
    return re.findall(r"^([a-z0-9][a-z0-9._-]*)==", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


def licences() -> bool:
    """Tell the licences of what is run; whether all may be used."""
    told, absent = {}, []
    for name in sorted({name for file in RUN for name in locked(file)}):
        try:
            told[name] = licence(importlib.metadata.metadata(name))
        except importlib.metadata.PackageNotFoundError:  # for another system than this
            absent.append(name)
    for one, count in Counter(told.values()).most_common():
        print(f"{count:4}  {one}: {', '.join(name for name in told if told[name] == one)}")
    if absent:
        print(f"Ej installerade här, och inte prövade: {', '.join(absent)}")
    faults = {name: why for name, one in told.items() if (why := why_not(name, one))}
    for name, why in faults.items():
        print(f"{name}: {why}. Byt ut paketet, eller skriv skälet i .ci/audit.py.", file=sys.stderr)
    return not faults


def vulnerabilities() -> bool:
    """Tell the known vulnerabilities of what is locked; whether there are none, as far as the index can be asked."""
    files = [part for file in LOCKS for part in ("-r", str(ROOT / file))]
    command = [sys.executable, "-m", "pip_audit", *files, "--require-hashes", "--disable-pip", "--format", "json"]
    try:
        done = subprocess.run([*command, "--progress-spinner", "off"], capture_output=True, text=True, timeout=PATIENCE)
        found = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError):
        print("Sårbarheter: indexet kunde inte nås. Inget är prövat.")
        return True
    unknown = [one["name"] for one in found if "skip_reason" in one]
    bad = [(one, fault) for one in found for fault in one.get("vulns", [])]
    for one, fault in bad:
        mended = ", ".join(fault["fix_versions"]) or "ingen version"
        print(f"{one['name']} {one['version']}: {fault['id']}, lagad i {mended}", file=sys.stderr)
    asked = len(found) - len(unknown)
    print(f"Sårbarheter: {len(bad)} i {asked} prövade paket; {len(unknown)} kunde indexet inte svara om.")
    return not bad


if __name__ == "__main__":
    fine = [licences(), vulnerabilities()]
    sys.exit(not all(fine))
