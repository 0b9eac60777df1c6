"""What the tests take from npm is pinned by hash, and fetched once."""

import json
import re

from tools import npm_for_tests
from tools.npm_for_tests import PINNED


def test_every_package_is_pinned_by_hash_and_without_an_address() -> None:
    text = (PINNED / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    del packages[""]
    assert packages
    for package in packages.values():
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]+={0,2}", package["integrity"])
        assert "resolved" not in package
    assert "https:" not in text


def test_the_lists_name_exact_versions_that_agree() -> None:
    wanted = json.loads((PINNED / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    locked = json.loads((PINNED / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, version in wanted.items():
        assert locked[f"node_modules/{name}"]["version"] == version


def test_packages_are_fetched_once_and_again_when_the_lists_change(monkeypatch, tmp_path) -> None:
    fetched = []
    lists = tmp_path / "lists"
    lists.mkdir()
    for name in npm_for_tests.FILES:
        (lists / name).write_text("{}")
    monkeypatch.setattr(npm_for_tests, "PINNED", lists)
    monkeypatch.setattr(npm_for_tests, "FOLDER", tmp_path / "folder")
    monkeypatch.setattr(npm_for_tests, "STAMP", tmp_path / "folder" / ".filled-from")
    monkeypatch.setattr(npm_for_tests, "find_node", lambda _: ("node", "npm"))
    monkeypatch.setattr(npm_for_tests, "run", lambda command, _: fetched.append(command[1]))
    for _ in range(2):
        folder = npm_for_tests.folder_of("axe-core")
    assert folder == tmp_path / "folder" / "node_modules" / "axe-core"
    assert fetched == ["ci"]
    (lists / "package.json").write_text('{"private": true}')
    npm_for_tests.folder_of("axe-core")
    assert fetched == ["ci", "ci"]
