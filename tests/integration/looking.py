"""Whatever a file may hold a word in: compressed, packed, written as text, in a picture."""

import base64
import binascii
import gzip
import io
import re
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

_DEEPEST = 4
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
_PNG = b"\x89PNG\r\n\x1a\n"
_ESCAPE = re.compile(rb"\\u00([0-9a-f]{2})|&#x([0-9a-f]{2});|&#([0-9]{2,3});", re.IGNORECASE)
_FAILURES = (OSError, EOFError, ValueError, zlib.error, zipfile.BadZipFile, RuntimeError)


def found(files: Mapping[str, bytes], words: Iterable[str]) -> dict[str, set[str]]:
    """The files whose path or content has each of `words`, whatever its case, by the word."""
    traces: dict[str, set[str]] = {word: set() for word in words}
    if not traces:
        return traces
    within = {core(word): word for word in traces}
    sought = re.compile(b"|".join(within).replace(b"|", b"|"))
    for path, data in files.items():
        for match in sought.finditer(path.encode().lower() + b"\n" + opened(data)):
            traces[within[match[0]]].add(path)
    return traces


def core(word: str) -> bytes:
    """What is sought of a word: a list of words may leave out how it begins, a stemmer its end."""
    return word[4:12].lower().encode()


@lru_cache(maxsize=512)
def opened(data: bytes) -> bytes:
    """Everything that `data` says, in lower case."""
    return b"\n".join(_layers(data, 0)).lower()


def _layers(data: bytes, depth: int) -> Iterator[bytes]:
    yield data
    if depth == _DEEPEST:
        return
    for inner in _inside(data):
        yield from _layers(inner, depth + 1)


def _inside(data: bytes) -> Iterator[bytes]:
    try:
        if data.startswith(b"\x1f\x8b"):
            yield gzip.decompress(data)
        elif data.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    yield name.encode()
                    yield archive.read(name)
        elif data.startswith(_PNG):
            yield from _texts_of_png(data)
        elif data.startswith((b"\x78\x01", b"\x78\x9c", b"\x78\xda")):
            yield zlib.decompress(data)
    except _FAILURES:
        pass
    yield from _written(data)


def _written(data: bytes) -> Iterator[bytes]:
    """What is written in other letters: in addresses, in JSON and HTML, as Base64, in UTF-16."""
    if b"%" in data and (plain := urllib.parse.unquote_to_bytes(data)) != data:
        yield plain
    if (plain := _ESCAPE.sub(_letter, data)) != data:
        yield plain
    for packed in _BASE64.findall(data):
        try:
            letters = packed.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
            yield base64.b64decode(letters + b"=" * (-len(letters) % 4), validate=True)
        except binascii.Error:
            continue
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        yield data.decode("utf-16", "replace").encode()


def _letter(escape: re.Match[bytes]) -> bytes:
    hexadecimal = escape[1] or escape[2]
    code = int(hexadecimal, 16) if hexadecimal else int(escape[3])
    return bytes([code]) if code < 128 else escape[0]


def _texts_of_png(data: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        content = data[at + 8 : at + 8 + size]
        if kind == b"zTXt":
            yield zlib.decompress(content.partition(b"\0")[2][1:])
        elif kind == b"iTXt":
            yield _international(content)
        at += size + 12


def _international(content: bytes) -> bytes:
    """The text of an `iTXt` chunk: keyword, flag, method, language, translated keyword, text."""
    _, _, rest = content.partition(b"\0")
    text = rest[2:].split(b"\0", 2)[-1]
    return zlib.decompress(text) if rest[:1] == b"\1" else text
