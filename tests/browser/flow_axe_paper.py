"""The paper exchange breaks no accessibility rule."""

import judged


def run(steps, browser):
    """Every page of it."""
    judged.area(steps, browser, "paper")
