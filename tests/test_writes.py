"""Every place in the program that deletes, renames or overwrites is known, with what keeps it to what is ours."""

import ast

from conftest import ROOT

# Calls that change what lies in a folder. Texts have `replace` too, and are left aside by what they are given.
CHANGING = {"unlink", "rmdir", "rmtree", "rename", "replace", "write_text", "write_bytes", "touch", "move", "exchange"}
CHANGING |= {
    "copy",
    "copy2",
    "copytree",
    "symlink_to",
    "hardlink_to",
    "link",
    "extractall",
    "pipe_file",
    "rm_file",
    "rm",
}
CHANGING |= {"remove", "mkdir", "copystat", "chmod", "utime", "truncate", "mkdtemp"}
OPENING = {"w", "wb", "a", "ab", "x", "xb", "r+", "r+b", "w+", "w+b"}

# The rooms where something is changed, and why that is ours.
OURS = {
    "base/console.py": "the system's own place for what nobody takes",
    "base/exchange.py": "the renames of `shelf` and `replacement`, which have looked",
    "case/draft.py": "a temporary folder of its own, for a case that is only tried",
    "case/replacement.py": "a folder of its own form with a file of its own in it; the case that it is told to replace",
    "base/scratch.py": "a temporary folder of this process's own",
    "cli/commands/watching.py": "a temporary folder of its own; the folder of editions, made where there is none",
    "publish/archive/package.py": "a temporary folder of its own; the name of a package, where nothing is",
    "publish/site/site.py": "a temporary folder of its own beside the site; the site that `_require_ours` has passed",
    "publish/many/batch.py": "what was made of an edition that failed, in `.making`",
    "publish/many/cluster.py": "a temporary folder of the worker's own",
    "publish/edition/edition.py": "the empty folder that an edition is made in",
    "publish/run/process.py": "the same, and a temporary folder of each process",
    "publish/run/engine.py": "a folder for a kernel's settings, in the process's own temporary one",
    "publish/edition/overview.py": "what `require_ours` has passed",
    "publish/render/pdf.py": "a temporary folder of its own",
    "publish/edition/shelf.py": "what `require_free`, `require_ours` and (`.making`) `_require_own` have passed",
    "publish/many/store.py": "a part of the store with a name that is drawn for the run",
    "publish/many/summary.py": "what `require_ours` has passed",
}


def changes(source: str) -> list[int]:
    """The lines of `source` that may delete, rename or overwrite something."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if isinstance(node.func, ast.Name) and name not in ("exchange", "move", "open"):
            continue  # a function of the program's own, which is looked into where it stands
        of_os = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") in ("os", "shutil")
        if name == "replace" and len(node.args) != 1 and not of_os:
            continue  # of a text
        if name in CHANGING or (name == "open" and OPENING & set(texts)):
            found.append(node.lineno)
    return found


def test_every_place_that_changes_something_is_known():
    package = ROOT / "fordelning"
    found = {}
    for path in package.rglob("*.py"):
        lines = changes(path.read_text(encoding="utf-8"))
        if lines:
            found[path.relative_to(package).as_posix()] = lines
    assert set(found) == set(OURS), {name: found[name] for name in set(found) - set(OURS)}


def test_a_place_that_changes_something_is_noticed():
    for line in (
        "path.unlink()",
        "shutil.rmtree(x)",
        "open(x, 'w')",
        "x.open('ab')",
        "os.replace(x, y)",
        "p.replace(q)",
    ):
        assert changes(line) == [1], line
    assert changes("text.replace('a', 'b')") == changes("open(x)") == changes("replace(order, name='x')") == []
