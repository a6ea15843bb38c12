"""A person without a mouse: every stop of the focus is looked at on the way."""

from check import true

# More stops than the longest form has.
MOST_STOPS = 90
# What has the focus: is it in sight, and does it show that it has the focus?
FOCUS = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const around = at.matches("input[type=checkbox], input[type=radio]") ? at.closest("label") ?? at : at;
  const shows = (one) => {
    const look = getComputedStyle(one);
    return (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2) || look.boxShadow !== "none";
  };
  return {
    name: at.tagName.toLowerCase() + (at.id && "#" + at.id) + " " + (at.innerText || at.name || "").slice(0, 40),
    nowhere: at === document.body,
    hidden: box.width < 2 || box.height < 2 || style.visibility === "hidden",
    outside: box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth,
    shows: at.matches(":focus-visible") && (shows(at) || shows(around)),
  };
}"""


def tab_to(page, wanted, back=False):
    """Presses Tab until the wanted element has the focus; every stop before must be seen to have it."""
    for _ in range(MOST_STOPS):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
        stop = page.evaluate(FOCUS)
        if not stop["nowhere"]:
            look(stop)
    raise AssertionError(f"Tab does not lead to {wanted}")


def look(stop):
    """Fails unless one sees where the focus is."""
    true(not stop["hidden"] and not stop["outside"], f"the focus is on something out of sight: {stop['name']}")
    true(stop["shows"], f"it cannot be seen that the focus is on {stop['name']}")


def fill(page, field, text):
    """Goes to a field and types over what is in it."""
    tab_to(page, field)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def press(page, button, key="Enter"):
    """Goes to a button or link and presses it."""
    tab_to(page, button)
    page.keyboard.press(key)
