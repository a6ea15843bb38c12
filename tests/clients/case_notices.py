"""Notices: mails to a real mail server, web hooks judged by another implementation of Standard Webhooks."""

import json
import re

from caller import until
from check import equal, true
from raw import Raw
from sinks import HookSink, MailSink
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from world import World

WITHDRAW = "/0/private/Withdraw"
TRADER = ["query-funds", "withdraw-funds"]


def run(check, world):
    """A server of its own, with a mail server and a web hook beside it."""
    check = check.of("notices")
    folder = world.folder / "notices"
    folder.mkdir()
    with MailSink() as mail, HookSink() as hook:
        settings = {
            "mail.host": "127.0.0.1", "mail.port": mail.port, "mail.encryption": "none",
            "mail.from": "claviger@example.com", "notices.allow_networks": "127.0.0.0/8",
        }
        served = World(world.binary, folder, settings)
        served.secrets = world.secrets
        served.start()
        try:
            mails(check, served, mail)
            hooks(check, served, hook)
            withdrawal(check, served, mail, hook)
        finally:
            with check("ends by itself, with status 0"):
                equal(served.server.stop(), 0, "status")


def mails(check, world, sink):
    """An address is confirmed by the code that was mailed to it; then it is told."""
    channel = world.admin.send("POST", "/channels", {"name": "mail", "service": "mail", "to": "ops@example.com"})
    with check("an address is sent a code, and nothing before it was given"):
        equal(channel["confirmed"], False, "confirmed")
        until("the code", lambda: sink.mails)
        code = re.search(r"^\s+(\d{8})$", sink.plain()[0], re.MULTILINE).group(1)
        world.admin.create_key("before", ["query-funds"])
        inbox = lambda: [notice["told"]["sentence"] for notice in world.admin.send("GET", "/notices")["items"]]
        until("that it is told in the inbox", lambda: any('"before"' in sentence for sentence in inbox()))
        confirmed = world.admin.send("POST", f"/channels/{channel['id']}/confirm", {"code": code})
        equal(confirmed["confirmed"], True, "confirmed")
    with check("what happens is mailed, as text and HTML, and nothing from before"):
        world.admin.create_key("after", ["query-funds"])
        until("the mail", lambda: any('"after" was created' in text for text in sink.plain()))
        true(not any('"before"' in text for text in sink.plain()), "what was before was mailed")
        sender, to, mail = sink.mails[-1]
        equal((sender, to), ("claviger@example.com", ["ops@example.com"]), "envelope")
        true(mail["Subject"].startswith("[Claviger] "), mail["Subject"])
        html = mail.get_body(("html",)).get_content()
        true("<table" in html and "http" not in html, "the HTML loads something")


def hooks(check, world, sink):
    """Signatures are what another implementation takes."""
    made = world.admin.send("POST", "/channels", {"name": "hook", "service": "webhook", "to": sink.url})
    world.secrets.add("the secret of a web hook", made["secret"])
    with check("a message is signed so that another implementation takes it"):
        until("a message", lambda: sink.posts)
        event = _verified(made["secret"], sink.posts[-1])
        equal((event["specversion"], event["id"]), ("1.0", sink.posts[-1][0]["webhook-id"]), "envelope")
    with check("a message that was changed is not taken, nor one by another secret"):
        headers, body = sink.posts[-1]
        for secret, changed in ((made["secret"], body + b" "), ("whsec_" + "A" * 44, body)):
            try:
                _verified(secret, (headers, changed))
            except WebhookVerificationError:
                continue
            raise AssertionError("it was taken")
    rotated = world.admin.send("POST", f"/channels/{made['id']}/rotate-secret", {})
    world.secrets.add("the next secret of a web hook", rotated["secret"])
    with check("after a rotation either secret is good"):
        count = len(sink.posts)
        world.admin.send("POST", f"/channels/{made['id']}/test", {})
        until("the test", lambda: any(b'"test"' in body for _, body in sink.posts[count:]))
        for secret in (made["secret"], rotated["secret"]):
            _verified(secret, sink.posts[-1])
    with check("what is not taken is tried again, under the same id"):
        sink.status, count = 503, len(sink.posts)
        world.admin.create_key("again", ["query-funds"])
        until("the first try", lambda: len(sink.posts) > count)
        sink.status = 204
        until("the second try", lambda: len(sink.posts) > count + 1)
        equal(sink.posts[count][0]["webhook-id"], sink.posts[count + 1][0]["webhook-id"], "id")
    with check("every attempt is shown"):
        deliveries = world.admin.send("GET", f"/deliveries?channel={made['id']}")["items"]
        again = next(one for one in deliveries if '"again"' in one["told"]["sentence"])
        until("its end", lambda: world.admin.send("GET", f"/deliveries/{again['id']}")["fate"] == "delivered")
        attempts = world.admin.send("GET", f"/deliveries/{again['id']}")["attempts"]
        equal([attempt["taken"] for attempt in attempts], [False, True], "attempts")


def withdrawal(check, world, mail, hook):
    """A withdrawal is told by mail and by web hook."""
    world.admin.save_address("XBT", "cold", "paper-btc-of-notices")
    raw = Raw(world, world.admin.create_key("withdrawer", TRADER))
    with check("a withdrawal is told"):
        reference = raw.call(WITHDRAW, asset="XBT", key="cold", amount="0.1").result
        true(reference["refid"], "no reference")
        told = 'A withdrawal was requested with the key "withdrawer"'
        until("the mail", lambda: any(told in text for text in mail.plain()))
        kinds = lambda: [json.loads(body)["type"] for _, body in hook.posts]
        until("the message", lambda: "claviger.withdrawal.requested" in kinds())


def _verified(secret, post):
    headers, body = post
    lower = {name.lower(): value for name, value in headers.items()}
    Webhook(secret).verify(body, lower)
    return json.loads(body)
