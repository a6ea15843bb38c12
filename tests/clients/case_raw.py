"""Requests as other clients were seen to send them, byte by byte."""

import raw_exports
import raw_factors
import raw_limits
import raw_market
import raw_nonces
import raw_refused
from check import equal, has, true
from raw import BALANCE, INFO, Raw, public
from wire import FORM, JSON, as_json, chunked, form, head, sign

READER = ["query-funds", "query-open-trades", "modify-trades"]


def run(check, world):
    """All of them."""
    raw = Raw(world, world.admin.create_key("raw", READER))
    shapes(check.of("shape"), raw)
    names(check.of("shape"), raw)
    market(check.of("public"), world)
    raw_market.run(check.of("market"), world)
    raw_nonces.run(check.of("nonce"), world)
    raw_refused.run(check.of("refused"), world, raw)
    raw_factors.run(check.of("second factor"), world)
    raw_limits.run(check.of("limit"), world)
    raw_exports.run(check.of("report"), world)


def shapes(check, raw):
    """Bodies and how they are framed."""
    with check("chunked body"):
        for size in (1, 7, 4096):
            nonce = raw.nonce()
            has(raw.chunked(BALANCE, form(nonce), nonce, size).result, "ZUSD")
    with check("chunked JSON body"):
        nonce = raw.nonce()
        body = as_json(nonce)
        headers = [*raw.headers(BALANCE, nonce, body, JSON), ("Transfer-Encoding", "chunked")]
        has(raw.send(BALANCE, body, headers, parts=chunked(body, 5)).result, "ZUSD")
    with check("no Content-Type: form"):
        has(raw.call(content_type=None).result, "ZUSD")
    with check("no Content-Type: JSON"):
        nonce = raw.nonce()
        has(raw.call(nonce=nonce, body=as_json(nonce), content_type=None).result, "ZUSD")
    with check("a Content-Type of no use"):
        has(raw.call(content_type="text/plain").result, "ZUSD")
        nonce = raw.nonce()
        has(raw.call(nonce=nonce, body=as_json(nonce), content_type="application/octet-stream").result, "ZUSD")
    with check("Content-Type with a charset"):
        has(raw.call(content_type=f"{FORM}; charset=utf-8").result, "ZUSD")
        nonce = raw.nonce()
        has(raw.call(body=as_json(nonce), nonce=nonce, content_type=f"{JSON}; charset=UTF-8").result, "ZUSD")
    with check("the nonce anywhere in the body"):
        nonce = raw.nonce()
        body = b"asset=ZUSD&nonce=%s&x=1" % nonce.encode()
        has(raw.call("/0/private/TradeBalance", nonce=nonce, body=body).result, "eb")
    with check("JSON with spaces and line breaks"):
        nonce = raw.nonce()
        body = b' {\r\n\t"asset" : "ZUSD",\n "nonce" : "%s" }\n' % nonce.encode()
        has(raw.call("/0/private/TradeBalance", nonce=nonce, body=body, content_type=JSON).result, "eb")
    with check("a query string is refused, signed or not"):
        for target in (f"{BALANCE}?asset=ZUSD", "/0/private/AddOrder?validate=true"):
            equal(raw.call(target).errors, ["EGeneral:Invalid arguments"])
            nonce = raw.nonce()
            without = raw.headers(BALANCE, nonce, form(nonce))
            equal(raw.send(target, form(nonce), without).errors, ["EGeneral:Invalid arguments"])
    with check("Expect: 100-continue"):
        nonce = raw.nonce()
        body = form(nonce)
        headers = [*raw.headers(BALANCE, nonce, body), ("Content-Length", len(body)), ("Expect", "100-continue")]
        with raw.connect() as connection:
            connection.send(head("POST", BALANCE, headers))
            connection.send(body)
            reply = connection.reply()
        raw.note(BALANCE, headers, body, reply)
        has(reply.result, "ZUSD")
    with check("many calls on one connection"):
        with raw.connect() as connection:
            for _ in range(5):
                nonce = raw.nonce()
                body = form(nonce)
                has(raw.send_on(connection, BALANCE, body, raw.headers(BALANCE, nonce, body)).result, "ZUSD")
    with check("bytes that come one at a time"):
        nonce = raw.nonce()
        body = form(nonce)
        headers = [*raw.headers(BALANCE, nonce, body), ("Content-Length", len(body))]
        with raw.connect() as connection:
            for byte in head("POST", BALANCE, headers) + body:
                connection.send(bytes([byte]))
            reply = connection.reply()
        raw.note(BALANCE, headers, body, reply)
        has(reply.result, "ZUSD")


def names(check, raw):
    """Names of headers and of parameters."""
    with check("lower-case header names"):
        for spell in (str.lower, str.upper):
            nonce = raw.nonce()
            body = form(nonce)
            headers = [(spell(name), value) for name, value in raw.headers(BALANCE, nonce, body)]
            has(raw.send(BALANCE, body, headers).result, "ZUSD")
    with check("bracketed names"):
        nonce = raw.nonce()
        body = b"nonce=%s&txid%%5B%%5D=OAAAAA-AAAAA-AAAAAA&txid[]=OBBBBB-BBBBB-BBBBBB" % nonce.encode()
        reply = raw.call("/0/private/QueryOrders", nonce=nonce, body=body)
        true(not any(error.startswith("EAPI:") for error in reply.errors), f"answered {reply.errors}")
    with check("a plus sign is a space, %2B a plus"):
        nonce = raw.nonce()
        body = b"nonce=%s&asset=Z%%55SD&x=a+b%%2Bc" % nonce.encode()
        has(raw.call("/0/private/TradeBalance", nonce=nonce, body=body).result, "eb")
    with check("unusual but whole: GetApiKeyInfo without a User-Agent"):
        equal(raw.call(INFO).result["api_key"], raw.key.api_key)


def market(check, world):
    """Public methods."""
    with check("POST with a body, with a query and with nothing"):
        form_type = [("Content-Type", FORM)]
        has(public(world, "/0/public/Ticker", "POST", b"pair=XBTUSD", form_type).result, "XXBTZUSD")
        has(public(world, "/0/public/Ticker?pair=XBTUSD", "POST").result, "XXBTZUSD")
        json_type = [("Content-Type", JSON)]
        has(public(world, "/0/public/Ticker", "POST", b'{"pair":"XBTUSD"}', json_type).result, "XXBTZUSD")
        has(public(world, "/0/public/Time", "POST").result, "unixtime", "rfc1123")
    with check("GET"):
        has(public(world, "/0/public/AssetPairs?pair=XBT/USD").result, "XXBTZUSD")
        has(public(world, "/0/public/Ticker?pair=XBT%2FUSD,ETHUSD").result, "XXBTZUSD", "XETHZUSD")
    with check("a public key reads market data and nothing else"):
        key = world.admin.create_public_key("raw public")
        named = [("API-Key", key.api_key)]
        has(public(world, "/0/public/Ticker?pair=XBTUSD", headers=named).result, "XXBTZUSD")
        # It has no private half, so nothing is its signature: not another key's, not one made of nothing.
        for secret in (world.spare.private_key, "A" * 86 + "==", ""):
            signed = ("API-Sign", sign(secret, BALANCE, "1", form("1")))
            reply = public(world, BALANCE, "POST", form("1"), [*named, signed, ("Content-Type", FORM)])
            equal((reply.errors, reply.reason), (["EAPI:Invalid signature"], ""))
    with check("a public key that was revoked reads nothing"):
        world.admin.revoke(key)
        equal(public(world, "/0/public/Ticker?pair=XBTUSD", headers=named).errors, ["EAPI:Invalid key"])
