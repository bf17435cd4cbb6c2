package dev.tidemark.maven;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/** User name and password of a {@code <server>} in settings.xml, as the environment of the command line. */
final class Login {
    private Login() {}

    static Map<String, String> of(String id, Settings settings, SettingsDecrypter decrypter)
            throws MojoExecutionException {
        Server server = settings.getServer(id);
        if (server == null) {
            throw new MojoExecutionException("settings.xml has no <server> with the id " + id + " (tidemark.server)");
        }
        SettingsDecryptionResult decrypted = decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
        for (SettingsProblem problem : decrypted.getProblems()) {
            throw new MojoExecutionException(
                    "the password of the <server> " + id + " cannot be decrypted: " + problem.getMessage());
        }
        Map<String, String> environment = new LinkedHashMap<>();
        put(environment, "PGUSER", decrypted.getServer().getUsername());
        put(environment, "PGPASSWORD", decrypted.getServer().getPassword());
        return environment;
    }

    private static void put(Map<String, String> environment, String name, String value) {
        if (value != null && !value.isEmpty()) {
            environment.put(name, value);
        }
    }
}
