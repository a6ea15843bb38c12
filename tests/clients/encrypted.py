"""A certificate to try TLS with, and clients that trust it, by whatever protocol."""

import json
import os
import ssl
import subprocess
from contextlib import contextmanager

import httpx

TIMEOUT_SECS = 15


def certificate(binary, folder):
    """Has the program make one; gives what a client needs to trust it."""
    subprocess.run([binary, "dev-cert", "--out", str(folder)], check=True, capture_output=True)
    return ssl.create_default_context(cafile=folder / "ca.pem")


@contextmanager
def trusted(folder):
    """Has every client that goes by the environment trust that authority."""
    os.environ["REQUESTS_CA_BUNDLE"] = str(folder / "ca.pem")
    try:
        yield
    finally:
        del os.environ["REQUESTS_CA_BUNDLE"]


class Answer:
    """What came back, and over which protocol."""

    def __init__(self, protocol, status, headers, body):
        self.protocol, self.status, self.headers, self.body = protocol, status, headers, body

    @property
    def errors(self):
        """The list of errors of the envelope."""
        return json.loads(self.body)["error"]

    @property
    def result(self):
        """The result of the envelope; fails if there was an error."""
        if self.status != 200 or self.errors:
            raise AssertionError(f"answered {self.status} {self.body[:300]!r}")
        return json.loads(self.body)["result"]


class Httpx:
    """httpx with one version of HTTP and no other, over TLS; its connection stays."""

    def __init__(self, url, context, version):
        self._client = httpx.Client(
            base_url=url, verify=context, http1=version == 1, http2=version == 2, trust_env=False,
            timeout=TIMEOUT_SECS,
        )

    def post(self, target, headers, body):
        """One request; headers are pairs."""
        answer = self._client.post(target, content=body, headers=headers)
        return Answer(answer.http_version, answer.status_code, answer.headers, answer.content)

    def close(self):
        """Closes its connection."""
        self._client.close()


def curl_speaks(feature):
    """Whether there is a curl with this feature."""
    try:
        told = subprocess.run(["curl", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    return feature in told.partition("Features:")[2].split()


class Curl:
    """curl, which may speak nothing but https here, with more options."""

    def __init__(self, url, authority, *options):
        self._url = url
        self._command = ["curl", "--silent", "--show-error", "--disable", "--proto", "=https", "--noproxy", "*"]
        self._command += ["--cacert", str(authority), "--max-time", str(TIMEOUT_SECS), *options]

    def post(self, target, headers, body):
        """One request; headers are pairs."""
        words = [word for name, value in headers for word in ("--header", f"{name}: {value}")]
        words += ["--data-binary", "@-", "--write-out", "\n%{http_version} %{http_code}", self._url + target]
        done = subprocess.run([*self._command, *words], input=body, capture_output=True)
        if done.returncode != 0:
            raise AssertionError(f"curl ended with {done.returncode}: {done.stderr.decode(errors='replace')[:300]}")
        text, _, last = done.stdout.rpartition(b"\n")
        version, status = last.decode().split()
        return Answer(f"HTTP/{version}", int(status), {}, text)
