"""A key is rotated while a real client calls, its traffic is watched moving, and the rotation is taken back or ended: with
script, and without."""

import re

from playwright.sync_api import expect

import key_pages as keys
import sign_in
from check import equal
from scene import scene
from visitor import visitor


def run(steps, browser):
    """A rotation that is taken back, then one that goes through; then by forms alone."""
    with scene() as at, visitor(browser, at) as page:
        sign_in.with_token(page, at, "/keys")
        client = keys.create(page, at, "grid bot")
        rotated_and_taken_back(steps, page, at, client)
        rotated_and_ended(steps, page, at, client)
        how_old_keys_may_grow(steps, page)
    with scene() as at, visitor(browser, at, script=False) as page:
        sign_in.with_token(page, at, "/keys")
        client = keys.create(page, at, "plain bot")
        with steps("without script: it is rotated, and the old key retires by a press"):
            second = rotate(page, at)
            works(client)
            works(second)
            keys.saved(page)
            page.get_by_role("button", name="Retire the old key now").click()
            dead(client)
            works(second)


def how_old_keys_may_grow(steps, page):
    """What the account wants of rotations."""
    with steps("how old keys may grow is said where those that are due are listed"):
        page.goto("/keys")
        page.get_by_role("link", name="Rotations").click()
        expect(page.get_by_text("No key is due to be rotated.")).to_be_visible()
        page.get_by_label("Any key, in days").fill("60")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_label("Any key, in days")).to_have_value("60")
        expect(page.get_by_text("Saved.")).to_be_visible()


def rotated_and_taken_back(steps, page, at, client):
    """Narrower, watched from both pages, and taken back."""
    with steps("the form says what happens, and the new key may do less"):
        page.get_by_role("link", name="Rotate…").click()
        expect(keys.heading(page)).to_have_text("Rotate the key")
        page.get_by_role("checkbox", name=re.compile("^Trade ")).uncheck()
        second = handed_over(page, at)
        expect(page.get_by_text("It takes over from")).to_be_visible()
    with steps("both work, and what was taken away is refused to the new one alone"):
        works(client)
        works(second)
        order = {"pair": "XBTUSD", "type": "buy", "ordertype": "limit", "price": "1000", "volume": "0.001"}
        equal(client.query_private("AddOrder", order)["error"], [], "the old client's errors")
        equal(second.query_private("AddOrder", order)["error"], ["EGeneral:Permission denied"], "the new client's errors")
    with steps("the pages of both keys show the traffic of both"):
        keys.saved(page)
        for name in ("grid bot (old)", "grid bot"):
            pair = page.get_by_role("region", name="Being rotated")
            expect(pair).to_contain_text("Both keys work until")
            expect(pair).to_contain_text("2 calls in the last hour")
            expect(pair).to_contain_text("127.0.0.1")
            if name != "grid bot":
                pair.get_by_role("link", name=name, exact=True).click()
                expect(keys.heading(page)).to_contain_text(name)
    with steps("what the new key calls is shown while the page stands open"):
        new = page.get_by_role("region", name="Being rotated").get_by_role("definition").nth(1)
        expect(new).to_contain_text("1 call in the last hour")
        works(second)
        expect(new).to_contain_text("2 calls in the last hour")
    with steps("rolled back, the old key goes on under its name and the new one is dead"):
        page.get_by_role("button", name="Roll back").click()
        expect(page.get_by_text("The rotation is taken back")).to_be_visible()
        expect(keys.heading(page)).to_have_text(re.compile("^grid bot Active"))
        works(client)
        dead(second)


def rotated_and_ended(steps, page, at, client):
    """Once more, to its end."""
    with steps("rotated again and retired, only the new key works, and nothing is left to be taken back"):
        page.get_by_role("link", name="Rotate…").click()
        third = handed_over(page, at)
        keys.saved(page)
        works(client)
        page.get_by_role("button", name="Retire the old key now").click()
        expect(page.get_by_text("The old key has retired")).to_be_visible()
        dead(client)
        works(third)
        expect(page.get_by_role("button", name="Roll back")).to_have_count(0)
    with steps("for a recipient the private key is nowhere in clear"):
        page.get_by_role("link", name="Rotate…").click()
        page.get_by_text("Encrypt it").click()
        page.get_by_label("To an age recipient").fill("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")
        page.get_by_role("button", name="Rotate the key").click()
        expect(page.locator("#encrypted")).to_contain_text("BEGIN AGE ENCRYPTED FILE")
        expect(page.locator("#private")).to_have_count(0)


def rotate(page, at):
    """From the page of the key to a client with its successor."""
    page.get_by_role("link", name="Rotate…").click()
    return handed_over(page, at)


def handed_over(page, at):
    """Sends the form; gives a real client with the new key."""
    page.get_by_role("button", name="Rotate the key").click()
    expect(keys.heading(page)).to_have_text(re.compile("^Save the key"))
    public, private = page.locator("#public").inner_text(), page.locator("#private").inner_text()
    at.secrets.add("a private key", private)
    return at.client(public, private)


def works(client):
    """Fails unless its calls are accepted."""
    equal(client.query_private("Balance")["error"], [], "the client's errors")


def dead(client):
    """Fails unless its calls are refused as those of no key."""
    equal(client.query_private("Balance")["error"], ["EAPI:Invalid key"], "the client's errors")
