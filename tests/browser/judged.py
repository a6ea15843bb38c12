"""No page of an area breaks an accessibility rule, in either theme, on a desk or a phone; none is wider than its window."""

import axe
import pages
import people
from check import equal, true
from furnish import furnish
from scene import scene
from visitor import DESK, PHONE


def area(steps, browser, name):
    """Every page of it."""
    with scene() as at, people.owner(browser, at) as (page, owner):
        page.watch.allow("Failed to load resource")
        made = furnish(at)
        paths(steps, page, pages.AREAS[name].by_path(made))
        for shown in pages.AREAS[name].by_doing(page, at, made, owner):
            judge(steps, page, shown)


def paths(steps, page, some):
    """Pages by their paths."""
    for name, path in some.items():
        page.goto(path)
        judge(steps, page, name)


def judge(steps, page, name):
    """One page, four times. What does not hang on colours is judged once for each width."""
    with steps.apart(f"{name}: no violation, light and dark, wide and narrow"):
        found = []
        for width, viewport, first, then in (("wide", DESK, "light", "dark"), ("narrow", PHONE, "dark", "light")):
            page.set_viewport_size(viewport)
            for theme, rules in ((first, axe.EVERY), (then, axe.COLOURS)):
                page.emulate_media(color_scheme=theme, reduced_motion="reduce")
                found += [f"{width} {theme}: {line}" for line in axe.violations(page, rules)]
            true(not sticks_out(page), f"at {viewport['width']} px the page is wider than its window")
        equal(found, [], "what breaks a rule")
    page.set_viewport_size(DESK)


def sticks_out(page):
    """Whether one has to scroll sideways to see all of it."""
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
