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
import people
from furnish import furnish
from scene import scene
from visitor import DESK, PHONE, visitor


class Camera:
    """Puts pictures into a folder, of the pages that are wanted."""

    def __init__(self, folder, words):
        self._folder, self._words = folder, words

    def all(self, page, paths):
        """Pages by their paths."""
        for name, path in paths.items():
            page.goto(path)
            self.take(page, name)

    def take(self, page, name):
        """One page in both widths and themes; its layout follows the width without being loaded again."""
        if self._words and not any(word in name for word in self._words):
            return
        for width, viewport in (("wide", DESK), ("narrow", PHONE)):
            page.set_viewport_size(viewport)
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme, reduced_motion="reduce")
                page.screenshot(path=self._folder / f"{name}-{width}-{theme}.png", full_page=True, animations="disabled")
        page.set_viewport_size(DESK)


def main(folder, words):
    """Takes all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    camera = Camera(folder, words)
    with chromium.browser() as browser, scene() as at, visitor(browser, at, judged=False) as page:
        camera.all(page, {**pages.OUTSIDE, "welcome-first": at.owner_link()})
        owner = people.first_owner(page, at)
        camera.all(page, pages.EMPTY)
        made = furnish(at)
        for area in pages.AREAS.values():
            camera.all(page, area.by_path(made))
            for name in area.by_doing(page, at, made, owner):
                camera.take(page, name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
