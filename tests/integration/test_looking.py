"""The search for words of what is hidden finds them, however a file holds them."""

import base64
import gzip
import io
import zipfile
import zlib

import pytest

from integration.hiding import Marks
from integration.looking import found
from integration.marked import files_of

WORD = "qgxzvxhsxrmcmq"
SAID = f"before {WORD} behind".encode()


def zipped(name: str, content: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        SAID,
        SAID.upper(),
        gzip.compress(SAID),
        zlib.compress(SAID),
        zipped("a.txt", SAID),
        zipped(f"{WORD}.txt", b""),
        gzip.compress(zipped("a.txt", gzip.compress(SAID))),
        b"<img src='data:text/plain;base64," + base64.b64encode(SAID) + b"'>",
        base64.urlsafe_b64encode(gzip.compress(SAID)),
        b"".join(b"%%%02x" % each for each in SAID),
        b"".join(b"&#%d;" % each for each in SAID),
        "".join(f"\\u{each:04x}" for each in SAID).encode(),
        f"before {WORD}".encode("utf-16"),
        b"3" + SAID[10:],  # a list of words that leaves out what the word before has
        files_of(Marks(WORD, "name"))["name.png"],
    ],
)  # fmt: skip
def test_a_word_is_found_in_whatever_holds_it(content):
    assert found({"a.bin": content}, [WORD]) == {WORD: {"a.bin"}}


def test_a_word_is_found_in_the_name_of_a_file():
    assert found({f"x/{WORD}/a": b""}, [WORD]) == {WORD: {f"x/{WORD}/a"}}


@pytest.mark.parametrize(
    "content", [b"", b"\x1f\x8b broken", b"PK\x03\x04 broken", b"\x78\x9c broken"]
)
def test_a_broken_file_is_searched_as_it_is(content):
    assert found({"a": content}, [WORD]) == {WORD: set()}
    assert found({"a": content + SAID}, [WORD]) == {WORD: {"a"}}
