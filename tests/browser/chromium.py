"""The real browser, without a window."""

import os
import shutil
from contextlib import contextmanager

from playwright.sync_api import expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Nothing of the browser's own goes out, and it runs as whoever runs the tests.
QUIET = (
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-default-apps", "--no-proxy-server",
)
# No step waits longer.
PATIENCE_MS = 10_000


def path():
    """Where it is, or nothing."""
    given = os.environ.get("CLAVIGER_CHROMIUM")
    return given or next((found for found in map(shutil.which, NAMES) if found), None)


@contextmanager
def browser():
    """One browser; each visitor gets a context of its own."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path(), headless=True, args=list(QUIET))
        try:
            yield chromium
        finally:
            chromium.close()
