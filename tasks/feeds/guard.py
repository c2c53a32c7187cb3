"""Which addresses may be asked: the public internet, and what the settings allow besides.

A feed is text that strangers write, and its links are fetched from inside of the user's network:
without a guard they reach a router, an unprotected database, or a cloud's metadata service, which
hands out keys. Names are no help, since whoever owns one may let it lead anywhere, and elsewhere the
next second: so it is the address about to be connected to that is judged (see `connections.py`).
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

IPV4_BITS = 2**32 - 1
NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
CLOSED = (
    ip_network("168.63.129.16"),  # Azure's host, whose address looks public
    ip_network("192.0.0.0/24"),  # IETF protocols, and Oracle's metadata; public to older Pythons
    ip_network("3fff::/20"),  # for documentation (RFC 9637), likewise
)


class PrivateAddressError(OSError):
    """An address inside of a network, that nothing from the web has any business to name."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Judges addresses; `hosts` (in lower case) and `networks` may be asked although they are private."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    def allows(self, host: str, address: str) -> bool:
        """Return whether a host may be asked at an address that its name leads to."""
        if host_name(host) in self.hosts:
            return True
        meant = meant_address(address)
        return is_public(meant) or any(meant in network for network in self.networks)

    def allows_unresolved(self, host: str) -> bool:
        """Return whether a proxy may be asked for a host, whose addresses only the proxy will know.

        Refused are names of this machine, and private addresses however they are written: 127.1,
        2130706433 and 0x7f000001 are all of them 127.0.0.1.
        """
        name = host_name(host).partition("%")[0]
        if name == "localhost" or name.endswith(".localhost"):
            return self.allows(name, "127.0.0.1")
        try:
            found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        except (OSError, UnicodeError):
            return True
        return all(self.allows(name, str(address[0])) for *_, address in found)


def guard_for(allowed: tuple[str, ...]) -> Guard:
    """Return the guard that lets through what `allowed` has: names of hosts, addresses, networks."""
    networks = [_network(one) for one in allowed]
    names = (host_name(one) for one, network in zip(allowed, networks, strict=True) if network is None)
    return Guard(frozenset(names), tuple(network for network in networks if network is not None))


def refusal_of(host: str, addresses: list[str]) -> str:
    """Return in words why a host is not asked, and what would change it."""
    where = "" if addresses == [host] else f" is at {', '.join(addresses)}, which"
    return f"{host}{where} is no public address; the setting allowed_hosts can let it through"


def host_name(host: str) -> str:
    """Return a host as names are compared: in lower case, without the brackets of IPv6 and a last dot."""
    return host.strip("[]").rstrip(".").lower()


def meant_address(address: str) -> Address:
    """Return the address that is reached in the end: IPv6 has several ways to write an IPv4 address."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv4Address):
        return found
    if found in NAT64:
        return IPv4Address(int(found) & IPV4_BITS)
    return found.ipv4_mapped or found.sixtofour or found


def is_public(address: Address) -> bool:
    """Return whether an address is one of the public internet, and one host's alone."""
    if any(address in network for network in CLOSED):
        return False
    is_local = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not (address.is_multicast or address.is_reserved or is_local)


def _network(text: str) -> Network | None:
    try:
        return ip_network(text.strip("[]"), strict=False)
    except ValueError:
        return None
