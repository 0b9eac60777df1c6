"""All of others' work that ships: with version, licence and hash, for readers and for machines.

What is fetched stands in setup/runtime.json; here, in shipped.json, what else is to be said of it,
and what lies inside of it. From both come the list on the page and the bill of materials
(CycloneDX), which the site has at its top.
"""

import base64
import html
import json
import pathlib
from typing import Any, NamedTuple

from tools.setup.runtime import pinned

TABLE = pathlib.Path(__file__).with_name("shipped.json")
SBOM = "sbom.cdx.json"
OWN_LICENCE = "MIT"
RUNTIME = "static/runtime/"


class Component(NamedTuple):
    """A piece of others' work.

    Attributes
    ----------
    key, title, version : str
        What it is called here, and elsewhere.
    licence : str
        SPDX expression.
    text : str
        Where the site has the text of the licence.
    purl : str
        What package tools call it, with its version.
    hashes : dict
        Algorithm, as CycloneDX names it, and hexadecimal digest of the package that was fetched;
        empty for what lies inside of another one.
    files, members : tuple of str
        Patterns of its files in `static/runtime`, and of those in the archives there.
    inside : str
        Key of the component whose part it is; "" for most.
    """

    key: str
    title: str
    version: str
    licence: str
    text: str
    purl: str
    hashes: dict[str, str]
    files: tuple[str, ...]
    members: tuple[str, ...]
    inside: str


def components() -> list[Component]:
    """Return all of others' work that the site has, in the order of the table."""
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    fetched = _fetched()
    return [_component(key, {**row, **fetched.get(key, {})}) for key, row in table.items()]


def sbom(version: str) -> bytes:
    """Return the bill of materials of the site: CycloneDX 1.6, in JSON.

    Parameters
    ----------
    version : str
        Of the release.
    """
    every = components()
    tops = [_as_entry(one, every) for one in every if not one.inside]
    page = {
        "type": "application",
        "bom-ref": "playground",
        "name": "Neural Network Playground",
        "version": version,
        "licenses": [{"expression": OWN_LICENCE}],
    }
    uses = [{"ref": "playground", "dependsOn": [entry["bom-ref"] for entry in tops]}]
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": page},
        "components": tops,
        "dependencies": uses,
    }
    return (json.dumps(bill, indent=1) + "\n").encode()


def as_list() -> str:
    """Return the items of the list for readers, in HTML: one line for each component."""
    return "\n".join(
        f'<li><a href="{one.text}">{html.escape(one.title)}</a> {one.version}'
        f" <small>{html.escape(one.licence.removeprefix('LicenseRef-'))}</small></li>"
        for one in components()
    )


def _fetched() -> dict[str, dict[str, str]]:
    """Return what `runtime.json` knows of each package."""
    known = pinned()
    found = {
        package["folder"]: {
            "version": package["version"],
            "sha512": base64.b64decode(package["integrity"].removeprefix("sha512-")).hex(),
            "purl": "pkg:npm/" + package["name"].replace("@", "%40"),
        }
        for package in known["npm"]
    }
    for name, wheel in known["index_wheels"].items():
        found[name] = {"version": wheel["version"], "sha256": wheel["sha256"]}
    return found


def _component(key: str, facts: dict[str, Any]) -> Component:
    purl = facts.get("purl", f"pkg:pypi/{key}")
    return Component(
        key=key,
        title=facts["title"],
        version=facts["version"],
        licence=facts["licence"],
        text=facts.get("text", f"{RUNTIME}licences/{key}.txt"),
        purl=f"{purl}@{facts['version']}",
        hashes={
            name: facts[field]
            for name, field in (("SHA-256", "sha256"), ("SHA-512", "sha512"))
            if field in facts
        },
        files=tuple(facts.get("files", ())),
        members=tuple(facts.get("members", ())),
        inside=facts.get("inside", ""),
    )


def _as_entry(one: Component, every: list[Component]) -> dict[str, Any]:
    parts = [_as_entry(part, every) for part in every if part.inside == one.key]
    return {
        "type": "library",
        "bom-ref": one.purl,
        "name": one.title,
        "version": one.version,
        "licenses": [{"expression": one.licence}],
        "purl": one.purl,
        "hashes": [{"alg": name, "content": digest} for name, digest in one.hashes.items()],
        "components": parts,
    }
