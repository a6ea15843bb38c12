"""What a browser says about pages: errors, violations of the policy, requests, weights."""

from urllib.parse import urlsplit


class Watch:
    """Listens to one browser context from its beginning."""

    def __init__(self, context, origin, secrets):
        self.origin, self._secrets = origin, secrets
        self.errors, self.foreign, self._finished = [], [], []
        self.requests = 0
        self._allowed = []
        context.on("console", self._console)
        context.on("weberror", lambda error: self.errors.append(f"script: {error.error}"))
        context.on("request", self._request)
        context.on("requestfinished", self._finish)

    def allow(self, *words):
        """Errors with one of these words are wanted: the page of an answer that is one."""
        self._allowed += words

    def _console(self, message):
        if message.type in ("error", "warning") and not any(word in message.text for word in self._allowed):
            self.errors.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _request(self, request):
        url = urlsplit(request.url)
        if url.scheme in ("data", "blob", "about"):
            return
        self.requests += 1
        if f"{url.scheme}://{url.netloc}" != self.origin:
            self.foreign.append(request.url)

    def _finish(self, request):
        self._finished.append(request)

    def begin(self):
        """Forgets the requests of pages before."""
        self._finished.clear()

    def weight(self):
        """How many requests were answered since, and the bytes of their bodies as they crossed the wire."""
        # What comes from the cache counts as less than nothing there.
        sizes = [max(0, request.sizes()["responseBodySize"]) for request in self._finished]
        return sum(1 for size in sizes if size), sum(sizes)

    def complaints(self):
        """What was wrong, in lines without secrets."""
        lines = self.errors + [f"a request to another host: {url}" for url in self.foreign]
        return [self._secrets.redact(line) for line in lines]
