"""LocalStack and its functions do not outlive the tests that started them, killed or not: frozen JVMs would stay for good."""
import os
import threading
import time

import psutil
from localstack.runtime import hooks


@hooks.on_infra_start()
def end_with_the_parent():
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(parent: int):
    while os.getppid() == parent:
        time.sleep(1)
    for child in psutil.Process().children(recursive=True):
        child.kill()
    os._exit(0)
