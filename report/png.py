"""A chart becomes a picture of pixels."""

from __future__ import annotations

from tasks.errors import ConfigError

ZOOM = 2  # sharp in print and on dense screens
PROBE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">{}</svg>'


def png_of(svg: str) -> bytes:
    """Return an SVG as PNG. Raises ConfigError where the extra `png`, or any font, is not installed."""
    try:
        from resvg_py import svg_to_bytes  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise ConfigError(
            "a .png is drawn by resvg: pip install 'geostance[png]' (or ask for .svg)"
        ) from error
    letter, nothing = PROBE.format('<text x="2" y="16">0</text>'), PROBE.format("")
    if svg_to_bytes(svg_string=letter) == svg_to_bytes(svg_string=nothing):
        raise ConfigError("a .png needs a font, and this machine has none: install one, or ask for .svg")
    return svg_to_bytes(svg_string=svg, zoom=ZOOM)
