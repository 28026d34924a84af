"""Portraits drawn by code: flat faces in a few shapes and colours, the same for a name every time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw

SIDE = 400
GROUNDS = ("#f4d9b8", "#cfe3dc", "#d8d4ef", "#f2cfc4", "#cddff0", "#e7e3c0", "#e4cfe2", "#d3e6c6")
SKINS = ("#f1c9a5", "#d9a074", "#a86b45", "#7a4a2f", "#f6d7bd", "#c58a5e")
HAIRS = ("#2b2320", "#5a3a22", "#a9713a", "#d9b36c", "#7c7c80", "#8a3b24")
SHIRTS = ("#24505a", "#8c3b3b", "#3d4a7a", "#51703f", "#7a4b78", "#b5651d", "#2f6f73")
INK = "#2b2320"


@dataclass(frozen=True)
class Look:
    """What one face is made of; each number picks from its list."""

    seed: bytes
    hair: str

    def pick(self, place: int, choices: tuple[str, ...]) -> str:
        return choices[self.seed[place] % len(choices)]

    def number(self, place: int, most: int) -> int:
        return self.seed[place] % most


def draw(name: str, *, hair: str) -> BytesIO:
    """The portrait that goes with a name, with `long` or `short` hair, as a PNG."""
    look = Look(hashlib.sha256(name.encode()).digest(), hair)
    image = Image.new("RGB", (SIDE, SIDE), look.pick(0, GROUNDS))
    pen = ImageDraw.Draw(image)
    skin, colour = look.pick(1, SKINS), look.pick(2, HAIRS)
    _behind(pen, look, colour)
    pen.rounded_rectangle((85, 315, 315, 460), 90, fill=look.pick(3, SHIRTS))
    pen.rounded_rectangle((165, 255, 235, 350), 35, fill=skin)
    pen.ellipse((120, 95, 280, 300), fill=skin)
    _hair(pen, look, colour)
    _face(pen, look, colour)
    made = BytesIO()
    image.save(made, "PNG", compress_level=1)  # it is drawn anew as a JPEG
    made.seek(0)
    return made


def _behind(pen: ImageDraw.ImageDraw, look: Look, hair: str) -> None:
    """Long hair falls behind the shoulders."""
    if look.hair == "long" and look.number(4, 3):
        pen.rounded_rectangle((98, 90, 302, 345), 90, fill=hair)


def _hair(pen: ImageDraw.ImageDraw, look: Look, hair: str) -> None:
    style = look.number(5, 4 if look.hair == "long" else 2)
    if style == 0:
        pen.pieslice((112, 70, 288, 250), 180, 360, fill=hair)
    elif style == 1:
        pen.chord((108, 66, 292, 262), 168, 340, fill=hair)
    elif style == 2:
        pen.pieslice((112, 76, 288, 236), 180, 360, fill=hair)
        pen.ellipse((165, 40, 235, 110), fill=hair)
    else:
        for left in range(108, 268, 32):
            pen.ellipse((left, 72, left + 58, 138), fill=hair)


def _face(pen: ImageDraw.ImageDraw, look: Look, hair: str) -> None:
    for eye in (168, 232):
        pen.ellipse((eye - 8, 192, eye + 8, 208), fill=INK)
        pen.arc((eye - 18, 168, eye + 18, 196), 200, 340, fill=INK, width=5)
    pen.arc((165, 215, 235, 268), 20, 160, fill=INK, width=6)
    if look.number(6, 3) == 0:
        for eye in (168, 232):
            pen.ellipse((eye - 26, 174, eye + 26, 226), outline=INK, width=5)
        pen.line((194, 198, 206, 198), fill=INK, width=5)
    elif look.number(6, 3) == 1 and look.hair == "short":
        pen.chord((128, 180, 272, 306), 28, 152, fill=hair)
        pen.arc((170, 225, 230, 262), 20, 160, fill="#ffffff", width=6)
