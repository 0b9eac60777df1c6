"""Modules that are put off: empty until somebody looks, then the module itself."""

import importlib
import sys

import pytest

from tools.environment import ROOT


@pytest.fixture
def later(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "py" / "startup")
    return importlib.import_module("lazy_modules")


@pytest.fixture
def modules(tmp_path, monkeypatch, later):
    """Return a function that writes modules and puts off or changes some of them."""
    before = set(sys.modules)
    monkeypatch.syspath_prepend(tmp_path)
    finders = list(sys.meta_path)

    def make(sources, put_off=None, changes=None):
        for path, source in sources.items():
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_text(source)
        importlib.invalidate_caches()
        sys.meta_path.insert(0, later.Finder(put_off or {}, changes or {}))

    yield make
    sys.meta_path[:] = finders
    for name in set(sys.modules) - before:
        del sys.modules[name]


FARM = """
import sys
sys.reads = getattr(sys, "reads", 0) + 1
class Cow:
    legs = 4
def milk(litres, warm=False):
    return litres, warm
"""


@pytest.fixture(autouse=True)
def reads(monkeypatch):
    monkeypatch.setattr(sys, "reads", 0, raising=False)


def test_a_module_is_read_at_its_first_use_and_once(modules):
    modules({"farm.py": FARM}, {"farm": {}})
    import farm

    assert sys.reads == 0
    assert farm.Cow.legs == 4
    assert farm.milk(1) == (1, False)
    assert sys.reads == 1
    assert sys.modules["farm"] is farm
    assert farm.__spec__.origin == farm.__file__
    assert farm.__package__ == ""


def test_what_tools_ask_of_every_module_reads_none(modules):
    modules({"farm.py": FARM}, {"farm": {}})
    import farm

    assert not hasattr(farm, "__file__")
    assert not hasattr(farm, "__warningregistry__")
    assert sys.reads == 0


def test_a_missing_name_is_missing(modules):
    modules({"farm.py": FARM}, {"farm": {}})
    import farm

    with pytest.raises(AttributeError, match="sheep"):
        farm.sheep  # noqa: B018


def test_promised_names_can_be_taken_without_reading(modules, later):
    modules({"farm.py": FARM}, {"farm": {"milk": later.function_of, "Cow": later.ClassOf}})
    from farm import Cow, milk

    assert not isinstance(3, Cow)
    assert sys.reads == 0

    class Stall:
        get = milk  # a function becomes a method

    stall = Stall()
    assert stall.get(warm=True) == (stall, True)
    assert sys.reads == 1
    import farm

    assert isinstance(Cow(), farm.Cow)
    assert isinstance(farm.Cow(), Cow)
    assert Cow.legs == 4

    class Calf(Cow):
        pass

    assert issubclass(Calf, farm.Cow)


def test_parts_of_a_package_can_be_imported_before_it_is_read(modules):
    sources = {"zoo/__init__.py": FARM + "from zoo.lion import ROAR", "zoo/lion.py": "ROAR = 1"}
    modules(sources, {"zoo": {}})
    from zoo.lion import ROAR

    assert (ROAR, sys.reads) == (1, 0)
    import zoo

    assert zoo.Cow.legs == 4
    assert zoo.lion.ROAR == zoo.ROAR == 1


def test_a_module_that_fails_can_be_read_later(modules):
    broken = "import sys\nif not sys.reads: raise OSError('not yet')\nx = 1"
    modules({"farm.py": broken}, {"farm": {}})
    import farm

    with pytest.raises(OSError, match="not yet"):
        farm.x  # noqa: B018
    sys.reads = 1
    assert farm.x == 1


def test_a_module_that_is_not_there_is_missed_at_its_first_use(modules):
    modules({}, {"nowhere_at_all": {}})
    import nowhere_at_all

    with pytest.raises(ModuleNotFoundError, match="nowhere_at_all"):
        nowhere_at_all.x  # noqa: B018


def test_a_module_is_changed_when_it_has_been_read(modules):
    modules({"farm.py": FARM}, changes={"farm": lambda module: setattr(module, "milk", None)})
    import farm

    assert farm.milk is None
    assert type(farm.__loader__).__name__ == "SourceFileLoader"


def test_a_module_that_is_put_off_is_changed_when_it_is_read(modules):
    modules({"farm.py": FARM}, {"farm": {}}, {"farm": lambda module: setattr(module, "milk", 5)})
    import farm

    assert sys.reads == 0
    assert farm.milk == 5
    assert farm.Cow.legs == 4
    assert type(farm.__loader__).__name__ == "SourceFileLoader"


def test_a_change_waits_for_a_module_that_is_put_off(modules):
    change = {"farm": lambda module: setattr(module.Cow, "legs", 3)}
    modules({"farm.py": FARM, "field.py": "import farm"}, {"field": {}}, change)
    import field

    assert field.farm.Cow.legs == 3


def test_compiled_modules_can_be_put_off(modules, monkeypatch):
    monkeypatch.delitem(sys.modules, "_zoneinfo", raising=False)
    modules({}, {"_zoneinfo": {}})
    module = importlib.import_module("_zoneinfo")
    assert "ZoneInfo" not in vars(module)
    assert module.ZoneInfo.__name__ == "ZoneInfo"


def test_an_object_is_made_at_its_first_use(modules, later):
    promise = {"Cow": lambda module, name: lambda: later.ObjectOf(module, name)}
    modules({"farm.py": FARM}, {"farm": promise})
    import farm

    cow = farm.Cow()
    assert sys.reads == 0
    assert cow.legs == 4
    assert sys.reads == 1
