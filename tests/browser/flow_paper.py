"""The paper exchange by hand: play money, an order and its end, an address that a key saved and a person confirms."""

import re

from playwright.sync_api import expect

import sign_in
from case_newer import Newer
from check import equal
from furnish import save_address
from key_pages import choice, heading
from scene import scene
from visitor import visitor


def run(steps, browser):
    """One person, and one key beside them."""
    with scene() as at, visitor(browser, at) as page:
        page.watch.allow("status of 422")
        sign_in.with_token(page, at, "/paper")
        key = at.admin.create_key("treasury", ["query-funds", "withdraw-funds", "add-withdraw-address", "query-open-trades"])
        client = at.client(key.api_key, key.private_key)
        funded(steps, page, client)
        ordered(steps, page, client)
        confirmed(steps, page, Newer(at.server, key))


def funded(steps, page, client):
    """Money out of nothing."""
    with steps("a deposit that is no number is told; a good one is there for keys, too"):
        page.goto("/paper/deposit")
        choice(page, "Asset").select_option("ETH")
        page.get_by_label("Amount").fill("a lot")
        page.get_by_role("button", name="Deposit").click()
        expect(page.locator("#amount-wrong")).to_be_visible()
        page.get_by_label("Amount").fill("2.5")
        page.get_by_role("button", name="Deposit").click()
        expect(heading(page)).to_have_text("Paper exchange")
        found = client.query_private("Balance")["result"]
        equal("XETH" in found, True, "whether the client finds it")


def ordered(steps, page, client):
    """Placed, seen by a client, cancelled."""
    with steps("an order is reviewed with its cost, placed, and open for keys, too"):
        page.goto("/paper/orders/new?pair=XBTUSD")
        page.get_by_role("radio", name="Buy").check()
        choice(page, "Type").select_option("limit")
        page.get_by_label("Volume").fill("0.001")
        page.get_by_label(re.compile("^Limit price")).fill("1000")
        page.get_by_role("button", name="Review").last.click()
        expect(heading(page)).to_have_text("Review the order")
        page.get_by_role("button", name="Place the order").click()
        expect(heading(page)).not_to_have_text("Review the order")
        page.goto("/paper/orders")
        expect(page.get_by_role("row").filter(has_text="BTC/USD")).to_have_count(1)
        equal(len(client.query_private("OpenOrders")["result"]["open"]), 1, "the open orders")
    with steps("it is cancelled"):
        page.get_by_role("button", name=re.compile("^Cancel the order")).click()
        expect(page.get_by_text("No order is open")).to_be_visible()
        equal(client.query_private("OpenOrders")["result"]["open"], {}, "the open orders")


def confirmed(steps, page, key):
    """What a thief with a key could save waits for a person."""
    with steps("an address that a key saved waits, and is confirmed only by whoever says to have compared it"):
        save_address(key)
        page.goto("/paper")
        page.get_by_role("link", name="Look").click()
        page.get_by_role("link", name=re.compile("^Compare and confirm")).click()
        expect(page.get_by_role("main")).to_contain_text("paper-btc-key")
        page.get_by_role("button", name="Confirm it").click()
        expect(heading(page)).to_have_text("Confirm the address")
        page.get_by_role("checkbox").check()
        page.get_by_role("button", name="Confirm it").click()
        expect(page.get_by_role("region", name="Confirmed")).to_contain_text("paper-btc-key")
    with steps("it is removed again"):
        page.get_by_role("link", name=re.compile("^Remove.*from a key")).click()
        page.get_by_role("button", name="Remove it").click()
        expect(page.get_by_role("main")).not_to_contain_text("paper-btc-key")
