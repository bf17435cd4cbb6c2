package dev.tidemark.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What the process is connected to, each stream by itself. */
interface Terminal {
    /** Standard input. */
    boolean stdin();

    /** Standard output. */
    boolean stdout();

    /** Standard error. */
    boolean stderr();

    /** Columns, 0 where that is not known. */
    int columns();

    /** Whether the locale shows more than ASCII. */
    boolean utf8();

    /** A line that somebody types, null at the end of the input. */
    @Nullable
    String readLine() throws IOException;
}
