package dev.tidemark.apply;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.SyncOptions;
import dev.tidemark.schema.CompiledSchema;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where something undeclared concerns an app: in the tables, views and types that it manages, or, where it adopts whole schemas, anywhere in them.
 *
 * @param owners the managed objects that stand by themselves, all of one kind
 * @param schemas the schemas that are managed as a whole
 */
record Scope(Set<ObjectName> owners, Set<String> schemas) {
    static Scope of(Set<ObjectName> managed, CompiledSchema schema, SyncOptions options) {
        return new Scope(
                managed.stream()
                        .filter(object -> object.member().isEmpty())
                        .map(Scope::standing)
                        .collect(Collectors.toSet()),
                whole(schema, options));
    }

    private static Set<String> whole(CompiledSchema schema, SyncOptions options) {
        Set<String> whole = new TreeSet<>(options.schemas());
        if (options.adopt() == SyncOptions.Adopt.SCHEMA) {
            whole.addAll(schema.schemas());
        }
        return whole;
    }

    boolean holds(ObjectName object) {
        return schemas.contains(object.schema()) || (!object.member().isEmpty() && owners.contains(standing(object)));
    }

    /** The object that it is, or is a member of, whatever its kind. */
    static ObjectName standing(ObjectName object) {
        return ObjectName.of(ObjectKind.OTHER, object.schema(), object.name());
    }
}
