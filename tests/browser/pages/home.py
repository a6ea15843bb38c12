"""Home, and what the whole team should have read."""

HELP = ("securing-keys", "separate-keys", "rotation", "reviewing", "leak")


def by_path(made):
    """Pages that have a path of their own."""
    return {"home": "/", "help": "/help", **{f"help-{name}": f"/help/{name}" for name in HELP}}


def by_doing(page, scene, made, owner):
    """Pages that only an act leads to."""
    page.goto("/help/leak")
    page.get_by_role("button", name="I have read this").click()
    yield "help-read"
