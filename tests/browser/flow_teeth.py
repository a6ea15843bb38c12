"""The teeth of this suite: a fault is put into a page on its way, and must be seen."""

from contextlib import contextmanager

import axe
import keyboard
from check import true
from scene import scene
from visitor import visitor

# What is wrong, what of the page is replaced by what.
FAULTS = (
    ("an inline script", "</body>", "<script>document.title = 'taken over'</script></body>"),
    ("an inline style", "<h1>", "<h1 style='color: red'>"),
    ("a picture from another host", "</body>", "<img alt='' src='http://127.0.0.1:9/spy.png'></body>"),
    ("a script that is missing", "</head>", "<script type=module src='/assets/none.js'></script></head>"),
)
FORM = ('action="/sign-in"', 'action="http://127.0.0.1:9/"')
FAINT = "<p><font color='#ddd'>faint words</font></p><input name='unlabelled'></main>"


def run(steps, browser):
    """Each fault in the page of the door."""
    with scene() as at:
        for fault, old, new in FAULTS:
            with steps.apart(f"{fault} is seen"), faulty(browser, at, old, new) as page:
                true(page.watch.complaints(), "the browser complained about nothing")
        with steps.apart("a form for another host is seen"), faulty(browser, at, *FORM) as page:
            page.get_by_label("Login").fill("nobody")
            page.get_by_label("Password").fill("nothing")
            with page.expect_console_message():
                page.keyboard.press("Enter")
            true("form-action" in str(page.watch.complaints()), f"what is seen: {page.watch.complaints()}")
        with steps.apart("nothing is seen where there is no fault"), faulty(browser, at, "<h1>", "<h1>") as page:
            true(not page.watch.complaints(), f"what is seen: {page.watch.complaints()}")
        with steps.apart("words that are too faint, and a field without a label, are seen"):
            with faulty(browser, at, "</main>", FAINT) as page:
                found = " ".join(axe.violations(page))
                true("label at" in found and "color-contrast at" in found, f"what is seen: {found}")
        with steps.apart("a focus that does not show is seen"), faulty(browser, at, "<h1>", "<h1>") as page:
            button = page.get_by_role("button", name="Sign in")
            button.evaluate("button => button.style.outline = 'none'")
            true(fails(lambda: keyboard.tab_to(page, button)), "it was not seen")


@contextmanager
def faulty(browser, at, old, new):
    """A visitor to whom the page of the door comes with something replaced; the rest of it, headers too, is as sent."""
    with visitor(browser, at, judged=False, color_scheme="light") as page:

        def replace(route):
            answer = route.fetch()
            route.fulfill(response=answer, body=answer.text().replace(old, new))

        page.route("**/sign-in", replace, times=1)
        page.goto("/sign-in")
        yield page


def fails(what):
    """Whether it does."""
    try:
        what()
    except AssertionError:
        return True
    return False
