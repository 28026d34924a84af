"""Files that people send: what they are by their bytes, what they may be called, and pictures made anew."""

import codecs
import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import IO

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence

from esn.lib.errors import Refused, TooLarge

MAX_UPLOAD = settings.MAX_UPLOAD_MB * 1024 * 1024
HEAD = 4096
MAX_NAME = 150
MAX_PIXELS = 25_000_000
MAX_CLAIMED = 2 * MAX_PIXELS
MAX_SIDE = 2560
MAX_FRAMES = 200
IMAGE_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")

UNKNOWN = "application/octet-stream"
INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What a browser may show in place; everything else is offered for download, SVG and HTML above all."""

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
OFFICE = "application/vnd.openxmlformats-officedocument."
IN_ZIP: tuple[tuple[bytes, str], ...] = (
    (b"word/", OFFICE + "wordprocessingml.document"),
    (b"xl/", OFFICE + "spreadsheetml.sheet"),
    (b"ppt/", OFFICE + "presentationml.presentation"),
)
OPEN_DOCUMENT = re.compile(rb"mimetype(application/vnd\.oasis\.opendocument\.[a-z]{4,20})")
MARKUP = re.compile(r"\s*<(?:[a-z!?/])", re.IGNORECASE)
NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]')
DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)", re.IGNORECASE)
BROKEN = (
    *(OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError),
    *(struct.error, zlib.error),
)


def sniff(head: bytes) -> str:
    """Return the media type that the first `HEAD` bytes show, whatever name or sender say.

    Text that looks like markup is of unknown type, so that nothing ever shows it.
    """
    for magic, media_type in MAGIC:
        if head.startswith(magic):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(head)
    return "text/plain" if _is_plain(head) else UNKNOWN


def check_size(size: int) -> None:
    """Raise TooLarge for more bytes than one file may have."""
    if size > MAX_UPLOAD:
        sentence = _("This file has %(size)s; one file may have %(most)s.")
        raise TooLarge(sentence % {"size": filesizeformat(size), "most": filesizeformat(MAX_UPLOAD)})


def safe_name(name: str) -> str:
    """Return the last part of a file's name, harmless in a header, on a disk and to the eye."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    shown = "".join(" " if c.isspace() else c for c in name if c.isspace() or unicodedata.category(c)[0] != "C")
    name = NOT_IN_NAMES.sub("_", " ".join(shown.split())).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if dot and stem and len(ending) <= 10:
        name = stem[: MAX_NAME - len(ending) - 1].rstrip(". ") + dot + ending
    name = name[:MAX_NAME].rstrip(". ") or "file"
    return f"_{name}" if DEVICES.match(name) else name


def clean_image(file: IO[bytes]) -> tuple[bytes, int, int]:
    """Return a picture drawn anew, with its width and height: upright, without EXIF or anything behind the pixels.

    It keeps its format and is at most `MAX_SIDE` wide and high. Raises Refused for what is no picture of ours or
    would unfold to too many: `MAX_CLAIMED` as it says itself, or `MAX_PIXELS` as it is decoded, all frames together.
    """
    try:
        file.seek(0)
        with Image.open(file, formats=IMAGE_FORMATS) as image:
            _check_pixels(image.width * image.height, most=MAX_CLAIMED)
            image.draft("RGB", (MAX_SIDE, MAX_SIDE))
            return _redrawn(image)
    except Image.DecompressionBombError:
        raise _too_big() from None
    except BROKEN:
        raise _bad_image(_("This picture cannot be read. Send it as PNG, JPEG, GIF or WebP.")) from None


def _redrawn(image: Image.Image) -> tuple[bytes, int, int]:
    kind = image.format or ""
    first, *rest = _frames(image)
    made = BytesIO()
    if rest:
        duration = image.info.get("duration", 100)
        first.save(made, kind, save_all=True, append_images=rest, duration=duration, loop=0, disposal=2)
    else:
        first.save(made, kind, quality=85, optimize=kind != "WEBP")
    return made.getvalue(), first.width, first.height


def _frames(image: Image.Image) -> Iterator[Image.Image]:
    for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
        if number > MAX_FRAMES:
            raise _too_big()
        _check_pixels(frame.width * frame.height * number, most=MAX_PIXELS)
        bare = frame.convert("RGBA" if frame.has_transparency_data else "RGB")
        bare.thumbnail((MAX_SIDE, MAX_SIDE))
        upright = ImageOps.exif_transpose(bare)
        upright.info = {}
        yield upright


def _check_pixels(pixels: int, *, most: int) -> None:
    if pixels > most:
        raise _too_big()


def _too_big() -> Refused:
    return _bad_image(_("This picture is too big when unfolded. Make it smaller and send it again."))


def _bad_image(sentence: str) -> Refused:
    return Refused(sentence, "bad_image", "file")


def _in_zip(head: bytes) -> str:
    if found := OPEN_DOCUMENT.search(head):
        return found[1].decode("ascii")
    if b"[Content_Types].xml" in head or b"_rels/" in head:
        return next((media_type for folder, media_type in IN_ZIP if folder in head), "application/zip")
    return "application/zip"


def _is_plain(head: bytes) -> bool:
    try:
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head[:HEAD])
    except UnicodeDecodeError:
        return False
    return not MARKUP.match(text) and all(c in "\t\n\r\f" or unicodedata.category(c) != "Cc" for c in text)
