"""Mails to real mail servers: one that wants TLS and a password, and those that bounce, put off, hang, or speak in clear."""

import re
import socket

import receivers
from caller import until
from check import equal, true
from encrypted import certificate
from receivers import Receiver
from sinks import MailSink, serving
from world import World

# Longest time until something is sent again that was not taken once.
AGAIN_SECS = 20


def run(check, world):
    """A server for each mail server: where mails go is a setting."""
    check = check.of("mails")
    folder = world.folder / "mails"
    (folder / "tls").mkdir(parents=True)
    certificate(world.binary, folder / "tls")
    (folder / "password").write_text(world.secret_text("the password of the mail server") + "\n", encoding="utf-8")
    encrypted(check, world, folder)
    in_clear(check, world, folder)
    refused(check, world, folder)
    silent(check, world, folder)


class Served:
    """A server with a mail server; ended at the end."""

    def __init__(self, check, world, folder, port, settings):
        self._check = check
        folder.mkdir()
        at = {"mail.host": "localhost", "mail.port": port, "mail.from": "claviger@example.com"}
        self.world = World(world.binary, folder, at | settings)
        self.world.secrets = world.secrets

    def __enter__(self):
        self.world.start()
        return self.world

    def __exit__(self, *_):
        with self._check("ends by itself, with status 0"):
            equal(self.world.server.stop(), 0, "status")


def encrypted(check, world, folder):
    """STARTTLS with a certificate that is trusted by a setting, and a password."""
    password = (folder / "password").read_text(encoding="utf-8").strip()
    settings = {
        "mail.user": "claviger", "mail.password_file": folder / "password",
        "mail.ca": folder / "tls" / "ca.pem",
    }
    with MailSink(serving(folder / "tls"), ("claviger", password)) as sink:
        with Served(check, world, folder / "encrypted", sink.port, settings) as served:
            with check("over STARTTLS, with a password"):
                made = address(served, "ops@example.com")
                equal(made["code_failed"], None, "why no code was mailed")
                true(code(sink), "no code came")
        del settings["mail.ca"]
        count = len(sink.mails)
        with Served(check, world, folder / "not-trusted", sink.port, settings) as served:
            with check("not to a mail server whose certificate nobody trusts"):
                made = address(served, "ops@example.com")
                true("is not trusted" in made["code_failed"], made["code_failed"])
                equal(len(sink.mails), count, "mails")


def in_clear(check, world, folder):
    """A mail server without STARTTLS, where that is wanted."""
    with MailSink() as sink:
        settings = {"mail.encryption": "starttls", "mail.ca": folder / "tls" / "ca.pem"}
        with Served(check, world, folder / "clear", sink.port, settings) as served:
            with check("nothing in clear, if STARTTLS is wanted and not there"):
                made = address(served, "ops@example.com")
                true(made["code_failed"], "it was handed in")
                equal((sink.asked, sink.mails), ([], []), "what the mail server was told")


def refused(check, world, folder):
    """Addresses that bounce, and a mail server that puts off whom it does not know."""
    with MailSink() as sink, Served(check, world, folder / "refused", sink.port, {"mail.encryption": "none"}) as served:
        with check("an address that is not there is said to be so at once"):
            sink.refusals["nobody@example.com"] = ["550 5.1.1 no such mailbox"]
            made = address(served, "nobody@example.com")
            true("refused the address" in made["code_failed"], made["code_failed"])
        bounces = confirmed(served, sink, "bounces@example.com")
        grey = confirmed(served, sink, "grey@example.com")
        steady = confirmed(served, sink, "steady@example.com")
        # What is told comes in order: after this nothing else is on its way.
        served.admin.create_key("before", ["query-funds"])
        for channel in (bounces, grey, steady):
            over(served, channel, '"before" was created')
        sink.refusals["bounces@example.com"] = ["550 5.1.1 no such mailbox"]
        sink.refusals["grey@example.com"] = ["451 4.7.1 try again later", None]
        served.admin.create_key("refused", ["query-funds"])
        with check("a mail that bounces is given up, with what was answered"):
            said = over(served, bounces, '"refused" was created')
            equal((said["fate"], said["tries"]), ("failed", 1), "fate and tries")
            equal(said["attempts"][0]["answer"], "550: the mail server refused the address", "the answer")
        with check("a mail that is put off comes with the next try"):
            said = over(served, grey, '"refused" was created')
            equal([attempt["taken"] for attempt in said["attempts"]], [False, True], "attempts")
            equal(said["attempts"][0]["answer"], "451: the mail server put it off", "the answer")
        with check("the others have theirs"):
            equal(over(served, steady, '"refused" was created')["fate"], "delivered", "fate")


def silent(check, world, folder):
    """A mail server that says nothing, and none at all."""
    receiver = Receiver(receivers.never)
    hung = int(re.search(r":(\d+)/", receiver.url).group(1))
    with Served(check, world, folder / "hung", hung, {"mail.encryption": "none"}) as served:
        with check("a mail server that hangs is not waited for"):
            made = address(served, "ops@example.com")
            true("did not answer within 10 seconds" in made["code_failed"], made["code_failed"])
    receiver.close()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with Served(check, world, folder / "none", port, {"mail.encryption": "none"}) as served:
        with check("nor one that is not there"):
            made = address(served, "ops@example.com")
            true("could not be reached" in made["code_failed"], made["code_failed"])


def address(world, to):
    """A channel to an address; gives the answer."""
    return world.admin.send("POST", "/channels", {"name": to, "service": "mail", "to": to})


def code(sink):
    """The code of the last mail that has one."""
    found = [re.search(r"^\s+(\d{8})$", text, re.MULTILINE) for text in sink.plain()]
    return [match.group(1) for match in found if match][-1]


def confirmed(world, sink, to):
    """A channel that takes mails; gives its id."""
    made = address(world, to)
    world.admin.send("POST", f"/channels/{made['id']}/confirm", {"code": code(sink)})
    return made["id"]


def over(world, channel, words):
    """What became of a mail, once it is over."""

    def look():
        for one in world.admin.send("GET", f"/deliveries?channel={channel}&limit=200")["items"]:
            if words in one["told"]["sentence"] and one["fate"] != "waiting":
                return one
        return None

    return until(f"the end of a mail that says {words}", look, AGAIN_SECS)
