"""Keys, history and audit log."""

import re

import key_pages as keys


def by_path(made):
    """Pages that have a path of their own."""
    grid, maker, revoked, frozen = (
        made[name].id for name in ("grid bot", "market maker BTC", "old bot", list(made)[6])
    )
    return {
        "keys": "/keys",
        "keys-all": "/keys?state=all",
        "keys-none-match": "/keys?q=nothing+is+called+this",
        "keys-unused": "/keys/unused",
        "key-new": "/keys/new",
        "key": f"/keys/{grid}",
        "key-frozen": f"/keys/{frozen}",
        "key-revoked": f"/keys/{revoked}",
        "key-edit": f"/keys/{grid}/edit",
        "key-rotate": f"/keys/{grid}/rotate",
        "key-revoke": f"/keys/{grid}/revoke",
        "key-review-of-use": f"/keys/{maker}/review",
        "key-review-tried": f"/keys/{maker}/review?try=1&permission=query-ledger&addresses=",
        "key-review-wrong": f"/keys/{maker}/review?try=1&addresses=nowhere",
        "key-incident": f"/keys/{grid}/incident",
        "key-incident-revoked": f"/keys/{revoked}/incident",
        "key-incident-wrong": f"/keys/{grid}/incident?since=2999-01-01T00:00:00",
        "key-new-like": f"/keys/new?like={revoked}",
        "key-ask": f"/keys/{grid}/ask?method=Withdraw&source=203.0.113.7",
        "rotations": "/rotations",
        "keys-of-application": "/keys?state=all&application=grid-bot",
        "reviews": "/reviews",
        "reviews-overdue": "/reviews?overdue=1",
        "stop": "/stop",
        "history": "/history",
        "history-filtered": "/history?outcome=refused",
        "history-wrong-filter": "/history?source=300.1.1.1",
        "audit": "/audit",
        "no-such-page": "/nothing/here",
    }


def by_doing(page, scene, made, owner):
    """Pages that only an act leads to."""
    yield from created(page, scene)
    page.goto(f"/keys/{made['grid bot'].id}/edit")
    page.get_by_label("Holder").fill("desk three")
    page.get_by_label("Works only from").fill("")
    page.get_by_role("checkbox", name=re.compile("^Withdraw")).check()
    page.get_by_role("button", name="See what changes").last.click()
    yield "key-diff"
    page.goto(f"/keys/{made['treasury'].id}/rotate")
    page.get_by_role("button", name="Rotate the key").click()
    yield "key-rotated"
    page.goto(f"/keys/{made['treasury'].id}")
    yield "key-being-rotated"
    page.goto("/rotations")
    yield "rotations-running"
    page.goto("/keys")
    page.locator(".who summary").click()
    yield "menu"
    page.goto("/history")
    keys.newest(page).locator("summary").click()
    yield "history-opened"
    page.goto("/keys/unused")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name=re.compile("^Revoke")).click()
    yield "keys-unused-review"
    page.goto(f"/keys/{made['grid bot'].id}/incident")
    page.get_by_role("radio", name=re.compile("^Revoked")).check()
    page.get_by_role("button", name="Stop the key").click()
    yield "key-incident-refused"
    page.goto("/stop")
    page.get_by_role("button", name="Stop them now").click()
    yield "stopped"


def created(page, scene):
    """On the way to a key."""
    page.goto("/keys/new")
    page.get_by_role("button", name="Review").last.click()
    yield "key-new-refused"
    keys.fill_in(page, "second grid bot")
    keys.review(page)
    yield "key-review"
    keys.generate(page, scene)
    yield "key-created"
    keys.saved(page)
    page.get_by_role("link", name="Revoke…").click()
    yield "key-revoke-dialog"
