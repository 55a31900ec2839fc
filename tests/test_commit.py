"""The commit that a manifest names, read from the program's history."""

import subprocess

from fordelning.publish.edition import manifest as manifests
from fordelning.publish.edition.manifest import digest


def test_the_program_of_a_commit_is_read_from_its_history(tmp_path, monkeypatch):
    def git(*arguments):
        names = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        done = subprocess.run(["git", *names, *arguments], cwd=tmp_path, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    package = tmp_path / "fordelning"
    (package / "publish").mkdir(parents=True)
    git("init", "-q")
    (package / "__init__.py").write_text("")
    (package / "publish" / "x.py").write_text("1\n")
    (package / "läs.mig").write_text("")
    monkeypatch.setattr(manifests, "_PROGRAM", package)
    assert manifests.program_at("0" * 40) is None  # not of any history yet
    git("add", ".")
    git("commit", "-qm", "x")
    id = git("rev-parse", "HEAD")
    files = {"fordelning/__init__.py": package / "__init__.py", "fordelning/publish/x.py": package / "publish" / "x.py"}
    assert manifests.program_at(id) == {name: digest(path) for name, path in files.items()}
    assert manifests.commit() == {"id": id, "changed": False}
    assert manifests.program_at("0" * 40) == {}
    assert manifests.program_at(git("rev-parse", "HEAD^{tree}")) == {}  # which is no commit
    (package / "__init__.py").write_bytes(b"")
    git("config", "core.autocrlf", "true")
    assert manifests.program_at(id) == {name: digest(path) for name, path in files.items()}
