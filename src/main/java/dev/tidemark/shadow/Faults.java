package dev.tidemark.shadow;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Declared;
import dev.tidemark.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Turns what PostgreSQL refused into problems at their places; what merely hangs on a refused statement is named there and is no problem of its own. */
final class Faults {
    private static final Pattern NO_ROLE = Pattern.compile("role \"(.+)\" does not exist");

    private final String origin;
    private final Twins twins;
    /** What the declaration makes for the whole database, so that it was not run. */
    private final List<ObjectName> notHeld;

    private final Map<Declared, Fault> all = new LinkedHashMap<>();

    private final UnknownNames unknown;

    Faults(CompiledSchema schema, Twins twins, List<Fault> faults, List<ObjectName> notHeld) {
        this.origin = schema.origin();
        this.unknown = new UnknownNames(schema.statements());
        this.notHeld = notHeld;
        this.twins = twins;
        faults.stream()
                .sorted(Comparator.comparingInt(fault -> fault.declared().line()))
                .forEach(fault -> all.putIfAbsent(fault.declared(), fault));
    }

    TidemarkException exception() {
        Map<Fault, Fault> causes = causes();
        Map<Fault, List<String>> roots = new LinkedHashMap<>();
        for (Fault fault : all.values()) {
            Fault root = rootOf(fault, causes);
            List<String> notTried = roots.computeIfAbsent(root, f -> new ArrayList<>());
            if (!root.equals(fault)) {
                notTried.add(shown(fault.declared()));
            }
        }
        List<Problem> problems = new ArrayList<>();
        roots.forEach((fault, notTried) -> problems.add(problem(fault, notTried, isOfCircle(fault, causes))));
        SQLException first = roots.keySet().iterator().next().error();
        return new TidemarkException(problems, false, first);
    }

    /** For what failed for want of something: another statement that failed and makes what it names. */
    private Map<Fault, Fault> causes() {
        Map<String, Fault> makers = new HashMap<>();
        for (Fault fault : all.values()) {
            ObjectName made = fault.declared().creates();
            if (made != null) {
                makers.putIfAbsent(own(made), fault);
            }
        }
        Map<Fault, Fault> causes = new HashMap<>();
        for (Fault fault : all.values()) {
            for (String name : fault.mayPassLater() ? fault.declared().names() : List.<String>of()) {
                Fault maker = makers.get(name);
                if (maker != null && !maker.equals(fault)) {
                    causes.put(fault, maker);
                    break;
                }
            }
        }
        return causes;
    }

    /** The fault at the end of the chain of causes; a fault that is part of a circle is its own. */
    private Fault rootOf(Fault fault, Map<Fault, Fault> causes) {
        Fault at = fault;
        for (int step = 0; step <= all.size(); step++) {
            Fault cause = causes.get(at);
            if (cause == null) {
                return at;
            }
            at = cause;
        }
        return fault;
    }

    /** Whether it waits for something that in the end waits for it, as two tables do whose inline foreign keys refer to each other. */
    private boolean isOfCircle(Fault fault, Map<Fault, Fault> causes) {
        Fault at = causes.get(fault);
        for (int step = 0; at != null && step <= all.size(); step++) {
            if (at.equals(fault)) {
                return true;
            }
            at = causes.get(at);
        }
        return false;
    }

    private static String own(ObjectName made) {
        return made.kind() == ObjectKind.INDEX ? made.member() : made.name();
    }

    private Problem problem(Fault fault, List<String> notTried, boolean ofCircle) {
        Declared declared = fault.declared();
        ServerErrorMessage server = server(fault.error());
        String words = twins.restored(
                server == null || server.getMessage() == null
                        ? String.valueOf(fault.error().getMessage())
                        : server.getMessage());
        StringBuilder message =
                new StringBuilder(words).append(" (").append(fault.state()).append(')');
        if (!detail(server).isEmpty()) {
            message.append(": ").append(twins.restored(detail(server)));
        }
        if (!notTried.isEmpty()) {
            message.append("; not tried because of it: ").append(String.join(", ", notTried));
        }
        List<String> waysOut = new ArrayList<>();
        ObjectName made = declared.creates();
        if (ofCircle && made != null && made.kind() == ObjectKind.TABLE) {
            waysOut.add(
                    "it and another table refer to each other: take one of the foreign keys out of its CREATE TABLE,"
                            + " and declare it after both: ALTER TABLE … ADD FOREIGN KEY (…) REFERENCES …");
        }
        boolean hinted = server != null && server.getHint() != null;
        Optional<String> meant = hinted ? Optional.empty() : unknown.meant(declared, fault.state(), words);
        meant.ifPresent(name -> waysOut.add("did you mean " + name + "?"));
        if (server != null && server.getHint() != null) {
            waysOut.add("PostgreSQL's hint: " + twins.restored(server.getHint()));
        }
        Matcher role = NO_ROLE.matcher(words);
        if (fault.state().equals(SqlStates.UNDEFINED_OBJECT) && role.matches()) {
            waysOut.add("roles are made where the server is set up, before a sync:  CREATE ROLE "
                    + Sql.identifier(role.group(1)) + ";");
            waysOut.add("or leave the role out");
        }
        if (fault.state().startsWith(SqlStates.SYNTAX_OR_ACCESS) && !notHeld.isEmpty()) {
            waysOut.add(
                    "if it needs one of these, make that by hand first; they belong to the whole database and are left"
                            + " out: "
                            + notHeld.stream().map(ObjectName::name).collect(Collectors.joining(", ")));
        }
        ObjectName object = declared.creates() == null ? declared.target() : declared.creates();
        return Problem.of("TDM-103", object, message.toString(), place(fault, server, words), fault.state(), waysOut);
    }

    private String place(Fault fault, @Nullable ServerErrorMessage server, String words) {
        Declared declared = fault.declared();
        int position = server == null ? 0 : server.getPosition();
        int offset = position > 0
                ? fault.mapped().original(position)
                : FaultPlaces.offset(declared.sql(), words, detail(server));
        int line = declared.line();
        int column = declared.column();
        for (int i = 0; i < Math.min(offset, declared.sql().length()); i++) {
            char c = declared.sql().charAt(i);
            if (c == '\n') {
                line++;
                column = 1;
            } else if (!Character.isLowSurrogate(c)) {
                column++;
            }
        }
        return origin + ":" + line + ":" + column;
    }

    static String shown(Declared declared) {
        ObjectName object = declared.creates() == null ? declared.target() : declared.creates();
        return object == null ? "line " + declared.line() : object + " (line " + declared.line() + ")";
    }

    private static String detail(@Nullable ServerErrorMessage server) {
        return server == null ? "" : Objects.requireNonNullElse(server.getDetail(), "");
    }

    static @Nullable ServerErrorMessage server(SQLException error) {
        return error instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    }

    /** Where PostgreSQL says the error came from: the functions that were running. */
    static String where(SQLException error) {
        ServerErrorMessage server = server(error);
        return server == null ? "" : Objects.requireNonNullElse(server.getWhere(), "");
    }
}
