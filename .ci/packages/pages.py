#!/usr/bin/env python3
"""What the pages for operators tell people to type and to write, held against what there is.

pages.py: commands are commands, settings are settings, compose files have keys that compose knows, paths and ports are those of
the packages. Needs no build. What a package file is called is structure.py's business.
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs/operate").rglob("*.md"))
# https://github.com/compose-spec/compose-spec/blob/main/schema/compose-spec.json, what ours need of it.
COMPOSE = {"services", "volumes", "networks", "secrets", "configs", "name"}
SERVICE = {"image", "build", "restart", "ports", "volumes", "user", "devices", "group_add", "environment", "env_file", "networks",
           "read_only", "tmpfs", "cap_drop", "security_opt", "stop_grace_period", "secrets", "labels", "network_mode", "command",
           "healthcheck", "depends_on", "container_name", "mem_limit"}
PORT = 8096
# Not of our packages: what NAS systems make of every package, files of proxies, and a certificate that people make.
OTHERS = ("/var/packages/revenge/var", "/etc/init.d/revenge.sh", "/etc/traefik/", "/etc/nginx/", "/etc/revenge/server.")
# Names with a dot whose first part is a section by accident: cgroups, and what webhooks tell.
NO_SETTINGS = re.compile(r"memory\.(max|limit_in_bytes)|(playback|library)\.(started|ended|created)")
faults = []


def check(holds, fault):
    if not holds:
        faults.append(fault)


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


def settings():
    """Every key of the reference, which is made from the table of settings."""
    reference = (ROOT / "docs/reference/configuration.md").read_text()
    return set(re.findall(r"^\| `([\w.]+)` \|", reference, re.M))


def leaves(tree, prefix=""):
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{prefix}{name}.")
        else:
            yield prefix + name


def commands(page, text, subcommands):
    for block in blocks(text, "sh"):
        answer = subprocess.run(["bash", "-n"], input=block, text=True, capture_output=True)
        check(answer.returncode == 0, f"{page}: no command: {answer.stderr.strip()}")
        # Of the program itself, as it is called in any of the forms.
        for name in re.findall(r"(?:^|[;&|] *|sudo (?:-u \w+ )?|bin/)revenge ([a-z][\w-]*)", block, re.M):
            check(name in subcommands, f"{page}: `revenge {name}` is no command")


def named_settings(page, text, known):
    for variable in set(re.findall(r"\bREVENGE_[A-Z_]+\b", text)) - {"REVENGE_CONFIG"}:
        key = variable.removeprefix("REVENGE_").replace("__", ".").lower()
        check(key in known or key.removesuffix("_file") in known, f"{page}: {variable} is no setting")
    sections = {key.split(".")[0] for key in known if "." in key}
    for key in set(re.findall(r"`([a-z_]+\.[a-z_]+)(?: = [^`]*)?`", text)):
        if key.split(".")[0] in sections and not NO_SETTINGS.fullmatch(key):
            check(key in known or key.removesuffix("_file") in known, f"{page}: {key} is no setting")
    for block in blocks(text, "toml"):
        keys = set(leaves(tomllib.loads(block)))
        # Others have files in TOML too.
        if any(key.split(".")[0] in sections or key in known for key in keys):
            for key in keys:
                check(key in known, f"{page}: {key} is no setting")


def compose(name, text):
    try:
        tree = yaml.safe_load(text)
    except yaml.YAMLError as error:
        return check(False, f"{name}: no YAML: {error}")
    check(set(tree) <= COMPOSE, f"{name}: compose knows no {set(tree) - COMPOSE}")
    for service in tree["services"].values():
        check(set(service) <= SERVICE, f"{name}: compose knows no {set(service) - SERVICE} of a service")
        ports = [str(port).split(":")[-1] for port in service.get("ports", [])]
        check(ports in ([str(PORT)], []) and (ports or service.get("network_mode") == "host"), f"{name}: ports {ports}")
        mounts = [str(mount).replace("${MEDIA:-", "").replace("}", "").split(":") for mount in service["volumes"]]
        targets = {mount[1]: mount[2:] for mount in mounts}
        check("/data" in targets, f"{name}: nothing is at /data, where the image has its data")
        for target, options in targets.items():
            check(target == "/data" or options == ["ro"], f"{name}: {target} can be written")
        for volume in (mount[0] for mount in mounts if not mount[0].startswith(("/", "."))):
            check(volume in (tree.get("volumes") or {}), f"{name}: the volume {volume} is not declared")
        check(re.fullmatch(r"\d+[ms]", service.get("stop_grace_period", "")), f"{name}: a shutdown takes longer than compose waits")


def image():
    """The Dockerfile has what the compose files count on."""
    text = (ROOT / "docs/operate/container/Dockerfile").read_text()
    for line in ["VOLUME /data", f"EXPOSE {PORT}", "ENV REVENGE_DATA_DIR=/data HOME=/data", 'CMD ["serve"]']:
        check(line in text, f"the Dockerfile lacks {line}")
    named_settings("Dockerfile", text, settings())


def places():
    """Folders of the packages as their makers' words name them."""
    unit = (ROOT / "systemd/revenge.service").read_text()
    directory = lambda name: re.search(rf"^{name}=(.*)$", unit, re.M).group(1)  # noqa: E731
    scripts = "\n".join(path.read_text() for path in (ROOT / ".ci/packages").rglob("*") if path.is_file() and path.suffix not in {".png", ".c"})
    found = {f"/var/lib/{directory('StateDirectory')}", f"/var/lib/{directory('StateDirectory')}/postgresql", f"/etc/{directory('ConfigurationDirectory')}",
             f"/etc/{directory('ConfigurationDirectory')}/config.toml"}
    found |= {f"/etc/credstore/{name}" for name in re.findall(r"^LoadCredential=[\w.]+:([\w.]+)$", unit, re.M)}
    return found, scripts + (ROOT / "docs/reference/configuration.md").read_text()


def named_places(page, text, known):
    found, scripts = known
    for path in set(re.findall(r"(?<![\w.])/(?:etc|var|usr)/[\w./-]*revenge[\w./-]*", text)):
        path = path.rstrip("./")
        # What a page moves aside keeps its name with something after it.
        kept = re.sub(r"-before$", "", path)
        check(kept in found or path in scripts or path.startswith(OTHERS), f"{page}: no package has {path}")


def drop_ins(page, text):
    """What is to be put beside the unit is judged with the unit, where the program that it starts exists."""
    for block in blocks(text, "ini"):
        with tempfile.TemporaryDirectory() as folder:
            units = pathlib.Path(folder)
            unit = (ROOT / "systemd/revenge.service").read_text()
            (units / "revenge.service").write_text(re.sub(r"^ExecStart=/usr/bin/revenge", "ExecStart=/bin/true", unit, flags=re.M))
            (units / "revenge.slice").write_text((ROOT / "systemd/revenge.slice").read_text())
            (units / "revenge.service.d").mkdir()
            (units / "revenge.service.d/page.conf").write_text(block)
            verify = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", units / "revenge.service"]
            answer = subprocess.run(verify, text=True, capture_output=True)
            check(answer.returncode == 0 and "Unknown" not in answer.stderr, f"{page}: {answer.stderr.strip()}")


def ports(page, text):
    for port in set(re.findall(r"(?:port |localhost:|127\.0\.0\.1:|nas:)(\d{4,5})\b", text)):
        check(int(port) == PORT, f"{page}: port {port}")


def main():
    known, where = settings(), places()
    check(len(known) > 40, "the reference of settings is not read")
    program = (ROOT / "src/app/cli.rs").read_text()
    subcommands = {re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower() for name in re.findall(r"^    ([A-Z]\w+)(?:\(| \{|,)", program, re.M)}
    check({"serve", "doctor", "board"} <= subcommands, f"the commands are not read: {subcommands}")
    for path in PAGES:
        page, text = path.relative_to(ROOT / "docs/operate"), path.read_text()
        commands(page, text, subcommands)
        named_settings(page, text, known)
        named_places(page, text, where)
        ports(page, text)
        drop_ins(page, text)
        for link in re.findall(r"\]\(([^)#:]+)(?:#[\w-]+)?\)", text):
            check((path.parent / link).exists(), f"{page}: nothing is at {link}")
        for block in blocks(text, "yaml"):
            compose(page, block)
    compose("compose.yaml", (ROOT / "docs/operate/container/compose.yaml").read_text())
    image()
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(bool(faults))


main()
