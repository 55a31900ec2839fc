"""Good input made bad: every function takes what is good and a Random, and gives what is worse, the same each time.

`spoiled_json`, `spoiled_csv`, `spoiled_text` and `spoiled_book` know the structure of what they spoil, so that what is
reached lies behind the parsers too; `noisy` knows only bytes, and `replaced` puts something else where a file was.
"""

import copy
import csv
import io
import json
import os
import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

MOST = 3_000_000  # characters that something multiplied may come to
BOMB = ("(a+)+$", "a" * 40 + "!")  # an expression and a text that it is tried on for ever
KNOWN = json.loads(Path(__file__).with_name("hostile.json").read_text(encoding="utf-8"))
PATTERNS = [*KNOWN["patterns"], "(" * 6000 + ")" * 6000]
LONG = ["a" * 100_000, "Nämnd " * 20_000, "å-" * 50_000, "1 " * 50_000, "å" * 300, "a\u0301" * 200, BOMB[1]]
NUMBERS = [*KNOWN["numbers"], *("9" * length for length in (40, 400, 5000)), "0." + "3" * 300]
HOSTILE = (NUMBERS, KNOWN["dates"], KNOWN["paths"], KNOWN["markup"], KNOWN["signs"], PATTERNS, LONG)
ALONE = ("\ud800", "\udfff\ud800", "a\udcff")  # half a letter, which JSON can hold and UTF-8 cannot
NESTED = ["9" * 5000, "[" * 100_000 + "]" * 100_000, "[" * 500 + "]" * 500, '{"a":' * 5000 + "1" + "}" * 5000]


def text(chance: Random) -> str:
    """A hostile text."""
    return chance.choice(chance.choice(HOSTILE))


def near(value: str, chance: Random) -> str:
    """`value` a little otherwise: what is hardly seen may matter most."""
    at = chance.randint(0, len(value))
    ways = (
        value[:at] + value[at + 1 :],
        value[:at] + chance.choice("0193aåÅ -.,:/_") + value[at:],
        value[:at] + text(chance) + value[at:],
        value.swapcase(),
        f" {value}",
        value * 2,
        value[::-1],
    )
    return chance.choice(ways)


# Bytes


def noisy(content: bytes, chance: Random) -> bytes:
    """`content` with bytes changed, put in, taken away, or all of it in another encoding."""
    if chance.random() < 0.3:
        return _encoded(content.decode("utf-8", "replace"), chance)
    made = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        at = chance.randint(0, len(made))
        match chance.randrange(5):
            case 0:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                made[at:at] = chance.choice((b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n", b'"', b"\x1a", b"\xc3"))
            case 2:
                del made[at : at + chance.choice((1, 2, 100))]
            case 3:
                made[at:at] = made[: chance.choice((1, 100, 5000))]
            case 4:
                del made[at:]
    return bytes(made)


def _encoded(text: str, chance: Random) -> bytes:
    encoding = chance.choice(("latin-1", "utf-16", "utf-16-be", "utf-32", "cp037", "utf-8-sig", "utf-7", "mac-roman"))
    again = text if chance.random() < 0.8 else "\ufeff" + text
    return again.encode(encoding, "replace")


def replaced(path: Path, chance: Random) -> str:
    """Put something else than a good file at `path`; returns what."""
    ways = {
        "nothing": lambda: None,
        "an empty file": path.touch,
        "a folder": path.mkdir,
        "a folder with a file": lambda: (path.mkdir(), (path / "x").touch()),
        "a link that leads nowhere": lambda: path.symlink_to("nowhere"),
        "a link to itself": lambda: path.symlink_to(path.name),
        "a link out": lambda: path.symlink_to(path.parents[2] / "own.txt"),
        "a link to a folder": lambda: path.symlink_to("."),
        "a file with holes": lambda: _with_holes(path, 400_000_000),
    }
    if hasattr(os, "mkfifo"):
        ways |= {
            "a pipe": lambda: os.mkfifo(path),
            "a socket": lambda: os.mknod(path, stat.S_IFSOCK | 0o600),
            "a link to a device": lambda: path.symlink_to("/dev/zero"),
            "a link to a pipe": lambda: (os.mkfifo(path.with_name("own.pipe")), path.symlink_to("own.pipe")),
        }
    way = chance.choice(list(ways))
    path.unlink(missing_ok=True)
    ways[way]()
    return f"{path.name}: {way}"


def _with_holes(path: Path, size: int) -> None:
    with path.open("wb") as stream:
        stream.truncate(size)


# JSON


def spoiled_json(content: bytes, chance: Random) -> bytes:
    """A JSON document with values of wrong kinds, and keys and parts gone, twice, elsewhere, or far too many."""
    root = [json.loads(content)]
    raw: list[str] = []
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        _alter(root, raw, chance)
    try:
        made = json.dumps(root[0], ensure_ascii=chance.random() < 0.3)
        if len(made) > 2 * MOST:
            raise ValueError("too much")
    except (ValueError, RecursionError):
        return b"[" * 50_000
    for number, instead in enumerate(raw):
        made = made.replace(json.dumps(_marker(number)), instead).replace(_marker(number), "x")
    content = made.encode("utf-8", "surrogatepass")
    return noisy(content, chance) if chance.random() < 0.1 else content


def _marker(number: int) -> str:
    return f"@@{number}@@"


def _alter(root: list, raw: list[str], chance: Random) -> None:
    holder, key = _somewhere(root, chance)
    value = holder[key]
    match chance.randrange(13):
        case 0 | 1:
            holder[key] = _json_value(chance)
        case 2:
            raw.append(chance.choice((*KNOWN["json"], *NESTED)))
            holder[key] = _marker(len(raw) - 1)
        case 3 | 4 if holder is not root:
            del holder[key]
        case 5 if isinstance(holder, dict):
            name = chance.choice((near(key, chance), text(chance), key.upper(), "name", ""))
            holder[name] = holder.pop(key) if chance.random() < 0.5 else copy.deepcopy(value)
        case 6:
            other, there = _somewhere(root, chance)
            holder[key], other[there] = copy.deepcopy(other[there]), copy.deepcopy(value)
        case 7:
            other, there = _somewhere(root, chance)
            holder[key] = copy.deepcopy(other[there])
        case 8:
            holder[key] = chance.choice(([value], {"a": value}, [], {}, str(value)[:1000]))
        case 9 if isinstance(value, list) and value:
            many = chance.choice((2, 2, 2, 300, 30_000))
            one = chance.choice(value)
            value.extend([one] * min(many, MOST // len(json.dumps(one))))
        case 10 if isinstance(value, dict):
            value[chance.choice(("a", "", "name", "path", "type", "@context", text(chance)))] = _json_value(chance)
        case _:
            holder[key] = _near_value(value, chance)


def _somewhere(root: list, chance: Random) -> tuple[list | dict, int | str]:
    """A place in the document: as likely near its root as deep within."""
    if chance.random() < 0.4:
        return chance.choice(list(_places(root)))
    holder, key = root, 0
    while isinstance(holder[key], list | dict) and holder[key] and chance.random() < 0.85:
        holder = holder[key]
        key = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    return holder, key


def _places(root: list) -> Iterator[tuple[list | dict, int | str]]:
    waiting: list = [root]
    while waiting:
        holder = waiting.pop()
        for key, value in holder.items() if isinstance(holder, dict) else enumerate(holder[:50]):
            yield holder, key
            if isinstance(value, list | dict):
                waiting.append(value)


def _json_value(chance: Random) -> object:
    plain = (None, True, False, 0, -1, 1, 1.5, 2**63, 10**30, 1e308, [], {}, [None], [[]], {"": None}, {"a": {"b": []}})
    return chance.choice((chance.choice(plain), chance.choice(plain), text(chance), text(chance), chance.choice(ALONE)))


def _near_value(value: object, chance: Random) -> object:
    match value:
        case bool():
            return not value
        case int() | float():
            return chance.choice((value + 1, -value, value * 10**6, str(value), float(value)))
        case str():
            return near(value, chance)
        case list():
            return value[::-1]
        case dict():
            return list(value.items())
        case _:
            return 0


# Tables


def spoiled_csv(content: bytes, chance: Random) -> bytes:
    """A table with hostile cells, and rows and columns cut, doubled, exchanged or named otherwise."""
    delimiter = b";" if content.count(b";") > content.count(b",") else b","
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter.decode()))
    alter = chance.choice((_exchange, _alter_rows))
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        alter(rows, chance)
    sign, end = delimiter.decode(), "\n"
    if chance.random() < 0.1:
        sign, end = chance.choice(",;\t|:"), chance.choice(("\n", "\r", "\r\n", "\n\n"))
    stream = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if chance.random() < 0.1 else csv.QUOTE_MINIMAL
    csv.writer(stream, delimiter=sign, lineterminator=end, quoting=quoting).writerows(rows)
    made = stream.getvalue()
    if chance.random() < 0.05:
        at = chance.randint(0, len(made))
        made = made[:at] + chance.choice(('"', '"a"b', "\n", sign, "\r")) + made[at:]
    content = made.encode("utf-8", "replace")
    return noisy(content, chance) if chance.random() < 0.05 else content


def _exchange(rows: list[list[str]], chance: Random) -> None:
    """Change what may pass for good: a cell for another of its column, a figure for another, a row for none or two."""
    if len(rows) < 2:
        return
    row, other = chance.choice(rows[1:]), chance.choice(rows[1:])
    match chance.randrange(8):
        case 0:
            rows.remove(row)
        case 1:
            rows.append([chance.choice(cells) for cells in zip(row, other, strict=False)])
        case 2 | 3:
            figures = [at for at, cell in enumerate(row) if re.fullmatch("-?[0-9.]+", cell)] or [0]
            row[chance.choice(figures)] = chance.choice(("0", "-1", "0.1", "1", "999999999999999", "2020", "-5.5"))
        case _:
            at = chance.randrange(min(len(row), len(other)) or 1)
            row[at : at + 1] = other[at : at + 1]


def _alter_rows(rows: list[list[str]], chance: Random) -> None:
    row = chance.choice(rows) if rows else []
    if not row:
        rows.append([text(chance)])
        return
    at = chance.randrange(len(row))
    match chance.randrange(12):
        case 0 | 1 | 2:
            row[at] = text(chance)
        case 3 | 4:
            row[at] = near(row[at], chance)
        case 5:
            other = chance.choice(rows)
            row[at] = chance.choice(other[at : at + 1] * 3 + other + [""])
        case 6:
            rows.insert(chance.randint(0, len(rows)), list(row))
        case 7:
            rows.remove(row)
        case 8:
            del row[at:]
        case 9:
            row.insert(at, text(chance))
        case 10:
            for line in rows:
                del line[at : at + 1]
        case 11:
            rows.extend([list(row)] * chance.choice((1, 1, 1000)))


# Source texts


def spoiled_text(content: bytes, chance: Random) -> bytes:
    """A text with other figures, lines that are long and dense with digits, and odd line ends."""
    lines = content.decode("utf-8").splitlines()
    for _ in range(chance.choice((1, 1, 2, 4))):
        at = chance.randint(0, len(lines))
        match chance.randrange(6):
            case 0 | 1:
                lines.insert(at, _dense(chance))
            case 2:
                lines.insert(at, text(chance))
            case 3:
                lines[at:at] = [chance.choice(lines)] * chance.choice((1, 1000)) if lines else [""]
            case 4:
                lines = [re.sub("[0-9]+", lambda found: near(found[0], chance)[:5000], line) for line in lines]
            case 5:
                del lines[at : at + chance.choice((1, 5, 1000))]
    end = "\n" if chance.random() < 0.8 else chance.choice(("\r", "\r\n", "\n\r", "\x0c", "\x85", "\u2028", ""))
    content = end.join(lines).encode("utf-8", "replace")
    return noisy(content, chance) if chance.random() < 0.15 else content


def _dense(chance: Random) -> str:
    """A line that an expression with any choice in it is slow on, if it is slow on any."""
    atoms = chance.choices(KNOWN["source"], k=chance.choice((1, 1, 2, 3)))
    length = chance.choice((200, 200, 200, 10_000, 10_000, 80_000))
    line = "".join(atoms)
    line *= length // len(line)
    return chance.choice(("", "(", "x")) + line + chance.choice(("", "!", "x", "1", chance.choice(KNOWN["source"])))


# Workbooks

_ATTRIBUTE = re.compile(r'(?P<what>\w+)="(?P<value>[^"<>]*)"')
_BETWEEN = re.compile(r"<(?P<what>[\w:]+)(?: [^<>]*)?>(?P<value>[^<>]+)(?=<)")
_LEAF = re.compile(r"<(?P<what>[\w:]+)(?: [^<>]*)?(?:/>|>[^<]*</(?P=what)>)")
_BRANCH = re.compile(r"<(?P<what>[\w:]+)(?: [^<>]*)?(?<!/)>(?=<).*?</(?P=what)>", re.S)
_DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


def spoiled_book(content: bytes, chance: Random) -> bytes:
    """A workbook with odd XML in its parts, parts gone or twice, or an archive that is odd itself."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        weights = [4 if re.search("sheet|styles|sharedStrings", name) else 1 for name, _ in parts]
        at = chance.choices(range(len(parts)), weights)[0] if parts else 0
        match chance.randrange(12):
            case _ if not parts:
                parts.append((chance.choice(KNOWN["parts"]), b""))
            case 0:
                del parts[at]
            case 1:
                parts.append((chance.choice((parts[at][0], *KNOWN["parts"])), parts[at][1]))
            case 2:
                parts[at] = near(parts[at][0], chance)[:200].replace("\x00", ""), parts[at][1]
            case 3:
                parts[at] = parts[at][0], noisy(parts[at][1], chance)
            case 4:
                other = chance.choice(parts)
                parts[at] = parts[at][0], other[1]
            case _:
                parts[at] = (
                    parts[at][0],
                    _spoiled_xml(parts[at][1].decode("utf-8", "replace"), chance).encode("utf-8", "replace"),
                )
    return _zipped(parts, chance)


def _zipped(parts: list[tuple[str, bytes]], chance: Random) -> bytes:
    stream = io.BytesIO()
    odd = chance.randrange(40)
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts:
            about = zipfile.ZipInfo(name.encode("utf-8", "replace").decode() or "x")
            about.compress_type = zipfile.ZIP_DEFLATED if odd == 1 else zipfile.ZIP_STORED
            archive.NameToInfo.pop(about.filename, None)  # twice is what it is to be, without a warning
            archive.writestr(about, content)
        if odd == 0:
            many = zipfile.ZipInfo("xl/worksheets/sheet99.xml")
            many.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(many, b"<a>" * 20_000_000)
    made = bytearray(stream.getvalue())
    at = [found.start() for found in re.finditer(b"PK\x01\x02", made)]
    match odd:
        case 2:
            made[chance.choice(at) + 8] |= 1  # has a password, it says
        case 3:
            made[chance.choice(at) + 10] = chance.choice((1, 9, 12, 14, 99))  # packed in another way
        case 4:
            one = chance.choice(at)
            made[one + 16 : one + 28] = chance.randbytes(12)  # checksum and sizes
        case 5:
            return noisy(bytes(made), chance)
    return bytes(made)


def _spoiled_xml(made: str, chance: Random) -> str:
    """`made` with a value or an element otherwise, one of any name as likely as one of another."""
    pattern = chance.choices((_ATTRIBUTE, _BETWEEN, _LEAF, _BRANCH, None), (6, 5, 3, 2, 1))[0]
    found: dict[str, list[re.Match]] = {}
    for match in pattern.finditer(made) if pattern else ():
        found.setdefault(match["what"], []).append(match)
    if not found:
        if chance.random() < 0.5:
            return made[: len(made) // 2]
        at = made.find("?>") + 2
        return made[:at] + _DOCTYPE + made[at:].replace("</t>", "&b;</t>")
    those = chance.choice(list(found.values()))
    one, other = chance.choice(those), chance.choice(those)
    if pattern in (_ATTRIBUTE, _BETWEEN):
        instead = chance.choice((_odd_value, _odd_value, lambda value, chance: other["value"]))(one["value"], chance)
        return made[: one.start("value")] + instead + made[one.end("value") :]
    times = min(chance.choice((2, 2, 2000)), MOST // len(one[0]))
    instead = chance.choice(("", "", one[0] * times, other[0], one[0] + other[0]))
    return made[: one.start()] + instead + made[one.end() :]


def _odd_value(value: str, chance: Random) -> str:
    """The text of an attribute or element, as XML, in place of `value`."""
    if value.isdecimal() and len(value) < 16 and chance.random() < 0.5:
        return str(int(value) + chance.choice((-1, 1, 1, 100, 10**4, 10**9)))
    if chance.random() < 0.1:
        return chance.choice(KNOWN["entities"])
    plain = (
        text(chance),
        near(value[:1000], chance),
        *(chance.choice(KNOWN[each]) for each in ("areas", "kinds", "formats")),
    )
    return escape(chance.choice(plain), {'"': "&quot;"})
