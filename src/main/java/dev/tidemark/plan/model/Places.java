package dev.tidemark.plan.model;

import dev.tidemark.ObjectName;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Declared;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the declaration says something: {@code schema.sql:31:5}. */
final class Places {
    private final CompiledSchema schema;

    Places(CompiledSchema schema) {
        this.schema = schema;
    }

    /** The statement that makes the object; for a member that a table's statement makes, the line that names it. */
    Optional<String> of(ObjectName object) {
        return schema.statements().stream()
                .filter(d -> Objects.equals(d.creates(), object))
                .findFirst()
                .map(this::start)
                .or(() -> ofMember(object));
    }

    private Optional<String> ofMember(ObjectName object) {
        return schema.statements().stream()
                .filter(d -> d.creates() != null && d.creates().member().isEmpty() && sameRelation(d, object))
                .findFirst()
                .map(d -> object.member().isEmpty() ? start(d) : within(d, object.member()));
    }

    private static boolean sameRelation(Declared declared, ObjectName object) {
        ObjectName made = Objects.requireNonNull(declared.creates());
        return made.schema().equals(object.schema()) && made.name().equals(object.name());
    }

    private String start(Declared declared) {
        return place(declared.line(), declared.column());
    }

    private String within(Declared declared, String member) {
        String word = Pattern.quote(member);
        Matcher found = Pattern.compile("(?<![\\w\"$.])(?:\"" + word + "\"|" + word + ")(?![\\w\"$])")
                .matcher(declared.sql());
        int from = Math.max(0, declared.sql().indexOf('('));
        if (!found.find(from)) {
            return start(declared);
        }
        String before = declared.sql().substring(0, found.start());
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        int column = lines == 0 ? declared.column() + before.length() : before.length() - before.lastIndexOf('\n');
        return place(declared.line() + lines, column);
    }

    private String place(int line, int column) {
        return schema.origin() + ":" + line + ":" + column;
    }
}
