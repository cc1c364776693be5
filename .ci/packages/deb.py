"""The Debian package: program, PostgreSQL, unit, user. GStreamer is the system's."""
import gzip
import os
import pathlib
import shutil
import subprocess

import inventory
from bundle import ARCHITECTURES, CACHE, HERE, ROOT, postgres, run

# Written by hand: what arm64 libraries belong to is not known to the machine that builds. The second names are those
# after Debian's change of time_t.
DEPENDS = """
    libc6 (>= 2.36), libgcc-s1, libglib2.0-0 (>= 2.74) | libglib2.0-0t64, libgstreamer1.0-0 (>= 1.22),
    libgstreamer-plugins-base1.0-0 (>= 1.22), gstreamer1.0-plugins-base, gstreamer1.0-plugins-good, gstreamer1.0-plugins-bad,
    gstreamer1.0-plugins-ugly, gstreamer1.0-libav, init-system-helpers (>= 1.54), systemd | systemd-sysusers, ca-certificates
"""
CONTROL = """\
Package: revenge
Version: {version}
Architecture: {architecture}
Maintainer: Revenge contributors <packages@revenge.example.org>
Installed-Size: {size}
Depends: {depends}
Recommends: va-driver-all
Section: video
Priority: optional
Description: media server that behaves like appliance firmware
 Revenge plays movies and shows from folders to browsers, phones and
 televisions: files as they are whenever the device can, remuxed or
 transcoded where it cannot, by the board's video hardware where that
 can be believed.
 .
 It brings PostgreSQL 18 for its own database and starts it by itself,
 as the user revenge, without a port.
"""


def put(path, text, mode=0o644):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)


def put_compressed(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def copy(source, to, mode=0o644):
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, to)
    to.chmod(mode)


def fill(root, architecture, version, epoch):
    rust, _ = ARCHITECTURES[architecture]
    copy(ROOT / "target" / rust / "release/revenge", root / "usr/bin/revenge", 0o755)
    postgres(architecture, root / "usr/lib/revenge/postgresql")
    shutil.rmtree(root / "usr/lib/revenge/postgresql/doc")
    for unit in ["revenge.service", "revenge.slice"]:
        copy(ROOT / "systemd" / unit, root / "lib/systemd/system" / unit)
    copy(ROOT / "systemd/revenge.sysusers", root / "usr/lib/sysusers.d/revenge.conf")
    copy(ROOT / "systemd/revenge.tmpfiles", root / "usr/lib/tmpfiles.d/revenge.conf")
    copy(HERE / "deb/config.toml", root / "etc/revenge/config.toml")
    put_compressed(root / "usr/share/man/man1/revenge.1.gz", (HERE / "deb/revenge.1").read_text())
    copy(HERE / "deb/lintian-overrides", root / "usr/share/lintian/overrides/revenge")
    doc = root / "usr/share/doc/revenge"
    inventory.write(architecture, version, epoch, doc)
    put(doc / "copyright", (HERE / "deb/copyright").read_text())
    date = subprocess.run(["date", "-u", "-R", "-d", f"@{epoch}"], capture_output=True, text=True, check=True).stdout.strip()
    put_compressed(doc / "changelog.gz", f"revenge ({version}) stable; urgency=medium\n\n  * What is new: CHANGELOG.md.gz.\n\n"
                                         f" -- Revenge contributors <packages@revenge.example.org>  {date}\n")
    put_compressed(doc / "CHANGELOG.md.gz", (ROOT / "CHANGELOG.md").read_text())


def make(architecture, version, epoch, dist):
    root = CACHE / f"deb-{architecture}"
    shutil.rmtree(root, ignore_errors=True)
    fill(root, architecture, version, epoch)
    # Rights do not depend on who builds.
    for place, _, files in os.walk(root):
        os.chmod(place, 0o755)
        for name in files:
            path = pathlib.Path(place, name)
            if not path.is_symlink():
                is_program = path.stat().st_mode & 0o100 and ".so" not in name
                path.chmod(0o755 if is_program else 0o644)
    size = sum(p.stat().st_size for p in root.rglob("*") if p.is_file() and not p.is_symlink()) // 1024
    control = root / "DEBIAN"
    control.mkdir()
    control.chmod(0o755)
    put(control / "control", CONTROL.format(version=version, architecture=architecture, size=size,
                                            depends=" ".join(DEPENDS.split())))
    put(control / "conffiles", "/etc/revenge/config.toml\n")
    for script in ["postinst", "prerm", "postrm"]:
        copy(HERE / "deb" / script, control / script, 0o755)
    sums = subprocess.run("find usr lib -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum", shell=True, cwd=root,
                          capture_output=True, text=True, check=True).stdout
    put(control / "md5sums", sums)
    run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", root, dist / f"revenge_{version}_{architecture}.deb",
        env=os.environ | {"SOURCE_DATE_EPOCH": str(epoch)}, stdout=subprocess.DEVNULL)
