"""The real program, on a data directory of its own."""

import os
import re
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request

READY_SECS = 30
STOP_SECS = 20
TOKEN = re.compile(r"ClavAdm1[A-Za-z0-9+/=]+")
LISTENING = re.compile(r"listening on (https?://([0-9.]+):([0-9]+))")


class Server:
    """`claviger serve`; stopped at the end of a `with`."""

    def __init__(self, binary, data_dir, log_dir, settings, context=None):
        self._command = [binary, "serve", "--data-dir", str(data_dir), "--bind", "127.0.0.1:0"]
        for name, value in settings.items():
            self._command += ["--set", f"{name}={value}"]
        self._log_dir, self._context = log_dir, context
        self._process = None
        self._starts = 0
        self.url = self.address = self.token = None

    def start(self):
        """Starts it and waits until it is ready."""
        self._starts += 1
        self._stdout = self._log_dir / f"serve-{self._starts}.stdout"
        self._stderr = self._log_dir / f"serve-{self._starts}.stderr"
        # The developer's own settings and proxies are not this server's.
        env = {name: value for name, value in os.environ.items() if not name.startswith("CLAVIGER_")}
        with open(self._stderr, "wb") as stderr:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr, env=env
            )
        self._listening = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        if not self._listening.wait(READY_SECS):
            raise RuntimeError(f"it did not say where it listens: {self.log()[-500:]}")
        self._wait_ready()

    def _read(self):
        with open(self._stdout, "w", encoding="utf-8") as copy:
            for raw in self._process.stdout:
                line = raw.decode(errors="replace")
                copy.write(line)
                copy.flush()
                if token := TOKEN.search(line):
                    self.token = token.group()
                if found := LISTENING.search(line):
                    self.url = found.group(1)
                    self.address = (found.group(2), int(found.group(3)))
                    self._listening.set()

    def _wait_ready(self):
        end = time.monotonic() + READY_SECS
        while True:
            if self._process.poll() is not None:
                raise RuntimeError(f"it ended with status {self._process.returncode}: {self.log()[-500:]}")
            if self.status("/readyz") == 200:
                return
            if time.monotonic() > end:
                raise RuntimeError("it did not become ready")
            time.sleep(0.05)

    def status(self, path):
        """The HTTP status of a GET; 0 if nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=5, context=self._context) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def stop(self):
        """Ends it as a service manager would; gives its exit status."""
        if self._process is None:
            return 0
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            status = self._process.wait(STOP_SECS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            status = "killed: it did not end by itself"
        self._reader.join(5)
        self._process.stdout.close()
        self._process = None
        return status

    def log(self):
        """Everything it wrote to standard error."""
        logs = sorted(self._log_dir.glob("serve-*.stderr"))
        return "".join(path.read_text(encoding="utf-8", errors="replace") for path in logs)

    def output(self):
        """Everything it wrote to standard output."""
        outputs = sorted(self._log_dir.glob("serve-*.stdout"))
        return "".join(path.read_text(encoding="utf-8", errors="replace") for path in outputs)
