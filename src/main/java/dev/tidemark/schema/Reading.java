package dev.tidemark.schema;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One reading of a declared text, statement by statement; all its faults are reported together. */
final class Reading {
    /** A statement that is kept, before the targets of unqualified names are known. */
    private record Kept(Statement statement, Subject subject, List<String> path, List<Hint> hints) {}

    private final String origin;
    private final List<Kept> kept = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> createdNames = new HashSet<>();
    private final Created created = new Created();
    private final PrivilegeReading privileges = new PrivilegeReading();
    private final SortedMap<String, String> extensionComments = new TreeMap<>();
    private int ownership;
    private final DataSteps dataSteps;
    private final LookupRowsReader lookupRows;
    private List<String> path = SearchPath.DEFAULT;

    Reading(String origin) {
        this.origin = origin;
        this.dataSteps = new DataSteps(origin);
        this.lookupRows = new LookupRowsReader(origin);
    }

    void add(Statement statement) {
        if (DataSteps.isOne(statement)) {
            dataSteps.add(statement, path, why -> refuse(statement.first(), null, why, List.of()));
            return;
        }
        if (LookupRowsReader.isOne(statement)) {
            lookupRows.add(statement, path, why -> refuse(statement.first(), null, why, List.of()));
            return;
        }
        var set = SearchPath.setBy(statement);
        if (set.isPresent()) {
            path = set.get();
        } else {
            for (Statement part : SchemaElements.split(statement)) {
                judge(part, SchemaElements.path(statement, part, path));
            }
        }
    }

    private void judge(Statement statement, List<String> pathHere) {
        if (PrivilegeReading.isOne(statement)) {
            Verdict.Refuse refuse = privileges.add(statement, pathHere);
            if (refuse != null) {
                refuse(statement.first(), null, refuse.why(), refuse.waysOut());
            }
            return;
        }
        if (statement.cursor().sees("comment", "on", "extension")) {
            extensionComment(statement);
            return;
        }
        ownership += Rules.isAboutOwners(statement) ? 1 : 0;
        Verdict verdict = Drops.isDrop(statement) ? Drops.judge(statement, createdNames) : Rules.judge(statement);
        switch (verdict) {
            case Verdict.Keep keep -> keep(statement, pathHere);
            case Verdict.LeaveOut out -> {}
            case Verdict.Refuse refuse -> refuse(statement.first(), null, refuse.why(), refuse.waysOut());
        }
    }

    private void keep(Statement statement, List<String> pathHere) {
        if (Drops.cleansUp(statement, createdNames)) {
            return;
        }
        Cursor cursor = statement.cursor();
        String verb = cursor.word(0);
        cursor.skip();
        if (verb.equals("comment")) {
            cursor.take("on");
        }
        Subject subject =
                verb.equals("create") ? new Creation(cursor, pathHere).read() : new Alteration(cursor, pathHere).read();
        ObjectName about = subject.target();
        if (about == null) {
            refuse(statement.first(), null, Rules.shown(statement) + " is not understood", List.of());
        } else if (!hasSchema(about)) {
            refuse(
                    statement.first(),
                    about,
                    "it is written without a schema, and search_path is empty here",
                    List.of("Write its schema before its name"));
        } else {
            remember(statement, created.settled(subject, pathHere), pathHere);
        }
    }

    private static boolean hasSchema(ObjectName object) {
        return object.kind() == ObjectKind.OTHER || !object.schema().isEmpty();
    }

    private void remember(Statement statement, Subject subject, List<String> pathHere) {
        ObjectName creates = subject.creates();
        if (creates != null) {
            switch (created.add(creates, statement)) {
                case Created.First first -> {}
                case Created.Again again
                when again.harmless() -> {
                    return;
                }
                case Created.Again again -> {
                    refuse(
                            statement.first(),
                            creates,
                            "it is created twice, in line " + again.line() + " and in line " + statement.line(),
                            List.of("Remove one of the two"));
                    return;
                }
                case Created.InsteadOf stand -> kept.removeIf(k -> k.statement() == stand.placeholder());
            }
            if (!Placeholders.isPlaceholder(statement)) {
                createdNames.addAll(List.of(creates.name(), creates.member(), subject.name()));
            }
        }
        Hints hints = Hints.of(statement, creates);
        for (Hints.Fault fault : hints.faults()) {
            refuse(fault.where(), creates, "this hint is read by nobody: " + fault.why(), List.of());
        }
        kept.add(new Kept(statement, subject, pathHere, hints.hints()));
        if (creates != null && creates.kind() != ObjectKind.SCHEMA && creates.kind() != ObjectKind.EXTENSION) {
            privileges.created();
        }
    }

    private void extensionComment(Statement statement) {
        List<Token> tokens = statement.significant();
        int size = tokens.size();
        if (size == 6 && tokens.get(5).kind() == Token.Kind.STRING) {
            extensionComments.put(tokens.get(3).value(), tokens.get(5).value());
        }
    }

    SortedMap<String, String> extensionComments() {
        return extensionComments;
    }

    List<DataStep> dataSteps() {
        return dataSteps.all();
    }

    List<LookupRows> lookupRows() {
        return lookupRows.all();
    }

    DeclaredPrivileges privileges() {
        return privileges.privileges();
    }

    /** What was left out and is worth saying, each once. */
    List<String> notes() {
        return ownership == 0
                ? List.of()
                : List.of(ownership + (ownership == 1 ? " statement" : " statements")
                        + " about owners and roles (OWNER TO, SET ROLE, SET SESSION AUTHORIZATION) left out: what is"
                        + " created belongs to the role that syncs, or to --owner");
    }

    /** Throws when something was refused. */
    void finish() {
        for (Kept one : kept) {
            for (Hint hint : one.hints()) {
                if (hint instanceof Hint.Renamed renamed
                        && renamed.object().member().isEmpty()
                        && created.has(renamed.object(), renamed.from())) {
                    refuse(
                            one.statement().first(),
                            renamed.object(),
                            "it is said to have been " + renamed.from() + ", which is declared too",
                            List.of("Remove the hint, or the declaration of " + renamed.from()));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new TidemarkException(problems, false, null);
        }
    }

    List<Declared> statements() {
        List<Declared> statements = new ArrayList<>();
        for (Kept one : kept) {
            Subject subject = created.settled(one.subject(), one.path());
            statements.add(new Declared(
                    one.statement().sql(),
                    one.statement().line(),
                    one.statement().column(),
                    one.path(),
                    subject.creates(),
                    subject.target(),
                    names(one.statement()),
                    one.hints()));
        }
        return statements;
    }

    /** For each statement, how others name what it makes. */
    List<String> makes() {
        return kept.stream().map(one -> one.subject().name()).toList();
    }

    Set<String> schemas() {
        Set<String> schemas = new TreeSet<>();
        for (Declared declared : statements()) {
            for (ObjectName name : new @Nullable ObjectName[] {declared.creates(), declared.target()}) {
                if (name != null
                        && name.kind() != ObjectKind.EXTENSION
                        && !name.schema().isEmpty()) {
                    schemas.add(name.schema());
                }
            }
        }
        schemas.removeIf(schema -> schema.startsWith("pg_") || schema.equals("information_schema"));
        return schemas;
    }

    private static List<String> names(Statement statement) {
        Set<String> names = new LinkedHashSet<>();
        for (Token token : statement.significant()) {
            if (token.isName() && !(token.kind() == Token.Kind.WORD && KeyWords.isReserved(token.value()))) {
                names.add(token.value());
            } else if (token.kind() == Token.Kind.STRING) {
                names.addAll(ObjectLiteral.names(token.value()));
            }
        }
        return List.copyOf(names);
    }

    private void refuse(Token where, @Nullable ObjectName object, String why, List<String> waysOut) {
        String place = origin + ":" + where.line() + ":" + where.column();
        problems.add(Problem.of("TDM-102", object, why, place, null, waysOut));
    }
}
