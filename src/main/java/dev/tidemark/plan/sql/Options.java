package dev.tidemark.plan.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Storage parameters and the options of foreign tables, which the catalog keeps as {@code name=value}, as actions of {@code ALTER}. */
public final class Options {
    private Options() {}

    /** {@code SET (…)} and {@code RESET (…)}. */
    public static List<String> changed(List<String> from, List<String> to) {
        List<String> actions = new ArrayList<>();
        List<String> set = to.stream()
                .filter(o -> !from.contains(o))
                .map(Options::assignment)
                .toList();
        List<String> gone = gone(from, to).stream().map(Options::parameter).toList();
        if (!set.isEmpty()) {
            actions.add("SET (" + String.join(", ", set) + ")");
        }
        if (!gone.isEmpty()) {
            actions.add("RESET (" + String.join(", ", gone) + ")");
        }
        return actions;
    }

    /** {@code OPTIONS (ADD …, SET …, DROP …)}. */
    public static Optional<String> ofServer(List<String> from, List<String> to) {
        List<String> parts = new ArrayList<>();
        List<String> there = names(from);
        for (String option : to) {
            if (!from.contains(option)) {
                String name = name(option);
                parts.add((there.contains(name) ? "SET " : "ADD ") + Sql.id(name) + " " + Sql.literal(value(option)));
            }
        }
        gone(from, to).forEach(name -> parts.add("DROP " + Sql.id(name)));
        return parts.isEmpty() ? Optional.empty() : Optional.of("OPTIONS (" + String.join(", ", parts) + ")");
    }

    /** {@code name='value'}. */
    public static String assignment(String option) {
        int equals = option.indexOf('=');
        return parameter(name(option)) + (equals < 0 ? "" : "=" + Sql.literal(value(option)));
    }

    private static List<String> gone(List<String> from, List<String> to) {
        List<String> names = names(to);
        return names(from).stream().filter(o -> !names.contains(o)).toList();
    }

    private static List<String> names(List<String> options) {
        return options.stream().map(Options::name).toList();
    }

    /** {@code toast.fillfactor} is two names. */
    private static String parameter(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? Sql.id(name) : Sql.id(name.substring(0, dot)) + "." + Sql.id(name.substring(dot + 1));
    }

    static String name(String option) {
        int equals = option.indexOf('=');
        return equals < 0 ? option : option.substring(0, equals);
    }

    private static String value(String option) {
        int equals = option.indexOf('=');
        return equals < 0 ? "true" : option.substring(equals + 1);
    }
}
