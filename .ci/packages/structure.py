"""Whether the packages in dist/ hold what their formats and our contract ask for: structure.py VERSION"""
import hashlib
import io
import json
import pathlib
import re
import struct
import subprocess
import sys
import tarfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"
VERSION = sys.argv[1]
MACHINES = {"x86_64": 62, "aarch64": 183}
# What every self-contained folder has.
TARBALL = ["bin/revenge", "libexec/revenge", "lib/ld.so", "lib/libgstreamer-1.0.so.0", "lib/gstreamer-1.0/libgstlibav.so",
           "postgresql/bin/postgres", "postgresql/bin/initdb", "postgresql/share/postgres.bki", "share/sbom.cdx.json",
           "share/licences/README", "share/licences/rust.txt", "share/licences/postgresql.txt", "share/licences/common/GPL-3",
           "share/licences/debian/libx264-164", "share/licences/debian-sources.txt"]
# Synology's Developer Guide for DSM 7: "INFO", necessary fields, and the formats it gives for them.
INFO = {
    "package": r"[^:/><|=]+", "version": r"\d+([._-]\d+)*", "os_min_ver": r"[7-9]\.\d+-\d{5,}", "description": r".+",
    "arch": r"(x86_64|rtd1296|rtd1619b|armada37xx|armv8)( (rtd1296|rtd1619b|armada37xx))*", "maintainer": r".+",
}
SCRIPTS = ["preinst", "postinst", "preuninst", "postuninst", "preupgrade", "postupgrade", "start-stop-status"]


def check(is_so, what):
    if not is_so:
        sys.exit(f"structure: {what}")


def machine(data):
    check(data[:4] == b"\x7fELF", "not a program")
    return struct.unpack_from("<H", data, 18)[0]


def png_size(data):
    check(data[:8] == b"\x89PNG\r\n\x1a\n", "an icon is no PNG")
    return struct.unpack_from(">II", data, 16)


def folder_of_package(tar, prefix, kernel):
    """The self-contained folder inside an archive: everything there, for this processor, owned by nobody."""
    names = {}
    for member in tar:
        names[member.name] = member
        check(member.uid == member.gid == 0 and not member.uname, f"{member.name} has an owner")
        check(not member.name.startswith(("/", "..")), f"{member.name} leaves the folder")
        check(not member.issym() or not member.linkname.startswith("/"), f"{member.name} links out of the folder")
        check(member.mode & 0o6022 == 0, f"{member.name} is writable by others or changes users")
        inside = member.name.removeprefix(prefix)
        if member.isreg() and inside in ("bin/revenge", "libexec/revenge", "lib/ld.so", "postgresql/libexec/postgres"):
            check(machine(tar.extractfile(member).read(20)) == MACHINES[kernel], f"{member.name} is for another processor")
        if inside == "share/sbom.cdx.json":
            bill_of_materials(json.load(tar.extractfile(member)))
    for name in TARBALL:
        check(prefix + name in names, f"{prefix}{name} is missing")
    return names


def bill_of_materials(bill, n_debian=100):
    check(bill["bomFormat"] == "CycloneDX" and bill["metadata"]["component"]["version"] == VERSION, "the bill of materials")
    kinds = [component["purl"].split("/")[0] for component in bill["components"]]
    for kind, least in [("pkg:cargo", 100), ("pkg:npm", 10), ("pkg:deb", n_debian)]:
        check(kinds.count(kind) >= least, f"the bill of materials lists {kinds.count(kind)} of {kind}")
    unnamed = [c["purl"] for c in bill["components"] if not c["licenses"] and "properties" not in c]
    check(not unnamed, f"no licence is named for {unnamed}")


def tarball(kernel):
    prefix = f"revenge-{VERSION}-{kernel}/"
    with tarfile.open(DIST / f"revenge-{VERSION}-{kernel}.tar.gz") as tar:
        folder_of_package(tar, prefix, kernel)


def spk(kernel):
    with tarfile.open(DIST / f"revenge-{VERSION}-{kernel}.spk", mode="r:") as tar:
        files = {member.name: tar.extractfile(member).read() for member in tar if member.isreg()}
        modes = {member.name: member.mode for member in tar}
    info = dict(re.findall(r'^(\w+)="(.*)"$', files["INFO"].decode(), re.M))
    for field, form in INFO.items():
        check(re.fullmatch(form, info.get(field, "")), f"INFO: {field}={info.get(field)!r}")
    check(len(info["description"]) < 150 and info["adminport"] == "8096", "INFO: description or adminport")
    for script in SCRIPTS:
        check(files.get(f"scripts/{script}", b"").startswith(b"#!/bin/sh\n") and modes[f"scripts/{script}"] == 0o755, f"scripts/{script}")
    privilege, resource = json.loads(files["conf/privilege"]), json.loads(files["conf/resource"])
    check(privilege["defaults"]["run-as"] == "package", "DSM 7 installs no package that wants to be root")
    check(set(resource) <= {"data-share", "port-config", "usr-local-linker", "systemd-user-unit"}, "conf/resource has an unknown worker")
    for share in resource["data-share"]["shares"]:
        check(set(share["permission"]) == {"ro"} and share["permission"]["ro"] == [privilege["username"]], "films are read only")
    check(png_size(files["PACKAGE_ICON.PNG"]) == (64, 64) and png_size(files["PACKAGE_ICON_256.PNG"]) == (256, 256), "icons")
    check(b"GNU General Public" in files["LICENSE"], "LICENSE")
    check(hashlib.md5(files["package.tgz"]).hexdigest() == info["checksum"], "INFO: checksum is not that of package.tgz")
    with tarfile.open(fileobj=io.BytesIO(files["package.tgz"]), mode="r:gz") as tar:
        names = folder_of_package(tar, "", kernel)
        sections = tar.extractfile(names[resource["port-config"]["protocol-file"]]).read().decode()
    check("[revenge]" in sections and 'dst.ports="8096/tcp"' in sections, "the file of ports")


def qpkg(kernel):
    name = {"x86_64": "x86_64", "aarch64": "arm_64"}[kernel]
    with tarfile.open(DIST / f"revenge_{VERSION}_{name}.qpkg.tar.gz") as tar:
        names = folder_of_package(tar, f"{name}/", kernel)
        read = lambda path: tar.extractfile(names[path]).read().decode()  # noqa: E731
        config = dict(re.findall(r'^(\w+)="(.*)"$', read("qpkg.cfg"), re.M))
        check(len(config["QPKG_NAME"]) <= 20 and len(config["QPKG_VER"]) <= 10 and config["QPKG_AUTHOR"], "qpkg.cfg")
        check(f"shared/{config['QPKG_SERVICE_PROGRAM']}" in names, "the service program")
        check("package_routines" in names and "icons/revenge_80.png" in names, "package_routines or an icon")


def deb(architecture, kernel):
    path = DIST / f"revenge_{VERSION}_{architecture}.deb"
    data = subprocess.run(["dpkg-deb", "--fsys-tarfile", path], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        names = {member.name.removeprefix("./"): member for member in tar}
        for name in ["usr/bin/revenge", "usr/lib/revenge/postgresql/bin/postgres"]:
            check(machine(tar.extractfile(names[name]).read(20)) == MACHINES[kernel], f"{name} is for another processor")
        bill_of_materials(json.load(tar.extractfile(names["usr/share/doc/revenge/sbom.cdx.json"])), 1)
    for name in ["lib/systemd/system/revenge.service", "lib/systemd/system/revenge.slice", "usr/lib/sysusers.d/revenge.conf",
                 "usr/lib/tmpfiles.d/revenge.conf", "etc/revenge/config.toml", "usr/share/doc/revenge/licences/rust.txt"]:
        check(name in names, f"{path.name} lacks {name}")


def pages():
    """The files that the pages of installation name are there."""
    install = ROOT / "docs/operate"
    for page in [install / "install.md", *(install / "install").glob("*.md")]:
        for name in re.findall(r"revenge[_-]VERSION[\w.-]*?\.(?:deb|tar\.gz|spk)", page.read_text()):
            check((DIST / name.replace("VERSION", VERSION)).exists(), f"{page.name} names {name}, which dist/ lacks")


pages()
for architecture, kernel in [("amd64", "x86_64"), ("arm64", "aarch64")]:
    deb(architecture, kernel)
    tarball(kernel)
    spk(kernel)
    qpkg(kernel)
print("    names, processors, owners, links, bills of materials, INFO, qpkg.cfg: as they have to be")
