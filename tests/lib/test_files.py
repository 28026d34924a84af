"""A file is what its bytes say; names are harmless; pictures are drawn anew without what hid behind the pixels."""

import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from PIL import Image

from esn.lib.errors import Refused, TooLarge
from esn.lib.files import HEAD, INLINE, MAX_FRAMES, MAX_SIDE, MAX_UPLOAD, check_size, clean_image, safe_name, sniff

RED, BLUE = (200, 30, 30), (30, 30, 200)
ORIENTATION, MAKE = 0x0112, 0x010F
OFFICE = "application/vnd.openxmlformats-officedocument."


def picture(kind: str, size: tuple[int, int] = (40, 20), **options: object) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, RED).save(made, kind, **options)
    return made.getvalue()


def archive(*names: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as opened:
        for name in names:
            opened.writestr(name, "x")
    return made.getvalue()


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is of this size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    parts = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def moving(frames: int, size: tuple[int, int] = (8, 8)) -> bytes:
    made = BytesIO()
    images = [Image.new("RGB", size, (n % 256, n // 256, 99)) for n in range(frames)]
    images[0].save(made, "GIF", save_all=True, append_images=images[1:], duration=50)
    return made.getvalue()


KINDS = {
    "image/png": picture("PNG"),
    "image/jpeg": picture("JPEG"),
    "image/gif": picture("GIF"),
    "image/webp": picture("WEBP"),
    "application/pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "text/plain": "Größe;Zahl\r\nétage;3\t\n".encode(),
    "application/zip": archive("a.txt", "b/c.txt"),
    OFFICE + "wordprocessingml.document": archive("[Content_Types].xml", "_rels/.rels", "word/document.xml"),
    OFFICE + "spreadsheetml.sheet": archive("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"),
    OFFICE + "presentationml.presentation": archive("[Content_Types].xml", "ppt/presentation.xml"),
    "application/vnd.oasis.opendocument.text": b"PK\x03\x04"
    + b"\0" * 26
    + b"mimetypeapplication/vnd.oasis.opendocument.text",
    "application/x-ole-storage": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100,
}
NEVER_SHOWN = (
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    b"<?xml version='1.0'?><svg/>",
    b"<!DOCTYPE html><script>alert(1)</script>",
    b"\n\t <html>",
    b"\xef\xbb\xbf<html>",
    b"<!-- --><script>alert(1)</script>",
    b"</p><script>",
    b"MZ\x90\x00\x03",
    b"\x7fELF",
    b"a\0b",
    b"\xff\xfe<\0s\0v\0g\0",
    b"\xc3\x28",
    b"RIFF\0\0\0\0WAVE",
)


@pytest.mark.parametrize("media_type", KINDS)
def test_a_file_is_what_its_bytes_say(media_type: str) -> None:
    assert sniff(KINDS[media_type][:HEAD]) == media_type


@pytest.mark.parametrize("head", NEVER_SHOWN)
def test_markup_programs_and_the_unknown_are_offered_for_download_only(head: bytes) -> None:
    assert sniff(head) == "application/octet-stream"
    assert sniff(head) not in INLINE


def test_only_pictures_are_shown_in_place() -> None:
    assert {kind for kind in KINDS if kind in INLINE} == {"image/png", "image/jpeg", "image/gif", "image/webp"}


def test_text_that_is_cut_within_a_letter_is_still_text() -> None:
    assert sniff(("é" * HEAD).encode()[: HEAD - 1]) == "text/plain"
    assert sniff(b"") == "text/plain"


def test_a_file_of_the_greatest_size_is_taken_and_one_byte_more_is_not() -> None:
    check_size(MAX_UPLOAD)
    with pytest.raises(TooLarge) as refusal:
        check_size(MAX_UPLOAD + 1)
    assert refusal.value.status == 413


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Bericht März.pdf", "Bericht März.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.txt", "a.txt"),
        ("a\r\nSet-Cookie: x.txt", "a Set-Cookie_ x.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\0b\u200b.png", "ab.png"),
        (".htaccess", "htaccess"),
        ("  . ", "file"),
        ("", "file"),
        ("..", "file"),
        ("con.txt", "_con.txt"),
        ("console.txt", "console.txt"),
        ('a"b<c>.txt', "a_b_c_.txt"),
        ("e\u0301.txt", "é.txt"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ("x" * 300, "x" * 150),
        ("a." + "y" * 300, "a." + "y" * 148),
    ],
)
def test_a_name_is_harmless_everywhere(name: str, safe: str) -> None:
    assert safe_name(name) == safe
    assert safe_name(safe) == safe


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_keeps_its_format_and_colour(kind: str) -> None:
    data, width, height = clean_image(BytesIO(picture(kind)))
    assert (width, height) == (40, 20)
    assert sniff(data) == f"image/{kind.lower()}"
    with Image.open(BytesIO(data)) as again:
        colour = again.convert("RGB").getpixel((20, 10))
        assert isinstance(colour, tuple)
        assert all(abs(found - wanted) < 12 for found, wanted in zip(colour, RED, strict=True))


def test_where_a_photo_was_taken_stays_with_the_one_who_took_it() -> None:
    exif = Image.Exif()
    exif[MAKE] = "SECRETPHONE"
    exif[ORIENTATION] = 6
    sent = picture("JPEG", exif=exif, comment=b"SECRETCOMMENT") + b"<script>alert('TRAILER')</script>"
    data, width, height = clean_image(BytesIO(sent))
    assert (width, height) == (20, 40)
    assert not any(word in data for word in (b"SECRET", b"TRAILER", b"Exif"))
    with Image.open(BytesIO(data)) as again:
        assert not again.getexif()


def test_words_and_profiles_hidden_in_a_png_do_not_come_along() -> None:
    sent = picture("PNG", icc_profile=b"SECRETPROFILE" * 20)
    data, _width, _height = clean_image(BytesIO(sent + b"PK\x03\x04TRAILER"))
    assert not any(word in data for word in (b"iCCP", b"TRAILER"))


def test_a_big_photo_is_made_small_enough_for_a_page() -> None:
    _data, width, height = clean_image(BytesIO(picture("JPEG", (6000, 3000))))
    assert (width, height) == (MAX_SIDE, MAX_SIDE // 2)


def test_transparency_is_kept() -> None:
    made = BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(made, "PNG")
    data, _width, _height = clean_image(made)
    with Image.open(BytesIO(data)) as again:
        assert again.getpixel((0, 0)) == (0, 0, 0, 0)


def test_a_moving_picture_still_moves() -> None:
    data, width, height = clean_image(BytesIO(moving(5)))
    with Image.open(BytesIO(data)) as again:
        assert (again.format, getattr(again, "n_frames", 1), width, height) == ("GIF", 5, 8, 8)


@pytest.mark.parametrize(
    "bomb",
    [claiming(50_000, 50_000), claiming(7_000, 7_200), moving(MAX_FRAMES + 1), moving(30, (1000, 1000))],
    ids=["50k wide", "just too big", "too many frames", "too many pixels in all"],
)
def test_a_picture_that_would_unfold_without_end_is_refused(bomb: bytes) -> None:
    with pytest.raises(Refused, match="too big when unfolded") as refusal:
        clean_image(BytesIO(bomb))
    assert (refusal.value.code, refusal.value.field) == ("bad_image", "file")


@pytest.mark.parametrize(
    "broken",
    [b"", b"hello", NEVER_SHOWN[0], picture("PNG")[:60], picture("JPEG")[:200], picture("WEBP")[:30], claiming(9, 9)],
)
def test_what_is_no_picture_is_refused_in_a_sentence(broken: bytes) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        clean_image(BytesIO(broken))


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM"])
def test_formats_nobody_needs_are_not_even_opened(kind: str) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        clean_image(BytesIO(picture(kind)))
