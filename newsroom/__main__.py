"""`python -m newsroom`: the sample newsroom on a fixed port, to look at in a browser."""

from __future__ import annotations

import argparse
import signal
import threading

from newsroom.server import serve_newsroom

DEFAULT_PORT = 8390


def main() -> None:
    """Serve the sample newsroom until interrupted; print where its feeds are."""
    parser = argparse.ArgumentParser(prog="python -m newsroom", description=main.__doc__)
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help="0 is any free port (default: %(default)s)"
    )
    port = parser.parse_args().port
    # A shell without job control starts what it puts in the background deaf to Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with serve_newsroom(port=port) as newsroom:
            lines = [f"{feed.name:<22}{feed.country}  {feed.language}  {feed.url}" for feed in newsroom.feeds]
            print("\n".join([f"{newsroom.base_url}/", *lines, "Ctrl-C stops it"]), flush=True)  # noqa: T201
            threading.Event().wait()
    except KeyboardInterrupt:
        return
    except (OSError, OverflowError) as error:
        parser.error(f"port {port} cannot be used: {error}; --port 0 takes any free one")


if __name__ == "__main__":
    main()
