package dev.tidemark.deploy;

import dev.tidemark.control.ControlTables;
import dev.tidemark.control.OlderStarts;
import dev.tidemark.identity.Identity;
import dev.tidemark.identity.Setting;
import dev.tidemark.report.Figures;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a version before the recorded one may still serve; while one may, changes that would break it stay deferred (docs/adr/0070). Three signs have to agree:
 * Lambda routes to no older version and keeps none warm, no older version has started, and both have been so for {@code TIDEMARK_BREAKING_AFTER}.
 */
public final class OlderVersions {
    /** What the calls to Lambda may take: without a way to its API nobody waits for long. */
    private static final Duration ASKING = Duration.ofSeconds(5);

    private final ControlTables tables;
    private final Map<String, String> environment;
    private final Routing routing;

    public OlderVersions(ControlTables tables, Map<String, String> environment, Routing routing) {
        this.tables = tables;
        this.environment = environment;
        this.routing = routing;
    }

    /**
     * What became of the deferred changes that wait.
     *
     * @param may whether they may be applied now
     * @param why why not; empty where they may, or where nothing is deferred
     */
    public record Answer(boolean may, String why) {}

    /**
     * Looks, and remembers since when no older version serves.
     *
     * @param connection in autocommit, with the rights of the control tables' owner
     * @param left how long it may take
     */
    public Answer look(Connection connection, String app, Duration left) throws SQLException {
        OlderStarts starts = new OlderStarts(tables);
        OlderStarts.@Nullable Seen seen = starts.seen(connection, app);
        if (seen == null) {
            return new Answer(false, "");
        }
        Optional<String> serving = serving(seen, Times.shorter(left, ASKING));
        if (serving.isPresent()) {
            starts.serves(connection, app);
            return waits(serving.get());
        }
        @Nullable Instant since = seen.goneSince();
        if (since == null || seen.starts() > 0) {
            starts.gone(connection, app, seen.current());
            return waits(
                    since == null
                            ? "no older version serves, as was found just now; it has to stay so for "
                                    + Figures.time(patience())
                            : Figures.count(seen.starts(), "start") + " of older versions, the last at "
                                    + seen.lastStart());
        }
        Duration gone = Duration.between(since, seen.now());
        return gone.compareTo(patience()) < 0
                ? waits("no older version serves since " + since + "; it has to stay so for "
                        + Figures.time(patience()))
                : new Answer(true, "");
    }

    private static Answer waits(String why) {
        return new Answer(false, why);
    }

    private Duration patience() {
        return Objects.requireNonNull(Setting.BREAKING_AFTER.duration(environment));
    }

    /** Who serves that is older, or why nobody can say; empty where nobody does. */
    private Optional<String> serving(OlderStarts.Seen seen, Duration left) {
        @Nullable String serves = Setting.SERVES.text(environment);
        if (serves == null) {
            return Optional.of("TIDEMARK_SERVES does not say which function serves, so that Lambda cannot be asked");
        }
        int colon = serves.lastIndexOf(':');
        if (colon < 1 || colon == serves.length() - 1) {
            return Optional.of("TIDEMARK_SERVES is \"" + serves + "\"; FUNCTION:ALIAS is wanted");
        }
        try {
            return routing.serving(serves.substring(0, colon), serves.substring(colon + 1), left).entrySet().stream()
                    .filter(version -> version.getValue().isBefore(seen.firstSeen()))
                    .map(version -> "version " + version.getKey() + " of " + serves.substring(0, colon)
                            + " serves or is kept warm, and was published at " + version.getValue() + ", before "
                            + Identity.brief(seen.current()) + " was known")
                    .findFirst();
        } catch (IllegalStateException e) {
            return Optional.of("Lambda cannot be asked who serves: " + e.getMessage());
        }
    }
}
