"""Which files of a project check it, and which publish it where: tables for `postmortems init`."""

from collections.abc import Mapping, Sequence

Files = Mapping[str, tuple[str, ...]]
"""The templates that make up a file, by its path in the project."""


def _as_they_are(*paths: str) -> dict[str, tuple[str, ...]]:
    return {path: (path,) for path in paths}


CI_FILES: dict[str, Files] = {
    "github": {".github/workflows/check.yml": ("github.yml",)},
    "gitlab": {".gitlab-ci.yml": ("gitlab.yml",)},
    "none": {},
}
"""What checks what was pushed, by whose pipeline it is."""

HOST_FILES: dict[str, Files] = {
    "github-pages": {".github/workflows/pages.yml": ("github-pages.yml",)},
    "gitlab-pages": {".gitlab-ci.yml": ("gitlab.yml", "gitlab-pages.yml")},
    "s3": _as_they_are("deploy/s3.sh", "deploy/cloudfront.js"),
    "gcs": _as_they_are("deploy/gcs.sh"),
    "nginx": _as_they_are(
        "deploy/nginx/postmortems.conf",
        "deploy/nginx/files.conf",
        "deploy/nginx/oauth2-proxy.cfg",
        "deploy/nginx/oauth2-proxy.service",
        "deploy/nginx/postmortems-site.service",
        "deploy/nginx/postmortems-site.timer",
    ),
    "container": {
        **_as_they_are("Containerfile", "deploy/nginx/files.conf", "deploy/container/site.conf"),
        ".dockerignore": ("dockerignore",),
    },
    "none": {},
}
"""What publishes the site, by where it is to run."""

_PAGES = {"github-pages": "github", "gitlab-pages": "gitlab"}


def pipeline_files(ci: str | None, hosts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The files for a pipeline and hosts; either may be left open, and follows from the other.

    Raises:
        ValueError: They do not go together; the message says what to give instead.
    """
    needed = {_PAGES[host]: host for host in hosts if host in _PAGES}
    chosen = ci or next(iter(needed), "github")
    for pipeline, host in needed.items():
        if pipeline != chosen:
            raise ValueError(
                f"{host} is published by {pipeline}'s pipeline: give --ci {pipeline}, or leave out"
                f" --host {host}."
            )
    of_its_own = [host for host, pipeline in _PAGES.items() if pipeline == chosen]
    files = dict(CI_FILES[chosen])
    for host in hosts or of_its_own:
        files.update(HOST_FILES[host])
    return files
