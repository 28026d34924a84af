"""Portraits: cut to a small square, drawn anew, kept under a name that nobody can guess."""

from __future__ import annotations

from io import BytesIO
from typing import IO

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from esn.lib.files import clean_image
from esn.lib.links import new_token

SIDE = 176
"""Pixels: the largest that is shown, on a screen of two for one. A stream shows twenty of them."""


def portrait(file: IO[bytes]) -> ContentFile[bytes]:
    """The picture as a square JPEG, ready to be saved. Raises Refused for what is no picture."""
    clean, _width, _height = clean_image(file)
    made = BytesIO()
    with Image.open(BytesIO(clean)) as image:
        ImageOps.fit(_on_white(image), (SIDE, SIDE)).save(made, "JPEG", quality=80, optimize=True)
    return ContentFile(made.getvalue(), name=f"{new_token()}.jpg")


def _on_white(image: Image.Image) -> Image.Image:
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, image.convert("RGBA")).convert("RGB")
