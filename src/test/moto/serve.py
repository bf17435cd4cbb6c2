"""moto's server (same options), with two things more: policies on single secrets count (by itself moto asks whether a role may do something to "*"), and it
does not outlive the tests that started it."""
import os
import threading
import time

from moto.secretsmanager.models import secretsmanager_backends
from moto.secretsmanager.responses import SecretsManagerResponse
from moto.server import main


def named_secret(self) -> str:
    name = self._get_param("SecretId")
    for secret in secretsmanager_backends[self.current_account][self.region].secrets.values():
        if name in (secret.name, secret.arn):
            return secret.arn
    return "*"


SecretsManagerResponse._determine_resource = named_secret


def end_with(parent: int):
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


if __name__ == "__main__":
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    main()
