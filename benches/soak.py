"""python3 benches/soak.py [MINUTES]: three viewers who play, seek, pause, switch and leave at random, on the release build.

Prints a line each minute (memory, threads, descriptors, pipelines' failures) and at the end what went wrong. A viewer
plays at the pace of the film: a request for each segment when it is due. Ends with 1 when any request failed.
"""

import random
import sys
import threading
import time
from pathlib import Path

import media
from server import Server, path_of

MINUTES = float(sys.argv[1]) if len(sys.argv) > 1 else 30
VIEWERS = 3
METHODS = ["direct", "remux", "transcode"]
# A request that waits longer than a player does.
PATIENCE = 20


class Viewer(threading.Thread):
    def __init__(self, server, items, seed, until):
        super().__init__(daemon=True)
        self.server, self.items, self.until = server, items, until
        self.random = random.Random(seed)
        self.errors, self.refused, self.sessions, self.segments, self.seeks, self.waits = [], 0, 0, 0, 0, []

    def run(self):
        while time.monotonic() < self.until:
            try:
                self.watch()
            except Exception as error:  # whatever it is, it is an error of the soak
                self.errors.append(repr(error)[:300])

    def watch(self):
        method = self.random.choice(METHODS)
        status, data = self.server.raw("POST", "/api/v1/playback/sessions", self.wish(method))
        if status == 409:
            self.refused += 1
            return self.rest(5)
        import json
        session = json.loads(data)
        if status != 201:
            raise RuntimeError(f"{method}: {status} {data[:200]!r}")
        self.sessions += 1
        (self.watch_file if method == "direct" else self.watch_segments)(session)
        # One in four goes away without a word.
        if self.random.random() < 0.75:
            self.server.call("DELETE", f"/playback/sessions/{session['id']}")

    def wish(self, method):
        from server import DEVICE
        more = {"max_height": self.random.choice([240, 360, 480])} if method == "transcode" else {}
        return {"item_id": self.random.choice(self.items), "device": DEVICE, "method": method, **more}

    def watch_file(self, session):
        path, connection = path_of(session["direct_url"]), self.server.connect()
        for _ in range(self.random.randint(2, 12)):
            first = self.random.randrange(0, 20 << 20)
            connection.request("GET", path, headers={"range": f"bytes={first}-{first + (1 << 20)}"})
            answer = connection.getresponse()
            answer.read()
            if answer.status not in (206, 416):
                raise RuntimeError(f"direct: {answer.status}")
            self.segments += 1
            self.rest(2)

    def watch_segments(self, session):
        _, segments = self.server.segments(session)
        init, audio = self.server.segments(session, "audio")
        self.get(init)
        k = self.random.randrange(len(segments))
        for _ in range(self.random.randint(3, 20)):
            self.get(segments[k])
            self.get(audio[min(k, len(audio) - 1)])
            self.segments += 1
            chance = self.random.random()
            if chance < 0.2:
                k, self.seeks = self.random.randrange(len(segments)), self.seeks + 1
                continue
            if chance < 0.25:
                self.rest(self.random.uniform(15, 40))
            k += 1
            if k >= len(segments):
                return
            self.rest(5)

    def get(self, path):
        began = time.monotonic()
        status, data = self.server.raw("GET", path)
        took = time.monotonic() - began
        self.waits.append(took)
        if status != 200 or took > PATIENCE:
            raise RuntimeError(f"{path[-24:]}: {status} after {took:.1f} s {data[:120]!r}")

    def rest(self, seconds):
        time.sleep(max(0, min(seconds, self.until - time.monotonic())))


def figures(server):
    process = Path(f"/proc/{server.process.pid}")
    return (server.memory() / (1 << 20), len(list((process / "task").iterdir())), len(list((process / "fd").iterdir())))


def main():
    films = [media.grainy_1080p(), media.two_hours()]
    server = Server()
    server.start()
    server.sign_in()
    for film in films:
        server.scan(server.add_library(film.parent.name, "movies", film.parent))
    items = [item["id"] for item in server.items("kind=movie")]
    until = time.monotonic() + MINUTES * 60
    print("minute  RSS MiB  threads  descriptors", flush=True)
    print(f"{0:6d}  {figures(server)[0]:7.1f}  {figures(server)[1]:7d}  {figures(server)[2]:11d}", flush=True)
    viewers = [Viewer(server, items, seed, until) for seed in range(VIEWERS)]
    for viewer in viewers:
        viewer.start()
    minute = 0
    while time.monotonic() < until:
        time.sleep(min(60, max(0.1, until - time.monotonic())))
        minute += 1
        rss, threads, descriptors = figures(server)
        print(f"{minute:6d}  {rss:7.1f}  {threads:7d}  {descriptors:11d}", flush=True)
    for viewer in viewers:
        viewer.join(120)
    waits = sorted(wait for viewer in viewers for wait in viewer.waits)
    errors = [error for viewer in viewers for error in viewer.errors]
    total = lambda name: sum(getattr(viewer, name) for viewer in viewers)
    print(f"sessions {total('sessions')}, refused {total('refused')}, segments {total('segments')}, seeks {total('seeks')}, "
          f"wait p50 {waits[len(waits) // 2]:.3f} s, p95 {waits[len(waits) * 95 // 100]:.2f} s, longest {waits[-1]:.1f} s, errors {len(errors)}")
    for error in errors:
        print("error:", error)
    server.stop()
    sys.exit(1 if errors else 0)


main()
