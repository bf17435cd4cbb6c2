package dev.tidemark.schema;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what each structured comment of a CREATE is about: before the statement, or at its first line, the object; at the end of a line inside the
 * parentheses the column or label on that line; on a line of its own the next one.
 */
final class Hints {
    /** A hint that nothing reads. */
    record Fault(Token where, String why) {}

    private static final Set<ObjectKind> RELATIONS =
            Set.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW);
    private static final Set<String> NO_COLUMN =
            Set.of("constraint", "primary", "unique", "check", "foreign", "exclude", "like");

    private final @Nullable ObjectName object;
    private final List<Hint> hints = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<HintText> pending = new ArrayList<>();
    private final Set<String> elements = new HashSet<>();
    private final List<HintText> late = new ArrayList<>();
    private int depth;
    private boolean listed;
    private boolean expecting;
    private @Nullable Token element;
    private @Nullable Token previous;

    private Hints(@Nullable ObjectName object) {
        this.object = object;
    }

    /** Reads the hints of a statement that makes {@code object}, if it makes one. */
    static Hints of(Statement statement, @Nullable ObjectName object) {
        Hints hints = new Hints(object);
        for (Token token : statement.tokens()) {
            if (token.significant()) {
                hints.follow(token);
            } else {
                HintText.of(token).ifPresent(hints::place);
            }
        }
        hints.pending.forEach(text -> hints.fault(text, "there is no column or value after it"));
        hints.checkOldNames();
        return hints;
    }

    List<Hint> hints() {
        return hints;
    }

    List<Fault> faults() {
        return faults;
    }

    private boolean hasElements() {
        return object != null && (object.kind() == ObjectKind.TABLE || object.kind() == ObjectKind.TYPE);
    }

    private void follow(Token token) {
        if (depth == 1 && expecting) {
            expecting = false;
            element = token;
            if (isColumn(token) || token.kind() == Token.Kind.STRING) {
                elements.add(token.value());
            }
            pending.forEach(text -> ofElement(text, token));
            pending.clear();
        }
        if (token.isMark("(") || token.isMark("[")) {
            depth++;
            if (depth == 1 && !listed && hasElements()) {
                listed = true;
                expecting = true;
            }
        } else if (token.isMark(")") || token.isMark("]")) {
            depth--;
        } else if (token.isMark(",") && depth == 1 && element != null) {
            expecting = true;
        }
        if (depth == 0) {
            element = null;
            expecting = false;
        }
        previous = token;
    }

    private void place(HintText text) {
        Token before = previous;
        boolean opening = before != null && before.isMark("(") && depth == 1 && sameLine(before, text.token());
        if (before == null || depth == 0 || opening || !hasElements()) {
            ofObject(text);
        } else if (!sameLine(before, text.token())) {
            pending.add(text);
        } else if (element != null) {
            ofElement(text, element);
        } else {
            fault(text, "there is no column or value on its line");
        }
    }

    private static boolean sameLine(Token before, Token after) {
        long breaks = before.text().chars().filter(c -> c == '\n').count();
        return before.line() + breaks == after.line();
    }

    private void ofObject(HintText text) {
        ObjectName about = object;
        boolean relation = about != null && RELATIONS.contains(about.kind());
        if (about == null) {
            fault(text, "it stands at a statement that makes nothing it could be about");
        } else if (text.kind() == HintText.Kind.COLUMNS) {
            columns(text, about);
        } else if (text.kind() == HintText.Kind.EXTERNAL && relation) {
            hints.add(new Hint.External(about));
        } else if (text.kind() == HintText.Kind.EXTERNAL) {
            fault(text, "only a table or a view can be external");
        } else if (relation || about.kind() == ObjectKind.TYPE || about.kind() == ObjectKind.COLUMN) {
            String own = about.member().isEmpty() ? about.name() : about.member();
            renamed(text, new Hint.Renamed(about, text.oldName()), own);
        } else {
            fault(text, "a " + about.kind().label() + " cannot be renamed by a hint");
        }
    }

    private void columns(HintText text, ObjectName about) {
        List<Hint.Columns.Column> columns = ColumnList.read(text.argument());
        if (about.kind() != ObjectKind.VIEW && about.kind() != ObjectKind.MATERIALIZED_VIEW) {
            fault(text, "only the columns of a view are said like this");
        } else if (columns.isEmpty()) {
            fault(text, "it is no list of names and types: name type, …");
        } else {
            hints.add(new Hint.Columns(about, columns));
        }
    }

    private void ofElement(HintText text, Token at) {
        ObjectName about = object;
        boolean label = at.kind() == Token.Kind.STRING;
        if (about == null || text.kind() == HintText.Kind.EXTERNAL) {
            fault(text, "only a whole table or view can be external");
        } else if (text.kind() == HintText.Kind.COLUMNS) {
            fault(text, "only the columns of a view are said like this");
        } else if (about.kind() == ObjectKind.TYPE && label) {
            renamed(text, new Hint.LabelRenamed(about, at.value(), text.argument()), at.value());
        } else if (about.kind() == ObjectKind.TABLE && isColumn(at)) {
            late.add(text);
            renamed(text, new Hint.Renamed(about.member(ObjectKind.COLUMN, at.value()), text.oldName()), at.value());
        } else {
            fault(text, "it stands at something that is neither a column nor an enum's value");
        }
    }

    private static boolean isColumn(Token token) {
        return token.kind() == Token.Kind.QUOTED
                || (token.kind() == Token.Kind.WORD && !NO_COLUMN.contains(token.value()));
    }

    private void renamed(HintText text, Hint hint, String own) {
        String from = hint instanceof Hint.LabelRenamed label ? label.from() : text.oldName();
        if (from.isEmpty()) {
            fault(text, "it does not say from=old_name");
        } else if (from.equals(own)) {
            fault(text, "it renames " + own + " to itself");
        } else {
            hints.add(hint);
        }
    }

    /** A column or label cannot have been called what another one of the same object is called now. */
    private void checkOldNames() {
        for (HintText text : late) {
            if (elements.contains(text.oldName())) {
                fault(text, text.oldName() + " is declared too, in the same table");
            }
        }
    }

    private void fault(HintText text, String why) {
        faults.add(new Fault(text.token(), why));
    }
}
