"""What an idle hour writes: `sudo python3 benches/idle_hour.py [MINUTES]`, 60 by default. Not part of `make bench`.

Everything of the server's own (database, pictures, log) lies on a file system of its own on a loop device, and the kernel's
count of sectors written to that device is read before and after. That is what a disk would have seen, the journal of the file
system included; /proc/PID/io counts what a process hands to the page cache, which is neither all nor only that.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import media
from server import BINARY, Server, descendants, wake_ups

FILMS = 2000
SECTOR = 512
# PostgreSQL tidies up after a scan within ten minutes, and writes out what it holds in memory within 40 more; what follows
# belongs to the hour.
SETTLE_S = 55 * 60


class Disk:
    """A file system of its own on a loop device."""

    def __init__(self, folder):
        image = folder / "image"
        with image.open("wb") as file:
            file.truncate(4 << 30)
        self.device = run("losetup", "--find", "--show", image)
        # With lazy initialisation the kernel would go on writing tables for hours.
        run("mkfs.ext4", "-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", self.device)
        self.path = folder / "disk"
        self.path.mkdir()
        run("mount", self.device, self.path)

    def written(self):
        """Bytes since it was made, with what waits in memory."""
        run("sync", "--file-system", self.path)
        fields = Path(f"/sys/block/{Path(self.device).name}/stat").read_text().split()
        return int(fields[6]) * SECTOR

    def end(self):
        run("umount", self.path)
        run("losetup", "--detach", self.device)


def run(*command):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout.strip()


def main():
    minutes = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    work = Path(tempfile.mkdtemp(prefix="revenge-idle-", dir="/tmp"))
    work.chmod(0o755)
    disk = Disk(work)
    server = Server((os.environ.get("REVENGE", BINARY),), disk.path / "data", disk.path)
    try:
        server.start()
        server.sign_in()
        server.scan(server.add_library("small", "movies", media.many_small(FILMS)))
        while server.busy():
            time.sleep(5)
        time.sleep(SETTLE_S)
        pids = [server.process.pid, *descendants(server.process.pid)]
        slept, before, began = [wake_ups(pid) for pid in pids], disk.written(), time.monotonic()
        last = before
        for minute in range(1, minutes + 1):
            time.sleep(max(0, began + minute * 60 - time.monotonic()))
            # Looking makes the kernel write what waits: seldom, so that the look is not what is measured.
            if minute % 10 == 0 or minute == minutes:
                now = disk.written()
                print(f"minute {minute}: {(now - last) / 1024:.0f} KiB written", file=sys.stderr, flush=True)
                last = now
        woken = [sum(n - old.get(thread, 0) for thread, n in wake_ups(pid).items()) for pid, old in zip(pids, slept)]
        print(f"idle_written {(last - before) / 1024:.0f} KiB in {minutes} min")
        print(f"idle_wake_ups {woken[0] / (minutes * 60):.2f} per s, with PostgreSQL {sum(woken) / (minutes * 60):.2f}")
        print(f"idle_memory {server.memory() / (1 << 20):.1f} MiB RSS, with PostgreSQL {server.pss_with_children() / (1 << 20):.1f} MiB PSS")
    finally:
        if server.process:
            server.stop()
        disk.end()
        run("rm", "-rf", work)


if __name__ == "__main__":
    main()
