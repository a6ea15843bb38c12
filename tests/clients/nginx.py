"""nginx in front of a server, ending TLS, with the configuration that the documentation shows."""

import os
import pwd
import shutil
import socket
import subprocess
import time
from pathlib import Path

READY_SECS = 10
CONFIGURATION = Path(__file__).resolve().parents[2] / "packaging" / "nginx.conf"

# What stands around it: everything that would go to places of the system's goes into the folder of the test.
AROUND = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
user {user};
worker_processes 1;
events {{}}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/claviger.conf;
}}
"""


def program():
    """Where nginx is; None if it is not here."""
    return os.environ.get("CLAVIGER_NGINX") or shutil.which("nginx")


class Nginx:
    """One nginx of its own, as the user of the test; no service of the system's."""

    def __init__(self, folder, server, certificate, fault=()):
        """With words of the configuration that are replaced to see whether a test notices."""
        self._folder = folder
        folder.mkdir()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        # The only words that are other than documented; each must be there, or the file tests nothing.
        text = _with(CONFIGURATION.read_text(encoding="utf-8"), {
            "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
            "server 127.0.0.1:8480;": f"server {server[0]}:{server[1]};",
            "/etc/nginx/tls/": f"{certificate}/",
            **dict(fault),
        })
        (folder / "claviger.conf").write_text(text, encoding="utf-8")
        around = AROUND.format(folder=folder, user=pwd.getpwuid(os.geteuid()).pw_name)
        (folder / "nginx.conf").write_text(around, encoding="utf-8")
        self._process = None

    def start(self):
        """Starts it and waits until it listens."""
        command = [program(), "-p", str(self._folder), "-c", str(self._folder / "nginx.conf")]
        with open(self._folder / "output", "wb") as output:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        end = time.monotonic() + READY_SECS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                if self._process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"nginx does not listen: {self.said()[-500:]}") from None
                time.sleep(0.05)

    def said(self):
        """Everything it said."""
        paths = (self._folder / "output", self._folder / "error.log")
        return "".join(path.read_text(errors="replace") for path in paths if path.exists())

    def complaints(self):
        """What of it is worse than a warning; newer releases warn of words that older ones need."""
        levels = ("[error]", "[crit]", "[alert]", "[emerg]")
        return [line for line in self.said().splitlines() if any(level in line for level in levels)]

    def stop(self):
        """Ends it."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


def _with(text, words):
    for word, other in words.items():
        if word not in text:
            raise RuntimeError(f"{CONFIGURATION.name} has no `{word}`")
        text = text.replace(word, other)
    return text
