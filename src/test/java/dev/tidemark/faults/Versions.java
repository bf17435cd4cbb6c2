package dev.tidemark.faults;

import dev.tidemark.SyncOptions;
import java.time.Duration;

/** Three versions of a schema; each is several transactions, and the later ones build an index without one. */
final class Versions {
    private static final String FIRST = """
        create table a (id bigint primary key, name text);
        create table b (id bigint primary key);
        """;
    private static final String SECOND = """
        create type mood as enum ('ok', 'meh');
        create table a (
          id bigint primary key,
          title text, -- @renamed from=name
          feel mood
        );
        create table b (id bigint primary key, two int not null default 2);
        create table c (id bigint primary key, b bigint references b);
        create index a_title_idx on a (title);
        create index b_two_idx on b (two);
        """;
    private static final String THIRD =
            SECOND.replace("'meh')", "'meh', 'bad')").replace("references b);", "references b, note text);")
                    + "create index c_note_idx on c (note);\n";

    /** How many there are. */
    static final int COUNT = 3;

    private Versions() {}

    /** A cold start of version 1, 2 or 3, which knows how new it is and may rename. */
    static SyncOptions coldStart(int version) {
        String sql = switch (version) {
            case 1 -> FIRST;
            case 2 -> SECOND;
            case COUNT -> THIRD;
            default -> throw new IllegalArgumentException("no version " + version);
        };
        return SyncOptions.defaults()
                .withApp("shop")
                .withSource(new SyncOptions.SchemaSource(sql, "v" + version + ".sql"))
                .withLineage("faults")
                .withGeneration((long) version)
                .withBreakingAllowed(true)
                .withBudget(Duration.ofSeconds(60))
                .withPollInterval(Duration.ofMillis(100));
    }
}
