"""A Revenge server of its own for a bench: starts the release binary on a free port, signs in, speaks JSON."""

import http.client
import json
import os
import re
import signal
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BINARY = ROOT / "target/release/revenge"
# One client asks as fast as it can.
UNLIMITED = {f"REVENGE_RATE__{kind}_PER_SECOND": "0" for kind in ("READ", "WRITE", "SEARCH", "IMAGE", "STREAM")}

# What a browser of today plays; the benches order their method, so this only has to be plausible.
DEVICE = {
    "name": "bench",
    "containers": ["mp4"],
    "video_codecs": [{"codec": "h264", "max_width": 3840, "max_height": 2160}],
    "audio_codecs": ["aac"],
    "max_channels": 2,
}


class Server:
    # An emulated processor takes longer to make a database.
    PATIENCE = 120

    def __init__(self, command=(BINARY,), data=None, logs=None):
        self.work = tempfile.TemporaryDirectory(prefix="revenge-bench-")
        os.chmod(self.work.name, 0o755)
        self.command = command
        self.data = data or Path(self.work.name) / "data"
        self.logs = logs or Path(self.work.name)
        self.token = None
        self.process = None

    def start(self):
        """Starts the process and waits for /readyz; returns the seconds that it took."""
        began = time.monotonic()
        self.log = open(self.logs / "log", "ab")
        self.process = subprocess.Popen(
            [*self.command, "serve", "--listen", "127.0.0.1:0", "--data-dir", self.data],
            stdout=subprocess.PIPE, stderr=self.log, text=True, cwd=ROOT, env=os.environ | UNLIMITED)
        for line in self.process.stdout:
            found = re.match(r"listening on http://127\.0\.0\.1:(\d+)", line)
            if found:
                self.port = int(found[1])
                break
        while time.monotonic() - began < self.PATIENCE:
            try:
                if self.raw("GET", "/readyz")[0] == 200:
                    return time.monotonic() - began
            except OSError:
                if self.process.poll() is not None:
                    raise RuntimeError(f"the server ended with {self.process.returncode}") from None
            time.sleep(0.005)
        raise RuntimeError(f"the server is not ready after {self.PATIENCE} s")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self.log.close()

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)

    def raw(self, method, path, body=None, connection=None):
        connection = connection or self.connect()
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        if body is not None:
            headers["content-type"] = "application/json"
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def call(self, method, path, body=None):
        status, data = self.raw(method, f"/api/v1{path}", body)
        if status >= 300:
            raise RuntimeError(f"{method} {path}: {status} {data[:400]!r}")
        return json.loads(data) if data else None

    def sign_in(self):
        self.token = self.call("POST", "/setup", {"username": "bench", "password": "correct horse battery"})["access_token"]

    def add_library(self, name, kind, folder):
        return self.call("POST", "/libraries", {"name": name, "kind": kind, "paths": [str(folder)]})["id"]

    def scan(self, library):
        """Scans and waits for the end; returns the finished job."""
        job = self.call("POST", f"/libraries/{library}/scan")
        while job["state"] not in ("completed", "cancelled", "discarded"):
            time.sleep(0.05)
            job = self.call("GET", f"/jobs/{job['id']}")
        return job

    def items(self, query):
        return self.call("GET", f"/items?{query}")["items"]

    def play(self, item, method, **more):
        body = {"item_id": item, "device": DEVICE, "method": method, **more}
        return self.call("POST", "/playback/sessions", body)

    def segments(self, session, rendition="video"):
        """Absolute paths of init and media segments of the first variant, or of the first audio rendition."""
        master = self.raw("GET", path_of(session["hls_url"]))[1].decode()
        base = path_of(session["hls_url"]).rsplit("/", 1)[0]
        if rendition == "video":
            lines = master.splitlines()
            entry = next(lines[i + 1] for i, line in enumerate(lines) if line.startswith("#EXT-X-STREAM-INF"))
        else:
            entry = re.search(r'TYPE=AUDIO[^\n]*URI="([^"]+)"', master)[1]
        playlist_path = join(base, entry)
        playlist = self.raw("GET", playlist_path)[1].decode()
        folder = playlist_path.rsplit("/", 1)[0]
        init = re.search(r'#EXT-X-MAP:URI="([^"]+)"', playlist)[1]
        return join(folder, init), [join(folder, l) for l in playlist.splitlines() if l and not l.startswith("#")]

    def busy(self):
        return any(queue["running"] + queue["waiting"] for queue in self.call("GET", "/queues")["items"])

    def fill(self, library, first, last):
        """Films into a library, without files on a disk."""
        native("fill", self.data, library, first, last)

    def load(self, path, seconds, connections=1, pause_ms=0):
        return load(f"127.0.0.1:{self.port}", path, self.token, seconds, connections, pause_ms)

    def cpu_seconds(self):
        """User and system time of the server process, without PostgreSQL."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self, field="VmRSS"):
        """Bytes from /proc/PID/status of the server process."""
        return status_bytes(self.process.pid, field)

    def reset_peak(self):
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def pss_with_children(self):
        return sum(pss(pid) for pid in [self.process.pid, *descendants(self.process.pid)])


def native(name, *arguments):
    """A tool of benches/native; returns what it prints."""
    tool = [ROOT / "target/release" / name, *map(str, arguments)]
    return subprocess.run(tool, check=True, stdout=subprocess.PIPE, text=True).stdout


def load(address, path, token, seconds, connections=1, pause_ms=0):
    """Asks for one path over and over: requests per second, and milliseconds at p50, p95 and p99."""
    return [float(n) for n in native("load", address, path, token, connections, seconds, pause_ms).split()]


def wake_ups(pid):
    """How often each thread of a process has gone to sleep by itself, each time after a wake-up."""
    statuses = {task.name: (task / "status").read_text() for task in Path(f"/proc/{pid}/task").iterdir()}
    return {thread: int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", text, re.M)[1]) for thread, text in statuses.items()}


def io_bytes(pid):
    """Bytes that a process has read from and written to disks."""
    text = Path(f"/proc/{pid}/io").read_text()
    return [int(re.search(rf"^{name}: (\d+)", text, re.M)[1]) for name in ("read_bytes", "write_bytes")]


def path_of(url):
    return re.sub(r"^https?://[^/]+", "", url)


def join(base, entry):
    return path_of(entry) if entry.startswith(("/", "http")) else f"{base}/{entry}"


def status_bytes(pid, field):
    return int(re.search(rf"{field}:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) * 1024


def pss(pid):
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        # A process of PostgreSQL's whose connection was just closed.
        return 0
    return int(re.search(r"^Pss:\s+(\d+)", text, re.M)[1]) * 1024


def descendants(pid):
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *descendants(int(child))]
    return found


def run_measured(command):
    """Runs a reference command; returns wall seconds, CPU seconds and peak RSS in bytes."""
    began = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, code, usage = os.wait4(child.pid, 0)
    child.returncode = code
    if code != 0:
        raise RuntimeError(f"reference failed: {command}")
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024
