package dev.tidemark.plan.model;

import dev.tidemark.CostClass;
import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.diff.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One change with all that it could need, before the policy has judged it.
 *
 * @param entry the object that stands by itself and under which the change is listed
 * @param required whether the new code fails without it, so that it cannot be left out
 * @param prerequisites other changes without which it cannot be done, beyond what the catalogs say of dependencies
 * @param reshapes whether its object has another definition after it, which what depends on the object may need
 * @param urgent whether it may not wait for a later run, however long it takes: the code relies on it
 * @param ops what runs when it is applied
 * @param withheldHalf what runs when it is withheld: its compatible half
 * @param deferredHalf what runs when it is deferred for want of time
 * @param always problems whatever becomes of it
 * @param applied problems only if it would be applied
 */
public record Draft(
        Change change,
        ObjectName entry,
        ObjectName object,
        Plan.Action action,
        String summary,
        List<HazardNote> hazards,
        boolean required,
        Set<Change> prerequisites,
        boolean reshapes,
        boolean urgent,
        List<Op> ops,
        List<Op> withheldHalf,
        List<Op> deferredHalf,
        List<Problem> always,
        List<Problem> applied,
        List<String> notes) {
    public Draft {
        hazards = List.copyOf(hazards);
        prerequisites = Set.copyOf(prerequisites);
        ops = List.copyOf(ops);
        withheldHalf = List.copyOf(withheldHalf);
        deferredHalf = List.copyOf(deferredHalf);
        always = List.copyOf(always);
        applied = List.copyOf(applied);
        notes = List.copyOf(notes);
    }

    /** The summary, without the space between its columns. */
    public String inSentence() {
        return summary.replaceAll(" {2,}", " ");
    }

    public boolean has(Hazard hazard) {
        return hazards.stream().anyMatch(h -> h.hazard() == hazard);
    }

    /** The words for a hazard that it has. */
    public HazardNote note(Hazard hazard) {
        return hazards.stream().filter(h -> h.hazard() == hazard).findFirst().orElseThrow();
    }

    /** The same with one more hazard. */
    public Draft with(HazardNote note) {
        List<HazardNote> more = new ArrayList<>(hazards);
        more.add(note);
        return copy(more, UnaryOperator.identity());
    }

    /** The same with other statements in place of its own. */
    public Draft mapped(UnaryOperator<Op> op) {
        return copy(hazards, op);
    }

    private Draft copy(List<HazardNote> notes, UnaryOperator<Op> op) {
        return new Draft(
                change,
                entry,
                object,
                action,
                summary,
                notes,
                required,
                prerequisites,
                reshapes,
                urgent,
                ops.stream().map(op).toList(),
                withheldHalf.stream().map(op).toList(),
                deferredHalf.stream().map(op).toList(),
                always,
                applied,
                this.notes);
    }

    /** The worst of its statements. */
    public CostClass cost() {
        return ops.stream().map(Op::cost).max(Enum::compareTo).orElse(CostClass.INSTANT);
    }

    /** All its statements one after the other. */
    public Duration estimate() {
        return ops.stream().map(Op::estimate).reduce(Duration.ZERO, Duration::plus);
    }

    public static Builder of(Change change, ObjectName object, Plan.Action action, String summary) {
        return new Builder(change, object, action, summary);
    }

    /** Collects what a draft is made of. */
    public static final class Builder {
        private final Change change;
        private final ObjectName object;
        private final Plan.Action action;
        private final String summary;
        private ObjectName entry;
        private final List<HazardNote> hazards = new ArrayList<>();
        private boolean required;
        private final Set<Change> prerequisites = new HashSet<>();
        private boolean reshapes;
        private boolean urgent;
        private final List<Op> ops = new ArrayList<>();
        private final List<Op> withheld = new ArrayList<>();
        private final List<Op> deferred = new ArrayList<>();
        private final List<Problem> always = new ArrayList<>();
        private final List<Problem> applied = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        private Builder(Change change, ObjectName object, Plan.Action action, String summary) {
            this.change = change;
            this.object = object;
            this.action = action;
            this.summary = summary;
            this.entry = object;
        }

        public Builder under(ObjectName standalone) {
            entry = standalone;
            return this;
        }

        public Builder hazard(HazardNote note) {
            hazards.add(note);
            return this;
        }

        public Builder hazard(Hazard hazard, String why, String wayOut) {
            hazards.add(new HazardNote(hazard, why, wayOut));
            return this;
        }

        /** Nobody needs to allow this hazard here, since nothing would be lost. */
        public Builder wordless(Hazard hazard) {
            hazards.replaceAll(note -> note.hazard() == hazard ? note.withoutApproval() : note);
            return this;
        }

        public Builder required() {
            required = true;
            return this;
        }

        public Builder onlyWith(Stream<? extends Change> others) {
            others.forEach(prerequisites::add);
            return this;
        }

        public Builder reshaping() {
            reshapes = true;
            return this;
        }

        public Builder urgent() {
            urgent = true;
            return this;
        }

        public Builder op(Op op) {
            ops.add(op);
            return this;
        }

        public Builder withheldHalf(Op op) {
            withheld.add(op);
            return this;
        }

        public Builder deferredHalf(Op op) {
            deferred.add(op);
            return this;
        }

        public Builder always(Problem problem) {
            always.add(problem);
            return this;
        }

        public Builder ifApplied(Problem problem) {
            applied.add(problem);
            return this;
        }

        public Builder note(String note) {
            notes.add(note);
            return this;
        }

        public Draft build() {
            return new Draft(
                    change,
                    entry,
                    object,
                    action,
                    summary,
                    hazards,
                    required,
                    prerequisites,
                    reshapes,
                    urgent,
                    ops,
                    withheld,
                    deferred,
                    always,
                    applied,
                    notes);
        }
    }
}
