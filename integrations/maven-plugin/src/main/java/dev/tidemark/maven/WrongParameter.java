package dev.tidemark.maven;

/** A parameter is missing, or does not go with another one. */
final class WrongParameter extends Exception {
    private static final long serialVersionUID = 1L;

    WrongParameter(String message) {
        super(message);
    }
}
