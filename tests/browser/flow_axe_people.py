"""Team and settings break no accessibility rule."""

import judged


def run(steps, browser):
    """Every page of them."""
    judged.area(steps, browser, "people")
