"""Which files beside postmortems would run a script where they are opened."""

import pytest

from mkdocs_postmortems.site.running import what_runs

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
PLOT = """<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1">
<metadata><title>Plot</title></metadata>
<defs><style type="text/css">*{stroke-linejoin: round}</style><path id="m" d="M 0 0"/></defs>
<use xlink:href="#m" x="1"/><a href="https://example.com"><text>x</text></a>
<image xlink:href="data:image/png;base64,AAAA"/>
<foreignObject><div xmlns="http://www.w3.org/1999/xhtml">drawn by draw.io</div></foreignObject>
</svg>"""

RUNS = {
    "script": SVG.format("<script>x()</script>"),
    "script of another namespace": SVG.format(
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">x()</h:script>'
    ),
    "handler": SVG.format('<g onload="x()"/>'),
    "handler on the root": '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>',
    "link": SVG.format('<a xlink:href="java&#10;script:x()"><text>a</text></a>'),
    "link to a page": SVG.format('<a href="data:text/html,x"><text>a</text></a>'),
    "address set later": SVG.format('<a><set attributeName="xlink:href" to="javascript:x()"/></a>'),
    "handler set later": SVG.format('<animate attributeName="onclick" values="x()"/>'),
    "frame": SVG.format('<foreignObject><iframe src="x"/></foreignObject>'),
    "entity": '<!DOCTYPE svg [<!ENTITY x "<script>x()</script>">]>' + SVG.format("&x;"),
    "bomb": '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + SVG.format("&b;"),
    "default of a handler": '<!DOCTYPE svg [<!ATTLIST svg onload CDATA "x()">]>' + SVG.format(""),
    "style sheet": '<?xml-stylesheet type="text/xsl" href="x.xsl"?>' + SVG.format(""),
    "script before a fault": SVG.format("<script>x()</script><p>").replace("</svg>", ""),
    "fault": SVG.format("<p>"),
    "encoding that is not read": '<?xml version="1.0" encoding="iso-2022-jp"?>' + SVG.format(""),
    "no XML at all": "GIF89a",
}


@pytest.mark.parametrize("kind", RUNS)
def test_a_picture_that_runs_a_script_is_found(kind, tmp_path):
    path = tmp_path / "a.SVG"
    path.write_text(RUNS[kind], "utf-8")
    assert what_runs(path)


PLAIN = {
    "of a plotting program": PLOT,
    "short": SVG.format("<path d='M0 0'/>"),
    "long": SVG.format("x" * 200_000),
}


@pytest.mark.parametrize("kind", PLAIN)
def test_a_picture_as_programs_write_it_is_none(kind, tmp_path):
    path = tmp_path / "a.svg"
    path.write_text(PLAIN[kind], "utf-8")
    assert what_runs(path) == ""


def test_a_picture_is_read_in_its_own_encoding(tmp_path):
    path = tmp_path / "a.svg"
    path.write_bytes(RUNS["script"].encode("utf-16"))
    assert what_runs(path) == "`<script>` in it"


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.xhtml", "a.svgz", "a.mhtml", "a.xsl"])
def test_a_page_of_its_own_runs(name, tmp_path):
    path = tmp_path / name
    path.write_text("<p>a", "utf-8")
    assert what_runs(path)


@pytest.mark.parametrize("name", ["a.png", "a.csv", "a.pdf", "a.txt", "a.json", "a.py", "svg"])
def test_a_file_that_no_browser_runs_is_none(name, tmp_path):
    path = tmp_path / name
    path.write_text("<script>x()</script>", "utf-8")
    assert what_runs(path) == ""
