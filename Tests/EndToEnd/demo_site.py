"""Starts the program's server on the demo ledger for the end-to-end tests, and fetches from it."""
import contextlib
import json
import os
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def demo_site(program):
    """The address of a server over a fresh demo ledger, and the ledger's folder."""
    with tempfile.TemporaryDirectory(prefix="luoshi-site-") as folder:
        ledger = os.path.join(folder, "demo")
        subprocess.run([program, "demo", "--ledger", ledger, "--no-serve"], check=True,
                       stderr=subprocess.DEVNULL)
        port = free_port()
        server = subprocess.Popen([program, "serve", "--ledger", ledger, "--port", str(port)])
        address = f"http://127.0.0.1:{port}"
        try:
            for _ in range(300):
                with contextlib.suppress(urllib.error.URLError, ConnectionError):
                    fetch(address + "/healthz")
                    break
                assert server.poll() is None, "the server ended"
                time.sleep(0.1)
            yield address, ledger, server
        finally:
            server.terminate()
            server.wait()


def fetch(address):
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.read()


def fetch_json(address):
    return json.loads(fetch(address))
