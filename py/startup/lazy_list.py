"""Which modules lazy_modules.py puts off, so that Python, NumPy and matplotlib start with less.

Each is imported by something that a page needs, but is of no use to a page itself. It is read
when somebody does use it, for instance a reader's own code. Each saves at least a millisecond
of Python's start or five kilobytes of a first visit.
"""

import os

from lazy_modules import ClassOf, ObjectOf, function_of
from package_versions import VERSIONS


class Folder:
    """As much of a path as Pyodide's JavaScript asks for when it starts."""

    def __init__(self, path):
        self._path = path

    def __str__(self):
        """Return the path."""
        return self._path


def randbits(count):
    """Return a whole number of *count* random bits, as `secrets.randbits` does."""
    return int.from_bytes(os.urandom(-(-count // 8))) >> -count % 8


def promise(names="", **others):
    """Return what a module promises: *names* of functions and Classes, and *others* by kind."""
    kinds = {name: ClassOf if name[0].isupper() else function_of for name in names.split()}
    return {**kinds, **others}


def known(value):
    """Return the kind of a constant whose *value* is known already."""
    return lambda _module, _name: value


def everything(names):
    """Return the promise of *names*, all that ``from module import *`` takes."""
    return promise(names, __all__=known(tuple(names.split())))


def projection(name):
    """Return the kind of a class of axes that matplotlib lists by *name*."""
    return lambda module, class_name: ClassOf(module, class_name, name=name)


def empty_cache(module, name):
    """Return a stand-in for a class that has read nothing yet, and so has nothing to forget."""
    return ClassOf(module, name, invalidate_caches=lambda: None)


def no_policy(_module, _name):
    """Return the class of policies for event loops in general: those of Unix are of no use."""
    from asyncio import events

    return events._BaseDefaultEventLoopPolicy


def made_later(module, name):
    """Return a function that makes an object of the class *name* at the first use of that."""
    return lambda: ObjectOf(module, name)


PYTHON = {
    "_colorize": {},
    "asyncio.base_events": everything("BaseEventLoop Server"),
    "asyncio.graph": everything(
        "capture_call_graph format_call_graph print_call_graph FrameCallGraphEntry FutureCallGraph"
    ),
    "asyncio.streams": everything(
        "StreamReader StreamWriter StreamReaderProtocol open_connection start_server"
    ),
    "asyncio.subprocess": everything("create_subprocess_exec create_subprocess_shell"),
    "asyncio.unix_events": {
        **everything("SelectorEventLoop EventLoop"),
        "_DefaultEventLoopPolicy": no_policy,
    },
    "ctypes": {},
    "importlib.metadata": promise(MetadataPathFinder=empty_cache),
    "locale": {},
    "pickle": {},
    "platform": {},
    "plistlib": {},
    "pprint": {},
    "pyodide._package_loader": promise(
        "get_install_dir unpack_buffer",
        DSO_DIR=known(Folder("/usr/lib")),
        SITE_PACKAGES=known(Folder(os.path.dirname(__file__))),
        init_loaded_packages=known(lambda: None),  # nobody has installed packages yet
    ),
    "secrets": promise(randbits=known(randbits)),
    "shutil": {},
    "signal": {},
    "socket": promise(AF_UNSPEC=known(0), AI_PASSIVE=known(1)),
    "subprocess": promise(PIPE=known(-1)),
    "tempfile": {},
    "pyscript": {},  # imported in every worker; ours speaks to the page by itself
}
NUMPY = {
    "numpy._core._add_newdocs": {},
    "numpy._core._add_newdocs_scalars": {},
    "numpy.lib._arraypad_impl": everything("pad"),
    "numpy.lib._arraysetops_impl": everything(
        "ediff1d intersect1d isin setdiff1d setxor1d union1d unique unique_all unique_counts"
        " unique_inverse unique_values"
    ),
    "numpy.lib._histograms_impl": everything("histogram histogramdd histogram_bin_edges"),
    "numpy.lib._nanfunctions_impl": everything(
        "nansum nanmax nanmin nanargmax nanargmin nanmean nanmedian nanpercentile nanvar nanstd"
        " nanprod nancumsum nancumprod nanquantile"
    ),
    "numpy.lib._npyio_impl": {
        **everything(
            "savetxt loadtxt genfromtxt load save savez savez_compressed packbits unpackbits"
            " fromregex"
        ),
        **promise("DataSource NpzFile"),
    },
    "numpy.lib._polynomial_impl": {
        **everything(
            "poly roots polyint polyder polyadd polysub polymul polydiv polyval poly1d polyfit"
        ),
        "poly1d": ClassOf,
    },
    "numpy.linalg": promise("eigvals inv lstsq matrix_power"),
    "numpy.random": {},
}
MATPLOTLIB = {
    "PIL.Image": promise("Image"),
    "PIL.PngImagePlugin": promise("PngInfo"),
    "dateutil.parser": {},
    "kiwisolver": promise(__version__=known(VERSIONS.get("kiwisolver"))),
    "matplotlib._c_internal_utils": {},
    "matplotlib._afm": {},
    "matplotlib._constrained_layout": promise("do_constrained_layout"),
    "matplotlib._fontconfig_pattern": promise(
        "parse_fontconfig_pattern generate_fontconfig_pattern"
    ),
    "matplotlib._mathtext": promise(
        "BakomaFonts DejaVuSansFonts DejaVuSerifFonts RasterParse StixFonts StixSansFonts"
        " UnicodeFonts VectorParse get_unicode_index"
    ),
    "matplotlib.colorbar": {},
    "matplotlib.contour": {},
    "matplotlib.dates": {},
    "matplotlib.dviread": {},
    "matplotlib.legend": {},
    "matplotlib.mlab": promise("detrend_none window_hanning"),
    "matplotlib.offsetbox": {},
    "matplotlib.projections.geo": promise(
        AitoffAxes=projection("aitoff"),
        HammerAxes=projection("hammer"),
        LambertAxes=projection("lambert"),
        MollweideAxes=projection("mollweide"),
    ),
    "matplotlib.projections.polar": promise(PolarAxes=projection("polar")),
    "matplotlib.quiver": promise("Barbs Quiver QuiverKey"),
    "matplotlib.table": promise("Table table"),
    "matplotlib.texmanager": promise("TexManager"),
    "matplotlib.tri": promise("tricontour tricontourf tripcolor triplot"),
    "matplotlib.widgets": promise(LockDraw=made_later),
    "mpl_toolkits": {},
    "mpl_toolkits.mplot3d": promise(Axes3D=projection("3d")),
    "pyparsing": promise(__version__=known(VERSIONS.get("pyparsing"))),
}
PUT_OFF = {**PYTHON, **NUMPY, **MATPLOTLIB}
