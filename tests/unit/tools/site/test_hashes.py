"""Hashes of files, against what other programs say of them."""

import shutil
import subprocess

import pytest

from tools.site import hashes


def test_an_empty_file():
    # As in https://www.w3.org/TR/sri-2/: the digest of nothing.
    empty = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    assert hashes.facts_of(b"") == {"bytes": 0, "integrity": empty}


@pytest.mark.skipif(shutil.which("openssl") is None, reason="asks openssl")
@pytest.mark.parametrize("algorithm", ["sha256", "sha512"])
def test_integrity_is_what_openssl_says(algorithm):
    command = f"printf python | openssl dgst -{algorithm} -binary | openssl base64 -A"
    said = subprocess.run(command, shell=True, capture_output=True, text=True, check=True).stdout
    assert hashes.integrity_of(b"python", algorithm) == f"{algorithm}-{said}"


def test_the_hash_of_files_depends_on_names_contents_and_borders_but_not_on_the_order(tmp_path):
    def hash_of(**contents):
        for name, content in contents.items():
            (tmp_path / name).write_text(content)
        return hashes.hash_of_files({name: tmp_path / name for name in contents})

    first = hash_of(a="1", b="23")
    assert hash_of(b="23", a="1") == first
    others = [
        hash_of(a="12", b="3"),
        hash_of(a="1", c="23"),
        hash_of(a="1"),
        hash_of(a="23", b="1"),
    ]
    assert len({first, *others}) == 5
