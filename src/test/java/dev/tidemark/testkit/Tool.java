package dev.tidemark.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** A Python tool that {@code src/build/tool.sh NAME} installed: {@code sam}, {@code localstack}, {@code moto}. */
public final class Tool {
    private Tool() {}

    /** The folder of its programs; where it is not installed the test is skipped loudly, and fails in CI. Never installs. */
    public static Path bin(String name) {
        try {
            Needs.Ran ran = Needs.run(
                    List.of(Needs.basedir().resolve("src/build/tool.sh").toString(), "--check", name));
            if (ran.exit() != 0) {
                throw Needs.missing(name, ran.err());
            }
            return Path.of(ran.out().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
