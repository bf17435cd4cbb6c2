"""moto's server (same options), with one thing more: policies on single secrets count. By itself moto asks whether a role may do something to "*"."""
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

if __name__ == "__main__":
    main()
