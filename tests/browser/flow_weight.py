"""A page is light: few requests, few bytes, and the second page of a visit brings its text alone."""

import pages
import people
from check import true
from furnish import furnish
from scene import scene

# Of a first visit with an empty cache: the page, the style sheet, the script, the mark. The page of a key has more.
MOST_REQUESTS, MOST_BYTES = 6, 160_000
# Once the assets are in the cache.
MOST_BYTES_AGAIN = 110_000


def run(steps, browser):
    """Each page with an empty cache, then again."""
    with scene() as at, people.owner(browser, at) as (page, _):
        page.watch.allow("Failed to load resource")
        made = furnish(at)
        session = page.context.new_cdp_session(page)
        inside = {name: path for area in pages.AREAS.values() for name, path in area.by_path(made).items()}
        for name, path in {**pages.OUTSIDE, **inside}.items():
            with steps.apart(f"{name}: few requests and bytes"):
                session.send("Network.clearBrowserCache")
                first, second = load(page, path), load(page, path)
                print(f"   {name}: {first[0]} requests, {first[1]} bytes; again {second[0]} and {second[1]}")
                true(first[0] <= MOST_REQUESTS, f"{first[0]} requests")
                true(first[1] <= MOST_BYTES, f"{first[1]} bytes")
                true(second[1] <= MOST_BYTES_AGAIN, f"{second[1]} bytes the second time")


def load(page, path):
    """The requests and bytes of one page."""
    page.watch.begin()
    page.goto(path)
    return page.watch.weight()
