"""Web hooks that fail in every way there is: each ends in words on the page of deliveries, and none holds up another."""

import time

import receivers
from caller import until
from check import equal, true
from encrypted import certificate
from raw import BALANCE, Raw
from receivers import Receiver, answers, says
from sinks import HookSink, serving
from world import World

# Longest time until somebody who works is told, however many do not.
PROMPT_SECS = 4
# Longest time of one attempt, with what is around it.
ATTEMPT_SECS = 20

LATER, GONE = "waiting", "failed"

# Name, what it does, what becomes of the first message, and what is told of it.
WAYS = (
    ("never answers", receivers.never, LATER, "no answer within 10 seconds"),
    ("closes", receivers.closes, LATER, "the connection failed"),
    ("resets", receivers.resets, LATER, "the connection failed: connection reset"),
    ("closes half-way", says("HTTP/1.1 200 OK\nContent-Le"), LATER, "the connection failed"),
    ("speaks something else", says("SSH-2.0-OpenSSH_9.2\n"), LATER, "the answer was not HTTP"),
    ("answers 400", answers(400), LATER, "400 Bad Request: so it is"),
    ("answers 503", answers(503), LATER, "503 Service Unavailable: so it is"),
    ("is gone", answers(410), GONE, "410 Gone: so it is"),
    ("answers without end", receivers.endless, LATER, "500 Internal Server Error"),
    ("has a head without end", receivers.endless_head, LATER, "its head is too long"),
    ("drips its head", receivers.drips, LATER, "no answer within 10 seconds"),
    ("drips its body", receivers.drips_body, LATER, "500 Internal Server Error"),
)


def run(check, world):
    """A server of its own, that trusts one authority and reaches one address of this machine."""
    check = check.of("receivers")
    folder = world.folder / "receivers"
    (folder / "trusted").mkdir(parents=True)
    (folder / "other").mkdir()
    certificate(world.binary, folder / "trusted")
    certificate(world.binary, folder / "other")
    settings = {
        "notices.allow_networks": "127.0.0.1/32",
        "notices.ca": folder / "trusted" / "ca.pem",
    }
    served = World(world.binary, folder, settings)
    served.secrets = world.secrets
    served.start()
    opened = []
    try:
        with HookSink() as good, HookSink() as elsewhere:
            channel(served, "good", good.url)
            ways = everybody(folder, elsewhere, opened)
            channels = {name: channel(served, name, url) for name, (url, _, _) in ways.items()}
            nobody_waits(check, served, good)
            outcomes(check, served, ways, channels)
            untouched(check, opened, elsewhere)
    finally:
        with check("ends by itself, with status 0, whoever it waits for"):
            equal(served.server.stop(), 0, "status")
        for _, receiver in opened:
            receiver.close()


def everybody(folder, elsewhere, opened):
    """Opens them all; gives URL, fate and words by name."""

    def opening(name, act, **more):
        receiver = Receiver(act, **more)
        opened.append((name, receiver))
        return receiver.url

    there = f"Location: {elsewhere.url}\n"
    fine = answers(200)
    ways = {name: (opening(name, act), fate, words) for name, act, fate, words in WAYS}
    not_trusted = "TLS could not be agreed on, or its certificate is not trusted"
    more = {
        "refuses": (receivers.nobody(), LATER, "nothing listens there"),
        "redirects": (opening("redirects", answers(307, there)), LATER, "redirects are not followed"),
        "has nobody's certificate": (
            opening("has nobody's certificate", fine, context=serving(folder / "other")), LATER, not_trusted,
        ),
        "has a trusted certificate": (
            opening("has a trusted certificate", fine, context=serving(folder / "trusted")), "delivered", "200 OK",
        ),
        "is at a private address": (opening("is at a private address", fine, address="127.0.0.2"), LATER, "only this server can reach"),
    }
    return ways | more


def channel(world, name, url):
    """A web hook; gives its id."""
    made = world.admin.send("POST", "/channels", {"name": name, "service": "webhook", "to": url})
    world.secrets.add("the secret of a web hook", made["secret"])
    return made["id"]


def nobody_waits(check, world, good):
    """With all of them at their worst, who works is told at once and calls are answered."""
    with check("whoever works is told at once"):
        begun = time.monotonic()
        world.admin.create_key("while others fail", ["query-funds"])
        until("the message", lambda: any(b"while others fail" in body for _, body in good.posts))
        took = time.monotonic() - begun
        true(took < PROMPT_SECS, f"it took {took:.1f} s")
    with check("no call waits"):
        raw = Raw(world, world.admin.create_key("caller", ["query-funds"]))
        for _ in range(20):
            begun = time.monotonic()
            true(raw.call(BALANCE).result, "no balance")
            took = time.monotonic() - begun
            true(took < 1, f"a call took {took:.1f} s")


def outcomes(check, world, ways, channels):
    """What is shown of each."""
    for name, (_, fate, words) in ways.items():
        with check(f"a receiver that {name}"):
            first = until("an attempt", lambda: tried(world, channels[name]), ATTEMPT_SECS)
            said = [attempt["answer"] for attempt in first["attempts"]]
            true(all(words in one for one in said), f"it says {said}, not {words!r}")
            true(not any("verysecret" in one for one in said), f"it tells the URL: {said}")
            equal(first["fate"], fate, "fate")
            equal(first["next_try"] is None, fate != LATER, "whether it is over")


def tried(world, channel):
    """The first message to a channel, once it was tried."""
    first = world.admin.send("GET", f"/deliveries?channel={channel}&limit=200")["items"][-1]
    return first if first["attempts"] else None


def untouched(check, opened, elsewhere):
    """Where nobody may go, nobody went."""
    with check("no redirect was followed, and no private address was reached"):
        equal(elsewhere.posts, [], "posts behind the redirect")
        came = {name: len(receiver.seen) for name, receiver in opened}
        equal(came["is at a private address"], 0, "connections to the private address")
        equal(came["has nobody's certificate"], 0, "messages to who could not be trusted")
        # The tooth: the others were reached.
        true(came["redirects"] and came["has a trusted certificate"] and came["resets"], f"not all came: {came}")
