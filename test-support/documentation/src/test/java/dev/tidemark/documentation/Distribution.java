package dev.tidemark.documentation;

import java.nio.file.Path;

/** The command line as it is handed out. */
final class Distribution {
    private static final String VERSION = System.getProperty("tidemark.version");

    private Distribution() {}

    static Path archive() {
        return Path.of(System.getProperty("tidemark.root"), "distribution/target/tidemark-" + VERSION + ".tar.gz")
                .toAbsolutePath()
                .normalize();
    }

    /** The folder in it, as its name begins: {@code tidemark-VERSION}. */
    static String folder() {
        return "tidemark-" + VERSION;
    }
}
