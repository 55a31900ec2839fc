"""axe-core, which `make axe` renews, on a page that a browser shows."""

from pathlib import Path

SCRIPT = (Path(__file__).parent / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"label-content-name-mismatch": {"enabled": True}},
}
DECIDED = ("color-contrast", "label-content-name-mismatch")  # rules that must not be left undecided either


def violations(page) -> list[str]:
    """What axe finds wrong, and the contrasts and names that it cannot decide."""
    page.evaluate(SCRIPT)
    found = page.evaluate("rules => axe.run(document, rules)", RULES)
    undecided = [rule for rule in found["incomplete"] if rule["id"] in DECIDED]
    return [f"{rule['id']}: {node['target']}" for rule in found["violations"] + undecided for node in rule["nodes"]]
