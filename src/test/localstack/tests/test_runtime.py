"""Environments with real JVMs; TIDEMARK_LAMBDA_JAVA, TIDEMARK_LAMBDA_CLASS_PATH and TIDEMARK_TEST_CLASSES (with dev.tidemark.aws.ScriptedFunction) say with
which."""
import json
import os
import shutil
import tempfile
import threading
import time
import unittest
import zipfile
from pathlib import Path

from tidemark_localstack.runtime import Environment, Launch

FUNCTION = "dev/tidemark/aws/ScriptedFunction.class"
PATIENCE = 60.0


class EnvironmentTest(unittest.TestCase):
    def setUp(self):
        self.code = Path(tempfile.mkdtemp(prefix="code-"))
        self.addCleanup(shutil.rmtree, self.code)

    def environment(self, variables=None, init_limit=PATIENCE, packed=False) -> Environment:
        """The function's class at the root, or in a jar in lib/: both are what sam build makes."""
        source = Path(os.environ["TIDEMARK_TEST_CLASSES"]) / FUNCTION
        if packed:
            (self.code / "lib").mkdir()
            with zipfile.ZipFile(self.code / "lib" / "function.jar", "w") as jar:
                jar.write(source, FUNCTION)
        else:
            target = self.code / FUNCTION
            target.parent.mkdir(parents=True)
            shutil.copy(source, target)
        launch = Launch(
            java=os.environ["TIDEMARK_LAMBDA_JAVA"],
            class_path=os.environ["TIDEMARK_LAMBDA_CLASS_PATH"],
            code=self.code,
            handler="dev.tidemark.aws.ScriptedFunction::handleRequest",
            memory_mb=256,
            environment={"GREETING": "hello", **(variables or {})},
        )
        environment = Environment(launch, init_limit)
        self.addCleanup(environment.stop)
        return environment

    def invoke(self, environment, event, timeout=PATIENCE):
        answer = environment.invoke("request-1", "arn:aws:lambda:us-east-1:000000000000:function:f", "Root=1", json.dumps(event).encode(), timeout)
        return answer, json.loads(answer.body)

    def test_event_context_variables_and_logs_arrive(self):
        environment = self.environment({"JAVA_TOOL_OPTIONS": "-Dscripted.property=/var/task/x"})
        environment.start()
        answer, body = self.invoke(environment, {"say": "moin"}, timeout=50)
        self.assertFalse(answer.is_error)
        self.assertEqual({"say": "moin"}, body["event"])
        self.assertEqual("hello", body["environment"]["GREETING"])
        self.assertEqual("arn:aws:lambda:us-east-1:000000000000:function:f", body["arn"])
        self.assertTrue(0 < body["remainingMs"] <= 50_000, body["remainingMs"])
        self.assertEqual(f"{self.code}/x", body["property"])
        self.assertNotIn("HOME", body["environment"])
        self.assertIn("init \n", answer.logs)
        self.assertIn("echo moin\n", answer.logs)
        answer, body = self.invoke(environment, {"say": "again"})
        self.assertEqual(2, body["invocations"])
        self.assertNotIn("moin", answer.logs)
        self.assertEqual(1, environment.starts)

    def test_a_function_in_a_jar_runs_and_an_exception_leaves_the_process_alive(self):
        environment = self.environment(packed=True)
        environment.start()
        answer, body = self.invoke(environment, {"do": "throw"})
        self.assertTrue(answer.is_error)
        self.assertEqual("java.lang.IllegalArgumentException", body["errorType"])
        self.assertEqual(2, self.invoke(environment, {})[1]["invocations"])

    def test_it_is_frozen_between_invocations(self):
        environment = self.environment()
        environment.start()
        self.invoke(environment, {})
        self.assertEqual("T", self.state_of(environment.pid, "T"))
        self.assertFalse(self.invoke(environment, {})[0].is_error)

    def state_of(self, pid, wanted):
        for _ in range(100):
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
            if state == wanted:
                break
            time.sleep(0.05)
        return state

    def test_past_its_timeout_it_is_killed_and_the_next_invocation_gets_a_new_process_in_the_same_sandbox(self):
        environment = self.environment()
        environment.start()
        first = environment.pid
        _, before = self.invoke(environment, {})
        began = time.monotonic()
        answer, body = self.invoke(environment, {"do": "sleep", "ms": 30_000}, timeout=1)
        self.assertLess(time.monotonic() - began, 10)
        self.assertTrue(answer.is_error)
        self.assertEqual("RequestId: request-1 Error: Task timed out after 1.00 seconds", body["errorMessage"])
        self.assertFalse(Path(f"/proc/{first}").exists())
        answer, body = self.invoke(environment, {})
        self.assertEqual((False, 1), (answer.is_error, body["invocations"]))
        self.assertEqual(before["tmp"], body["tmp"])
        self.assertEqual(2, environment.starts)

    def test_a_process_that_ends_fails_its_invocation_only(self):
        environment = self.environment()
        environment.start()
        answer, body = self.invoke(environment, {"do": "exit"})
        self.assertTrue(answer.is_error)
        self.assertEqual(("Runtime.ExitError", True), (body["errorType"], body["errorMessage"].endswith("exit status 7")))
        self.assertFalse(self.invoke(environment, {})[0].is_error)

    def test_an_init_past_its_limit_is_done_again_inside_the_invocation_on_its_time(self):
        environment = self.environment({"SCRIPT_INIT": "1500"}, init_limit=0.7)
        began = time.monotonic()
        environment.start()
        self.assertLess(time.monotonic() - began, 1.5)
        self.assertIsNone(environment.pid)
        answer, body = self.invoke(environment, {}, timeout=50)
        self.assertFalse(answer.is_error)
        self.assertLess(body["remainingMs"], 48_500)
        self.assertIn("INIT_REPORT", answer.logs)
        self.assertIn("Phase: init\tStatus: timeout", answer.logs)
        self.assertEqual(2, environment.starts)

    def test_an_init_that_fails_is_tried_again_and_reported_by_the_invocation(self):
        environment = self.environment({"SCRIPT_INIT": "throw"})
        environment.start()
        answer, body = self.invoke(environment, {})
        self.assertTrue(answer.is_error)
        self.assertEqual("java.lang.ExceptionInInitializerError", body["errorType"])
        self.assertEqual(2, environment.starts)
        self.assertIn("Phase: init\tStatus: error", answer.logs)

    def test_an_init_that_exits_is_tried_again_and_reported_by_the_invocation(self):
        environment = self.environment({"SCRIPT_INIT": "exit"})
        environment.start()
        _, body = self.invoke(environment, {})
        self.assertEqual("Runtime exited with error: exit status 3", body["errorMessage"])

    def test_an_init_inside_an_invocation_ends_at_the_functions_timeout(self):
        environment = self.environment({"SCRIPT_INIT": "20000"}, init_limit=0.2)
        environment.start()
        _, body = self.invoke(environment, {}, timeout=1)
        self.assertEqual("Sandbox.Timedout", body["errorType"])

    def test_stop_ends_a_running_invocation(self):
        environment = self.environment()
        environment.start()
        pid = environment.pid
        threading.Timer(0.5, environment.stop).start()
        answer, body = self.invoke(environment, {"do": "sleep", "ms": 50_000})
        self.assertEqual("Runtime.ExitError", body["errorType"])
        self.assertFalse(Path(f"/proc/{pid}").exists())


if __name__ == "__main__":
    unittest.main()
