package dev.tidemark.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The process's stdout, which remembers that something could not be written: a {@code PrintStream} passes over it. */
final class Stdout extends OutputStream {
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    private @Nullable String failure;

    /** What went wrong first; null also where the reader has had enough, as {@code head} has. */
    @Nullable
    String failure() {
        return failure;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            boolean enough = why.toLowerCase(Locale.ROOT).contains("pipe");
            failure = failure == null && !enough ? why : failure;
            throw e;
        }
    }
}
