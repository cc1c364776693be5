"""The self-contained folder: program, GStreamer, PostgreSQL, their libraries and a loader, for one architecture."""
import pathlib
import re
import shutil
import subprocess
from functools import lru_cache

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CACHE = ROOT / "target/cross"

# Debian's name, Rust's and the kernel's.
ARCHITECTURES = {
    "amd64": ("x86_64-unknown-linux-gnu", "x86_64"),
    "arm64": ("aarch64-unknown-linux-gnu", "aarch64"),
}
RUNTIME = ["base-files", "ca-certificates", "dash", "libc6", "libgcc-s1", "gstreamer1.0-plugins-base",
           "gstreamer1.0-plugins-good", "gstreamer1.0-plugins-bad", "gstreamer1.0-plugins-ugly", "gstreamer1.0-libav"]
# Graphics drivers belong to a C library, so the machine's cannot be used; Intel's is the one that most NAS need.
RUNTIME_OF = {"amd64": ["intel-media-va-driver"], "arm64": []}

# What pipelines are made of, and the containers and codecs that they meet. No network, no screen, no sound card.
PLUGINS = """
    app coreelements typefindfunctions playback audioconvert audioresample audiorate videoconvertscale videorate
    videofilter deinterlace audiotestsrc videotestsrc
    matroska isomp4 avi flv asf mpegtsdemux mpegpsdemux ogg wavparse aiff id3demux apetag icydemux xingmux mxf ivfparse
    videoparsersbad audioparsers codectimestamper opusparse rawparse subparse dvdsub dvdspu
    libav x264 vpx aom opus vorbis theora flac mpg123 wavpack dvdlpcmdec adpcmdec jpeg png webp
    video4linux2 v4l2codecs va
""".split()

# Encodings of old tags and subtitles.
ENCODINGS = "ISO8859-* CP125? KOI8-? SJIS EUC-JP EUC-KR UHC GBK BIG5 CP932 ISO-2022-JP libJIS libJISX0213 libKSC libGB libCNS UTF-16 UTF-32 UNICODE".split()


def fail(message):
    raise SystemExit(f"packages: {message}")


def run(*command, **how):
    return subprocess.run([str(c) for c in command], check=True, **how)


@lru_cache(maxsize=None)
def needed(path):
    text = subprocess.run(["readelf", "-d", path], capture_output=True, text=True, check=True).stdout
    return re.findall(r"\(NEEDED\).*\[(.+)\]", text)


class Tree:
    """A root of Debian packages to take files from, and which of its packages were used."""

    def __init__(self, architecture):
        self.architecture = architecture
        self.root = CACHE / f"runtime-{architecture}"
        run(HERE / "debian-root", architecture, self.root, *RUNTIME, *RUNTIME_OF[architecture])
        gnu = {"amd64": "x86_64-linux-gnu", "arm64": "aarch64-linux-gnu"}[architecture]
        self.lib = self.root / "usr/lib" / gnu
        self.owner = dict(line.rsplit(" ", 1) for line in (CACHE / f"runtime-{architecture}.files").read_text().splitlines())
        self.versions = {line.split()[0]: line.split()[1:] for line in
                         (CACHE / f"runtime-{architecture}.packages").read_text().splitlines()}
        self.used = set()

    def take(self, path, to, mode=0o644):
        """Copies one file, by what it links to."""
        real = path.resolve()
        inside = str(real.relative_to(self.root))
        self.used.add(self.owner[inside])
        to.parent.mkdir(parents=True, exist_ok=True)
        if not to.exists():
            shutil.copyfile(real, to)
            to.chmod(mode)

    def find(self, library):
        # Some libraries lie in folders of their own, found by a search path that does not come along.
        for place in [self.lib, self.root / "usr/lib", *sorted(self.lib.glob("*/"))]:
            if (place / library).exists():
                return place / library
        return None

    def close(self, files, lib):
        """Brings the libraries that the files need, and those that these need."""
        waiting, seen = list(files), set()
        while waiting:
            for library in needed(waiting.pop()):
                if library in seen or library.startswith("ld-linux"):
                    continue
                seen.add(library)
                if not (lib / library).exists():
                    source = self.find(library)
                    if not source:
                        fail(f"{library} is in no package of the bundle ({self.architecture})")
                    self.take(source, lib / library)
                waiting.append(lib / library)

    def loader(self, to):
        found = [*self.root.glob("usr/lib/ld-linux-*.so.*"), *self.root.glob("usr/lib64/ld-linux-*.so.*"), *self.lib.glob("ld-linux-*.so.*")]
        self.take(found[0], to, 0o755)


def compile_c(architecture, out):
    """The starter and the shim, with the C library of Debian 12."""
    _, kernel = ARCHITECTURES[architecture]
    gcc = f"{kernel}-linux-gnu-gcc"
    sysroot = CACHE / f"sysroot-{architecture}"
    common = [gcc, f"--sysroot={sysroot}", "-Os", "-s", "-Wall", "-Wextra", "-Werror", "-Wl,--build-id=none"]
    run(*common, "-static", "-o", out / "starter", HERE / "starter.c")
    run(*common, "-shared", "-fPIC", "-o", out / "libshim.so", HERE / "shim.c")


def postgres(architecture, to):
    """PostgreSQL's programs, as they go into every package."""
    run(HERE / "postgresql", architecture)
    shutil.copytree(CACHE / f"postgresql-{architecture}", to, symlinks=True)


def make(architecture, folder):
    """Fills `folder`; returns the tree, which knows the Debian packages inside."""
    rust, _ = ARCHITECTURES[architecture]
    tree = Tree(architecture)
    lib, libexec, bin_ = folder / "lib", folder / "libexec", folder / "bin"
    for place in (lib / "gstreamer-1.0", lib / "gio", libexec, bin_):
        place.mkdir(parents=True)
    # An empty folder would get lost on the way.
    (lib / "gio/README").write_text("No modules of glib: those of the machine would not fit.\n")
    shutil.copyfile(ROOT / "target" / rust / "release/revenge", libexec / "revenge")
    tree.take(tree.lib / "gstreamer1.0/gstreamer-1.0/gst-plugin-scanner", libexec / "gst-plugin-scanner", 0o755)
    for plugin in PLUGINS:
        tree.take(tree.lib / f"gstreamer-1.0/libgst{plugin}.so", lib / f"gstreamer-1.0/libgst{plugin}.so")
    for driver in sorted(tree.lib.glob("dri/iHD_drv_video.so")):
        tree.take(driver, lib / "dri" / driver.name)
    for pattern in ENCODINGS:
        for module in sorted(tree.lib.glob(f"gconv/{pattern}.so")):
            tree.take(module, lib / "gconv" / module.name)
    for table in ["gconv-modules", "gconv-modules.d/gconv-modules-extra.conf"]:
        tree.take(tree.lib / "gconv" / table, lib / "gconv" / table)
    tree.loader(lib / "ld.so")
    tree.close([*libexec.iterdir(), *lib.glob("gstreamer-1.0/*.so"), *lib.glob("dri/*.so")], lib)
    authorities = sorted((tree.root / "usr/share/ca-certificates/mozilla").glob("*.crt"))
    (lib / "ca-certificates.crt").write_text("".join(a.read_text() for a in authorities))
    tree.used.add("ca-certificates")

    pg = folder / "postgresql"
    postgres(architecture, pg)
    (pg / "bin").rename(pg / "libexec")
    (pg / "bin").mkdir()
    tree.take(tree.root / "usr/bin/dash", pg / "libexec/sh", 0o755)
    # PostgreSQL may be run from a copy, as another user: it has all of its libraries itself.
    tree.loader(pg / "lib/ld.so")
    tree.close([*pg.glob("libexec/*"), *pg.glob("lib/**/*.so")], pg / "lib")

    compile_c(architecture, folder)
    (folder / "libshim.so").rename(lib / "libshim.so")
    shutil.copyfile(lib / "libshim.so", pg / "lib/libshim.so")
    starter = folder / "starter"
    starter.chmod(0o755)
    for name in ["bin/revenge", "bin/gst-plugin-scanner", "postgresql/bin/postgres", "postgresql/bin/initdb",
                 "postgresql/bin/pg_ctl", "postgresql/bin/sh"]:
        (folder / name).hardlink_to(starter)
    starter.unlink()
    for program in [*libexec.iterdir(), *(pg / "libexec").iterdir()]:
        program.chmod(0o755)
    return tree
