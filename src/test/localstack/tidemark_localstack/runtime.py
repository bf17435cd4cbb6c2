"""One execution environment of Lambda: a JVM under AWS's runtime interface client, and the Runtime API it talks to. Knows nothing of LocalStack.

As AWS documents it: init gets 10 s and is done again inside the first invocation where it did not succeed; an invocation that exceeds the function's timeout
is killed, and one whose process ends fails, and the next invocation gets a new process in the same sandbox (the temporary folder stays); between invocations
the process is frozen. Not modelled: CPU shares, extensions, SnapStart.
"""
import contextlib
import http.server
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

INIT_LIMIT_SECONDS = 10.0
_API = "/2018-06-01/runtime/"
_CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda"


@dataclass(frozen=True)
class Launch:
    """What to start.

    java: the program; class_path: the runtime interface client's jars, as in /var/runtime/lib; code: the folder that stands for /var/task (the client itself
    puts it and its lib/*.jar on the class path); environment: all of the process's variables but the Runtime API's address; jvm_options: on top of
    those that Lambda's runtime has.
    """

    java: str
    class_path: str
    code: Path
    handler: str
    memory_mb: int
    environment: dict[str, str]
    jvm_options: list[str] = field(default_factory=list)

    def command(self, temporary: Path) -> list[str]:
        return [
            self.java,
            f"-Xmx{int(self.memory_mb * 0.85)}m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED",
            f"-Djava.io.tmpdir={temporary}",
            *self.jvm_options,
            "-cp",
            self.class_path,
            _CLIENT,
            self.handler,
        ]

    def variables(self, endpoint: str) -> dict[str, str]:
        env = {k: str(v) for k, v in self.environment.items()}
        env["LAMBDA_TASK_ROOT"] = str(self.code)
        env["AWS_LAMBDA_RUNTIME_API"] = endpoint
        env.setdefault("PATH", "/usr/local/bin:/usr/bin:/bin")
        env.setdefault("LANG", "C.UTF-8")
        if "JAVA_TOOL_OPTIONS" in env:
            env["JAVA_TOOL_OPTIONS"] = env["JAVA_TOOL_OPTIONS"].replace("/var/task", str(self.code))
        return env


@dataclass(frozen=True)
class Answer:
    """What an invocation gave; logs: what was written since the answer before."""

    body: bytes
    is_error: bool
    logs: str


@dataclass(frozen=True)
class _Invocation:
    request_id: str
    function_arn: str
    trace_id: str
    payload: bytes
    deadline: float


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exception(), ConnectionError):  # the client was killed
            super().handle_error(request, client_address)


class _Jvm:
    """One process with a Runtime API of its own. `init` ends with None, or with the error that the runtime reported (or that its end stands for)."""

    def __init__(self, launch: Launch, temporary: Path, log_path: Path):
        self.init: Future[bytes | None] = Future()
        self._answer: Future[tuple[bytes, bool]] | None = None
        self._queue: queue.Queue[_Invocation | None] = queue.Queue()
        self._frozen = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        with open(log_path, "ab") as log:
            self.process = subprocess.Popen(
                launch.command(temporary),
                cwd=launch.code,
                env=launch.variables(f"127.0.0.1:{self._server.server_port}"),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        threading.Thread(target=self._watch, daemon=True).start()

    def alive(self) -> bool:
        return self.process.poll() is None

    def send(self, invocation: _Invocation) -> "Future[tuple[bytes, bool]]":
        """Thaws the process and hands it the event; the future gives body and whether it is an error, also where the process ends."""
        answer: Future[tuple[bytes, bool]] = Future()
        self._answer = answer
        with self._frozen:
            self._queue.put(invocation)
            self._signal(signal.SIGCONT)
        if not self.alive():
            self._ended(invocation.request_id)
        return answer

    def kill(self) -> None:
        self._signal(signal.SIGKILL)
        self.process.wait()
        self._queue.put(None)
        self._server.shutdown()
        self._server.server_close()

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(number)

    def _watch(self) -> None:
        code = self.process.wait()
        if not self.init.done():
            self.init.set_result(_error("Runtime.ExitError", f"Runtime exited with error: {_status(code)}"))
        self._ended("")

    def _ended(self, request_id: str) -> None:
        how = _status(self.process.wait())
        self._finish(_error("Runtime.ExitError", f"RequestId: {request_id} Error: Runtime exited with error: {how}"), True)

    def _finish(self, body: bytes, is_error: bool) -> None:
        answer = self._answer
        if answer is not None and not answer.done():
            with contextlib.suppress(Exception):  # two threads may end it at once; the first one counts
                answer.set_result((body, is_error))

    def _next(self) -> _Invocation | None:
        if not self.init.done():
            self.init.set_result(None)
        with self._frozen:
            if self._queue.empty():
                self._signal(signal.SIGSTOP)
        return self._queue.get()

    def _post(self, path: str, body: bytes) -> bool:
        if path == _API + "init/error":
            if not self.init.done():
                self.init.set_result(body)
        elif path.endswith("/response"):
            self._finish(body, False)
        elif path.endswith("/error"):
            self._finish(body, True)
        else:
            return False
        return True

    def _handler(self):
        jvm = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args):
                pass

            def do_GET(self):
                if self.path != _API + "invocation/next":
                    self._reply(404, b"{}", {})
                    return
                event = jvm._next()
                if event is None:
                    self.close_connection = True
                    return
                self._reply(200, event.payload, _headers(event))

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self._reply(202 if jvm._post(self.path, body) else 404, b'{"status":"OK"}', {})

            def _reply(self, status, body, headers):
                with contextlib.suppress(ConnectionError):
                    self.send_response(status)
                    for name, value in {**headers, "Content-Length": str(len(body))}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)

        return Handler


class Environment:
    """A sandbox: at most one process at a time, replaced where it was killed or ended."""

    def __init__(self, launch: Launch, init_limit: float = INIT_LIMIT_SECONDS, version: str = "$LATEST"):
        self._launch = launch
        self._init_limit = init_limit
        self._version = version
        self._temporary = Path(tempfile.mkdtemp(prefix="lambda-"))
        self._log_path = self._temporary / ".log"
        self._log_path.touch()
        self._read = 0
        self._jvm: _Jvm | None = None
        self._lock = threading.Lock()
        self.starts = 0

    def start(self) -> None:
        """The init phase; never fails: where it did not succeed within its limit, the first invocation does it again."""
        with self._lock:
            began = time.monotonic()
            jvm = self._spawn()
            error = self._await(jvm.init, self._init_limit, default=b"timeout")
            if error is not None:
                status = "timeout" if error == b"timeout" else "error"
                self._note(f"INIT_REPORT Init Duration: {_ms(began)} ms\tPhase: init\tStatus: {status}")
                self._drop()

    def invoke(self, request_id: str, function_arn: str, trace_id: str, payload: bytes, timeout: float) -> Answer:
        """Ends within the function's timeout; a new process's init counts against it."""
        with self._lock:
            began = time.monotonic()
            invocation = _Invocation(request_id, function_arn, trace_id, payload, time.time() + timeout)
            self._note(f"START RequestId: {request_id} Version: {self._version}")
            body, is_error = self._run(invocation, began + timeout) or self._timed_out(request_id, timeout)
            self._note(f"END RequestId: {request_id}")
            self._note(f"REPORT RequestId: {request_id}\tDuration: {_ms(began)} ms\tMemory Size: {self._launch.memory_mb} MB")
            return Answer(body, is_error, self._new_logs())

    def stop(self) -> None:
        """Kills the process, in the middle of an invocation too; the sandbox is gone."""
        jvm = self._jvm
        if jvm is not None:
            jvm.kill()

    def logs(self) -> str:
        return self._log_path.read_text(errors="replace")

    @property
    def pid(self) -> int | None:
        return self._jvm.process.pid if self._jvm is not None and self._jvm.alive() else None

    def _run(self, invocation: _Invocation, end: float) -> tuple[bytes, bool] | None:
        """The answer; None where the time is up."""
        if self._jvm is None or not self._jvm.alive():
            self._drop()
            jvm = self._spawn()
            error = self._await(jvm.init, end - time.monotonic(), default=b"timeout")
            if error == b"timeout":
                return None
            if error is not None:
                self._drop()
                return error, True
        answer = self._jvm.send(invocation)
        result = self._await(answer, end - time.monotonic(), default=None)
        if result is not None and not self._jvm.alive():
            self._drop()
        return result

    def _timed_out(self, request_id: str, timeout: float) -> tuple[bytes, bool]:
        self._drop()
        message = f"RequestId: {request_id} Error: Task timed out after {timeout:.2f} seconds"
        self._note(message)
        return _error("Sandbox.Timedout", message), True

    @staticmethod
    def _await(future: Future, seconds: float, default):
        try:
            return future.result(timeout=max(seconds, 0))
        except TimeoutError:
            return default

    def _spawn(self) -> _Jvm:
        self.starts += 1
        self._jvm = _Jvm(self._launch, self._temporary, self._log_path)
        return self._jvm

    def _drop(self) -> None:
        if self._jvm is not None:
            self._jvm.kill()
            self._jvm = None

    def _note(self, line: str) -> None:
        with open(self._log_path, "ab") as log:
            log.write((line + "\n").encode())

    def _new_logs(self) -> str:
        with open(self._log_path, "rb") as log:
            log.seek(self._read)
            fresh = log.read()
        self._read += len(fresh)
        return fresh.decode(errors="replace")


def _headers(event: _Invocation) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "Lambda-Runtime-Aws-Request-Id": event.request_id,
        "Lambda-Runtime-Deadline-Ms": str(int(event.deadline * 1000)),
        "Lambda-Runtime-Invoked-Function-Arn": event.function_arn,
        "Lambda-Runtime-Trace-Id": event.trace_id,
    }


def _error(kind: str, message: str) -> bytes:
    return json.dumps({"errorType": kind, "errorMessage": message}).encode()


def _status(code: int) -> str:
    return f"exit status {code}" if code >= 0 else f"signal: {signal.Signals(-code).name}"


def _ms(began: float) -> str:
    return f"{(time.monotonic() - began) * 1000:.2f}"
