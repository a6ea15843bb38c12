"""Pictures of every page of the console, light and dark, wide and narrow.

    CLAVIGER_BIN=/path/to/claviger python tests/browser/screenshots.py FOLDER [WORD...]

With words, only the pages whose names contain one of them.
"""

import sys

sys.dont_write_bytecode = True

from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "clients"))

import chromium
import pages
import sign_in
from furnish import furnish
from scene import scene
from visitor import DESK, PHONE, visitor


def take(page, folder, name):
    """One page in both themes and widths; its layout follows the width without being loaded again."""
    for width, viewport in (("wide", DESK), ("narrow", PHONE)):
        page.set_viewport_size(viewport)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            page.screenshot(path=folder / f"{name}-{width}-{theme}.png", full_page=True, animations="disabled")
    page.set_viewport_size(DESK)


def main(folder, words):
    """Takes all of them."""
    folder.mkdir(parents=True, exist_ok=True)

    def wanted(name):
        return not words or any(word in name for word in words)

    with chromium.browser() as browser, scene() as at, visitor(browser, at) as page:
        page.watch.allow("Failed to load resource")
        empty(page, at, folder, wanted)
        made = furnish(at)
        for name, path in pages.behind_the_door(made).items():
            if wanted(name):
                page.goto(path)
                take(page, folder, name)
        for name in pages.reached_by_doing(page, at, made):
            if wanted(name):
                take(page, folder, name)


def empty(page, at, folder, wanted):
    """The pages of whoever is not signed in, and of an account in which nothing was done yet."""
    for name, path in pages.before_the_door().items():
        if wanted(name):
            page.goto(path)
            take(page, folder, name)
    sign_in.with_token(page, at, "/keys")
    for name, path in {"keys-empty": "/keys", "history-empty": "/history"}.items():
        if wanted(name):
            page.goto(path)
            take(page, folder, name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
