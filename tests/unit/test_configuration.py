"""mkdocs.yml is read once, and again when it, or what it asks of the environment, changed."""

import os
from pathlib import Path

import pytest

from mkdocs_postmortems import mkdocs_yaml
from mkdocs_postmortems.configuration import ConfigurationError, read_configuration

NAME = "POSTMORTEMS_TEST_ADDRESS"
TEXT = f"""
site_name: Lab
site_url: !ENV [{NAME}, "https://example.org/"]
plugins:
  - search
  - postmortems:
      blog_path: lab
extra:
  token: !ENV POSTMORTEMS_TEST_TOKEN
"""


class Reader:
    """A mkdocs.yml with a cache, and how often it was read as YAML."""

    def __init__(self, root: Path) -> None:
        self.path, self.cache = root / "mkdocs.yml", root / "cache"
        self.cache.mkdir()
        self.reads = 0

    def write(self, text: str) -> None:
        self.path.write_text(text)

    def read(self) -> dict:
        return read_configuration(self.path, self.cache)


@pytest.fixture
def reader(tmp_path, monkeypatch) -> Reader:
    made = Reader(tmp_path)
    read_yaml = mkdocs_yaml.read_yaml

    def counted(data: bytes) -> object:
        made.reads += 1
        return read_yaml(data)

    monkeypatch.setattr(mkdocs_yaml, "read_yaml", counted)
    monkeypatch.delenv(NAME, raising=False)
    monkeypatch.setenv("POSTMORTEMS_TEST_TOKEN", "hush-hush")
    made.write(TEXT)
    return made


def test_it_is_read_once(reader):
    first = reader.read()

    assert reader.read() == first
    assert first == {
        "site_url": "https://example.org/",
        "docs_dir": None,
        "use_directory_urls": None,
        "options": {"blog_path": "lab"},
    }
    assert reader.reads == 1


def test_a_change_is_seen(reader):
    reader.read()
    reader.write(TEXT.replace("lab\n", "notes\n"))

    assert reader.read()["options"] == {"blog_path": "notes"}


def test_a_change_of_time_alone_is_seen(reader):
    reader.read()
    os.utime(reader.path, ns=(1, 1))
    reader.read()

    assert reader.reads == 2


def test_a_change_of_the_environment_is_seen(reader, monkeypatch):
    reader.read()
    monkeypatch.setenv(NAME, "https://other.example/")
    assert reader.read()["site_url"] == "https://other.example/"

    monkeypatch.delenv(NAME)
    assert reader.read()["site_url"] == "https://example.org/"
    assert reader.reads == 3


def test_nothing_secret_is_kept(reader, monkeypatch):
    monkeypatch.setenv(NAME, "https://secret.example/")
    reader.write(TEXT.replace("site_url:", "repo_url:"))
    reader.read()

    kept = "".join(file.read_text() for file in reader.cache.iterdir())
    assert "blog_path" in kept
    assert "hush" not in kept
    assert "secret.example" not in kept


@pytest.mark.parametrize("kept", ["", "{", "[]", "null", '{"state": 1}', '{"state": [], "x": 2}'])
def test_a_damaged_memory_is_passed_over(reader, kept):
    expected = reader.read()
    (reader.cache / "configuration.json").write_text(kept)

    assert reader.read() == expected


def test_what_json_does_not_know_is_not_kept(reader):
    reader.write("plugins: {postmortems: {vocabulary: {1: 2024-01-01}}}\n")
    first = reader.read()

    assert reader.read() == first
    assert reader.reads == 2
    assert list(reader.cache.iterdir()) == []


def test_without_a_cache_nothing_is_written(reader):
    reader.cache.rmdir()
    reader.read()

    assert not reader.cache.exists()


def test_what_cannot_be_read_is_told(reader):
    reader.write("a: [")
    with pytest.raises(ConfigurationError, match=r"mkdocs\.yml cannot be read"):
        reader.read()
