"""Receivers of web hooks that fail, each in a way of its own."""

import email.parser
import socket
import ssl
import struct
import threading

# Longer than anybody waits for an answer.
LONG_SECS = 60


class Receiver:
    """Listens on a free port and does one thing to whoever comes; `seen` are the heads of what was asked."""

    def __init__(self, act, address="127.0.0.1", context=None):
        self.seen, self.over = [], threading.Event()
        self._act, self._context = act, context
        self._listener = socket.create_server((address, 0))
        scheme = "https" if context else "http"
        self.url = f"{scheme}://{address}:{self._listener.getsockname()[1]}/hook?secret=verysecret"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                stream, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._meet, args=(stream,), daemon=True).start()

    def _meet(self, stream):
        try:
            stream.settimeout(LONG_SECS)
            if self._context:
                stream = self._context.wrap_socket(stream, server_side=True)
            self.seen.append(_head(stream))
            self._act(stream, self.over)
        except (OSError, ssl.SSLError):
            pass
        finally:
            stream.close()

    def close(self):
        """Ends it, and what it was in the middle of."""
        self.over.set()
        self._listener.close()


def _head(stream):
    """The head of the request; its body is read, too, or the end of the connection would be a rude one."""
    with stream.makefile("rb") as reader:
        head = email.parser.BytesParser().parsebytes(b"".join(iter(reader.readline, b"\r\n")).partition(b"\r\n")[2])
        reader.read(int(head["Content-Length"] or 0))
    return head


def nobody():
    """The URL of a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/hook?secret=verysecret"


def says(text):
    """Answers with this, whatever it was asked."""
    return lambda stream, _: stream.sendall(text.replace("\n", "\r\n").encode())


def answers(status, more=""):
    """Answers with a status, perhaps more headers, and two words."""
    return says(f"HTTP/1.1 {status} X\n{more}Content-Length: 8\nConnection: close\n\nso it is")


def never(_, over):
    """Takes what it is sent and says nothing."""
    over.wait(LONG_SECS)


def closes(_, __):
    """Takes what it is sent and goes."""


def resets(stream, _):
    """The same, without good manners."""
    stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def endless(stream, over):
    """Answers without end."""
    stream.sendall(b"HTTP/1.1 500 X\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not over.is_set():
        stream.sendall(b"400\r\n" + 1024 * b"x" + b"\r\n")


def endless_head(stream, over):
    """Never comes to the end of its headers."""
    stream.sendall(b"HTTP/1.1 200 OK\r\n")
    while not over.is_set():
        stream.sendall(b"X-More: " + 1024 * b"x" + b"\r\n")


def drips(stream, over):
    """Answers a byte at a time."""
    for byte in b"HTTP/1.1 200 OK\r\nX-More: " + 1000 * b"x":
        stream.sendall(bytes([byte]))
        if over.wait(0.2):
            return


def drips_body(stream, over):
    """The same after a good beginning, which is all anybody wants to know."""
    stream.sendall(b"HTTP/1.1 500 X\r\nContent-Length: 100000\r\n\r\n")
    while not over.wait(0.2):
        stream.sendall(b"x")
