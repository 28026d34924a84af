"""The elephant: which of its pieces are eaten, taken or left, as data for a page and as a picture for a mail."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from re import findall

from django.conf import settings
from PIL import Image, ImageDraw

MOST = 12
RECIPES = (
    "abcdefghijkl",
    "abcdefgh ijkl",
    "abc defgh ijkl",
    "abc de fgh ijkl",
    "abc de fgh k ijl",
    "abc de fgh ij k l",
    "ab c de fgh ij k l",
    "ab c de f gh ij k l",
    "a b c de f gh ij k l",
    "a b c de f g h ij k l",
    "a b c d e f g h ij k l",
    "a b c d e f g h i j k l",
)
COLOURS = {"": "#7a7268", "taken": "#0f7f78", "eaten": "#dcd4c7"}
WIDTH, HEIGHT = 168, 120
Point = tuple[float, float]


@dataclass(frozen=True)
class Piece:
    """A piece by the letters of its parts in the sprite; `state` is eaten, taken, or empty for what is left."""

    name: str
    state: str


def pieces(total: int, done: int, taken: int) -> list[Piece]:
    """The pieces in eating order, from tail to face; none looks eaten, taken or free that is not.

    Up to twelve bites each has its piece. Beyond, counts are rounded, but the last piece
    is eaten only when the last bite is, and one stays free while a bite lies on the table.
    """
    names = RECIPES[max(1, min(total, MOST)) - 1].split()
    count = len(names)
    eaten = _share(done, total, count)
    busy = min(_share(taken, total, count), count - eaten)
    if busy and done + taken < total:
        busy = min(busy, count - eaten - 1) or (1 if eaten + 1 < count else 0)
    states = ["eaten"] * eaten + ["taken"] * busy
    states += [""] * (count - len(states))
    return [Piece(name, state) for name, state in zip(names, states, strict=True)]


def _share(part: int, total: int, count: int) -> int:
    if total < 1 or part < 1:
        return 0
    if part >= total:
        return count
    return max(1, min(round(part * count / total), count - 1)) if count > 1 else 0


def paint(total: int, done: int, taken: int, *, width: int = 336, colours: dict[str, str] = COLOURS) -> bytes:
    """The elephant as a PNG with a clear ground, `width` pixels wide, for where no SVG is shown."""
    return to_png(draw(pieces(total, done, taken), width=width, colours=colours))


def draw(parts: list[Piece], *, width: int, colours: dict[str, str]) -> Image.Image:
    """Draw at four times the size and shrink, which is how Pillow gets smooth edges."""
    scale = width * 4 / WIDTH
    image = Image.new("RGBA", (width * 4, round(HEIGHT * scale)), (0, 0, 0, 0))
    brush = ImageDraw.Draw(image)
    for part in parts:
        outline, *holes = shapes()[part.name]
        brush.polygon([(x * scale, y * scale) for x, y in outline], fill=colours[part.state])
        for hole in holes:
            brush.polygon([(x * scale, y * scale) for x, y in hole], fill=(0, 0, 0, 0))
    return image.resize((width, round(width * HEIGHT / WIDTH)), Image.Resampling.LANCZOS)


def to_png(image: Image.Image) -> bytes:
    """The picture as the bytes of a PNG file."""
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


@cache
def shapes() -> dict[str, list[list[Point]]]:
    """Outlines by name from the sprite; its paths know only M, l and z."""
    sprite = Path(settings.BASE_DIR, "static", "img", "elephant.svg").read_text()
    return {name: _outlines(d) for name, d in findall(r'id="e-([a-z]+)" d="([^"]+)"', sprite)}


def _outlines(d: str) -> list[list[Point]]:
    return [_walk([float(n) for n in findall(r"-?\d*\.?\d+", part)]) for part in d.split("z") if part.strip()]


def _walk(numbers: list[float]) -> list[Point]:
    x, y = numbers[0], numbers[1]
    points = [(x, y)]
    for step in range(2, len(numbers) - 1, 2):
        x, y = x + numbers[step], y + numbers[step + 1]
        points.append((x, y))
    return points
