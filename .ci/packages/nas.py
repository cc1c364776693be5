"""Packages of NAS makers around the self-contained folder: Synology's SPK, and what QNAP's qbuild makes a QPKG of."""
import hashlib
import os
import shutil

from bundle import CACHE, HERE, ROOT

# Synology's names of the processors: a family for Intel and AMD, the single ones for ARMv8.
SYNOLOGY = {"amd64": "x86_64", "arm64": "rtd1296 rtd1619b armada37xx"}
QNAP = {"amd64": "x86_64", "arm64": "arm_64"}

INFO = """\
package="revenge"
version="{version}-0001"
os_min_ver="7.2-64561"
arch="{arch}"
description="A media server that plays movies and shows to browsers, phones and televisions."
displayname="Revenge"
maintainer="Revenge contributors"
startable="yes"
ctl_stop="yes"
thirdparty="yes"
silent_install="yes"
silent_upgrade="yes"
silent_uninstall="yes"
adminprotocol="http"
adminport="8096"
adminurl="/"
checkport="yes"
support_conf_folder="yes"
checksum="{checksum}"
"""


def stage(name):
    place = CACHE / name
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    return place


def spk(architecture, version, folder, dist, archive):
    """INFO, package.tgz, scripts, conf, icons and the licence in a plain tar; INFO is the first."""
    place = stage(f"spk-{architecture}")
    shutil.copytree(folder, place / "content", copy_function=link)
    shutil.copytree(HERE / "spk/target", place / "content", dirs_exist_ok=True)
    archive(place / "content", None, place / "package.tgz")
    shutil.rmtree(place / "content")
    for name in ["scripts", "conf"]:
        shutil.copytree(HERE / "spk" / name, place / name)
    for script in (place / "scripts").iterdir():
        script.chmod(0o755)
    shutil.copyfile(HERE / "icons/64.png", place / "PACKAGE_ICON.PNG")
    shutil.copyfile(HERE / "icons/256.png", place / "PACKAGE_ICON_256.PNG")
    (place / "LICENSE").write_text((ROOT / "LICENSE-MIT").read_text() + "\n" + (HERE / "notices/README").read_text())
    checksum = hashlib.md5((place / "package.tgz").read_bytes()).hexdigest()
    (place / "INFO").write_text(INFO.format(version=version, arch=SYNOLOGY[architecture], checksum=checksum))
    kernel = folder.name.rsplit("-", 1)[1]
    archive(place, None, dist / f"revenge-{version}-{kernel}.spk", compressed=False)


def qpkg(architecture, version, folder, dist, archive):
    """The folder that QNAP's qbuild packs: qpkg.cfg, package_routines, what all processors share, what this one needs."""
    place = stage(f"qpkg-{architecture}")
    (place / "shared").mkdir()
    (place / "icons").mkdir()
    shutil.copytree(folder, place / QNAP[architecture], copy_function=link)
    config = (HERE / "qpkg/qpkg.cfg").read_text()
    (place / "qpkg.cfg").write_text(config.replace("@VERSION@", version))
    shutil.copyfile(HERE / "qpkg/package_routines", place / "package_routines")
    shutil.copyfile(HERE / "qpkg/revenge.sh", place / "shared/revenge.sh")
    (place / "shared/revenge.sh").chmod(0o755)
    for name, size in [("revenge.png", 64), ("revenge_80.png", 80)]:
        shutil.copyfile(HERE / f"icons/{size}.png", place / "icons" / name)
    archive(place, None, dist / f"revenge_{version}_{QNAP[architecture]}.qpkg.tar.gz")


def link(source, to):
    """Starters stay one file, and nothing is copied twice on this disk."""
    os.link(source, to, follow_symlinks=False)
    return to
