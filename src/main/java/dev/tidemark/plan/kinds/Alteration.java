package dev.tidemark.plan.kinds;

import dev.tidemark.CostClass;
import dev.tidemark.HazardNote;
import dev.tidemark.LockMode;
import dev.tidemark.catalog.QName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How an object becomes another one of its name. */
public sealed interface Alteration {
    /** What it means for others and for the data. */
    List<HazardNote> hazards();

    /**
     * It is altered, and what depends on it stays.
     *
     * @param statements in order; they run in one transaction
     * @param later statements that run after everything else, each in a transaction of its own: validations
     */
    record InPlace(List<Statement> statements, List<Statement> later, List<HazardNote> hazards) implements Alteration {
        public InPlace {
            statements = List.copyOf(statements);
            later = List.copyOf(later);
            hazards = List.copyOf(hazards);
        }

        /** Statements without hazards that lock no table and end at once. */
        public static InPlace of(String... statements) {
            return new InPlace(
                    java.util.Arrays.stream(statements).map(Statement::instant).toList(), List.of(), List.of());
        }

        /** The same with another hazard. */
        public InPlace with(HazardNote hazard) {
            List<HazardNote> all = new ArrayList<>(hazards);
            all.add(hazard);
            return new InPlace(statements, later, all);
        }
    }

    /** It is dropped and made again, and so is what depends on it. */
    record Replaced(List<HazardNote> hazards) implements Alteration {
        public Replaced {
            hazards = List.copyOf(hazards);
        }

        /** Without hazards of its own. */
        public static Replaced plain() {
            return new Replaced(List.of());
        }
    }

    /**
     * It cannot become that: the plan is blocked.
     *
     * @param code {@code TDM-2nn}, listed in docs/errors.md
     * @param why the rest of a sentence that begins with the object
     * @param waysOut things to do or to type
     */
    record Blocked(String code, String why, List<String> waysOut) implements Alteration {
        public Blocked {
            waysOut = List.copyOf(waysOut);
        }

        @Override
        public List<HazardNote> hazards() {
            return List.of();
        }
    }

    /**
     * One statement.
     *
     * @param lock of the table that the object belongs to, or of {@code tables}, or {@code NONE}
     * @param tables others than the object's own that it locks, by their declared names
     */
    record Statement(String sql, LockMode lock, CostClass cost, Duration estimate, Set<QName> tables) {
        public Statement {
            tables = Set.copyOf(tables);
        }

        /** One that ends at once and locks no table. */
        public static Statement instant(String sql) {
            return new Statement(sql, LockMode.NONE, CostClass.INSTANT, Duration.ZERO, Set.of());
        }

        /** The same under a lock. */
        public Statement under(LockMode mode) {
            return new Statement(sql, mode, cost, estimate, tables);
        }

        /** The same under a lock of these tables. */
        public Statement under(LockMode mode, Set<QName> others) {
            return new Statement(sql, mode, cost, estimate, others);
        }

        /** The same at another cost. */
        public Statement costing(CostClass other, Duration time) {
            return new Statement(sql, lock, other, time, tables);
        }
    }
}
