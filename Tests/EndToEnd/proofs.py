#!/usr/bin/env python3
"""Follows the promise of thirty stations to its entries and has outsiders check the proofs.

usage: proofs.py LUOSHI

The number card's contributions must add up to its number. Each contribution's proof must be accepted
by `luoshi check` and, where Go is installed, by Go's own sumdb packages; a changed leaf must not. The
signed root must be the root that Python computes from the leaves by RFC 6962, and that pymerkle
computes where it is installed. Last, the requests of a page are timed and printed, not judged.
"""
import base64
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

from demo_site import demo_site, fetch, fetch_json


def rfc6962_root(leaves):
    """The Merkle tree hash of RFC 6962 section 2.1, over all leaves."""
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + level[i] + level[i + 1]).digest()
                 for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2:]
    return level[0]


def check_contribution(address, program, key, seq, folder):
    proof, leaf, changed = (os.path.join(folder, name) for name in ("proof", "leaf", "changed"))
    leaf_bytes = fetch(f"{address}/leaf/{seq}")
    for path, content in ((proof, fetch(f"{address}/proof/{seq}")), (leaf, leaf_bytes),
                          (changed, leaf_bytes[:-1] + bytes([leaf_bytes[-1] ^ 1]))):
        with open(path, "wb") as file:
            file.write(content)
    checkers = [[program, "check", "--key", key, proof]]
    if shutil.which("go") and os.path.isdir("/usr/share/gocode/src/golang.org/x/mod"):
        checkers.append(["go", "run", "Tests/Interop/go/check.go", key, proof])
    environment = dict(os.environ, GO111MODULE="off", GOPATH="/usr/share/gocode", GOFLAGS="")
    for checker in checkers:
        good = subprocess.run([*checker, leaf], env=environment, capture_output=True, text=True)
        assert good.returncode == 0, f"{checker[0]} refused entry {seq}: {good.stdout}{good.stderr}"
        bad = subprocess.run([*checker, changed], env=environment, capture_output=True)
        assert bad.returncode != 0, f"{checker[0]} accepted a changed leaf of entry {seq}"
    return len(checkers)


def check_roots(address, ledger):
    checkpoint = fetch(f"{address}/log/checkpoint").decode()
    origin, size, root = checkpoint.split("\n")[:3]
    database = sqlite3.connect(f"file:{ledger}/entries.sqlite?mode=ro", uri=True)
    leaves = [row[0] for row in database.execute("SELECT leaf FROM entry ORDER BY seq")]
    database.close()
    assert len(leaves) == int(size)
    assert rfc6962_root(leaves) == base64.b64decode(root), "the signed root is another"
    print(f"  the root over {size} leaves is the one that RFC 6962 gives")
    try:
        from pymerkle import InmemoryTree
    except ImportError:
        print("  SKIPPED pymerkle: not installed")
        return
    tree = InmemoryTree(algorithm="sha256")
    for leaf in leaves:
        tree.append_entry(leaf)
    assert tree.get_state() == base64.b64decode(root), "pymerkle finds another root"
    print("  pymerkle finds the same root")


def check_log(address, ledger):
    """Go follows the log over HTTP from an older checkpoint, by tiles and entry bundles."""
    if not (shutil.which("go") and os.path.isdir("/usr/share/gocode/src/golang.org/x/mod")):
        print("  SKIPPED the log over HTTP: Go's sumdb packages are not installed")
        return
    database = sqlite3.connect(f"file:{ledger}/entries.sqlite?mode=ro", uri=True)
    sizes = [row for row in database.execute("SELECT size, note FROM checkpoint ORDER BY size")]
    database.close()
    size, older = sizes[len(sizes) // 3]
    key = fetch(f"{address}/log/key").decode().strip()
    environment = dict(os.environ, GO111MODULE="off", GOPATH="/usr/share/gocode", GOFLAGS="")
    with tempfile.NamedTemporaryFile("w") as file:
        for note, is_good in ((older, True), (older.replace(f"\n{size}\n", f"\n{size + 1}\n"), False)):
            file.seek(0)
            file.truncate()
            file.write(note)
            file.flush()
            followed = subprocess.run(
                ["go", "run", "Tests/Interop/go/tiles/tiles.go", f"{address}/log", key, file.name],
                env=environment, capture_output=True, text=True)
            assert (followed.returncode == 0) == is_good, followed.stdout + followed.stderr
            if is_good:
                print(f"  Go over HTTP {followed.stdout.strip()}")


def check_promise(address, program):
    targets = fetch_json(f"{address}/api/v1/targets")["targets"]
    stations = next(t for t in targets if t["name"] == "再建设社区助老服务站")
    outcome = stations["outcome"]
    assert (outcome["actual"], outcome["aim"]) == ("17", "30"), outcome
    card = fetch_json(f"{address}/api/v1/number?measure=elder-station.stations-opened"
                      "&unit=140213&from=2022-01-01&to=2022-07-31")
    rows = card["contributions"]["rows"]
    assert card["value"] == "17" and card["demo"] is True
    assert sum(int(row["delta"]) for row in rows) == 17 == card["contributions"]["count"]
    assert sum(int(row["value"]) for row in card["breakdown"]) == 17
    key = fetch(f"{address}/log/key").decode().strip()
    with tempfile.TemporaryDirectory() as folder:
        for row in rows[:5]:
            checkers = check_contribution(address, program, key, row["seq"], folder)
    print(f"  17 of 30: contributions add up; proofs accepted by {checkers} implementations")


def time_pages(address):
    for page in ("/", "/unit/140213", "/report"):
        fetch(address + page)
        times = []
        for _ in range(30):
            began = time.perf_counter()
            fetch(address + page)
            times.append((time.perf_counter() - began) * 1000)
        times.sort()
        print(f"  {page}: median {times[15]:.1f} ms, worst {times[-1]:.1f} ms")


def main():
    program = os.path.abspath(sys.argv[1])
    with demo_site(program) as (address, ledger, _):
        check_promise(address, program)
        check_roots(address, ledger)
        check_log(address, ledger)
        time_pages(address)
    print("proof test passed")


main()
