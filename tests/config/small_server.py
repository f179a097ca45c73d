"""A gateway before a few lines of WSGI, served as `kapea serve` serves: PORT, WORKERS.

/slow stands still for as long as the file it is given exists; /pid says which worker answers; /fails fails;
/ends kills its worker.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from kapea.config import serving
from kapea.config.gateway.app import Gateway, HttpAnswer


def wsgi(environ, start_response):
    path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
    if path == "/fails":
        raise RuntimeError("XyzzyPlanted")
    if path == "/ends":
        os._exit(1)
    while path == "/slow" and Path(query).exists():
        time.sleep(0.02)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    body = str(os.getpid()).encode() if path == "/pid" else environ["wsgi.input"].read()
    return [body or repr(sorted(k for k in environ if k.startswith("HTTP_"))).encode()]


def last_words(status, scope) -> HttpAnswer:
    return HttpAnswer(status, [("Content-Type", "text/plain")], b"call 1280")


application = Gateway(wsgi, last_words, always=[("X-Always", "yes")])

if __name__ == "__main__":
    serving.server(
        "tests.config.small_server:application",
        host="127.0.0.1",
        port=int(sys.argv[1]),
        workers=int(sys.argv[2]),
    ).serve()
