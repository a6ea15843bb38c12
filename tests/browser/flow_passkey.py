"""A passkey: added, used in the place of a code, refused where the device does not know its owner, taken away."""

from playwright.sync_api import expect

import people
from authenticator import Device
from check import equal
from key_pages import heading
from scene import scene


def run(steps, browser):
    """With the browser's own virtual device."""
    with scene() as at, people.owner(browser, at) as (page, ada):
        page.watch.allow("status of 4")
        device = Device(page)
        with steps("a passkey is added under a name, and brings recovery codes as the first factor"):
            page.goto("/settings/passkeys/new")
            page.get_by_label("Name").fill("laptop")
            page.get_by_role("button", name="Add it").click()
            expect(heading(page)).to_have_text("Save your recovery codes")
            people.saved(page)
            expect(page.get_by_role("region", name="Second factor")).to_contain_text("laptop")
            equal(device.keeps(), 1, "the passkeys on the device")
        with steps("the same device is not added a second time"):
            page.goto("/settings/passkeys/new")
            page.get_by_label("Name").fill("again")
            page.get_by_role("button", name="Add it").click()
            expect(page.locator("[data-passkey-status]")).to_contain_text("already")
        with steps("one signs in with password and passkey"):
            people.sign_out(page)
            people.password(page, ada)
            expect(heading(page)).to_have_text("And your second factor")
            page.get_by_role("button", name="Use a passkey").click()
            expect(page.locator(".who summary")).to_contain_text(ada.name)
        with steps("it is renamed, and taken away again"):
            page.goto("/settings/security")
            page.get_by_text("Rename").click()
            page.get_by_label("New name of the passkey").fill("old laptop")
            page.get_by_role("button", name="Save", exact=True).click()
            expect(page.get_by_role("region", name="Second factor")).to_contain_text("old laptop")
            page.get_by_role("button", name="Take away the passkey old laptop").click()
            expect(page.get_by_role("region", name="Second factor")).not_to_contain_text("old laptop")
        with steps("without it the password is enough again"):
            people.sign_out(page)
            people.sign_in(page, ada)
