package dev.tidemark.maven;

/** What the exit codes of the command line mean ({@code docs/cli.md}). */
final class ExitCode {
    private ExitCode() {}

    static String meaning(int code) {
        return switch (code) {
            case 1 -> "a fault of Tidemark";
            case 2 -> "the options are not understood";
            case 3 -> "something is left to do, differs, or has drifted";
            case 4 -> "refused before anything ran";
            case 5 -> "the declared schema is at fault";
            case 6 -> "no access to the database";
            case 7 -> "no server answers";
            case 8 -> "a lock or the lease was not free in time";
            case 9 -> "a statement failed";
            default -> "ended early";
        };
    }
}
