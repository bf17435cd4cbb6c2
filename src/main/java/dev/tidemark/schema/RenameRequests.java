package dev.tidemark.schema;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Rename;
import dev.tidemark.TidemarkException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Puts renames that were asked for beside the declaration where its hints are, as if they stood there. */
public final class RenameRequests {
    private static final Set<ObjectKind> RENAMED =
            Set.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW, ObjectKind.TYPE);

    private final List<ObjectName> objects;

    private RenameRequests(List<ObjectName> objects) {
        this.objects = objects;
    }

    /**
     * The schema with these renames as hints of the objects that they concern; its text and hash stay as they are.
     *
     * @throws TidemarkException TDM-650 where a rename fits nothing that is declared, or two things
     */
    public static CompiledSchema apply(CompiledSchema schema, List<Rename> renames) {
        if (renames.isEmpty()) {
            return schema;
        }
        RenameRequests requests = new RenameRequests(schema.statements().stream()
                .map(Declared::creates)
                .filter(Objects::nonNull)
                .filter(object ->
                        RENAMED.contains(object.kind()) && object.member().isEmpty())
                .distinct()
                .toList());
        Map<ObjectName, Hint> hints = new LinkedHashMap<>();
        for (Rename rename : renames) {
            Hint.Renamed hint = requests.hint(rename);
            hints.put(hint.object(), hint);
        }
        return schema.withHints(hints.values());
    }

    private Hint.Renamed hint(Rename rename) {
        List<Hint.Renamed> found = new ArrayList<>();
        for (ObjectName object : objects) {
            if (isItself(object, rename)) {
                found.add(new Hint.Renamed(object, rename.from()));
            }
            if (isWithin(object, rename)) {
                found.add(new Hint.Renamed(object.member(ObjectKind.COLUMN, rename.to()), rename.from()));
            }
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        throw TidemarkException.of(
                "TDM-650",
                "--rename " + rename + (found.isEmpty() ? " fits nothing that is declared" : " fits two things") + ": "
                        + "before the colon stands the old name, after it the declared one",
                "--rename public.customers.name:full_name   with the schema it is clear");
    }

    /** {@code customers:clients}, {@code shop.customers:clients}. */
    private static boolean isItself(ObjectName object, Rename rename) {
        List<String> path = rename.path();
        return object.name().equals(rename.to())
                && (path.size() == 1 || (path.size() == 2 && path.get(0).equals(object.schema())));
    }

    /** {@code customers.name:full_name}, {@code shop.customers.name:full_name}; without a schema it is {@code public}, unless the name is the only one. */
    private boolean isWithin(ObjectName object, Rename rename) {
        List<String> path = rename.path();
        if (object.kind() != ObjectKind.TABLE
                || path.size() == 1
                || !object.name().equals(path.get(path.size() - 2))) {
            return false;
        }
        if (path.size() == 3) {
            return path.get(0).equals(object.schema());
        }
        return object.schema().equals("public")
                || objects.stream().filter(o -> o.name().equals(object.name())).count() == 1;
    }
}
