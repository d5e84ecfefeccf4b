"""Tattler's client for Python 3.8 and newer: this one file. Copy it into your project.

    import tattler

    app = tattler.wsgi(app)                                     # Flask, Django: a stream for each request
    app = tattler.asgi(app)                                     # the same for FastAPI, Starlette, Django
    logging.getLogger().addHandler(tattler.LogHandler())        # what is logged anyway

    tattler.log("warning", "Card was declined", {"order": 7})   # level (or 1 to 8), message, context
    tattler.query("SELECT * FROM items", "mysql", 12.5)         # text, target, ms
    tattler.exception(error)                                    # or without it, where one is caught
    tattler.dump(value)                                         # shows it, and returns it
    with tattler.span("load basket"): ...                       # times it; what happens inside is shown inside
    with tattler.unit(): ...                                    # a job: its events are a stream of their own
    tattler.send({"type": "access_check", "payload": {"access": "DENIED", "object": "order 7"}})

It is off where APP_ENV or ENV says production; TATTLER=1 and TATTLER=0 decide it anywhere. TATTLER_URL says where Tattler
is, TATTLER_APP what the app is called, TATTLER_TOKEN what a Tattler on another machine asks for. `tattler.configure(app="shop")`,
before anything else, sets these and more: see `options`.

It never raises, and takes a request or job no more than 5 ms in all: what does not fit is dropped, and Tattler shows how
much that was. Where no Tattler answers, it is left alone for 5 seconds, in which calls return at once. Events leave in a
thread of their own, and before the program ends.
"""

import _thread
import atexit
import contextlib
import contextvars
import dataclasses
import datetime
import enum
import http.client
import itertools
import json
import logging
import math
import os
import sys
import threading
import time
import traceback
import urllib.parse
import uuid

options = {
    # Where Tattler listens.
    "url": os.environ.get("TATTLER_URL") or "http://127.0.0.1:7357",
    # What a Tattler asks for that listens beyond its machine: the word in its `send-token`.
    "token": os.environ.get("TATTLER_TOKEN") or "",
    # What the app is called.
    "app": os.environ.get("TATTLER_APP") or os.path.basename(os.getcwd()) or "python",
    # None: as the environment says.
    "enabled": None,
    # What a unit of work may spend here, ms; outside of any, what each tenth of a second may.
    "budget": float(os.environ.get("TATTLER_BUDGET") or 5),
    # How long Tattler is left alone after it could not be reached, s.
    "pause": 5,
    # How long it may take to answer, s.
    "patience": 2,
    # Characters that may wait to be sent.
    "queue_size": 4_000_000,
}

LEVELS = ("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency")
# From the first event of a batch until it is sent, s, and its characters.
BATCH_TIME = 0.02
BATCH_SIZE = 500_000
# A span that lasts longer, s, or holds more characters or levels, no longer holds back what happens in it.
SPAN_TIME = 2
SPAN_SIZE = 100_000
SPAN_DEPTH = 50
# Of one event: characters, characters of a text, levels, members of a list or a dict.
EVENT_SIZE = 250_000
TEXT_SIZE = 30_000
DEPTH = 12
MEMBERS = 500
# How long a program that has nothing more to do waits for Tattler, in budgets.
EXIT_BUDGETS = 50

clock = time.perf_counter


def configure(**changes):
    """Changes `options`."""
    options.update(changes)
    _sender.reset()


def log(level, message, context=None, **more):
    def make():
        payload = {"message": message if isinstance(message, str) else type(message).__name__}
        if not isinstance(message, str):
            payload["context"] = message
        if context is not None:
            payload["context"] = context
        importance = level if isinstance(level, int) else LEVELS.index(level) + 1 if level in LEVELS else 2
        return {"type": "log", "importance": importance, "payload": payload, **more}

    _tell(make)


def query(query, target="sql", duration=None, syntax="sql", **more):
    """`duration` in ms."""
    payload = {"target": target, "query": query, "syntax": syntax}
    _tell(lambda: {"type": "query", "duration": duration, "payload": {**payload, "query": str(query)}, **more})


def request(method, uri, headers=None, body=None, **more):
    """An incoming request. `wsgi` and `asgi` tell of those that pass them."""
    payload = {"method": method, "uri": uri, "headers": headers, "body": body}
    _tell(lambda: {"type": "request", "importance": 2, "payload": {**payload, "headers": _pairs(headers)}, **more})


def response(status, headers=None, body=None, **more):
    """The answer to it."""
    payload = {"status": status, "headers": headers, "body": body}
    _tell(lambda: {"type": "response", **_judge(status), "payload": {**payload, "headers": _pairs(headers)}, **more})


def exception(error=None, **more):
    """Without `error`, the one that is being handled."""
    caught = sys.exc_info()[1] if error is None else error
    payload = caught if isinstance(caught, BaseException) else {"message": caught}
    _tell(lambda: {"type": "exception", "importance": 5, "success": False, "payload": payload, **more})


def dump(value, label="dump"):
    """Shows a value, and returns it."""
    log("debug", label, {"value": value} if value is None else value)
    return value


def send(event):
    """Any event of Tattler's README: `type`, `payload`, and, if you like, `time`, `duration`, `tags`, `success`, …"""
    _tell(lambda: event)


@contextlib.contextmanager
def span(event):
    """Tells how long what stands in it took, and whether it failed. `event` is a name, or the rest of an event."""
    head = {"type": "event", "payload": {"name": event, "group": "span"}} if isinstance(event, str) else event
    with _open(_here(), head):
        yield


@contextlib.contextmanager
def unit(id=None):
    """What is told in it is the stream `id`, with a budget of its own."""
    token = _place.set((_Unit(id), None))
    try:
        yield
    finally:
        _place.reset(token)


def flush(timeout=None):
    """Waits until all is sent, or lost; no longer than `timeout`, s."""
    _sender.flush(timeout)


class LogHandler(logging.Handler):
    """Tells of what is logged with Python's `logging`."""

    def emit(self, record):
        def make():
            payload = {"message": record.getMessage(), "context": {"logger": record.name}}
            if record.exc_info and record.exc_info[1]:
                payload["context"]["exception"] = record.exc_info[1]
            # 10, 20, 30 … of Python are debug, info, warning, error, critical.
            importance = (1, 2, 4, 5, 6)[max(0, min(4, record.levelno // 10 - 1))]
            place = {"file": record.pathname, "line": record.lineno}
            return {"type": "log", "importance": importance, "payload": payload, "calledFrom": place}

        _tell(make)


def wsgi(app):
    """A unit for each request of a WSGI app: its request, in it what happened, and its response."""

    def answer(environ, start_response):
        if not _sender.is_on():
            return app(environ, start_response)
        names = (name for name in environ if name.startswith("HTTP_"))
        headers = [{"key": name[5:].lower().replace("_", "-"), "value": environ[name]} for name in names]
        path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
        uri = path + ("?" + environ["QUERY_STRING"] if environ.get("QUERY_STRING") else "")
        seen = _Request(environ.get("REQUEST_METHOD"), uri, headers)

        def start(status, headers, *rest):
            seen.status = int(status.split(" ", 1)[0])
            seen.headers = headers
            return start_response(status, headers, *rest)

        context = contextvars.copy_context()

        def body():
            parts = None
            try:
                context.run(seen.begin)
                parts = context.run(app, environ, start)
                pieces = iter(parts)
                for piece in iter(lambda: context.run(next, pieces, None), None):
                    yield piece
            except BaseException as error:
                seen.error = error
                raise
            finally:
                if hasattr(parts, "close"):
                    context.run(parts.close)
                context.run(seen.end)

        pieces = body()
        # An app may call `start_response` only while it is asked for its first piece; a server wants it before.
        first = next(pieces, b"")
        return _Body(first, pieces)

    return answer


class _Body:
    def __init__(self, first, rest):
        self.rest = rest
        self.pieces = itertools.chain((first,), rest)

    def __iter__(self):
        return self.pieces

    def close(self):
        self.rest.close()


def asgi(app):
    """The same for an ASGI app."""

    async def answer(scope, receive, send_message):
        if scope["type"] != "http" or not _sender.is_on():
            return await app(scope, receive, send_message)
        query_string = scope.get("query_string", b"").decode("latin-1")
        uri = scope.get("path", "") + ("?" + query_string if query_string else "")
        seen = _Request(scope.get("method"), uri, _decode(scope.get("headers", ())))

        async def watch(message):
            if message["type"] == "http.response.start":
                seen.status = message["status"]
                seen.headers = message.get("headers", ())
            await send_message(message)

        token = _place.set(_place.get())
        seen.begin()
        try:
            await app(scope, receive, watch)
        except BaseException as error:
            seen.error = error
            raise
        finally:
            seen.end()
            _place.reset(token)

    return answer


class _Request:
    """A request that passes: the unit, its request and its response."""

    def __init__(self, method, uri, headers):
        self.payload = {"method": method, "uri": uri, "headers": headers}
        self.status = None
        self.headers = ()
        self.error = None

    def begin(self):
        outer = (_Unit(), None)
        _place.set(outer)
        self.outer = outer
        self.span = _open(outer, {"type": "request", "payload": self.payload})
        self.span.__enter__()

    def end(self):
        if self.error is not None:
            exception(self.error)
        judged = _judge(500 if self.status is None or self.error is not None else self.status)
        self.span.close(judged["success"], judged["importance"])
        _place.set(self.outer)
        if self.status is not None:
            headers = _decode(self.headers)
            _tell(lambda: {"type": "response", **judged, "calledFrom": None, "payload": {"status": self.status, "headers": headers}})


class _Unit:
    """A unit of work: the stream of its events, and the time that it has spent here, s."""

    __slots__ = ("id", "spent", "since")

    def __init__(self, id=None):
        self.id = uuid.uuid4().hex if id is None else str(id)
        self.spent = 0.0
        self.since = clock()


_background = _Unit()
_place = contextvars.ContextVar("tattler", default=(_background, None))
_caller = threading.local()


def _here():
    return _place.get()


class _open:
    """A span, from `with` on. What happens in it is kept until its end."""

    def __init__(self, outer, head):
        self.outer = outer
        self.depth = 1 + (outer[1].depth if outer[1] else 0)
        self.start = clock()
        self.nested = []
        self.size = 0
        self.is_over = False
        self.text = None
        now = time.time()

        def work(deadline, _):
            kept = {key: value for key, value in head.items() if key not in ("nested", "duration", "success")}
            self.text = _write({"time": round(now * 1000), **kept}, deadline)

        _guard(outer[0], work, True)

    def __enter__(self):
        self.token = _place.set((self.outer[0], self))

    def __exit__(self, kind, error, trace):
        _place.reset(self.token)
        self.close(kind is None)

    def close(self, success, importance=None):
        if self.is_over:
            return
        self.is_over = True
        more = {"duration": round((clock() - self.start) * 1000, 3), "success": success}
        if importance is not None:
            more["importance"] = importance

        def work(*_):
            nested = ',"nested":[' + ",".join(self.nested) + "]" if self.nested else ""
            _keep(self.outer, self.text[:-1] + "," + json.dumps(more)[1:-1] + nested + "}")

        if self.text is not None:
            _guard(self.outer[0], work, True)

    def may_hold(self, text):
        is_small = self.depth <= SPAN_DEPTH and self.size + len(text) < SPAN_SIZE
        return is_small and not self.is_over and clock() - self.start < SPAN_TIME


def _tell(make):
    """`make` reads what a caller gave, which may raise."""
    place = _here()

    def work(deadline, may_locate):
        event = {"time": round(time.time() * 1000), **make()}
        if "calledFrom" not in event and may_locate:
            event["calledFrom"] = _locate()
        _keep(place, _write({key: value for key, value in event.items() if value is not None}, deadline))

    _guard(place[0], work)


def _guard(unit, work, is_needed=False):
    """
    Does what a call asks for, if the unit has time left for it, and counts what it takes. What brings home what was told
    before, `is_needed`, is always done.
    """
    if not _sender.is_on() or getattr(_caller, "is_busy", False):
        return
    start = clock()
    budget = options["budget"] / 1000
    if unit is _background and start - unit.since > 0.1:
        unit.since, unit.spent = start, 0.0
    if start < _sender.paused_until:
        return _sender.drop("Tattler did not answer")
    if unit.spent > budget and not is_needed:
        return _sender.drop(f"they would have taken more than {options['budget']:g} ms")
    _caller.is_busy = True
    try:
        work(start + budget - unit.spent, unit.spent < budget / 2)
    except Exception:
        _sender.drop("they could not be read")
    finally:
        _caller.is_busy = False
        unit.spent += clock() - start


def _keep(place, text):
    unit, span = place
    if span is not None and span.may_hold(text):
        span.nested.append(text)
        span.size += len(text)
    else:
        _sender.add(unit.id, text)


class _Sender:
    """What waits to be sent, and the thread that sends it."""

    def __init__(self):
        self.begin()

    def begin(self):
        self.lock = threading.Lock()
        self.has_work = threading.Event()
        self.is_idle = threading.Event()
        self.is_idle.set()
        self.is_leaving = threading.Event()
        self.waiting = []
        self.size = 0
        self.dropped = {}
        self.paused_until = 0.0
        self.thread = None
        self.connection = None
        self.reset()

    def reset(self):
        self.enabled = None

    def is_on(self):
        if self.enabled is None:
            self.enabled = _is_enabled() if options["enabled"] is None else bool(options["enabled"])
        return self.enabled

    def drop(self, reason, count=1):
        with self.lock:
            self.dropped[reason] = self.dropped.get(reason, 0) + count

    def add(self, stream, text):
        if self.size > options["queue_size"]:
            return self.drop(f"more than {options['queue_size']} characters were waiting")
        with self.lock:
            self.waiting.append((stream, text))
            self.size += len(text)
            self.is_idle.clear()
        if self.thread is None:
            # A `Thread` would be waited for until it runs.
            self.thread = _thread.start_new_thread(self.run, ())
        self.has_work.set()

    def flush(self, timeout=None):
        if self.thread is None:
            return
        self.is_leaving.set()
        self.is_idle.wait(timeout)
        self.is_leaving.clear()

    def run(self):
        _caller.is_busy = True
        while True:
            self.has_work.wait()
            self.is_leaving.wait(BATCH_TIME)
            self.has_work.clear()
            body, count = self.take()
            problem = self.post(body) if count else None
            if problem is not None:
                if clock() < self.paused_until:
                    with self.lock:
                        count += len(self.waiting)
                        self.waiting, self.size = [], 0
                self.drop(problem, count)
            with self.lock:
                if self.waiting:
                    self.has_work.set()
                else:
                    self.is_idle.set()

    def take(self):
        with self.lock:
            size, count = 0, 0
            for _, text in self.waiting:
                size += len(text)
                count += 1
                if size > BATCH_SIZE:
                    break
            batch, self.waiting = self.waiting[:count], self.waiting[count:]
            self.size -= size
            dropped, self.dropped = (self.dropped, {}) if batch else ({}, self.dropped)
        if dropped:
            payload = {"message": f"Dropped {sum(dropped.values())} of {options['app']}'s events", "context": dropped}
            batch.insert(0, (_background.id, json.dumps({"type": "log", "importance": 4, "tags": ["dropped"], "payload": payload})))
        streams = {}
        for stream, text in batch:
            streams.setdefault(stream, []).append(text)
        envelopes = (f'{{"id":{json.dumps(id)},"version":1,"events":[{",".join(texts)}]}}' for id, texts in streams.items())
        return f"[{','.join(envelopes)}]".encode("utf-8", "replace"), count

    def post(self, body):
        """None for a batch that was taken, else why it was not."""
        if clock() < self.paused_until:
            return "Tattler did not answer"
        try:
            if self.connection is None:
                url = urllib.parse.urlsplit(options["url"])
                self.connection = http.client.HTTPConnection(url.hostname, url.port or 80, timeout=options["patience"])
            path = "/events?" + urllib.parse.urlencode({"app": options["app"]})
            headers = {"Content-Type": "application/json"}
            if options["token"]:
                headers["Authorization"] = "Bearer " + options["token"]
            self.connection.request("POST", path, body, headers)
            answer = self.connection.getresponse()
            answer.read()
            # 400 says that some could not be understood; they are kept as such.
            if answer.status in (202, 400):
                return None
            problem = f"Tattler answered with {answer.status}"
            if answer.status == 413:
                return problem
        except Exception:
            problem = "Tattler did not answer"
        self.paused_until = clock() + options["pause"]
        if self.connection is not None:
            self.connection.close()
            self.connection = None
        return problem


def _is_enabled():
    told = os.environ.get("TATTLER", "")
    if told:
        return told.lower() not in ("0", "off", "false", "no")
    return not any(os.environ.get(name, "").lower() in ("production", "prod") for name in ("APP_ENV", "ENV"))


def _judge(status):
    """How an answer's status is meant."""
    is_number = isinstance(status, int)
    importance = 5 if is_number and status >= 500 else 4 if is_number and status >= 400 else 2
    return {"success": importance == 2, "importance": importance}


def _pairs(headers):
    """Headers as a list of key and value."""
    if headers is None:
        return None
    pairs = headers.items() if hasattr(headers, "items") else headers
    return [pair if isinstance(pair, dict) else {"key": pair[0], "value": pair[1]} for pair in pairs]


def _decode(headers):
    """Headers of ASGI are bytes."""
    pairs = ((part.decode("latin-1") if isinstance(part, bytes) else part for part in pair) for pair in headers)
    return [{"key": key, "value": value} for key, value in pairs]


def _locate():
    """The first place outside of this file and of packages."""
    frame = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        if file != __file__ and "-packages" not in file and not file.startswith("<") and not file.endswith("contextlib.py"):
            return {"file": os.path.abspath(file), "line": frame.f_lineno}
        frame = frame.f_back
    return None


class _Room:
    __slots__ = ("left", "deadline")

    def __init__(self, deadline):
        self.left = EVENT_SIZE
        self.deadline = deadline


def _write(event, deadline):
    room = _Room(deadline)
    copied = _copy_members([item for item in event.items() if item[0] != "payload"], len(event), room, ())
    payload = _copy(event.get("payload", {}), room, ())
    copied["payload"] = payload if isinstance(payload, dict) else {"value": payload}
    return json.dumps(copied, ensure_ascii=False, allow_nan=False)


def _copy(value, room, parents):
    """A copy that JSON can hold, of any value whatever, as far as there is room and time for it."""
    kind = type(value)
    if kind is str:
        return _cut(value, room)
    if value is None or kind is bool:
        return value
    if kind is int:
        return value if value.bit_length() < 1024 else f"[number of {value.bit_length()} bits]"
    if kind is float:
        return value if math.isfinite(value) else str(value)
    if room.left <= 0 or clock() > room.deadline:
        return "[left out]"
    if id(value) in parents:
        return "[circular]"
    if len(parents) >= DEPTH:
        return "[too deep]"
    try:
        return _copy_object(value, room, (*parents, id(value)))
    except Exception:
        return "[unreadable]"


def _copy_object(value, room, parents):
    if isinstance(value, dict):
        return _copy_members(value.items(), len(value), room, parents)
    if isinstance(value, (list, tuple, frozenset, set)):
        return _copy_list(value, room, parents)
    if isinstance(value, (bytes, bytearray, memoryview)):
        beginning = bytes(value[:32]).hex()
        return f"[{len(value)} bytes: {beginning}{'…' if len(value) > 32 else ''}]"
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, enum.Enum):
        return str(value)
    if isinstance(value, BaseException):
        return _copy_members(_describe_error(value), 0, room, parents)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        members = [(field.name, getattr(value, field.name)) for field in dataclasses.fields(value)]
        return _copy_members([("(class)", type(value).__name__), *members], len(members), room, parents)
    # What tells of itself, or has nothing to tell, is best told by itself.
    if type(value).__repr__ is not object.__repr__ or not hasattr(value, "__dict__"):
        return _cut(repr(value), room)
    members = vars(value)
    return _copy_members([("(class)", type(value).__name__), *members.items()], len(members), room, parents)


def _describe_error(error):
    told = [("type", type(error).__name__), ("message", str(error))]
    told.append(("stack", "".join(traceback.format_exception(type(error), error, error.__traceback__, limit=-30))))
    return [*told, *((f"({name})", value) for name, value in vars(error).items())]


def _copy_list(items, room, parents):
    copied = []
    for item in items:
        if len(copied) >= MEMBERS or room.left <= 0:
            copied.append(f"[{len(items) - len(copied)} more]")
            break
        room.left -= 4
        copied.append(_copy(item, room, parents))
    return copied


def _copy_members(members, count, room, parents):
    copied = {}
    for key, value in members:
        if len(copied) >= MEMBERS or room.left <= 0:
            copied["…"] = f"[{count - len(copied)} more]"
            break
        room.left -= 4
        copied[_cut(key if type(key) is str else str(key), room)] = _copy(value, room, parents)
    return copied


def _cut(text, room):
    size = max(0, min(TEXT_SIZE, room.left))
    room.left -= min(len(text), size)
    return text if len(text) <= size else f"{text[:size]}… [{len(text) - size} more characters]"


_sender = _Sender()
atexit.register(lambda: _sender.flush(EXIT_BUDGETS * options["budget"] / 1000))
if hasattr(os, "register_at_fork"):
    # A thread does not come along into a forked process, and what waits is sent by its parent.
    os.register_at_fork(after_in_child=_sender.begin)
