"""The company's colour, made readable: every shade that the product derives from it reaches 4.5:1 on its ground."""

from dataclasses import dataclass
from re import fullmatch

Rgb = tuple[float, float, float]

ENOUGH = 4.5
WHITE: Rgb = (1.0, 1.0, 1.0)
BLACK: Rgb = (0.0, 0.0, 0.0)
LIGHT_GROUND: Rgb = (0xF0 / 255, 0xEC / 255, 0xE5 / 255)
LIGHT_SURFACE: Rgb = (1.0, 0xFE / 255, 0xFC / 255)
DARK_GROUND: Rgb = (0x2A / 255, 0x26 / 255, 0x22 / 255)


@dataclass(frozen=True)
class Shades:
    """What the accent becomes on one ground, each as #rrggbb."""

    accent: str
    hover: str
    text: str
    soft: str
    line: str


def parse(colour: str) -> Rgb | None:
    """A colour such as #0d5c59, or None if it is something else."""
    match = fullmatch(r"#?([0-9a-fA-F]{6})", colour.strip())
    if match is None:
        return None
    number = int(match[1], 16)
    return (number >> 16) / 255, (number >> 8 & 255) / 255, (number & 255) / 255


def show(colour: Rgb) -> str:
    """The colour as #rrggbb; what lies outside of 0 to 1 is cut."""
    return "#" + "".join(f"{round(max(0.0, min(1.0, part)) * 255):02x}" for part in colour)


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of WCAG 2, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """`one` with `share` of `other` in it."""
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue


def until_readable(colour: Rgb, *, on: Rgb, towards: Rgb, ratio: float = ENOUGH) -> Rgb:
    """The colour, moved towards another in steps of a fiftieth until it can be read."""
    steps = (_whole(mix(colour, towards, step / 50)) for step in range(51))
    return next((shade for shade in steps if contrast(shade, on) >= ratio), towards)


def light(colour: Rgb) -> Shades:
    """The shades for dark words on light ground."""
    accent = until_readable(colour, on=LIGHT_GROUND, towards=BLACK)
    soft = mix(accent, LIGHT_SURFACE, 0.88)
    return Shades(
        accent=show(accent),
        hover=show(mix(accent, BLACK, 0.2)),
        text=show(until_readable(accent, on=soft, towards=BLACK)),
        soft=show(soft),
        line=show(mix(accent, LIGHT_SURFACE, 0.64)),
    )


def dark(colour: Rgb) -> Shades:
    """The shades for light words on dark ground."""
    accent = until_readable(colour, on=WHITE, towards=BLACK)
    soft = mix(accent, DARK_GROUND, 0.72)
    return Shades(
        accent=show(accent),
        hover=show(until_readable(mix(accent, WHITE, 0.06), on=WHITE, towards=BLACK)),
        text=show(until_readable(until_readable(colour, on=DARK_GROUND, towards=WHITE), on=soft, towards=WHITE)),
        soft=show(soft),
        line=show(mix(accent, DARK_GROUND, 0.4)),
    )


def stylesheet(colour: str) -> str:
    """The rules that paint the product in the company's colour; nothing where none is set or it cannot be read."""
    base = parse(colour)
    if base is None:
        return ""
    by_day, by_night = _rules(light(base)), _rules(dark(base))
    return (
        f":root{{{by_day}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{by_night}}}}}\n"
        f"[data-theme=dark]{{{by_night}}}\n"
    )


def _whole(colour: Rgb) -> Rgb:
    """The colour as a screen shows it, in 256 steps."""
    red, green, blue = (round(part * 255) / 255 for part in colour)
    return red, green, blue


def _rules(shades: Shades) -> str:
    return (
        f"--accent:{shades.accent};--accent-hover:{shades.hover};--accent-text:{shades.text};"
        f"--accent-soft:{shades.soft};--accent-line:{shades.line}"
    )


def _luminance(colour: Rgb) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
