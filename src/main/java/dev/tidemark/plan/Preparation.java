package dev.tidemark.plan;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.kinds.Kinds;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.sql.Sql;
import dev.tidemark.plan.types.Definitions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What questions about rows need before they can be asked: the functions and types that they name, and that the sync makes or gives another body. Without
 * them a check over a new function could only be tried once the function is there for good.
 */
final class Preparation {
    /** A range type makes a second one. */
    private static final Pattern MULTIRANGE = Pattern.compile(
            "multirange_type_name = ((?:\\w+|\"[^\"]+\")\\.(?:\\w+|\"[^\"]+\"))", Pattern.CASE_INSENSITIVE);

    private final Context ctx;
    /** By the name that expressions speak of it, all statements that make objects of that name. */
    private final Map<String, List<String>> byName = new LinkedHashMap<>();

    /** What an extension consists of is not known before it is there: each is made. */
    private final List<String> extensions = new ArrayList<>();

    Preparation(Context ctx) {
        this.ctx = ctx;
        ctx.changes().all(Change.DropOther.class).forEach(c -> moveAway(c.object()));
        ctx.changes()
                .all(Change.ChangeOther.class)
                .filter(c -> c.to().name().kind() == ObjectKind.FUNCTION)
                .forEach(c -> {
                    if (OtherDrafts.replaces(ctx, c)) {
                        moveAway(c.from());
                    }
                    add(c.to());
                });
        ctx.changes()
                .all(Change.AddEnum.class)
                .forEach(c ->
                        add(c.type().name(), List.of(Definitions.of(c.type()).get(0))));
        ctx.changes().all(Change.AddOther.class).forEach(c -> add(c.object()));
        ctx.changes()
                .all(Change.AddOther.class)
                .filter(c -> c.object().name().kind() == ObjectKind.EXTENSION)
                .forEach(c -> extensions.addAll(extension(c.object().name())));
    }

    /** Its statement where it is declared to be made. */
    private List<String> extension(ObjectName extension) {
        return ctx.input().schema().statements().stream()
                .filter(d -> extension.equals(d.creates()))
                .map(d -> "SET LOCAL search_path = " + Sql.ids(d.searchPath()) + "; " + d.sql()
                        + "; SET LOCAL search_path = ''")
                .toList();
    }

    /** What goes would stand beside what comes, and a call could mean either. */
    private void moveAway(OtherObject object) {
        if (isAsked(object)) {
            int number = byName.values().stream().mapToInt(List::size).sum();
            add(
                    spoken(object),
                    List.of("ALTER " + Kinds.of(object.name()).reference(object) + " RENAME TO "
                            + Sql.id("tidemark_asked_" + number)));
        }
    }

    private void add(OtherObject object) {
        if (isAsked(object)) {
            List<String> statements = Kinds.of(object.name()).create(object);
            add(spoken(object), statements);
            Matcher multirange = MULTIRANGE.matcher(statements.get(0));
            if (multirange.find()) {
                byName.putIfAbsent(multirange.group(1), statements);
            }
        }
    }

    private static boolean isAsked(OtherObject object) {
        return object.name().kind() == ObjectKind.FUNCTION || object.name().kind() == ObjectKind.TYPE;
    }

    private static QName spoken(OtherObject object) {
        ObjectName name = object.name();
        return new QName(name.schema(), name.kind() == ObjectKind.FUNCTION ? ObjectNames.bare(name) : name.name());
    }

    private void add(QName name, List<String> statements) {
        byName.computeIfAbsent(Sql.name(name), k -> new ArrayList<>()).addAll(statements);
    }

    /** The statements for these questions: those whose object one of them names, or another such statement. */
    List<String> statements(Collection<String> questions) {
        Set<String> taken = new LinkedHashSet<>();
        StringBuilder text = new StringBuilder(String.join("\n", questions));
        boolean more = true;
        while (more) {
            more = false;
            for (Map.Entry<String, List<String>> entry : byName.entrySet()) {
                if (!taken.contains(entry.getKey()) && names(text, entry.getKey())) {
                    taken.add(entry.getKey());
                    entry.getValue().forEach(sql -> text.append('\n').append(sql));
                    more = true;
                }
            }
        }
        if (questions.isEmpty() || (taken.isEmpty() && extensions.isEmpty())) {
            return List.of();
        }
        List<String> statements = new ArrayList<>();
        ctx.changes().all(Change.AddSchema.class).forEach(c -> statements.add("CREATE SCHEMA " + Sql.id(c.schema())));
        statements.addAll(extensions);
        taken.forEach(name -> statements.addAll(byName.getOrDefault(name, List.of())));
        return statements;
    }

    private static boolean names(CharSequence text, String name) {
        return Pattern.compile("(?<![\\w.\"$])" + Pattern.quote(name) + "(?![\\w$])")
                .matcher(text)
                .find();
    }
}
