"""The list of all that ships leaves nothing out, and says of everything whose it is."""

import fnmatch
import json
import re
import tarfile
import zipfile

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tools.environment import ROOT
from tools.setup.runtime import ORIGINALS, RUNTIME
from tools.site import shipped
from tools.site.release import page_files

COMPONENTS = shipped.components()
ARCHIVES = [path.name for path in RUNTIME.glob("pyodide/*.tar.gz")]
# This project's own: what it puts into the archives, and the licences of the others.
OWN = [path.stem for path in (ROOT / "py" / "startup").glob("*.py")] + [
    "package_versions",
    "archive_index",
]
OWN_FILES = ["pyodide/*.tar.gz", "licences/*.txt", "release.mjs"]


def owners(name, field, own):
    """Return who a file belongs to; where a part of a component lies inside it, only the part."""
    found = [
        one
        for one in COMPONENTS
        if any(fnmatch.fnmatchcase(name, pattern) for pattern in getattr(one, field))
    ]
    around = {one.inside for one in found}
    keys = [one.key for one in found if one.key not in around]
    return keys + ["this project"] * any(fnmatch.fnmatchcase(name, pattern) for pattern in own)


def test_every_file_of_the_runtime_is_somebodys():
    names = [name for name in page_files(ROOT) if name.startswith(shipped.RUNTIME)]
    assert len(names) > 30
    for name in names:
        inside = name.removeprefix(shipped.RUNTIME)
        assert len(owners(inside, "files", OWN_FILES)) == 1, name


@pytest.mark.parametrize("archive", ARCHIVES)
def test_every_file_of_an_archive_is_somebodys(archive):
    with tarfile.open(RUNTIME / "pyodide" / archive) as tar:
        names = [member.name.removeprefix("./") for member in tar if member.isfile()]
    with zipfile.ZipFile(ORIGINALS / "pyodide" / "python_stdlib.zip") as library:
        tops = {re.split(r"[/.]", name)[0] for name in library.namelist()}
    tops |= {"python_stdlib", "_ssl"}
    own = [f"{name}.pyc" for name in OWN]
    for name in names:
        top = re.split(r"[/.]", name)[0]
        about = re.match(r"([\w.]+?)-([\w.]+)\.(dist-info|data)/", name)
        if about:  # what installers note of a package
            facts = [(one.key.replace("-", "_"), one.version) for one in COMPONENTS]
            assert about.groups()[:2] in facts, name
            continue
        found = owners(name, "members", own)
        if top in tops and not found:
            found = ["python"]
        assert len(found) == 1, (name, found)


@pytest.mark.parametrize("one", COMPONENTS, ids=lambda one: one.key)
def test_nothing_lacks_version_or_licence(one):
    assert one.version
    assert one.licence
    assert (ROOT / one.text).stat().st_size > 50
    assert one.hashes or one.inside


def test_versions_and_hashes_are_those_of_what_is_fetched():
    lock = json.loads((ORIGINALS / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))
    by_key = {one.key: one for one in COMPONENTS}
    for name, wheel in lock["packages"].items():
        if name in by_key:
            one = by_key[name]
            assert (one.version, one.hashes) == (wheel["version"], {"SHA-256": wheel["sha256"]})
    assert by_key["python"].version == lock["info"]["python"]
    platform = f"emscripten_{by_key['emscripten'].version.replace('.', '_')}"
    assert platform == lock["info"]["platform"]


def test_the_bill_of_materials_is_valid_and_names_everything():
    text = shipped.sbom("1").decode()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bill = json.loads(text)
    named = set()
    for entry in bill["components"]:
        named |= {entry["purl"], *(part["purl"] for part in entry["components"])}
    assert named == {one.purl for one in COMPONENTS}


def test_the_page_lists_them_with_their_licences():
    page = (ROOT / "index.html").read_text(encoding="utf-8")
    for line in shipped.as_list().splitlines():
        assert line in page
