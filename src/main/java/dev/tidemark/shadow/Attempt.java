package dev.tidemark.shadow;

import dev.tidemark.TidemarkException;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.CatalogReader;
import dev.tidemark.catalog.QName;
import dev.tidemark.schema.CompiledSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One shadow, from the beginning of its transaction to just before its rollback. */
final class Attempt {
    private final CompiledSchema schema;
    private final Twins twins;
    private final Link link;
    private final Ground ground;
    private final Members members = new Members();
    private final PrivilegeRun privileges;
    private final List<Fault> faults = new ArrayList<>();

    private final Units units;
    private final @Nullable Set<QName> wanted;
    private boolean last;
    private boolean rolledBack;

    /** {@code wanted}: the units to load, with stand-ins of what they name; null for all. */
    Attempt(Connection work, CompiledSchema schema, Units units, @Nullable Set<QName> wanted) {
        this.schema = schema;
        this.units = units;
        this.wanted = wanted;
        this.twins = Twins.of(schema.schemas(), schema.text());
        this.link = new Link(work);
        this.ground = new Ground(link, twins);
        this.privileges = new PrivilegeRun(schema, twins);
    }

    PrivilegeRun privileges() {
        return privileges;
    }

    /** The catalog of what is there now, to be read once for each chunk; with that of the last one the transaction is rolled back, in the same round trip. */
    Catalog catalog(Set<String> names) throws SQLException {
        if (!last) {
            return CatalogReader.read(link.connection(), names, twins::restored);
        }
        Catalog catalog = CatalogReader.readAndRollBack(link.connection(), names, twins::restored);
        rolledBack = true;
        return catalog;
    }

    /** Whether the transaction is over already. */
    boolean isRolledBack() {
        return rolledBack;
    }

    void run(Duration timeout, int cap, ChunkReader reader) throws SQLException {
        try {
            ground.prepare(timeout);
            members.take(ground.makeTwins(Members.QUERY));
            Extensions extensions = new Extensions(link, ground.installed(), ground.movable());
            if (extensions.isAnyElsewhere(schema.ordered())) {
                faults.addAll(extensions.make(schema.ordered()));
                members.take(link.rows(Members.QUERY));
            }
            faults.addAll(ForeignObjects.of(schema).make(link));
            privileges.prepare(link);
            List<Chunk> chunks = wanted == null ? Chunks.of(units, cap) : Chunks.of(units, wanted, cap);
            for (Chunk chunk : chunks.subList(0, chunks.size() - 1)) {
                link.run("savepoint chunk");
                load(chunk, reader, false);
                link.run("rollback to savepoint chunk;\nrelease savepoint chunk");
            }
            // The rollback of the whole transaction follows.
            last = true;
            load(chunks.get(chunks.size() - 1), reader, chunks.size() == 1);
        } catch (SQLException e) {
            TidemarkException rejection = ground.rejection(e);
            if (rejection != null) {
                throw rejection;
            }
            throw e;
        }
        refuseFaults();
    }

    private void load(Chunk chunk, ChunkReader reader, boolean only) throws SQLException {
        Mapper mapper = new Mapper(twins, members, new Declarations(schema.statements()));
        Loader loader = new Loader(link, twins, members, mapper);
        faults.addAll(loader.load(privileges.first()));
        faults.addAll(loader.load(chunk.statements()));
        if (faults.isEmpty()) {
            faults.addAll(EventTriggers.of(schema).refused(link, mapper, loader::path, chunk));
        }
        if (faults.isEmpty()) {
            faults.addAll(loader.load(privileges.of(chunk, only)));
        }
        if (faults.isEmpty()) {
            new Fence(link, twins, ground.installed(), ground.hasEventTriggers()).check(schema);
            reader.read(link.connection(), new LinkedHashSet<>(twins.names()), twins::restored, chunk);
        }
    }

    private void refuseFaults() {
        for (Fault fault : faults) {
            TidemarkException rejection = ground.rejection(fault.error());
            if (rejection != null) {
                throw rejection;
            }
        }
        if (!faults.isEmpty()) {
            throw new Faults(schema, twins, faults, Shadow.notHeld(schema)).exception();
        }
    }
}
