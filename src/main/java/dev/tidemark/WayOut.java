package dev.tidemark;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** What somebody can do about a problem or a hazard. Where it is an option, a deploy and the command line each show it as their own. */
public sealed interface WayOut {
    /** As the command line says it. */
    String text();

    /** Something to change or to do, in words. */
    static WayOut edit(String text) {
        return new Edit(text);
    }

    /** The same of each. */
    static List<WayOut> edits(List<String> texts) {
        return texts.stream().map(WayOut::edit).toList();
    }

    /** The same of each. */
    static List<WayOut> edits(String... texts) {
        return edits(Arrays.asList(texts));
    }

    /** Something to change or to do, in words. */
    record Edit(String text) implements WayOut {
        public Edit {
            Objects.requireNonNull(text);
        }
    }

    /**
     * A statement that somebody with the rights runs.
     *
     * @param statement with its semicolon
     */
    record Run(String statement) implements WayOut {
        public Run {
            Objects.requireNonNull(statement);
        }

        @Override
        public String text() {
            return statement;
        }
    }

    /**
     * Consent to a hazard: for one object, or wherever it occurs.
     *
     * @param hazard what is allowed
     * @param object for which object, as {@link ObjectName#display()} has it
     * @param effect what happens then where another way out has another effect, such as {@code wait}; else an empty string
     */
    record Allow(Hazard hazard, String object, String effect) implements WayOut {
        private static final int EFFECT = 9;

        public Allow {
            Objects.requireNonNull(hazard);
            Objects.requireNonNull(object);
            Objects.requireNonNull(effect);
        }

        /** Consent without which nothing happens. */
        public Allow(Hazard hazard, String object) {
            this(hazard, object, "");
        }

        @Override
        public String text() {
            String option = Consent.option(hazard) + " " + object + ", or allow " + hazard;
            return effect.isEmpty()
                    ? option + "  do it"
                    : effect + " ".repeat(Math.max(1, EFFECT - effect.length())) + "sync " + option;
        }
    }

    /** Safe mode, which leaves out what loses data. */
    record Withhold() implements WayOut {
        @Override
        public String text() {
            return "--safe             withhold it, apply the rest; a later sync without --safe finds it again";
        }
    }

    /** A sync that may break versions which still serve. */
    record AllowBreaking() implements WayOut {
        @Override
        public String text() {
            return "tidemark sync --allow-breaking, or a deploy that may, applies it";
        }
    }
}
