"""Neither home nor help breaks an accessibility rule."""

import judged


def run(steps, browser):
    """Every page of them."""
    judged.area(steps, browser, "home")
