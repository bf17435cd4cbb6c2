package dev.tidemark.shadow;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.schema.Declared;
import dev.tidemark.schema.OtherNames;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the text itself declares, by schema and bare name. */
final class Declarations {
    private record Key(String schema, String name) {}

    private final Set<Key> keys = new HashSet<>();

    Declarations(Collection<Declared> statements) {
        for (Declared statement : statements) {
            ObjectName made = statement.creates();
            if (made != null) {
                keys.add(new Key(
                        made.schema(), made.kind() == ObjectKind.INDEX ? made.member() : OtherNames.bare(made)));
            }
        }
    }

    boolean has(String schema, String name) {
        return keys.contains(new Key(schema, name));
    }

    /** The first schema of a path in which the text declares this name. */
    Optional<String> schemaOf(String name, List<String> path) {
        return path.stream().filter(schema -> has(schema, name)).findFirst();
    }
}
