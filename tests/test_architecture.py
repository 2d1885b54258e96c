"""Who may import whom, and what stays pure: read from the source, not from what happens to be loaded."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "matchmaker"
ORDER = (
    "core",
    "accounts",
    "notifications",
    "agreements",
    "profiles",
    "programmes",
    "landing",
    "matching",
    "introductions",
    "events",
    "reports",
    "api",
    "admin",
    "demo",
)
OUTSIDE_THE_ORDER = {"taxonomy", "extensions", "embedded"}  # pure, or below everything
PURE = ("matching/engine/**/*.py", "taxonomy/**/*.py", "**/workflow.py")
WEB_AND_DATABASE = ("flask", "sqlalchemy", "werkzeug", "wtforms", "procrastinate")


def _imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _feature(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "matchmaker" else None


@pytest.mark.parametrize("feature", ORDER)
def test_a_feature_imports_only_what_stands_left_of_it(feature: str) -> None:
    allowed = set(ORDER[: ORDER.index(feature) + 1]) | OUTSIDE_THE_ORDER
    wrong = [
        (str(file.relative_to(ROOT)), module)
        for file in (PACKAGE / feature).rglob("*.py")
        for module in _imports(file)
        if (other := _feature(module)) is not None
        and other not in allowed
        and not module.startswith("matchmaker.matching.engine")
    ]
    assert wrong == []


@pytest.mark.parametrize("pattern", PURE)
def test_pure_code_knows_neither_web_nor_database(pattern: str) -> None:
    wrong = [
        (str(file.relative_to(ROOT)), module)
        for file in PACKAGE.glob(pattern)
        for module in _imports(file)
        if module.split(".")[0].startswith(WEB_AND_DATABASE)
    ]
    assert wrong == []


def test_the_engine_can_be_used_alone() -> None:
    program = (
        "import sys; from matchmaker.matching.engine import TextIndex; "
        "print([name for name in ('flask', 'sqlalchemy') if name in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"


def test_contact_rows_are_read_in_one_place() -> None:
    readers = {
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        if "OrganisationContact" in file.read_text(encoding="utf-8")
    }
    assert {name for name in readers if not name.startswith("profiles/")} <= set()


def test_no_file_is_longer_than_400_lines() -> None:
    long = [
        (str(file.relative_to(ROOT)), lines)
        for folder in (PACKAGE, ROOT / "tests")
        for file in folder.rglob("*.py")
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > 400
    ]
    assert long == []
