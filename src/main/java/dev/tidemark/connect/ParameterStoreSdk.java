package dev.tidemark.connect;

import dev.tidemark.TidemarkException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.SsmClient;

/** The only class that knows the client of Systems Manager; loaded where a parameter is read and the extension did not serve it. */
final class ParameterStoreSdk {
    private ParameterStoreSdk() {}

    /**
     * The parameter's value, decrypted.
     *
     * @throws TidemarkException TDM-420 … TDM-425
     */
    static String read(Credential credential, SdkSettings settings) {
        try (SsmClient client = settings.on(SsmClient.builder()).build()) {
            return client.getParameter(
                            request -> request.name(credential.text()).withDecryption(true))
                    .parameter()
                    .value();
        } catch (SdkException e) {
            throw SdkFaults.of(e, credential, settings);
        }
    }
}
