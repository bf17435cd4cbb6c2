package dev.tidemark.schema;

import dev.tidemark.ObjectName;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The relations that statements refer to where a name can be nothing else: behind REFERENCES, INHERITS, PARTITION OF, LIKE, FROM and JOIN. A name
 * without a schema means what the statement's own search_path makes of it.
 */
final class References {
    private static final String NAME = "\"(?:[^\"]|\"\")+\"|[\\p{L}\\p{N}_$]+";
    private static final Pattern REFERS = Pattern.compile(
            "\\b(?:references|inherits\\s*\\(|partition\\s+of|like|from|join)\\s+(?:only\\s+)?(?:(" + NAME
                    + ")\\s*\\.\\s*)?(" + NAME + ")",
            Pattern.CASE_INSENSITIVE);

    private final List<Declared> statements;
    private final Set<Relation> made;

    private record Relation(String schema, String name) {}

    References(List<Declared> statements) {
        this.statements = statements;
        this.made = statements.stream().flatMap(References::madeBy).collect(Collectors.toSet());
    }

    /** Whether a statement refers to something that one of those makes. */
    boolean concern(int at, Collection<Integer> makers) {
        Set<Relation> waiting = makers.stream()
                .filter(i -> i != at)
                .flatMap(i -> madeBy(statements.get(i)))
                .collect(Collectors.toCollection(HashSet::new));
        return !waiting.isEmpty() && of(statements.get(at)).anyMatch(waiting::contains);
    }

    private Stream<Relation> of(Declared statement) {
        return REFERS.matcher(statement.sql()).results().flatMap(match -> {
            String name = unquoted(match.group(2));
            @Nullable String schema = match.group(1);
            return schema == null
                    ? statement.searchPath().stream()
                            .map(s -> new Relation(s, name))
                            .filter(made::contains)
                            .limit(1)
                    : Stream.of(new Relation(unquoted(schema), name));
        });
    }

    private static Stream<Relation> madeBy(Declared statement) {
        ObjectName creates = statement.creates();
        return creates == null || !creates.member().isEmpty()
                ? Stream.empty()
                : Stream.of(new Relation(creates.schema(), creates.name()));
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : Names.folded(name);
    }
}
