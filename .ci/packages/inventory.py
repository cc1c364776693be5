"""What is inside a package: a bill of materials (CycloneDX 1.6, JSON), and the licences with their texts."""
import hashlib
import json
import pathlib
import re
import subprocess
import uuid
from collections import defaultdict
from urllib.parse import quote

from bundle import ARCHITECTURES, CACHE, HERE, ROOT


def component(kind, name, version, licence, purl, **more):
    licences = [{"expression": licence}] if licence else []
    return {"type": kind, "bom-ref": purl, "name": name, "version": version, "licenses": licences, "purl": purl, **more}


def crates(architecture):
    """(name, version, licence, folder) of every crate that is linked into the program."""
    rust, _ = ARCHITECTURES[architecture]
    text = subprocess.run(["cargo", "metadata", "--locked", "--format-version=1", f"--filter-platform={rust}"],
                          cwd=ROOT, check=True, capture_output=True, text=True).stdout
    data = json.loads(text)
    packages = {p["id"]: p for p in data["packages"]}
    nodes = {n["id"]: n for n in data["resolve"]["nodes"]}
    waiting, seen = [data["resolve"]["root"]], set()
    while waiting:
        node = nodes[waiting.pop()]
        for dependency in node["deps"]:
            is_linked = any(kind["kind"] is None for kind in dependency["dep_kinds"])
            package = packages[dependency["pkg"]]
            is_macro = any("proc-macro" in target["kind"] for target in package["targets"])
            if is_linked and not is_macro and dependency["pkg"] not in seen:
                seen.add(dependency["pkg"])
                waiting.append(dependency["pkg"])
    found = [packages[i] for i in seen if packages[i]["source"]]
    return sorted((p["name"], p["version"], (p["license"] or "").replace("/", " OR "), pathlib.Path(p["manifest_path"]).parent)
                  for p in found)


def licence_of(declared, folder):
    """What the package declares; some only bring the text."""
    texts = [p.read_text(errors="replace") for p in folder.glob("LICEN*")]
    is_mit = any("Permission is hereby granted, free of charge" in text for text in texts)
    return declared or ("MIT" if is_mit else "")


def modules():
    """(name, version, licence, folder) of every npm package whose code is in the web UI: what its source imports, and what
    that depends on."""
    web = ROOT / "web"
    lock = json.loads((web / "package-lock.json").read_text())["packages"]
    names = set()
    for file in [*web.glob("src/**/*.ts"), *web.glob("src/**/*.svelte"), *web.glob("src/**/*.css")]:
        if ".test." in file.name:
            continue
        for name in re.findall(r"""(?:from|import|@import)\s*\(?\s*['"]([@\w][^'"]*)['"]""", file.read_text()):
            names.add("/".join(name.split("/")[:2 if name.startswith("@") else 1]))
    waiting = [f"node_modules/{name}" for name in [*names, "svelte", "@sveltejs/kit"] if f"node_modules/{name}" in lock]
    seen = set()
    while waiting:
        place = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        # What SvelteKit itself depends on is its build, not its part in the browser.
        if place == "node_modules/@sveltejs/kit":
            continue
        for name in lock[place].get("dependencies", {}):
            nested = f"{place}/node_modules/{name}"
            waiting.append(nested if nested in lock else f"node_modules/{name}")
    return sorted((place.split("node_modules/")[-1], lock[place]["version"], licence_of(lock[place].get("license"), web / place), web / place)
                  for place in seen if place in lock)


def texts(parts):
    """The licence texts of crates or modules, each text once with those that it is for."""
    by_text, without = defaultdict(list), []
    for name, version, licence, folder in parts:
        files = sorted(p for p in folder.iterdir() if p.is_file() and re.match(r"(?i)(licen[cs]e|copying|notice|unlicense)", p.name))
        for file in files:
            by_text[file.read_text(errors="replace").strip()].append(f"{name} {version} ({licence})")
        if not files:
            without.append(f"{name} {version} ({licence})")
    lines = []
    for text, users in sorted(by_text.items(), key=lambda pair: pair[1]):
        lines.append("=" * 100 + "\n" + "\n".join(sorted(set(users))) + "\n" + "-" * 100 + "\n" + text + "\n")
    if without:
        lines.append("=" * 100 + "\nPublished without a text of its own; the licence is the one named:\n" + "\n".join(without) + "\n")
    return "\n".join(lines)


def debian(tree):
    """(package, version, source, source version) of the Debian packages that files were taken from."""
    return [(name, *tree.versions[name]) for name in sorted(tree.used)]


def write(architecture, version, epoch, to, tree=None):
    """Writes sbom.cdx.json and the licences below `to`. `tree` is absent where the system brings GStreamer."""
    rust, web = crates(architecture), modules()
    components = [component("library", n, v, l, f"pkg:cargo/{n}@{quote(v)}") for n, v, l, _ in rust]
    components += [component("library", n, v, l, f"pkg:npm/{quote(n)}@{v}") for n, v, l, _ in web]
    postgres = CACHE / f"postgresql-{architecture}/doc"
    postgres_version = (postgres / "version").read_text().strip()
    components.append(component("application", "postgresql", postgres_version.split("-")[0], "PostgreSQL",
                                f"pkg:deb/debian/postgresql-18@{postgres_version}?arch=source"))
    packages = debian(tree) if tree else []
    for name, v, source, source_version in packages:
        purl = f"pkg:deb/debian/{name}@{quote(v)}?arch={architecture}&distro=debian-12"
        components.append(component("library", name, v, None, purl, properties=[
            {"name": "debian:source", "value": f"{source} {source_version}"},
            {"name": "licence:file", "value": f"licences/debian/{name}"}]))
    digest = hashlib.sha256(json.dumps(components, sort_keys=True).encode()).hexdigest()
    made = subprocess.run(["date", "-u", "-d", f"@{epoch}", "+%Y-%m-%dT%H:%M:%SZ"], capture_output=True, text=True, check=True)
    bill = {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "serialNumber": f"urn:uuid:{uuid.UUID(digest[:32])}",
        "metadata": {"timestamp": made.stdout.strip(),
                     "component": component("application", "revenge", version, "MIT OR Apache-2.0", f"pkg:generic/revenge@{version}")},
        "components": components,
    }
    to.mkdir(parents=True, exist_ok=True)
    (to / "sbom.cdx.json").write_text(json.dumps(bill, indent=1, ensure_ascii=False) + "\n")
    licences = to / "licences"
    licences.mkdir(exist_ok=True)
    for name in ["LICENSE-MIT", "LICENSE-APACHE"]:
        (licences / name).write_text((ROOT / name).read_text())
    (licences / "rust.txt").write_text(texts(rust))
    (licences / "web.txt").write_text(texts(web))
    (licences / "postgresql.txt").write_text((postgres / "copyright").read_text())
    (licences / "README").write_text((HERE / "notices" / ("README" if tree else "README.deb")).read_text())
    if tree:
        (licences / "debian").mkdir()
        for name, *_ in packages:
            # The documentation folder of a package may be a link to another's.
            text = (tree.root / "usr/share/doc" / name / "copyright").read_text(errors="replace")
            (licences / "debian" / name).write_text(text)
        (licences / "debian-sources.txt").write_text(
            "".join(f"{source}={v}\n" for source, v in sorted({(s, v) for _, _, s, v in packages})))
        common = licences / "common"
        common.mkdir()
        for text in sorted((tree.root / "usr/share/common-licenses").iterdir()):
            (common / text.name).write_text(text.read_text())
