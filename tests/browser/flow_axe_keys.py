"""Keys, history and audit log break no accessibility rule."""

import judged


def run(steps, browser):
    """Every page of them."""
    judged.area(steps, browser, "keys")
