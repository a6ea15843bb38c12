"""Where notices go: a real mail server, and a web hook that keeps what it is sent."""

import email
import email.policy
import logging
import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

# Clients that break off are what it is here for.
logging.getLogger("mail").setLevel(logging.CRITICAL)


def serving(folder):
    """What a server needs to speak TLS with the certificate that was made in a folder."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "chain.pem", folder / "key.pem")
    return context


class MailSink:
    """A mail server on a free port; `mails` are what it took, oldest first. With a certificate it wants STARTTLS, with a
    login that, too. `refusals` are what it answers to a recipient instead, each of a list once and the last for good."""

    def __init__(self, context=None, login=None):
        self.mails, self.refusals, self.asked = [], {}, []
        self._login = login
        more = {"tls_context": context, "require_starttls": True} if context else {}
        if login:
            more |= {"authenticator": self._authenticate, "auth_required": True}
        self._controller = Controller(self, hostname="127.0.0.1", port=_free_port(), **more)

    def _authenticate(self, server, session, envelope, mechanism, data):
        given = (data.login.decode(), data.password.decode())
        return AuthResult(success=given == self._login)

    async def handle_RCPT(self, server, session, envelope, address, options):
        """Takes a recipient, or not."""
        self.asked.append(address)
        refusals = self.refusals.get(address, [])
        refusal = refusals[0] if refusals else None
        if len(refusals) > 1:
            refusals.pop(0)
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server, session, envelope):
        """Keeps one mail."""
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, mail))
        return "250 kept"

    def __enter__(self):
        self._controller.start()
        return self

    def __exit__(self, *_):
        self._controller.stop()

    @property
    def port(self):
        """Where it listens."""
        return self._controller.port

    def plain(self):
        """The mails as text."""
        bodies = [mail.get_body(("plain",)).get_content() for _, _, mail in self.mails]
        return [body.replace("\r\n", "\n") for body in bodies]


class HookSink:
    """A web hook on a free port; `posts` are headers and bodies, `status` is what it answers."""

    def __init__(self):
        self.posts, self.status = [], 204
        sink = self

        class Handler(BaseHTTPRequestHandler):
            """Keeps what is posted."""

            def do_POST(self):
                """Keeps one message."""
                body = self.rfile.read(int(self.headers["Content-Length"]))
                sink.posts.append((dict(self.headers.items()), body))
                self.send_response(sink.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/hook"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
