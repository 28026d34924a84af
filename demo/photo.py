"""The photo on a potato: a pallet's label that got wet, drawn by code."""

from __future__ import annotations

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 800, 600


def damaged_label() -> ContentFile[bytes]:
    """A small JPEG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "#b08a5e")
    pen = ImageDraw.Draw(image)
    for top in range(0, HEIGHT, 74):
        pen.rectangle((0, top, WIDTH, top + 5), fill="#8d6b45")
    pen.rectangle((180, 110, 620, 500), fill="#f7f5ef")
    for number in range(44):
        left = 210 + number * 9
        pen.rectangle((left, 150, left + 2 + number * 7 % 5, 300), fill="#26262a")
    for row, width in enumerate((340, 280, 310)):
        pen.rectangle((210, 340 + row * 42, 210 + width, 358 + row * 42), fill="#55555c")
    wet = Image.new("L", (WIDTH, HEIGHT), 0)
    ImageDraw.Draw(wet).ellipse((380, 60, 760, 420), fill=215)
    stain = Image.new("RGB", (WIDTH, HEIGHT), "#a9b6bd")
    image = Image.composite(stain, image, wet.filter(ImageFilter.GaussianBlur(18)))
    made = BytesIO()
    image.save(made, "JPEG", quality=80)
    return ContentFile(made.getvalue(), name="label.jpg")
