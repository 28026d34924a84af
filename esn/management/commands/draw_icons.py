"""Draws the icons of the installed app from the elephant."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from PIL import Image

from esn import elephant

GROUND = "#0d5c59"
INK = {"": "#fffefc", "taken": "#8fd0c8", "eaten": "#4a8d88"}
SIZES = (
    ("icon-32.png", 32, 0.9),
    ("icon-180.png", 180, 0.74),
    ("icon-192.png", 192, 0.74),
    ("icon-512.png", 512, 0.74),
)
MASKABLE = ("icon-maskable.png", 512, 0.58)


class Command(BaseCommand):
    help = "Draw the app's icons into static/img from the elephant's pieces."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for name, size, share in (*SIZES, MASKABLE):
            Path(settings.BASE_DIR, "static", "img", name).write_bytes(elephant.to_png(icon(size, share)))
            self.stdout.write(name)


def icon(size: int, share: float) -> Image.Image:
    """A square with the elephant on it, `share` of its width."""
    ground = Image.new("RGBA", (size, size), GROUND)
    animal = elephant.draw(elephant.pieces(4, 1, 1), width=round(size * share), colours=INK)
    ground.alpha_composite(animal, ((size - animal.width) // 2, (size - animal.height) // 2))
    return ground.convert("RGB")
