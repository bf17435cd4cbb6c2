package dev.tidemark.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Streams that are pipes or files, in UTF-8. */
final class NoTerminal implements Terminal {
    private final BufferedReader input;

    NoTerminal(InputStream stdin) {
        this.input = new BufferedReader(new InputStreamReader(stdin, StandardCharsets.UTF_8));
    }

    @Override
    public boolean stdin() {
        return false;
    }

    @Override
    public boolean stdout() {
        return false;
    }

    @Override
    public boolean stderr() {
        return false;
    }

    @Override
    public int columns() {
        return 0;
    }

    @Override
    public boolean utf8() {
        return true;
    }

    @Override
    public @Nullable String readLine() throws IOException {
        return input.readLine();
    }
}
