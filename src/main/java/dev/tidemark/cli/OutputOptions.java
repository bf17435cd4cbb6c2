package dev.tidemark.cli;

import picocli.CommandLine.Option;

/** How it is said. */
public final class OutputOptions {
    /** When to colour. */
    enum When {
        ALWAYS,
        NEVER,
        AUTO
    }

    /** Reads {@code always}, {@code never}, {@code auto}. */
    static final class WhenConverter extends Choice<When> {
        WhenConverter() {
            super(When.class);
        }
    }

    @Option(names = "--json", description = "one JSON document on stdout, errors included")
    public boolean json;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            converter = WhenConverter.class,
            description = "always, never, or auto: on a terminal, unless NO_COLOR or TERM=dumb says no")
    When color = When.AUTO;

    public Style out(Session session) {
        return style(session, session.terminal().stdout());
    }

    public Style err(Session session) {
        return style(session, session.terminal().stderr());
    }

    private Style style(Session session, boolean terminal) {
        boolean dumb = session.env().containsKey("NO_COLOR")
                || "dumb".equals(session.env().get("TERM"));
        boolean colour = color == When.ALWAYS || (color == When.AUTO && terminal && !dumb);
        return Style.of(
                colour, session.terminal().utf8(), terminal ? session.terminal().columns() : 0);
    }
}
