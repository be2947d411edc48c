#!/usr/bin/env python3
"""Witnesses watch a log grow, and do not follow it when it forks.

usage: witness.py LUOSHI

Two witnesses and an address where none listens are asked by a server that wants two of three. What it
publishes is checked by `luoshi check` with public keys only and, where Go is installed, by Go's own
sumdb packages. A witness is killed and started again: it knows what it cosigned. Then another history
under the same key is served: nobody cosigns it.
"""
import base64
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from demo_site import fetch, free_port

GO = shutil.which("go") and os.path.isdir("/usr/share/gocode/src/golang.org/x/mod")


def run(*command, expect=0):
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == expect, f"{command}: {ended.returncode}\n{ended.stdout}{ended.stderr}"
    return ended.stdout


def go(*arguments, good=True):
    environment = dict(os.environ, GO111MODULE="off", GOPATH="/usr/share/gocode", GOFLAGS="")
    ended = subprocess.run(["go", "run", "Tests/Interop/go/cosigned/cosigned.go", *arguments],
                           env=environment, capture_output=True, text=True)
    assert (ended.returncode == 0) == good, f"go {arguments}: {ended.stdout}{ended.stderr}"
    return ended.stdout


class Witness:
    """A witness's process; its folder outlives it."""

    def __init__(self, program, folder, name, log_key):
        self.port = free_port()
        self.command = [program, "witness", "--folder", folder, "--name", name, "--log", log_key,
                        "--port", str(self.port)]
        self.start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        self.key = self.process.stdout.readline().strip()
        for _ in range(300):
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                self.ask(b"")
                return
            time.sleep(0.05)
        raise AssertionError("the witness does not listen")

    def ask(self, body):
        request = urllib.request.Request(self.address + "/add-checkpoint", data=body, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def kill(self, how=signal.SIGKILL):
        self.process.send_signal(how)
        self.process.wait()


@contextlib.contextmanager
def serving(program, ledger, policy, said):
    port = free_port()
    server = subprocess.Popen(
        [program, "serve", "--ledger", ledger, "--port", str(port), "--witnesses", policy,
         "--witness-interval", "1"], stderr=said)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                fetch(address + "/healthz")
                break
            assert server.poll() is None, "the server ended"
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait()


def cosigned(address, names, size):
    """The published checkpoint, once the witnesses have cosigned it."""
    for _ in range(200):
        note = fetch(address + "/log/checkpoint").decode()
        if int(note.split("\n")[1]) >= size and all(f"— {name} " in note for name in names):
            return note
        time.sleep(0.1)
    raise AssertionError(f"not cosigned by {names}:\n{note}")


def flipped(note, name):
    """The note with the last bit of a witness's signature flipped."""
    line = next(line for line in note.split("\n") if line.startswith(f"— {name} "))
    signature = bytearray(base64.b64decode(line.split(" ")[2]))
    signature[-1] ^= 1
    return note.replace(line, f"— {name} {base64.b64encode(signature).decode()}")


def write(folder, name, content):
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    return path


def play(program, ledger, requests, premises=40):
    run(program, "play", "--ledger", ledger, "--premises", str(premises),
        "--requests", str(requests))


def check_growth(program, folder, ledger, policy, key, witnesses):
    names = ["witness.example/w1", "witness.example/w2"]
    with open(os.path.join(folder, "said"), "w") as said:
        with serving(program, ledger, policy, said) as address:
            first = cosigned(address, names, 1)
        size = int(first.split("\n")[1])
        play(program, ledger, 600)
        with serving(program, ledger, policy, said) as address:
            second = cosigned(address, names, size + 1)
            proof = fetch(f"{address}/log/consistency/{size}")
            files = {name: fetch(f"{address}/{path}") for name, path in (
                ("proof", "proof/30"), ("leaf", "leaf/30"), ("receipt", "log/receipt/30"),
                ("bundle", f"log/tile/entries/000{'' if size > 255 else '.p/%d' % size}"))}
    with open(os.path.join(folder, "said")) as said:
        assert "witness.example/w3: it cannot be reached" in said.read()
    older, newer = write(folder, "older", first), write(folder, "newer", second)
    extends = write(folder, "extends", proof)
    paths = {name: write(folder, name, content) for name, content in files.items()}
    check = [program, "check", "--key", key, "--witnesses", policy]
    for arguments in ([newer], [extends, older], [paths["proof"], paths["leaf"]],
                      [paths["proof"], paths["bundle"]], [paths["receipt"], paths["proof"]]):
        said = run(*check, *arguments)
        assert "2 of the witnesses have cosigned; 2 were asked for" in said, said
        run(*check, "--quorum", "3", *arguments, expect=3)
        for place, path in enumerate(arguments):
            with open(path, "rb") as file:
                content = file.read()
            if b"w1 " in content and path != older:
                swapped = list(arguments)
                swapped[place] = write(folder, "broken", content.replace(b"w1 ", b"w2 ", 1))
                run(*check, *swapped, expect=3)
    run(*check, extends, newer, expect=3)
    size = first.split("\n")[1]
    by_command = run(program, "consistency", size, "--ledger", ledger)
    run(program, "check", "--key", key, write(folder, "by-command", by_command), older)
    if not GO:
        print("  SKIPPED Go: its sumdb packages are not installed")
        return
    for witness in witnesses:
        seconds = int(go("check", key, witness.key, newer))
        assert abs(time.time() - seconds) < 3600
        forged = write(folder, "forged", flipped(second, witness.key.split("+")[0]))
        go("check", key, witness.key, forged, good=False)
    print(f"  Go: {go('extends', key, extends, older).strip()}")
    go("extends", key, extends, newer, good=False)


def check_memory(witness, ledger, program):
    """A killed witness knows what it cosigned, and says its size to who begins anew."""
    known = run(program, "consistency", "0", "--ledger", ledger)
    size = known.split("\n\n", 1)[1].split("\n")[1]
    witness.kill()
    witness.start()
    assert witness.ask(known.encode()) == (409, f"{size}\n")
    again = run(program, "consistency", size, "--ledger", ledger)
    status, line = witness.ask(again.encode())
    assert status == 200 and line.startswith("— witness.example/w1 "), line
    assert witness.ask(b"nonsense")[0] == 400
    print(f"  a killed witness knows the {size} entries it cosigned")


def check_fork(program, folder, policy, witness):
    """The same key over another history: its checkpoint is published by nobody's leave."""
    fork = os.path.join(folder, "fork")
    play(program, fork, 700, premises=35)
    with open(os.path.join(folder, "fork-said"), "w") as said:
        with serving(program, fork, policy, said) as address:
            time.sleep(4)
            assert "witness.example" not in fetch(address + "/log/checkpoint").decode()
    with open(os.path.join(folder, "fork-said")) as said:
        text = said.read()
    assert "it answers 422" in text, text
    print("  a forked log is cosigned by nobody")


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="luoshi-witness-") as folder:
        ledger = os.path.join(folder, "ledger")
        play(program, ledger, 300)
        key = run(program, "verify", "--ledger", ledger).split("signed by ")[1].strip()
        witnesses = [Witness(program, os.path.join(folder, name), f"witness.example/{name}", key)
                     for name in ("w1", "w2")]
        absent = Witness(program, os.path.join(folder, "w3"), "witness.example/w3", key)
        absent.kill(signal.SIGTERM)
        try:
            lines = [f"{w.key} {w.address}" for w in [*witnesses, absent]] + ["quorum 2", ""]
            policy = write(folder, "witnesses.txt", "\n".join(lines))
            check_growth(program, folder, ledger, policy, key, witnesses)
            check_memory(witnesses[0], ledger, program)
            check_fork(program, folder, policy, witnesses[0])
        finally:
            for witness in witnesses:
                witness.kill(signal.SIGTERM)
    print("witness test passed")


main()
