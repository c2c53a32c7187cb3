"""The network: one URL in, one response or one reason out. Nothing else of geostance makes requests."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.cookies import extract_cookies_to_jar
from requests.utils import get_auth_from_url, select_proxy

from tasks.errors import FetchError
from tasks.feeds.connections import TimedPool, TimedSecurePool, guarded_by, time_limit
from tasks.feeds.decompress import ACCEPTED, TooLargeError, decompressed, limited
from tasks.feeds.guard import PrivateAddressError, guard_for, refusal_of
from tasks.feeds.politeness import Turnstile, server_of
from tasks.feeds.reasons import asked_seconds, detail_of, reason_of, retry_pause_seconds
from tasks.feeds.records import Response
from tasks.feeds.robots import Robots

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests import PreparedRequest

    from config.settings import Settings

MAX_REDIRECTS = 10
CHUNK_BYTES = 2**16
KEPT_HOSTS = 256  # to which connections are kept open: all hosts of a night
OK = 200
NOT_MODIFIED = 304
PERMANENT = frozenset({301, 308})
ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/html;q=0.9, */*;q=0.8"


class Fetcher:
    """Fetches URLs for all threads of a process, politely and within bounds.

    One request a server at a time, `per_host_delay_seconds` between them, `fetch_workers` in all; a
    body of at most `max_response_bytes`, decompressed; `request_deadline_seconds` for all of a
    fetch, save for the time it waits for its turn. Only public addresses are asked, and those that
    `allowed_hosts` has. Proxies and certificates named by the environment count; netrc and the
    cookies of another fetch do not.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._guard = guard_for(settings.allowed_hosts)
        self._turnstile = Turnstile(
            slots=settings.fetch_workers, pause_seconds=settings.per_host_delay_seconds
        )
        self._robots = Robots(self.fetch)
        self._adapter = _Adapter(pool_connections=KEPT_HOSTS, pool_maxsize=1)

    def close(self) -> None:
        """Close the connections that were kept open."""
        self._adapter.close()

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Response:
        """Return the response to a GET: a 200, or a 304 without body where a validator was sent.

        Raises FetchError with a reason of `tasks.feeds.reasons` for anything else.

        What breaks for a moment (a reset connection, 502, 503, 504) is tried once more, here and
        nowhere else: here the server's pause and the deadline are known, while a Prefect task that
        is run again would start both anew, and never sees a failure that is a value by then. What
        lasts longer waits for the next night.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        return self._finish(
            self._visit_of(url, {name: value for name, value in conditions.items() if value}, by_robots=False)
        )

    def fetch_page(self, url: str) -> Response:
        """Return the response to a GET like `fetch`, by the rules of each server on the way.

        Raises FetchError also with ``robots`` where a robots.txt disallows it, and with
        ``robots-unavailable`` where one cannot be had now. The time for it is not the page's.
        """
        return self._finish(self._visit_of(url, {}, by_robots=self._settings.obey_robots))

    def _visit_of(self, url: str, conditions: dict[str, str], *, by_robots: bool) -> _Visit:
        return _Visit(url, url, conditions, by_robots, self._settings.request_deadline_seconds)

    def _finish(self, visit: _Visit) -> Response:
        outcome = self._follow(visit)
        if isinstance(outcome, _Failure) and outcome.pause_seconds is not None and visit.seconds_left > 0:
            self._turnstile.rest(server_of(visit.address), outcome.pause_seconds)
            outcome = self._follow(visit)
        if isinstance(outcome, _Failure):
            raise FetchError(
                visit.url, outcome.reason, outcome.detail, retry_after_seconds=outcome.asked_seconds
            ) from outcome.cause
        return outcome

    def _follow(self, visit: _Visit) -> Response | _Failure:
        """Return what is found where the redirects end; each hop is looked at before it is asked for."""
        # Cookies last until the redirects end: some sites send a reader in circles until one comes back.
        session = self._new_session()
        visit.address, visit.permanent_url, visit.is_permanent = visit.url, None, True
        for _ in range(MAX_REDIRECTS + 1):
            flaw = _flaw_of(visit.address)
            if flaw:
                return _Failure(flaw, visit.address)
            objection = self._objection(visit.address) if visit.by_robots else None
            if objection:
                return _Failure(*objection)
            with self._turnstile.turn(server_of(visit.address)):
                found = self._ask(session, visit)
            if not isinstance(found, _Redirect):
                return found
            visit.go_to(found)
        return _Failure("too-many-redirects", f"more than {MAX_REDIRECTS}, the last to {visit.address}")

    def _objection(self, address: str) -> tuple[str, str] | None:
        """Return what the server's robots.txt has against a request; heed the pause that it wants."""
        agent = self._settings.user_agent
        rules = self._robots.rules_for(address)
        pause = min(rules.delay_seconds(agent), self._settings.longest_crawl_delay_seconds)
        self._turnstile.slow_down(server_of(address), pause)
        return rules.objection(address, agent)

    def _ask(self, session: requests.Session, visit: _Visit) -> Response | _Redirect | _Failure:
        started = time.monotonic()
        seconds = max(visit.seconds_left, 0)
        try:
            with time_limit(seconds), guarded_by(self._guard), self._send(session, visit) as answer:
                return self._understand(visit, answer)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            is_late = time.monotonic() - started >= seconds
            reason = "deadline" if is_late else reason_of(error)
            pause = None if is_late else retry_pause_seconds(reason, None, datetime.now(UTC))
            return _Failure(reason, detail_of(error), error, pause)
        finally:
            visit.seconds_left -= time.monotonic() - started

    def _new_session(self) -> requests.Session:
        """Return a session for one fetch; the connections are the adapter's, and are kept."""
        session = requests.Session()
        session.headers.clear()
        session.headers.update(
            {"User-Agent": self._settings.signature, "Accept": ACCEPT, "Accept-Encoding": ACCEPTED}
        )
        return session

    def _send(self, session: requests.Session, visit: _Visit) -> requests.Response:
        """Return the head of the answer; its body waits to be read.

        Through the adapter: `Session.send` reads the body of a redirect to its end, whatever its size.
        """
        request = session.prepare_request(
            requests.Request("GET", visit.address, headers=visit.conditions, auth=_credentials(visit.address))
        )
        environment = session.merge_environment_settings(request.url, {}, stream=True, verify=True, cert=None)
        if select_proxy(visit.address, environment["proxies"]):
            self._refuse_unresolved(str(request.url))  # as it is asked for, without escapes
        answer = self._adapter.send(
            request,
            stream=True,
            timeout=self._settings.request_timeout_seconds,
            verify=environment["verify"] or True,  # True, or the certificates that the environment names
            proxies=environment["proxies"],
        )
        extract_cookies_to_jar(session.cookies, request, answer.raw)  # type: ignore[no-untyped-call]
        return answer

    def _refuse_unresolved(self, address: str) -> None:
        """Raise PrivateAddressError for what a proxy shall not be asked for; names are for it to resolve."""
        host = urlsplit(address).hostname or ""
        if not self._guard.allows_unresolved(host):
            raise PrivateAddressError(refusal_of(host, [host]))

    def _understand(self, visit: _Visit, answer: requests.Response) -> Response | _Redirect | _Failure:
        # Its body is not read: closing the connection is cheaper than whatever may come.
        if answer.is_redirect:
            target = urljoin(visit.address, _location_of(answer))
            return _Redirect(target, is_permanent=answer.status_code in PERMANENT)
        if answer.status_code == NOT_MODIFIED and visit.conditions:
            answer.raw.drain_conn()  # there is no body, and the connection is free again
            return _response(visit, answer, b"")
        if answer.status_code != OK:
            return _failure_of(answer)
        return _response(visit, answer, _body_of(answer, self._settings.max_response_bytes))


@dataclass(slots=True)
class _Visit:
    """One fetch on its way: what was asked for, where it is, how much time it has left."""

    url: str
    address: str
    conditions: dict[str, str]
    by_robots: bool
    seconds_left: float
    permanent_url: str | None = None
    is_permanent: bool = True  # all redirects so far

    def go_to(self, redirect: _Redirect) -> None:
        """Follow a redirect."""
        self.address = redirect.address
        self.is_permanent = self.is_permanent and redirect.is_permanent
        if self.is_permanent:
            self.permanent_url = redirect.address


@dataclass(frozen=True, slots=True)
class _Redirect:
    """Where an answer sends us, and whether for good."""

    address: str
    is_permanent: bool


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why a try failed, and the pause after which a second one may help, if any."""

    reason: str
    detail: str
    cause: BaseException | None = None
    pause_seconds: float | None = None
    asked_seconds: float | None = None


class _Adapter(HTTPAdapter):
    """Connections that end at a deadline, kept open for whichever thread is next."""

    def init_poolmanager(self, *args: object, **keywords: object) -> None:
        super().init_poolmanager(*args, **keywords)  # type: ignore[arg-type]  # handed on as they come
        _use_timed_pools(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **keywords: object) -> urllib3.ProxyManager:
        manager: urllib3.ProxyManager = super().proxy_manager_for(proxy, **keywords)
        _use_timed_pools(manager)
        return manager


def _use_timed_pools(manager: urllib3.PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": TimedPool, "https": TimedSecurePool}


def _flaw_of(address: str) -> str | None:
    """Return what forbids to ask for an address, whatever it leads to."""
    try:
        parts = urlsplit(address)
        is_complete = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return "bad-url"
    if parts.scheme not in {"http", "https"}:
        return "bad-scheme" if parts.scheme else "bad-url"
    return None if is_complete else "bad-url"


def _credentials(address: str) -> tuple[str, str] | Callable[[PreparedRequest], PreparedRequest]:
    """Return what authorises a request: the credentials in its address or nothing, but never netrc's."""
    found = get_auth_from_url(address)
    return found if any(found) else _as_it_is


def _as_it_is(request: PreparedRequest) -> PreparedRequest:
    return request


def _location_of(answer: requests.Response) -> str:
    """Return the redirect's target; headers are read as Latin-1, and mostly meant as UTF-8."""
    location = answer.headers["Location"].strip()
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return location


def _failure_of(answer: requests.Response) -> _Failure:
    """Return what an answer that is neither a document nor a redirect stands for."""
    reason, now = f"http-{answer.status_code}", datetime.now(UTC)
    wish = answer.headers.get("Retry-After")
    pause = retry_pause_seconds(reason, wish, now)
    return _Failure(reason, answer.reason or "", None, pause, asked_seconds(wish, now))


def _response(visit: _Visit, answer: requests.Response, body: bytes) -> Response:
    return Response(
        url=visit.url,
        final_url=answer.url,
        status=answer.status_code,
        headers=tuple(answer.raw.headers.iteritems()),
        body=body,
        fetched_at=datetime.now(UTC),
        permanent_url=visit.permanent_url,
    )


def _body_of(answer: requests.Response, limit: int) -> bytes:
    """Return the decoded body; raises TooLargeError as soon as it, or what was sent of it, is too long."""
    if (answer.raw.length_remaining or 0) > limit:
        raise TooLargeError(f"{answer.raw.length_remaining} bytes announced")
    sent = limited(answer.raw.stream(CHUNK_BYTES, decode_content=False), limit)
    return b"".join(limited(decompressed(sent, answer.headers.get("Content-Encoding", "")), limit))


_shared: dict[Settings, Fetcher] = {}
_shared_lock = threading.Lock()


def shared_fetcher(settings: Settings) -> Fetcher:
    """Return the process's fetcher for these settings: politeness needs one that all threads share."""
    with _shared_lock:
        if settings not in _shared:
            _shared[settings] = Fetcher(settings)
        return _shared[settings]
