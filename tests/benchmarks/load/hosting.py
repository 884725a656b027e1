"""Debian's nginx with what `postmortems init --host nginx` writes, at ports that anybody may have.

Nothing is changed in it but ports, paths and the certificate. In place of oauth2-proxy there is a
server that says of everybody that they are signed in.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MAIN = """
{user}
worker_processes auto;
pid {here}/nginx.pid;
error_log {here}/errors warn;
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
    server {{
        listen 127.0.0.1:{door};
        return 202;
    }}
}}
"""
_CERTIFICATE = (
    *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
    *("-nodes", "-days", "2", "-subj", "/CN=lab.example.com"),
    *("-keyout", "key.pem", "-out", "cert.pem"),
)


@contextmanager
def served(project: Path, site: Path, here: Path) -> Iterator[str]:
    """The address of `site` behind the configuration of `project`; `here` is emptied for it."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    if not program:
        raise SystemExit("There is no nginx: apt-get install nginx.")
    shutil.rmtree(here, ignore_errors=True)
    (here / "postmortems").mkdir(parents=True)
    subprocess.run(_CERTIFICATE, cwd=here, check=True, capture_output=True)
    shutil.copy("/etc/nginx/mime.types", here)
    shutil.copy(project / "deploy/nginx/files.conf", here / "postmortems")
    plain, secure, door = _free_ports(3)
    text = (project / "deploy/nginx/postmortems.conf").read_text("utf-8")
    for old, new in {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ": f"listen 127.0.0.1:{secure} ",
        "/srv/postmortems/site": site,
        "127.0.0.1:4180": f"127.0.0.1:{door}",
        "/etc/ssl/lab.example.com.pem": here / "cert.pem",
        "/etc/ssl/private/lab.example.com.key": here / "key.pem",
    }.items():
        if old not in text:
            raise SystemExit(f"postmortems.conf has no `{old}` any more")
        text = text.replace(old, str(new))
    (here / "site.conf").write_text(text, "utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    (here / "nginx.conf").write_text(_MAIN.format(here=here, user=user, door=door), "utf-8")
    command = [program, "-p", here, "-c", here / "nginx.conf", "-g", "daemon off;"]
    process = subprocess.Popen(command)
    try:
        _wait_for(secure, process)
        yield f"https://127.0.0.1:{secure}"
    finally:
        process.terminate()
        process.wait()


def complaints(here: Path) -> list[str]:
    """What nginx wrote into its log: warnings and worse."""
    return (here / "errors").read_text("utf-8", errors="replace").splitlines()


def _free_ports(count: int) -> list[int]:
    servers = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [server.getsockname()[1] for server in servers]
    for server in servers:
        server.close()
    return ports


def _wait_for(port: int, process: subprocess.Popen) -> None:
    for _ in range(100):
        if process.poll() is not None:
            raise SystemExit("nginx did not start")
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("nginx does not answer")
