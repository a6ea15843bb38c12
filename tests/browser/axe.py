"""The accessibility rules of axe-core, asked about the page as it is shown."""

import inspect
from pathlib import Path

import axe_playwright_python

SCRIPT = Path(inspect.getfile(axe_playwright_python)).parent / "axe.min.js"
# WCAG 2.2 up to AA, and what is good practice beside it.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def violations(page):
    """What breaks a rule: a line for each element."""
    page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", list(TAGS))
    return [line for rule in found["violations"] for line in _lines(rule)]


def _lines(rule):
    for node in rule["nodes"]:
        target = " ".join(str(part) for part in node["target"])
        yield f"{rule['id']} at {target}: {' '.join(node['failureSummary'].split())}"
