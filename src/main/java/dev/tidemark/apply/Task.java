package dev.tidemark.apply;

import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import dev.tidemark.control.HotState;
import dev.tidemark.control.Verdict;
import dev.tidemark.control.Version;
import dev.tidemark.control.VersionOrder;
import dev.tidemark.identity.Generation;
import dev.tidemark.identity.Identity;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.RenameRequests;
import dev.tidemark.schema.SchemaReader;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which version a run brings about, and when there is still something to do for it.
 *
 * @param identity the version
 * @param schema its declaration, read only where it is needed
 * @param order what there is to do, going by what is recorded; asked before, while waiting for and under the lease
 * @param finishes whether it does what is left of a version that is recorded already: where nothing could be done, the record stays as it is
 */
record Task(Identity identity, Supplier<CompiledSchema> schema, Function<HotState, Verdict> order, boolean finishes) {
    /** This code's version, by the order of versions. */
    static Task own(Identity identity, Supplier<CompiledSchema> schema, SyncOptions options) {
        return new Task(
                identity,
                () -> RenameRequests.apply(schema.get(), options.renames()),
                state -> VersionOrder.decide(identity, state, options.explicit()),
                false);
    }

    /**
     * What is deferred of the version that is current, under its own identity, for as long as it stays current: it must never make itself current again
     * after a newer one was recorded.
     */
    static Task deferred(String app, Version current, Supplier<CompiledSchema> text) {
        Identity identity = new Identity(app, current.hash(), new Generation(current.lineage(), current.generation()));
        return new Task(identity, text, state -> left(current.hash(), state), true);
    }

    private static Verdict left(String hash, HotState state) {
        Version current = state.current();
        if (current == null || !current.hash().equals(hash)) {
            return new Verdict(Verdict.Kind.SUPERSEDED, "another version was recorded meanwhile");
        }
        if (current.inProgress() != null) {
            return new Verdict(Verdict.Kind.SUPERSEDED, "another version is being applied over it");
        }
        if (current.deferred() == 0) {
            return new Verdict(Verdict.Kind.UP_TO_DATE, "");
        }
        if (current.retryAfter() != null && state.now().isBefore(current.retryAfter())) {
            return new Verdict(
                    Verdict.Kind.BLOCKED_BY_PEER,
                    current.reason() + " (not tried again before " + current.retryAfter() + ")");
        }
        return new Verdict(Verdict.Kind.SYNC, "");
    }

    /**
     * A recorded text, read again.
     *
     * @throws TidemarkException TDM-503 where the text is not there
     */
    static CompiledSchema recorded(String app, String hash, @Nullable String text) {
        if (text == null) {
            throw TidemarkException.of(
                    "TDM-503",
                    app + ": " + hash + " is recorded as current, but its text is not in schema_text",
                    "an explicit sync of the version that is meant writes both again");
        }
        return SchemaReader.read(app, text, "the recorded schema of " + app);
    }
}
