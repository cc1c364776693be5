"""Media for the benches, made once per checkout by ffmpeg into target/bench-media."""

import os
import struct
import subprocess
from pathlib import Path

from server import ROOT

MEDIA = ROOT / "target/bench-media"


def ffmpeg(*arguments):
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-y", *map(str, arguments)], check=True)


def make_once(path, make):
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name("part-" + path.name)
        make(part)
        part.rename(path)
    return path


def grainy_1080p():
    """60 s of moving, noisy 1080p24 H.264 at a Blu-ray-like rate, with AC-3."""
    def make(path):
        ffmpeg("-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=24:duration=60", "-f", "lavfi", "-i", "sine=frequency=330:duration=60",
               "-vf", "noise=alls=12:allf=t", "-c:v", "libx264", "-preset", "veryfast", "-b:v", "12M", "-pix_fmt", "yuv420p", "-g", "48",
               "-c:a", "ac3", "-b:a", "384k", "-ac", "2", path)
    return make_once(MEDIA / "encode/Grainy (2020).mkv", make)


def two_hours():
    """Two hours of 720p H.264 and AAC in Matroska: a minute, repeated without encoding again."""
    def minute(path):
        ffmpeg("-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=24:duration=60", "-f", "lavfi", "-i", "sine=frequency=330:duration=60",
               "-c:v", "libx264", "-preset", "veryfast", "-b:v", "2M", "-pix_fmt", "yuv420p", "-g", "48", "-bf", "2", "-c:a", "aac", path)
    source = make_once(MEDIA / "minute.mkv", minute)
    return make_once(MEDIA / "long/Two Hours (2021).mkv",
                     lambda path: ffmpeg("-stream_loop", "119", "-i", source, "-c", "copy", path))


def many_small(n):
    """A folder of n different small films: one second each, unequal by a trailing free box."""
    def seed(path):
        ffmpeg("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=24:duration=1", "-f", "lavfi", "-i", "sine=duration=1",
               "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "+faststart", path)
    base = make_once(MEDIA / "small.mp4", seed).read_bytes()
    folder = MEDIA / f"small-{n}"
    if not folder.exists():
        part = MEDIA / f"part-small-{n}"
        for i in range(n):
            place = part / f"Title {i:06d} (2001)"
            place.mkdir(parents=True, exist_ok=True)
            tail = struct.pack(">I4sQ", 16, b"free", i)
            (place / f"Title {i:06d} (2001).mp4").write_bytes(base + tail)
        part.rename(folder)
    return folder


def big_file(size=2 << 30):
    """A direct-play file of about 2 GiB: a real mp4 whose tail is one free box of noise."""
    def make(path):
        small = (MEDIA / "small.mp4").read_bytes()
        noise = os.urandom(1 << 20)
        with open(path, "wb") as out:
            out.write(small)
            out.write(struct.pack(">I4s", 1, b"free") + struct.pack(">Q", 16 + size))
            for _ in range(size >> 20):
                out.write(noise)
    many_small(1)
    return make_once(MEDIA / "big/Big (2022).mp4", make)
