"""make bench: prints `NAME value unit (ratio to REFERENCE)`, each against its reference in the same run.

Black box: the release binary over HTTP. Rounds of ours and the reference alternate; medians are printed. Arguments
choose benches by name; without any, all run.
"""

import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import media
from server import ROOT, Server, descendants, io_bytes, load, path_of, run_measured, wake_ups

ROUNDS = 3


def line(name, value, unit, ratio=None, reference=None, note=""):
    against = f" ({ratio:.2f} to {reference})" if ratio is not None else ""
    print(f"{name} {value:.3g} {unit}{against}{' ' + note if note else ''}", flush=True)


def median(values):
    return statistics.median(values)


def fetch_all(server, session, may_end=False):
    """Plays like a client in a hurry: audio and video renditions side by side, each in order. It `may_end` before."""
    def follow(rendition):
        connection = server.connect()
        init, segments = server.segments(session, rendition)
        for path in [init, *segments]:
            status, data = server.raw("GET", path, connection=connection)
            if status == 404 and may_end:
                return
            assert status == 200, (status, path, data[:200])
    threads = [threading.Thread(target=follow, args=(r,)) for r in ("video", "audio")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def only_item(server, folder):
    library = server.add_library(folder.name, "movies", folder)
    server.scan(library)
    return server.items(f"library_id={library}")[0]["id"]


def bench_transcode(server):
    film = media.grainy_1080p()
    item = only_item(server, film.parent)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        device_limit = {"max_bit_rate": 3_200_000}
        server.reset_peak()
        cpu, began = server.cpu_seconds(), time.monotonic()
        session = server.play(item, "transcode", **{"device": device_720p() | device_limit})
        fetch_all(server, session)
        ours.append((time.monotonic() - began, server.cpu_seconds() - cpu, server.memory("VmHWM")))
        server.call("DELETE", f"/playback/sessions/{session['id']}")
        with tempfile.TemporaryDirectory() as out:
            theirs.append(run_measured([
                "ffmpeg", "-nostdin", "-v", "error", "-i", str(film), "-vf", "scale=1280:720", "-c:v", "libx264", "-preset", "veryfast",
                "-b:v", "3000k", "-maxrate", "3000k", "-bufsize", "1800k", "-sc_threshold", "0", "-force_key_frames", "expr:gte(t,n_forced*6)",
                "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-f", "hls", "-hls_time", "6", "-hls_segment_type", "fmp4", "-hls_playlist_type", "vod", f"{out}/m.m3u8"]))
    for position, name, unit in ((0, "wall", "s"), (1, "cpu", "s"), (2, "peak_memory", "MiB")):
        scale = 1 << 20 if unit == "MiB" else 1
        a, b = median([r[position] for r in ours]) / scale, median([r[position] for r in theirs]) / scale
        line(f"transcode_1080p_720p_{name}", a, unit, a / b, f"ffmpeg {b:.3g} {unit}")


def device_720p():
    from server import DEVICE
    return DEVICE | {"video_codecs": [{"codec": "h264", "max_width": 1280, "max_height": 720}]}


def bench_remux(server):
    film = media.two_hours()
    item = only_item(server, film.parent)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        began = time.monotonic()
        session = server.play(item, "remux")
        fetch_all(server, session)
        ours.append(time.monotonic() - began)
        server.call("DELETE", f"/playback/sessions/{session['id']}")
        with tempfile.TemporaryDirectory() as out:
            theirs.append(run_measured(["ffmpeg", "-nostdin", "-v", "error", "-i", str(film), "-c", "copy", "-f", "hls", "-hls_time", "6",
                                        "-hls_segment_type", "fmp4", "-hls_playlist_type", "vod", f"{out}/m.m3u8"])[0])
    a, b = median(ours), median(theirs)
    line("remux_speed", 7200 / a, "x real time", b / a, f"ffmpeg -c copy {7200 / b:.3g} x")


def bench_first_segment(server):
    film = media.two_hours()
    item = only_item(server, film.parent)
    for name, at in (("start", 0), ("seek_80", 5760)):
        ours, theirs = [], []
        for _ in range(ROUNDS):
            session = server.play(item, "transcode", start_ms=at * 1000)
            init, segments = server.segments(session)
            began = time.monotonic()
            status, _ = server.raw("GET", segments[at // 6])
            ours.append(time.monotonic() - began)
            assert status == 200
            server.call("DELETE", f"/playback/sessions/{session['id']}")
            with tempfile.TemporaryDirectory() as out:
                theirs.append(run_measured(["ffmpeg", "-nostdin", "-v", "error", "-ss", str(at), "-t", "6", "-i", str(film), "-c:v", "libx264",
                                            "-preset", "veryfast", "-an", f"{out}/s.mp4"])[0])
        a, b = median(ours), median(theirs)
        line(f"first_segment_{name}", a, "s", a / b, f"ffmpeg -ss -t 6 {b:.3g} s")


def bench_scan(server):
    n = 2000
    folder = media.many_small(n)
    library = server.add_library("small", "movies", folder)
    began = time.monotonic()
    job = server.scan(library)
    took = time.monotonic() - began
    assert job["state"] == "completed", job
    line("scan_first", n / took, "files/s", note=f"{n} files, RSS {server.memory() / (1 << 20):.0f} MiB")
    began = time.monotonic()
    server.scan(library)
    again = time.monotonic() - began
    find = run_measured(["find", str(folder), "-printf", "%s %T@\\n"])[0]
    line("scan_unchanged", again, "s", again / find, f"find {find:.3g} s")


PAGE = "/api/v1/items?kind=movie&limit=50"
SEARCHES = {"3_letters": "dra", "typo": "dragno", "two_words": "silent%20water"}


def bench_list(server):
    """The list page and the search box as a library grows, then beside hyper, then beside a scan and a transcode."""
    only_item(server, media.grainy_1080p().parent)
    with tempfile.TemporaryDirectory() as empty:
        library = server.add_library("films", "movies", empty)
        grow(server, library)
    list_against_memory(server)
    _, _, _, idle = median_load(server, PAGE)
    film = server.items("q=grainy")[0]["id"]
    session = server.play(film, "transcode", device=device_720p())
    player = threading.Thread(target=fetch_all, args=(server, session, True), daemon=True)
    player.start()
    busy_library = server.add_library("busy", "movies", media.many_small(6000))
    server.call("POST", f"/libraries/{busy_library}/scan")
    _, busy50, _, busy99 = server.load(PAGE, 8, pause_ms=5)
    line("list_page_scan_and_transcode", busy99, "ms p99", busy99 / idle, f"itself idle {idle:.3g} ms", f"p50 {busy50:.2f} ms")
    server.call("DELETE", f"/playback/sessions/{session['id']}")
    player.join(30)


def grow(server, library):
    first = None
    for last, n in ((0, 1000), (1000, 10_000), (10_000, 100_000)):
        server.fill(library, last + 1, n)
        _, p50, _, p99 = median_load(server, PAGE)
        first = first or p99
        line(f"list_page_of_{n}", p99, "ms p99", p99 / first, "1,000 items", f"p50 {p50:.2f} ms")
        for name, words in SEARCHES.items():
            _, p50, p95, _ = median_load(server, f"/api/v1/items?limit=20&q={words}")
            line(f"search_{name}_of_{n}", p95, "ms p95", note=f"p50 {p50:.2f} ms")


def median_load(server, path):
    rounds = [server.load(path, 3, pause_ms=5) for _ in range(ROUNDS)]
    return [median(column) for column in zip(*rounds)]


def list_against_memory(server):
    """Requests per second on eight connections, against hyper answering the same bytes from memory."""
    with tempfile.NamedTemporaryFile() as page:
        page.write(server.raw("GET", PAGE)[1])
        page.flush()
        memory = subprocess.Popen([ROOT / "target/release/from-memory", page.name], stdout=subprocess.PIPE, text=True)
        try:
            address = memory.stdout.readline().strip()
            rounds = [(server.load(PAGE, 3, 8)[0], load(address, "/", "-", 3, 8)[0]) for _ in range(ROUNDS)]
        finally:
            memory.terminate()
            memory.wait()
    ours, theirs = median([r[0] for r in rounds]), median([r[1] for r in rounds])
    line("list_page_rate", ours, "requests/s", ours / theirs, f"hyper from memory {theirs:.3g} requests/s")


def bench_jobs(_):
    """The job engine beside other ways to queue on the same PostgreSQL: benches/native/src/bin/jobs.rs."""
    subprocess.run([ROOT / "target/release/jobs"], check=True)


def bench_idle(server):
    """What an idle server costs, some films in it and one client listening. PostgreSQL's processes are counted apart."""
    server.scan(server.add_library("small", "movies", media.many_small(2000)))
    listening = server.connect()
    listening.request("GET", "/api/v1/events", headers={"authorization": f"Bearer {server.token}"})
    listening.getresponse()
    # Stills end, memory is given back, connections come to rest.
    while server.busy():
        time.sleep(1)
    time.sleep(30)
    database = descendants(server.process.pid)
    pids = [server.process.pid, *database]
    slept, moved = [wake_ups(pid) for pid in pids], [io_bytes(pid) for pid in pids]
    time.sleep(25)
    woken = [sum(n - before.get(thread, 0) for thread, n in wake_ups(pid).items()) for pid, before in zip(pids, slept)]
    read, written = [sum(now[i] - before[i] for now, before in zip(map(io_bytes, pids), moved)) for i in (0, 1)]
    line("idle_wake_ups_server", woken[0] / 25, "per s")
    line("idle_wake_ups_postgresql", sum(woken[1:]) / 25, "per s")
    line("idle_read", read / 1024, "KiB in 25 s", note=f"{written / 1024:.0f} KiB written")
    line("idle_rss_server", server.memory() / (1 << 20), "MiB")
    line("idle_pss_with_postgresql", server.pss_with_children() / (1 << 20), "MiB")


def play_like_a_person(server, session, seconds):
    """A player with half a minute of buffer, against the clock. Returns how often and for how long it had nothing to show."""
    ahead_s, segment_s = 30, 6
    init, segments = server.segments(session)
    server.raw("GET", init)
    stalls, stalled, shown_until, now = 0, 0.0, None, time.monotonic
    end = now() + seconds
    for path in segments:
        if shown_until is not None:
            time.sleep(max(0, shown_until - now() - ahead_s))
        if now() > end:
            break
        status, _ = server.raw("GET", path)
        assert status == 200, status
        if shown_until is None:
            shown_until = now()
        elif now() > shown_until:
            stalls, stalled, shown_until = stalls + 1, stalled + now() - shown_until, now()
        shown_until += segment_s
    return stalls, stalled


def bench_stalls(server):
    """Whoever plays does not notice a scan: the same film converted for the same time, beside a first scan and alone."""
    item = only_item(server, media.two_hours().parent)
    results = {}
    for name in ("alone", "beside_scan"):
        if name == "beside_scan":
            server.call("POST", f"/libraries/{server.add_library('small', 'movies', media.many_small(2000))}/scan")
        session = server.play(item, "transcode")
        results[name] = play_like_a_person(server, session, 90)
        server.call("DELETE", f"/playback/sessions/{session['id']}")
    (n, seconds), (n_alone, _) = results["beside_scan"], results["alone"]
    line("stalls_beside_scan", n, "in 90 s", note=f"{seconds:.1f} s long; alone {n_alone}")


def bench_direct_play(server):
    film = media.big_file()
    item = only_item(server, film.parent)
    session = server.play(item, "direct")
    url = f"http://127.0.0.1:{server.port}{path_of(session['direct_url'])}"
    size = film.stat().st_size
    subprocess.run(["cat", film], stdout=subprocess.DEVNULL, check=True)
    rates = []
    for _ in range(ROUNDS):
        cpu, began = server.cpu_seconds(), time.monotonic()
        subprocess.run(["curl", "-s", "-o", "/dev/null", url], check=True)
        rates.append((size / (time.monotonic() - began), size / max(server.cpu_seconds() - cpu, 0.01)))
    reference = nginx_rates(film)
    for position, name in ((0, "throughput"), (1, "per_cpu_second")):
        a, b = median([r[position] for r in rates]), median([r[position] for r in reference])
        line(f"direct_play_{name}", a / 1e9, "GB/s", a / b, f"nginx sendfile {b / 1e9:.3g} GB/s")


def nginx_rates(film):
    import os
    with tempfile.TemporaryDirectory() as work:
        os.chmod(work, 0o755)
        configuration = Path(work) / "nginx.conf"
        configuration.write_text(
            f"daemon off; worker_processes 1; master_process off; pid {work}/pid; error_log {work}/error.log; events {{}}\n"
            f"http {{ access_log off; sendfile on; server {{ listen 127.0.0.1:18097; root '{film.parent}'; }} }}\n")
        nginx = subprocess.Popen(["nginx", "-p", work, "-c", configuration])
        try:
            time.sleep(0.5)
            rates = []
            for _ in range(ROUNDS):
                def cpu():
                    fields = Path(f"/proc/{nginx.pid}/stat").read_text().rsplit(")", 1)[1].split()
                    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
                before, began = cpu(), time.monotonic()
                subprocess.run(["curl", "-s", "-o", "/dev/null", f"http://127.0.0.1:18097/{film.name.replace(' ', '%20')}"], check=True)
                rates.append((film.stat().st_size / (time.monotonic() - began), film.stat().st_size / max(cpu() - before, 0.01)))
            return rates
        finally:
            nginx.terminate()
            nginx.wait()


def bench_cold_start(server):
    times = []
    for _ in range(ROUNDS):
        server.stop()
        times.append(server.start())
    line("cold_start_to_ready", median(times), "s", note="existing data, managed PostgreSQL")


BENCHES = {
    "jobs": bench_jobs,
    "transcode": bench_transcode,
    "remux": bench_remux,
    "first_segment": bench_first_segment,
    "scan": bench_scan,
    "list": bench_list,
    "idle": bench_idle,
    "stalls": bench_stalls,
    "direct_play": bench_direct_play,
    "cold_start": bench_cold_start,
}


def main():
    chosen = sys.argv[1:] or list(BENCHES)
    for name in chosen:
        server = Server()
        server.start()
        server.sign_in()
        try:
            BENCHES[name](server)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
