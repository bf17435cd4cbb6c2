package dev.tidemark.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.ChildJvm;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a function can do that ships no AWS SDK. */
public final class WithoutSdkTest {
    @Test
    void theExtensionIsEnoughAndWithoutItTheArtifactIsNamed() throws Exception {
        try (FakeAws aws = new FakeAws();
                URLClassLoader without = withoutSdk()) {
            aws.values.put("a", "one");
            assertEquals("one", read(without, "SECRET", "a", aws.withExtension()));
            aws.values.put("a", "two");
            assertEquals("one", reread(without, "SECRET", "a", aws.withExtension()), "all that the extension has");
            String secret = read(without, "SECRET", "b", aws.withoutExtension());
            assertTrue(secret.startsWith("TDM-424") && secret.contains("awssdk:secretsmanager"), secret);
            String parameter = read(without, "PARAMETER", "c", aws.withoutExtension());
            assertTrue(parameter.startsWith("TDM-424") && parameter.contains("awssdk:ssm"), parameter);
            aws.extensionStatus = 500;
            aws.values.put("d", "four");
            String broken = read(without, "SECRET", "d", aws.withExtension());
            assertTrue(broken.startsWith("TDM-424") && broken.contains("HTTP 500"), broken);
            aws.extensionStatus = 200;
            String missing = read(without, "SECRET", "nowhere", aws.withExtension());
            assertTrue(missing.startsWith("TDM-424") && missing.contains("HTTP 400"), missing);
            assertTrue(missing.contains("does it exist") && missing.contains("GetSecretValue"), missing);
            assertFalse(missing.contains("the layer"), "it is there: " + missing);
            Map<String, String> gone = aws.withExtension();
            gone.put("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", "1");
            String refused = read(without, "SECRET", "e", gone);
            assertTrue(refused.contains("nothing answers at the extension's address http://localhost:1"), refused);
        }
    }

    private static URLClassLoader withoutSdk() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : ChildJvm.classPath().split(File.pathSeparator, -1)) {
            if (!entry.contains("awssdk")
                    && !Path.of(entry).getFileName().toString().matches("(secretsmanager|ssm)-.*")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static String read(ClassLoader loader, String kind, String name, Map<String, String> environment)
            throws Exception {
        return call(loader, kind, name, environment, "");
    }

    private static String reread(ClassLoader loader, String kind, String name, Map<String, String> environment)
            throws Exception {
        return call(loader, kind, name, environment, "one");
    }

    private static String call(
            ClassLoader loader, String kind, String name, Map<String, String> environment, String refused)
            throws Exception {
        Class<?> there = Class.forName(WithoutSdkTest.class.getName(), true, loader);
        return (String) there.getMethod("there", String.class, String.class, Map.class, String.class)
                .invoke(null, kind, name, environment, refused);
    }

    /** Runs in the other class loader. */
    public static String there(String kind, String name, Map<String, String> environment, String refused) {
        try {
            return Secrets.read(
                    new Credential(Credential.Kind.valueOf(kind), name, "X"),
                    environment,
                    Duration.ofSeconds(10),
                    refused.isEmpty() ? null : refused);
        } catch (TidemarkException e) {
            return e.code() + " " + e.getMessage();
        }
    }
}
