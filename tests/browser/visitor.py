"""Somebody before a browser, with a memory of everything the browser complained about."""

import os
import time
from contextlib import contextmanager

from check import equal
from chromium import PATIENCE_MS
from watch import Watch

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}


@contextmanager
def visitor(browser, scene, script=True, judged=True, **more):
    """A new browser profile at the console; fails at its end if a page had an error or asked another host."""
    context = browser.new_context(
        base_url=scene.url, viewport=DESK, java_script_enabled=script, locale="en-GB", **more
    )
    context.set_default_timeout(PATIENCE_MS)
    watch = Watch(context, scene.url, scene.secrets)
    page = context.new_page()
    page.watch = watch
    try:
        yield page
        if judged:
            equal(watch.complaints(), [], "what the browser complained about")
    except BaseException:
        picture(page)
        raise
    finally:
        context.close()


def picture(page):
    """Keeps what was in sight when something failed, for whoever looks for the reason."""
    folder = os.environ.get("CLAVIGER_LOGS")
    if folder and not page.is_closed():
        page.screenshot(path=f"{folder}/browser-{time.time_ns()}.png", full_page=True)
