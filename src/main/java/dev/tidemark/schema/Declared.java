package dev.tidemark.schema;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of the declaration and what it says about which object.
 *
 * @param sql as written, without comments around it and without a semicolon
 * @param line where it starts, from 1
 * @param column likewise
 * @param searchPath the text's own search_path at that point, {@code $user} left out; what unqualified names refer to
 * @param creates the object that it makes (a table, a view, a type, an index as member of its table …), if it makes one
 * @param target the object that stands by itself and that it belongs to: the table of an index, of an ALTER TABLE, of a COMMENT ON COLUMN
 * @param names every identifier it names outside of bodies, unquoted, for the lexical order; reserved words, which name nothing, left out
 * @param hints structured comments inside or directly before it
 */
public record Declared(
        String sql,
        int line,
        int column,
        List<String> searchPath,
        @Nullable ObjectName creates,
        @Nullable ObjectName target,
        List<String> names,
        List<Hint> hints) {
    public Declared {
        searchPath = List.copyOf(searchPath);
        names = List.copyOf(names);
        hints = List.copyOf(hints);
    }

    /** The same with those of these hints that are about what it creates. */
    Declared withHints(Collection<? extends Hint> more) {
        ObjectName made = creates;
        List<Hint> own = new ArrayList<>(hints);
        more.stream().filter(hint -> isAbout(hint, made)).forEach(own::add);
        return own.size() == hints.size()
                ? this
                : new Declared(sql, line, column, searchPath, creates, target, names, own);
    }

    private static boolean isAbout(Hint hint, @Nullable ObjectName made) {
        ObjectName object = hint.object();
        return made != null
                && made.member().isEmpty()
                && made.schema().equals(object.schema())
                && made.name().equals(object.name())
                && (object.kind() == made.kind()
                        || (object.kind() == ObjectKind.COLUMN && made.kind() == ObjectKind.TABLE));
    }

    /** Whether it is about a publication, which a shadow holds under another name although it belongs to the whole database. */
    public boolean isPublication() {
        return isDatabaseWide()
                && target != null
                && target.name().startsWith("publication ")
                && target.name().getBytes(StandardCharsets.UTF_8).length < 60;
    }

    /** Whether it is about a foreign data wrapper, a server or a user mapping, which a shadow makes under its own name where it is missing. */
    public boolean isForeign() {
        return isDatabaseWide()
                && target != null
                && (target.name().startsWith("foreign data wrapper ")
                        || target.name().startsWith("server ")
                        || target.name().startsWith("user mapping "));
    }

    /** Whether it is about what belongs to the whole database (a publication, a cast, a foreign server …), which no sync makes, alters or drops. */
    public boolean isDatabaseWide() {
        return target != null
                && target.kind() == ObjectKind.OTHER
                && target.schema().isEmpty();
    }
}
