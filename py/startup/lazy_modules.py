"""Read modules at their first use, and change some while they are read.

A module that is *put off* is there at once, but empty: the first look at one of its
attributes reads it. Some modules are asked for a name as soon as they are imported (``from
module import name``); that name can be *promised*: a stand-in is given, which reads the module
when it is called.
"""

import sys
from importlib.machinery import ExtensionFileLoader, ModuleSpec
from importlib.util import module_from_spec
from types import ModuleType

ASKED_OF_EVERY_MODULE = ("__cached__", "__file__", "__path__", "__warningregistry__")


class Later(ModuleType):
    """A module that is read at the first look at something that it does not hold yet."""

    def __getattr__(self, name):
        """Read the module and return what was looked for."""
        # What Python and its tools ask of every module is no use of this one.
        if name in ASKED_OF_EVERY_MODULE:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r} so far")
        return getattr(read(self), name)


class Finder:
    """Finds the modules to put off and those to change; goes before all other finders.

    Parameters
    ----------
    put_off : dict of str to dict
        Names of modules, each with what it promises: name and kind (`function_of`, `ClassOf`,
        or any function of the module and the name).
    changes : dict of str to callable
        Names of modules, each with a function that is given the module when it has been read.
    """

    def __init__(self, put_off, changes):
        self.put_off, self.changes = put_off, changes

    def find_spec(self, name, path=None, target=None):
        """Return how to import the module *name*; None if that is not this finder's business."""
        if name in self.put_off:
            spec = ModuleSpec(name, LaterLoader(self, path, self.put_off[name]), is_package=True)
            tail = name.rpartition(".")[2]
            spec.submodule_search_locations += [f"{folder}/{tail}" for folder in path or sys.path]
            return spec
        return self.find_real(name, path) if name in self.changes else None

    def find_real(self, name, path):
        """Return what the other finders say about the module *name*, changed if it shall be."""
        for finder in sys.meta_path:
            if finder is not self and (spec := finder.find_spec(name, path)):
                if name in self.changes:
                    spec.loader = ChangingLoader(spec.loader, self.changes[name])
                return spec
        return None


class LaterLoader:
    """Makes an empty module; keeps what `read` needs to know."""

    def __init__(self, finder, path, promised):
        self.finder, self.path, self.promised = finder, path, promised

    def create_module(self, spec):
        """Return the empty module."""
        return Later(spec.name)

    def exec_module(self, module):
        """Give the module the names that it promises."""
        for name, kind in self.promised.items():
            setattr(module, name, kind(module, name))


class ChangingLoader:
    """Reads a module as *loader* does, then changes it."""

    def __init__(self, loader, change):
        self.loader, self.change = loader, change

    def create_module(self, spec):
        """Return what the loader makes."""
        return self.loader.create_module(spec)

    def exec_module(self, module):
        """Read the module, then change it."""
        module.__loader__ = module.__spec__.loader = self.loader
        self.loader.exec_module(module)
        self.change(module)


def read(module):
    """Read *module*, if that has not happened yet; return it."""
    if type(module) is not Later:
        return module
    name, loader = module.__name__, module.__loader__
    spec = loader.finder.find_real(name, loader.path)
    if spec is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    real = module_from_spec(spec)
    before = dict(vars(module))
    vars(module).pop("__path__")
    vars(module).update(vars(real))  # its name, its spec and so on
    module.__class__ = ModuleType
    try:
        if spec.loader is None:
            pass  # a folder without code of its own
        elif isinstance(spec.loader, ExtensionFileLoader):
            # Compiled code fills no other module than the one it has made itself.
            spec.loader.exec_module(real)
            vars(module).update(vars(real))
        else:
            spec.loader.exec_module(module)
    except BaseException:
        module.__class__ = Later
        vars(module).update(before)
        raise
    return module


def function_of(module, name):
    """Return a function that reads *module* to call its function *name*."""

    def stand_in(*arguments, **options):
        return getattr(read(module), name)(*arguments, **options)

    stand_in.__name__ = stand_in.__qualname__ = name
    return stand_in


class ClassOf:
    """Stands for the class *name* of *module*, which is read as soon as that matters.

    What is in *facts* can be asked before.
    """

    def __init__(self, module, name, /, **facts):
        vars(self).update(facts, _module=module, _name=name)

    def __call__(self, *arguments, **options):
        """Call the class."""
        return self._real()(*arguments, **options)

    def __getattr__(self, name):
        """Return an attribute of the class."""
        return getattr(self._real(), name)

    def __instancecheck__(self, thing):
        """Tell whether *thing* is an object of the class; of one that was not read, nothing is."""
        return type(self._module) is not Later and isinstance(thing, self._real())

    def __mro_entries__(self, _bases):
        """Return the class, where another class is made from this one."""
        return (self._real(),)

    def _real(self):
        return getattr(read(self._module), self._name)


class ObjectOf(ClassOf):
    """Stands for an object of such a class that is made at its first use."""

    def _real(self):
        if "_object" not in vars(self):
            self._object = super()._real()()
        return self._object
