"""LocalStack's Lambda functions as JVMs on this machine (LAMBDA_RUNTIME_EXECUTOR=tidemark-jvm). Needs TIDEMARK_LAMBDA_JAVA (the java program) and
TIDEMARK_LAMBDA_CLASS_PATH (the runtime interface client's jars); TIDEMARK_LAMBDA_JVM_OPTIONS and TIDEMARK_LAMBDA_INIT_SECONDS may be set. TIDEMARK_LAMBDA_HANDLERS (real=local) and TIDEMARK_LAMBDA_CLASSES (a folder) put
a handler of the tests in the place of a real one: CloudFormation is this server here, and the real handler answers nothing but S3."""
import os
import shlex
import shutil

from localstack import config
from localstack.services.lambda_.invocation.lambda_models import InvocationResult
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from tidemark_localstack.runtime import INIT_LIMIT_SECONDS, Environment, Launch

# What LocalStack passes to its own init program; Lambda knows none of it.
_LOCALSTACKS_OWN = {"AWS_LAMBDA_FUNCTION_TIMEOUT", "EDGE_PORT", "AWS_LAMBDA_MAX_CONCURRENCY"}


class JvmExecutorPlugin(RuntimeExecutorPlugin):
    name = "tidemark-jvm"

    def load(self, *args, **kwargs):
        return JvmExecutor


class JvmExecutor(RuntimeExecutor):
    def start(self, env_vars: dict[str, str]) -> None:
        function = self.function_version.config
        if not str(function.runtime).startswith("java"):
            raise ValueError(f"only Java functions run here, and {self.function_version.qualified_arn} wants {function.runtime}")
        code = function.code.get_unzipped_code_location()
        self._environment = Environment(
            Launch(
                java=os.environ["TIDEMARK_LAMBDA_JAVA"],
                class_path=os.environ["TIDEMARK_LAMBDA_CLASS_PATH"],
                code=code,
                handler=local_handler(function.handler, code),
                memory_mb=int(function.memory_size),
                environment=lambda_environment(env_vars),
                jvm_options=shlex.split(os.environ.get("TIDEMARK_LAMBDA_JVM_OPTIONS", "")),
            ),
            init_limit=float(os.environ.get("TIDEMARK_LAMBDA_INIT_SECONDS", INIT_LIMIT_SECONDS)),
            version=self.function_version.id.qualifier,
        )
        self._environment.start()

    def stop(self) -> None:
        environment = getattr(self, "_environment", None)
        if environment is not None:
            environment.stop()

    def invoke(self, payload: dict[str, str]) -> InvocationResult:
        answer = self._environment.invoke(
            request_id=payload["invoke-id"],
            function_arn=payload["invoked-function-arn"],
            trace_id=payload["trace-id"],
            payload=payload["payload"].encode(),
            timeout=float(self.function_version.config.timeout),
        )
        return InvocationResult(payload["invoke-id"], answer.body, is_error=answer.is_error, logs=answer.logs)

    def get_logs(self) -> str:
        environment = getattr(self, "_environment", None)
        return environment.logs() if environment is not None else ""

    def get_address(self) -> str:
        return "127.0.0.1"

    def get_endpoint_from_executor(self) -> str:
        return "127.0.0.1"

    def get_runtime_endpoint(self) -> str:
        return f"http://127.0.0.1:{config.GATEWAY_LISTEN[0].port}/_localstack_lambda/{self.id}"

    @classmethod
    def prepare_version(cls, function_version) -> None:
        function_version.config.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version) -> None:
        pass


def local_handler(handler: str, code) -> str:
    """The handler that is started for one of a template; its class is laid beside the real one."""
    real, _, local = os.environ.get("TIDEMARK_LAMBDA_HANDLERS", "").partition("=")
    if not real or not handler.startswith(real):
        return handler
    shutil.copytree(os.environ["TIDEMARK_LAMBDA_CLASSES"], code, dirs_exist_ok=True)
    return handler.replace(real, local)


def lambda_environment(env_vars: dict) -> dict[str, str]:
    """What a function sees on Lambda, and AWS_ENDPOINT_URL, without which it would look for the real AWS."""
    return {k: str(v) for k, v in env_vars.items() if k not in _LOCALSTACKS_OWN and not k.startswith("LOCALSTACK_")}
