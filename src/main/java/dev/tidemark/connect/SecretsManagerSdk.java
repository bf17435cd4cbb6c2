package dev.tidemark.connect;

import dev.tidemark.TidemarkException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The only class that knows the client of Secrets Manager; loaded where a secret is read and the extension did not serve it. */
final class SecretsManagerSdk {
    private SecretsManagerSdk() {}

    /**
     * The secret's current version.
     *
     * @throws TidemarkException TDM-420 … TDM-425
     */
    static String read(Credential credential, SdkSettings settings) {
        try (SecretsManagerClient client =
                settings.on(SecretsManagerClient.builder()).build()) {
            @Nullable
            String text = client.getSecretValue(request -> request.secretId(credential.text()))
                    .secretString();
            if (text == null) {
                throw Secrets.binary(credential);
            }
            return text;
        } catch (SdkException e) {
            throw SdkFaults.of(e, credential, settings);
        }
    }
}
