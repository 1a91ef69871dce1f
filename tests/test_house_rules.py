"""The rules of the house that no linter knows. Each names the file at fault and what to do."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from vigie_agent.probes.catalogue import PROBES
from vigie_collector.settings import Settings
from vigie_connectors.catalogue import CONNECTORS

ROOT = Path(__file__).parents[1]
COLLECTOR = ROOT / "collector/vigie_collector"
MAX_LINES = 400
DOMAIN_FILES = {"__init__.py", "tables.py", "queries.py", "service.py", "api.py", "pages.py"}
"""The file names that every domain of the collector shares; others are nouns of that domain."""
VAGUE = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc", "stuff"}
SQL_NAMES = {"select", "insert", "update", "delete", "text", "func"}
SQL_CALLS = {"exec", "execute", "scalar", "scalars"}
RAW_SQL = re.compile(
    r"^\s*(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s.+\sSET|DELETE\s+FROM)\b", re.DOTALL
)


def project_files() -> list[Path]:
    """Give every file that git tracks, or would: what a clone gets."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [
        ROOT / name for name in sorted(set(listed.split("\0"))) if name and (ROOT / name).is_file()
    ]


FILES = project_files()
PYTHON = [path for path in FILES if path.suffix == ".py"]


def short(path: Path) -> str:
    """Give a path for a message."""
    return str(path.relative_to(ROOT))


def test_files_are_small() -> None:
    long = {
        short(path): lines
        for path in PYTHON
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MAX_LINES
    }
    assert not long, f"over {MAX_LINES} lines, split by subject: {long}"


def test_most_files_are_very_small() -> None:
    lines = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in PYTHON)
    assert lines[len(lines) // 2] < 150


def test_files_are_named_after_what_they_hold() -> None:
    vague = [short(path) for path in PYTHON if set(path.stem.split("_")) & VAGUE]
    assert not vague, f"name them after the noun that they hold: {vague}"


@pytest.mark.parametrize(
    "path", sorted(COLLECTOR.rglob("pages.py")) + sorted(COLLECTOR.rglob("api.py"))
)
def test_pages_and_api_hold_no_sql(path: Path) -> None:
    faults: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            ("sqlalchemy", "sqlmodel")
        ):
            faults += [alias.name for alias in node.names if alias.name in SQL_NAMES]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in SQL_CALLS:
                faults.append(f"line {node.lineno}: .{node.func.attr}()")
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and RAW_SQL.match(node.value)
        ):
            faults.append(f"line {node.lineno}: {node.value[:40]}")
    assert not faults, f"{short(path)}: put questions to the database in queries.py: {faults}"


def test_every_probe_is_listed_and_documented() -> None:
    guide = (ROOT / "docs/agent.md").read_text(encoding="utf-8")
    folder = ROOT / "agent/vigie_agent/probes"
    defined = {
        path.stem
        for path in folder.glob("*.py")
        if re.search(r"^PROBE\b.*=", path.read_text(), re.MULTILINE)
    }
    listed = {probe.read.__module__.rpartition(".")[2] for probe in PROBES}
    assert defined == listed, "list every probe in agent/vigie_agent/probes/catalogue.py"
    assert len({probe.name for probe in PROBES}) == len(PROBES)
    missing = [probe.name for probe in PROBES if f"`{probe.name}`" not in guide]
    assert not missing, f"describe them in docs/agent.md, names between `: {missing}"


def test_every_connector_is_listed() -> None:
    folder = ROOT / "connectors/vigie_connectors"
    defined = {path.parent.name for path in folder.glob("*/parse.py")}
    assert defined == {one.name for one in CONNECTORS}, "list it in vigie_connectors/catalogue.py"


def test_every_setting_is_documented() -> None:
    guide = (ROOT / "docs/collecteur.md").read_text(encoding="utf-8")
    missing = [
        name for field in Settings.model_fields if (name := f"VIGIE_{field.upper()}") not in guide
    ]
    assert not missing, f"explain them in docs/collecteur.md: {missing}"


def names(requirements: list[str]) -> set[str]:
    """Give the names of a list of requirements, without versions, extras and markers."""
    return {re.split(r"[\s\[<>=!~;]", requirement, maxsplit=1)[0] for requirement in requirements}


@pytest.mark.parametrize(
    ("room", "allowed"),
    [
        ("agent", {"psutil"}),
        ("classifiers", {"google-re2", "msgspec", "netaddr", "rapidfuzz"}),
        ("connectors", {"vigie-agent"}),
    ],
)
def test_rooms_depend_on_little(room: str, allowed: set[str]) -> None:
    project = tomllib.loads((ROOT / room / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert names(project["dependencies"]) <= allowed


def test_every_library_is_listed_with_its_reason() -> None:
    page = (ROOT / "docs/decisions/libraries.md").read_text(encoding="utf-8")
    wanted: set[str] = set()
    for room in ("agent", "connectors", "classifiers", "collector"):
        project = tomllib.loads((ROOT / room / "pyproject.toml").read_text(encoding="utf-8"))[
            "project"
        ]
        wanted |= names(project["dependencies"])
    missing = sorted(n for n in wanted if not n.startswith("vigie-") and f"| {n} |" not in page)
    assert not missing, f"give each a line in docs/decisions/libraries.md: {missing}"


# Places and words of the workshop, which mean nothing to whoever clones the project. The letters
# in brackets keep this file from finding itself.
WORKSHOP = re.compile(
    r"/[w]ork/|/[t]mp/bash_jobs|/[r]oot/|/[o]pt/(?:pypi|wheels)|[s]hared/(?:design|style|reference)"
    r"|\b[s]ub-?agent|\b[a]s the lead (?:said|asked)|[p]ass(?:word)? of the machine"
)
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".sh",
    ".json",
    ".yaml",
    ".yml",
    ".html",
    ".css",
    ".js",
    ".service",
    ".cfg",
    ".po",
    "",
}


def test_nothing_names_the_machine_it_was_written_on() -> None:
    found = [
        f"{short(path)}:{number}"
        for path in FILES
        if path.suffix in TEXT
        for number, line in enumerate(
            path.read_text(encoding="utf-8", errors="replace").splitlines(), 1
        )
        if WORKSHOP.search(line)
    ]
    assert not found, f"say it without a path of this machine: {found}"


def test_no_build_product_is_kept() -> None:
    built = re.compile(
        r"(^|/)(node_modules|__pycache__|dist|\.venv|vendor|screenshots)/|\.(mo|pyc|min\.js|min\.css|whl)$|^bench\.json$"
    )
    found = [short(path) for path in FILES if built.search(short(path))]
    assert not found, f"built, not written: ignore them in .gitignore: {found}"


def test_no_file_is_heavy() -> None:
    heavy = {
        short(path): size
        for path in FILES
        if (size := path.stat().st_size) > 1_000_000 and path.name != "uv.lock"
    }
    assert not heavy, f"over 1 MB: build or fetch it instead: {heavy}"


def test_the_npm_lock_holds_no_address() -> None:
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock, "run npm with the project's .npmrc, which leaves addresses out"


def test_domains_of_the_collector_share_their_file_names() -> None:
    domains = {path.parent for path in COLLECTOR.glob("*/tables.py")}
    assert domains, "no domain found"
    bare = [short(folder) for folder in sorted(domains) if not (folder / "__init__.py").is_file()]
    assert not bare
    routes = re.compile(r"^\s*@\w+\.(get|post|put|patch|delete)\(", re.MULTILINE)
    stray = [
        short(path)
        for folder in domains
        for path in sorted(folder.glob("*.py"))
        if path.name not in DOMAIN_FILES and routes.search(path.read_text(encoding="utf-8"))
    ]
    assert not stray, f"routes live in api.py or pages.py: {stray}"
    tables = [
        short(path)
        for folder in domains
        for path in sorted(folder.glob("*.py"))
        if path.name != "tables.py" and "table=True" in path.read_text(encoding="utf-8")
    ]
    assert not tables, f"tables live in tables.py: {tables}"


def test_decisions_are_numbered_once() -> None:
    numbers = [
        path.name[:4]
        for path in FILES
        if re.match(r"\d{4}-", path.name) and path.parent.name == "decisions"
    ]
    assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]


def test_links_between_pages_lead_somewhere() -> None:
    link = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
    lost = [
        f"{short(path)}: {target}"
        for path in FILES
        if path.suffix == ".md"
        for target in link.findall(path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert not lost, f"pages that do not exist: {lost}"
