package dev.tidemark.lambda;

import dev.tidemark.control.ControlTables;
import dev.tidemark.control.HotState;
import dev.tidemark.control.Verdict;
import dev.tidemark.control.VersionOrder;
import dev.tidemark.identity.CompiledResources;
import dev.tidemark.identity.Generations;
import dev.tidemark.identity.Identity;
import dev.tidemark.identity.Located;
import dev.tidemark.identity.Setting;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What one read of the control tables says about this code; all that a cold start costs when nothing has changed.
 *
 * @param app whose schema it is
 * @param hash this code's; empty for a hand-written schema, whose hash is not known before its text is read
 * @param current the recorded one, if any
 * @param verdict what is to be done
 * @param connectNanos how long the DataSource took to give a connection
 */
record HotCheck(String app, String hash, @Nullable String current, Verdict verdict, long connectNanos) {

    /** One statement, one round trip, on a connection of the function's own DataSource. */
    static HotCheck read(DataSource dataSource, Map<String, String> environment) throws SQLException {
        Located located =
                CompiledResources.find(Setting.APP.text(environment), CompiledResources.loader(), environment);
        @Nullable String hash = located.hash();
        if (hash == null) {
            return new HotCheck(located.app(), "", null, new Verdict(Verdict.Kind.SYNC, ""), 0);
        }
        Identity identity = new Identity(located.app(), hash, Generations.fromEnvironment(environment));
        ControlTables tables = new ControlTables(Objects.requireNonNull(Setting.CONTROL_SCHEMA.text(environment)));
        long start = System.nanoTime();
        try (Connection connection = dataSource.getConnection()) {
            long connected = System.nanoTime() - start;
            HotState state = tables.hotRead(connection, identity.app(), identity.hash());
            String current = state.current() == null ? null : state.current().hash();
            return new HotCheck(identity.app(), hash, current, VersionOrder.decide(identity, state, false), connected);
        }
    }
}
