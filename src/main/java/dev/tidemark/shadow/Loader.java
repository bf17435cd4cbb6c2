package dev.tidemark.shadow;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.schema.Declared;
import dev.tidemark.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements in the twins: a hundred of them in one round trip and behind one savepoint; only where one of them fails, one by one. What fails for want
 * of something is tried again for as long as anything else succeeds.
 */
final class Loader {
    private static final int BATCH = 100;
    private static final String NEXT = "release savepoint one;\nsavepoint one";

    private final Link link;
    private final Twins twins;
    private final Members members;
    private final Mapper mapper;
    private String path = "";

    Loader(Link link, Twins twins, Members members, Mapper mapper) {
        this.link = link;
        this.twins = twins;
        this.members = members;
        this.mapper = mapper;
    }

    /** Whether a statement is run at all: schemas exist as twins, extensions come first, and some names belong to the whole database. */
    static boolean isRun(Declared declared) {
        ObjectName made = declared.creates();
        boolean apart = made != null && (made.kind() == ObjectKind.SCHEMA || made.kind() == ObjectKind.EXTENSION);
        return !apart && (!declared.isDatabaseWide() || declared.isPublication());
    }

    /** Runs them all, in this order as far as possible; what failed. */
    List<Fault> load(List<Declared> statements) throws SQLException {
        path = "";
        List<Fault> faults = new ArrayList<>();
        List<Declared> queue = statements.stream().filter(Loader::isRun).toList();
        while (!queue.isEmpty()) {
            List<Fault> failed = pass(queue);
            List<Fault> later = failed.stream().filter(Fault::mayPassLater).toList();
            failed.stream().filter(f -> !f.mayPassLater()).forEach(faults::add);
            if (later.size() == queue.size()) {
                faults.addAll(later);
                break;
            }
            queue = later.stream().map(Fault::declared).toList();
        }
        return faults;
    }

    private List<Fault> pass(List<Declared> queue) throws SQLException {
        List<Fault> failed = new ArrayList<>();
        for (int i = 0; i < queue.size(); i += BATCH) {
            List<Declared> batch = queue.subList(i, Math.min(i + BATCH, queue.size()));
            if (batch.size() == 1 || !together(batch)) {
                failed.addAll(oneByOne(batch));
            }
        }
        return failed;
    }

    /** True if all succeeded; else nothing happened. */
    private boolean together(List<Declared> batch) throws SQLException {
        try {
            StringBuilder script = new StringBuilder("savepoint batch");
            for (Declared declared : batch) {
                script.append(";\n").append(pathFor(declared));
                if (isAtomic(declared)) {
                    link.run(script.toString());
                    link.run(mapper.map(declared).sql());
                    script.setLength(0);
                    script.append("select");
                } else {
                    script.append(mapper.map(declared).sql());
                }
            }
            link.run(script.append(";\nrelease savepoint batch").toString());
            return true;
        } catch (SQLException e) {
            refuseUnlessStatements(e);
            link.run("rollback to savepoint batch;\nrelease savepoint batch");
            path = "";
            return false;
        }
    }

    private List<Fault> oneByOne(List<Declared> batch) throws SQLException {
        List<Fault> faults = new ArrayList<>();
        link.run("savepoint one");
        for (Declared declared : batch) {
            Fault fault = attempt(declared, mapper.map(declared));
            if (fault != null
                    && fault.mayBeMisread()
                    && !mapper.ambiguous(declared).isEmpty()) {
                Fault again = attempt(declared, mapper.mapAgain(declared));
                fault = again == null ? null : fault;
            }
            if (fault != null) {
                faults.add(fault);
            }
        }
        link.run("release savepoint one");
        return faults;
    }

    private @Nullable Fault attempt(Declared declared, Mapped mapped) throws SQLException {
        try {
            String newPath = pathFor(declared);
            if (!newPath.isEmpty()) {
                link.run(newPath + NEXT);
            }
            if (isAtomic(declared)) {
                link.run(mapped.sql());
                link.run(NEXT);
            } else {
                link.run(mapped.sql() + ";\n" + NEXT);
            }
            return null;
        } catch (SQLException e) {
            refuseUnlessStatements(e);
            link.run("rollback to savepoint one");
            path = "";
            return new Fault(declared, mapped, e);
        }
    }

    private static void refuseUnlessStatements(SQLException error) throws SQLException {
        if (!Fault.isStatements(error)) {
            throw error;
        }
    }

    /** pgjdbc does not split a text that holds BEGIN ATOMIC, so such a statement travels alone. */
    private static boolean isAtomic(Declared declared) {
        return declared.names().contains("atomic");
    }

    /** The setting of the search_path and a semicolon, or nothing where it is set already. */
    private String pathFor(Declared declared) {
        String wanted = twinPath(declared.searchPath());
        if (wanted.equals(path)) {
            return "";
        }
        path = wanted;
        return wanted + ";\n";
    }

    /** The setting of the search_path that a statement is read under. */
    String path(Declared declared) {
        return twinPath(declared.searchPath());
    }

    private String twinPath(List<String> declared) {
        List<String> schemas = new ArrayList<>();
        declared.forEach(schema -> schemas.add(twins.of(schema)));
        for (String schema : declared) {
            if (twins.isManaged(schema) && members.liveIn(schema)) {
                schemas.add(schema);
            }
        }
        return "set local search_path = "
                + (schemas.isEmpty()
                        ? "''"
                        : schemas.stream().map(Sql::identifier).collect(Collectors.joining(", ")));
    }
}
