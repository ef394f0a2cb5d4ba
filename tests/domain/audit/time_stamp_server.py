"""A real time-stamp server for tests: `openssl ts` behind a small web server of this machine."""

import shutil
import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

OPENSSL = shutil.which("openssl")
CONFIG = """
[req]
distinguished_name = dn
[dn]
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[tsa]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa_config]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
ess_cert_id_alg = sha256
[ts]
default_tsa = tsa_config
"""


def run(folder, *words):
    subprocess.run([OPENSSL, *words], cwd=folder, check=True, capture_output=True)


def prepare(folder):
    """A certificate authority in `folder` (`ca.pem`), and a server that it vouches for."""
    (folder / "ts.cnf").write_text(CONFIG)
    (folder / "serial").write_text("01\n")
    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-config", "ts.cnf")
    run(folder, "req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Invented root",
        "-days", "3650", "-extensions", "ca")  # fmt: skip
    run(folder, "req", *new, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Invented time")
    run(folder, "x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
        "-out", "tsa.pem", "-days", "3650", "-extfile", "ts.cnf", "-extensions", "tsa")  # fmt: skip


def answer(folder, asked):
    (folder / "asked.tsq").write_bytes(asked)
    run(folder, "ts", "-reply", "-config", "ts.cnf", "-section", "tsa_config", "-queryfile", "asked.tsq",
        "-out", "said.tsr")  # fmt: skip
    return (folder / "said.tsr").read_bytes()


@contextmanager
def serving(folder, spoil=lambda said: said):
    """The address of the server, while it runs; `spoil` may change what it says."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            said = spoil(answer(folder, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
