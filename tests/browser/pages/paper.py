"""The paper exchange."""

import re

from playwright.sync_api import expect

from case_newer import Newer
from furnish import save_address
from key_pages import choice, heading


def by_path(made):
    """Pages that have a path of their own."""
    return {
        "paper": "/paper",
        "paper-orders": "/paper/orders",
        "paper-order-new": "/paper/orders/new?pair=XBTUSD",
        "paper-cancel-all": "/paper/orders/cancel",
        "paper-fills": "/paper/fills",
        "paper-markets": "/paper/markets",
        "paper-deposit": "/paper/deposit",
        "paper-withdrawals": "/paper/withdrawals",
        "paper-addresses": "/paper/addresses",
        "paper-address-new": "/paper/addresses/new",
    }


def by_doing(page, scene, made, owner):
    """Pages that only an act leads to."""
    page.goto("/paper/orders/new?pair=XBTUSD")
    page.get_by_role("radio", name="Buy").check()
    choice(page, "Type").select_option("market")
    page.get_by_label("Volume").fill("0.001")
    page.get_by_role("button", name="Review").last.click()
    expect(heading(page)).to_have_text("Review the order")
    yield "paper-order-review"
    page.goto("/paper/deposit")
    page.get_by_label("Amount").fill("a lot")
    page.get_by_role("button", name="Deposit").click()
    expect(page.locator("#amount-wrong")).to_be_visible()
    yield "paper-deposit-refused"
    page.goto("/paper/addresses")
    page.get_by_role("link", name=re.compile("^Remove")).first.click()
    yield "paper-address-remove"
    key = scene.admin.create_key("saves addresses", ["query-funds", "withdraw-funds", "add-withdraw-address"])
    save_address(Newer(scene.server, key))
    page.goto("/paper/addresses")
    yield "paper-addresses-waiting"
    page.get_by_text("Do without confirmation").click()
    yield "paper-addresses-trust"
    page.get_by_role("link", name=re.compile("^Compare and confirm")).click()
    yield "paper-address-confirm"
