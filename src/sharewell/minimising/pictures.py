"""Pictures, made anew from their points: nothing else of the file survives."""

import io
import warnings
from collections.abc import Iterator

from PIL import Image, ImageCms, ImageOps

from .limits import Limits
from .refusing import FileRefused

Image.MAX_IMAGE_PIXELS = None  # our own limit is checked before anything is decoded
LARGE = 16_000_000
FORMATS = {"jpeg": "JPEG", "png": "PNG"}


def clean_picture(data: bytes, kind: str, limits: Limits) -> tuple[bytes, Image.Image, list[str]]:
    """The picture's bytes and points, upright, in ordinary colours; and what was left behind."""
    image = open_picture(data, [FORMATS[kind]], limits)
    removed = ["camera"] if _says_more(image) else []
    fresh = fresh_points(image)
    return encode(fresh, kind), fresh, removed


def open_picture(data: bytes, formats: list[str], limits: Limits) -> Image.Image:
    """Decode one picture of the given formats; refused where it is too large or broken."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=formats)
            # Only a JPEG can be read at half its size; any other picture needs memory for all its points.
            check_points(*image.size, limits.pixels if image.format == "JPEG" else limits.pixels // 2)
            if image.format == "JPEG" and image.width * image.height > LARGE:
                # Half as wide and high is still sharper than any screen, and takes a quarter of the memory.
                image.draft(None, (image.width // 2, image.height // 2))
            image.load()
    except FileRefused:
        raise
    except MemoryError:
        raise FileRefused("too-much-inside") from None
    except Exception:
        raise FileRefused("broken") from None
    return image


def check_points(width: int, height: int, most: int) -> None:
    """Refuse a picture with more points than the limit."""
    if width * height > most:
        raise FileRefused("too-many-pixels", pixels=round(width * height / 1e6), limit=most // 1_000_000)


def fresh_points(image: Image.Image) -> Image.Image:
    """A new picture of the same points: turned upright, in sRGB, with nothing written beside it."""
    try:
        image = ImageOps.exif_transpose(image)
    except Exception:  # a camera's note too broken to say which way is up
        image = image.copy()
    mode = "RGBA" if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info else "RGB"
    if image.mode in {"1", "L"} and mode == "RGB":
        mode = "L"
    points = _in_ordinary_colours(image).convert(mode)
    fresh = Image.new(mode, points.size)
    fresh.paste(points)
    return fresh


def _in_ordinary_colours(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        ordinary = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, ordinary, outputMode="RGB") or image
    except Exception:  # a profile that cannot be read changes shades, not what is seen
        return image


def encode(image: Image.Image, kind: str) -> bytes:
    """The points as a file with no notes in it."""
    out = io.BytesIO()
    if kind == "jpeg":
        image.convert("L" if image.mode == "L" else "RGB").save(out, "JPEG", quality=90)
    else:
        image.save(out, "PNG")
    return out.getvalue()


def preview(image: Image.Image, limits: Limits) -> bytes:
    """A PNG small enough to show, large enough to read."""
    share = min(1, limits.preview / max(image.size))
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return encode(image.resize(size, Image.Resampling.LANCZOS).convert("RGB"), "png")


def _says_more(image: Image.Image) -> bool:
    """Whether anything beside the points was written in the file."""
    plain = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "adobe", "adobe_transform", "gamma"}
    plain |= {"progressive", "progression", "transparency", "interlace", "aspect", "srgb", "chromaticity"}
    return bool(set(image.info) - plain or len(image.getexif()) or getattr(image, "n_frames", 1) > 1)


def strip_jpeg(data: bytes) -> bytes:
    """A JPEG without its notes, its points untouched: for pictures inside a PDF. Refused if broken."""
    if not data.startswith(b"\xff\xd8"):
        raise FileRefused("broken")
    kept = [_without_notes(marker, piece) for marker, piece in _segments(data)]
    return b"".join([b"\xff\xd8", *kept, b"\xff\xd9"])


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The marker and bytes of each segment after the first two bytes; a scan has its points with it."""
    at = 2
    while at + 4 <= len(data) and data[at + 1] != 0xD9:
        if data[at] != 0xFF:
            raise FileRefused("broken")
        if data[at + 1] == 0xFF:  # a filling byte
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] == 0xDA:
            end = _end_of_scan(data, end)
        yield data[at + 1], data[at:end]
        at = end


def _without_notes(marker: int, piece: bytes) -> bytes:
    if marker == 0xE0 and piece[4:9] == b"JFIF\0":
        return b"\xff\xe0\x00\x10" + piece[4:16] + b"\0\0"  # without its small preview
    is_note = (0xE0 <= marker <= 0xEF and marker != 0xEE) or marker == 0xFE
    return b"" if is_note else piece  # 0xEE says how the colours are coded


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the coded points that begin at `at` end: at the next marker that is not part of them."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
        else:
            return at


def strip_jpeg2000(data: bytes) -> bytes:
    """A JPEG 2000 picture with only the boxes that draw it."""
    if not data.startswith(b"\0\0\0\x0cjP  "):
        return data  # a bare codestream
    kept, at = [], 0
    while at + 8 <= len(data):
        size, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        end = len(data) if size == 0 else at + size
        if end <= at:
            raise FileRefused("broken")
        if name in {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)
