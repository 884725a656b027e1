"""Debian's nginx with a shipped configuration, and a stand-in for oauth2-proxy behind it."""

import http.client
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest

HOST = "lab.example.com"
COOKIE = "__Host-postmortems"
_MAIN = """
{user}
worker_processes 1;
pid {here}/nginx.pid;
events {{}}
http {{
    include mime.types;
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {here}/body;
    proxy_temp_path {here}/proxy;
    fastcgi_temp_path {here}/fastcgi;
    scgi_temp_path {here}/scgi;
    uwsgi_temp_path {here}/uwsgi;
    include site.conf;
}}
"""


@dataclass(frozen=True)
class Answer:
    """What was answered; the names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class SignIn:
    """Who asks whether somebody has signed in; `ada` has, a `stranger` may not."""

    address: str
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)


@contextmanager
def sign_in() -> Iterator[SignIn]:
    """Answers as oauth2-proxy does: 202, 401 or 403 by the cookie, and the way to the provider."""

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append((self.path, dict(self.headers.items())))
            if self.path == "/oauth2/auth":
                self._answer(self._status())
            elif self.path == "/oauth2/start":
                wanted = quote(self.headers["X-Auth-Request-Redirect"], safe="")
                self._answer(302, Location=f"https://sso.example.com/?then={wanted}")
            else:
                self._answer(404)

        do_HEAD = do_GET  # noqa: N815 - likewise

        def _status(self) -> int:
            cookie = self.headers.get("Cookie", "")
            return {f"{COOKIE}=ada": 202, f"{COOKIE}=stranger": 403}.get(cookie, 401)

        def _answer(self, status: int, **headers: str) -> None:
            self.send_response(status)
            for name, value in {**headers, "Cache-Control": "no-store"}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        told = SignIn(f"127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield told
        server.shutdown()
        thread.join()


class _Local(http.client.HTTPConnection):
    """A connection to a socket in the file system, with TLS where there is a context for it."""

    def __init__(self, path: str, secure: ssl.SSLContext | None) -> None:
        super().__init__(HOST, timeout=10)
        self._path = path
        self._secure = secure

    def connect(self) -> None:
        sock = socket.socket(socket.AF_UNIX)
        sock.settimeout(10)
        sock.connect(self._path)
        self.sock = self._secure.wrap_socket(sock, server_hostname=HOST) if self._secure else sock


class Nginx:
    """A running nginx; `plain` is its port 80 where it has another for TLS."""

    def __init__(self, folder: Path, secure: ssl.SSLContext | None) -> None:
        self._folder = folder
        self._secure = secure

    def ask(
        self, path: str, who: str = "", method: str = "GET", *, plain: bool = False, **headers: str
    ) -> Answer:
        """What is answered; redirects are not followed."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        cookie = {"Cookie": f"{COOKIE}={who}"} if who else {}
        name = "80" if plain else "443" if self._secure else "8080"
        connection = _Local(str(self._folder / name), None if plain else self._secure)
        connection.request(method, path, headers={**named, **cookie})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, body)


@contextmanager
def nginx(project: Path, name: str, root: Path, door: str = "") -> Iterator[Nginx]:
    """Nginx with the configuration `name` of a project, which serves `root`.

    Nothing is changed in it but what a machine has of its own: ports, paths and the certificate.
    """
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        if os.environ.get("POSTMORTEMS_REQUIRE_ALL"):
            pytest.fail("there is no nginx to serve the site with")
        pytest.skip("there is no nginx")
    with tempfile.TemporaryDirectory(prefix="pm-") as made:  # sockets have short paths only
        here = Path(made)
        shutil.copyfile("/etc/nginx/mime.types", here / "mime.types")
        (here / "postmortems").mkdir()
        shutil.copyfile(project / "deploy/nginx/files.conf", here / "postmortems/files.conf")
        text = (project / name).read_text("utf-8")
        secure = _certificate(here) if "ssl_certificate" in text else None
        (here / "site.conf").write_text(_at_home(text, here, root, door))
        user = f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else ""
        (here / "nginx.conf").write_text(_MAIN.format(here=here, user=user))
        with _running([program, "-p", made, "-c", f"{made}/nginx.conf"], here):
            yield Nginx(here, secure)


def _at_home(text: str, here: Path, root: Path, door: str) -> str:
    certificate = "/etc/ssl/lab.example.com.pem", f"{here}/cert.pem"
    key = "/etc/ssl/private/lab.example.com.key", f"{here}/key.pem"
    of_container = [("listen 8080;", f"listen unix:{here}/8080;"), ("/usr/share/nginx/html", root)]
    of_intranet = [
        ("listen 80;", f"listen unix:{here}/80;"),
        ("listen 443 ", f"listen unix:{here}/443 "),
        ("/srv/postmortems/site", root),
        ("127.0.0.1:4180", door),
        certificate,
        key,
    ]
    for old, new in of_intranet if door else of_container:
        assert old in text
        text = text.replace(old, str(new))
    return text


def _certificate(here: Path) -> ssl.SSLContext:
    """A certificate for the host, and who trusts it."""
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    files = ["-keyout", "key.pem", "-out", "cert.pem"]
    command = ["openssl", "req", "-x509", *curve, *names, *files]
    subprocess.run(command, cwd=here, check=True, capture_output=True)
    return ssl.create_default_context(cafile=here / "cert.pem")


@contextmanager
def _running(command: list[str], here: Path) -> Iterator[None]:
    told = here / "errors"
    process = subprocess.Popen([*command, "-e", str(told), "-g", "daemon off;"])
    try:
        for _ in range(500):
            if (here / "nginx.pid").exists() or process.poll() is not None:
                break
            time.sleep(0.01)
        assert process.poll() is None, told.read_text()
        yield
    finally:
        process.terminate()
        process.wait(10)
    assert "[emerg]" not in told.read_text()
