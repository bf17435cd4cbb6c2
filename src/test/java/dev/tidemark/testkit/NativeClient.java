package dev.tidemark.testkit;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The native library of the runtime interface client, unpacked once for all environments. By itself each JVM unpacks it over the same file
 * {@code /tmp/.libaws-lambda-jni.so}; JVMs that start together then crash with SIGBUS.
 */
final class NativeClient {
    private static final String PROPERTY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";
    private static final Path FILE = unpack();

    private NativeClient() {}

    /** The JVM option that makes the client use it. */
    static String jvmOption() {
        return "-D" + PROPERTY + "=" + FILE;
    }

    private static Path unpack() {
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        String resource = "/jni/libaws-lambda-jni.linux-" + architecture + ".so";
        try (InputStream library = AWSLambda.class.getResourceAsStream(resource)) {
            if (library == null) {
                throw new FileNotFoundException(resource);
            }
            Path file = Files.createTempFile("aws-lambda-jni", ".so");
            Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
