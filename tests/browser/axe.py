"""The accessibility rules of axe-core, asked about the page as it is shown."""

import inspect
from pathlib import Path

import axe_playwright_python

SCRIPT = Path(inspect.getfile(axe_playwright_python)).parent / "axe.min.js"
# WCAG 2.2 up to AA, and what is good practice beside it.
EVERY = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# Of those, the ones that hang on colours.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
ASK = "runOnly => axe.run(document, {runOnly, resultTypes: ['violations']})"


def violations(page, rules=EVERY):
    """What breaks a rule: a line for each element."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    found = page.evaluate(ASK, rules)
    return [line for rule in found["violations"] for line in _lines(rule)]


def _lines(rule):
    for node in rule["nodes"]:
        target = " ".join(str(part) for part in node["target"])
        yield f"{rule['id']} at {target}: {' '.join(node['failureSummary'].split())}"
