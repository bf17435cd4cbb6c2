package dev.tidemark.apply;

import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.SyncOptions;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.CatalogReader;
import dev.tidemark.catalog.ScopedReader;
import dev.tidemark.control.CatalogMark;
import dev.tidemark.control.ControlTables;
import dev.tidemark.control.Inventory;
import dev.tidemark.schema.CompiledSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is there, look by look: from what is known of the catalogs where they are as they were then, else read; and what of it is to be kept in turn. */
final class LiveSide {
    private final Connection work;
    private final CompiledSchema schema;
    private final SyncOptions options;
    private final ControlTables control;
    private boolean leased;
    private boolean looked;
    private CatalogMark.@Nullable Now now;
    private String digest = "";
    private String keptDigest = "";
    private @Nullable String rows;
    private @Nullable String base;
    private Looks.@Nullable Seen seen;
    private CatalogReader.@Nullable Look look;
    private @Nullable MovedExtensions movedExtensions;

    LiveSide(Connection work, CompiledSchema schema, SyncOptions options, ControlTables control) {
        this.work = work;
        this.schema = schema;
        this.options = options;
        this.control = control;
    }

    /** Under the lease; {@code present}: what is kept of the catalogs, null where nobody asked. */
    void under(CatalogMark.@Nullable Now present) {
        leased = true;
        now = present;
    }

    /** What the record keeps of the catalogs, and still holds; null where it does not. */
    void keeping(CatalogMark.@Nullable Now kept) {
        rows = kept == null ? null : kept.rows();
        keptDigest = kept == null ? "" : kept.digest();
    }

    /** What an earlier look saw: taken where the digest under the lease is still that look's. */
    void hasSeen(Looks.Seen last) {
        seen = last;
    }

    /** The declared schemas, and those of which nothing is declared any more while this app still manages something there. */
    Catalog read(Inventory known, @Nullable ScopedLook scoped) throws SQLException {
        Set<String> schemas = new TreeSet<>(schema.schemas());
        known.managed().keySet().forEach(object -> schemas.add(object.schema()));
        movedExtensions = new MovedExtensions(work, new ExtensionSurvey(schema));
        Catalog moved = movedExtensions.read(schemas);
        if (moved != null) {
            looked = true;
            rows = null;
            digest = "";
            return moved;
        }
        if (leased && !looked && !options.force() && !known.managed().isEmpty()) {
            CatalogMark.Now present = now == null
                    ? control.kept(work, schema.app(), CatalogReader.rowsFormat(), CatalogReader.digestQuery())
                    : now;
            digest = present.digest();
            rows = present.rows();
        }
        looked = true;
        String kept = rows;
        // What runs after the first look changes the catalogs.
        rows = null;
        CatalogReader.Look proof = scoped == null ? null : scoped.take(work, schemas);
        return proof == null ? whole(schemas, kept) : took(proof);
    }

    private Catalog whole(Set<String> schemas, @Nullable String kept) throws SQLException {
        base = kept;
        Looks.Seen last = seen;
        seen = null;
        if (last != null && !digest.isEmpty() && digest.equals(last.digest())) {
            return new ScopedReader(work, schemas, last.live()).resized();
        }
        Catalog again = kept == null ? null : CatalogReader.again(work, schemas, kept);
        if (again != null) {
            return again;
        }
        base = null;
        return leased ? took(CatalogReader.lookAlone(work, schemas)) : CatalogReader.readAlone(work, schemas);
    }

    private Catalog took(CatalogReader.Look read) {
        look = read;
        digest = read.digest();
        base = read.rows();
        return read.catalog();
    }

    /** What an object is called once extensions have moved. */
    ObjectName renamed(ObjectName object) {
        MovedExtensions moved = movedExtensions;
        return moved == null ? object : moved.renamed(object);
    }

    /** A digest of all catalogs, taken right before the last look; empty without the lease, where nothing is recorded. */
    String digest() {
        return digest;
    }

    /** The digest of all catalogs as they were at a look without the lease; empty where it did not take what is kept. */
    String seenDigest() {
        return base == null ? "" : keptDigest;
    }

    /** What the last look read under the lease, to be kept; null where the record keeps it already. */
    CatalogMark.@Nullable Kept kept() {
        return Marks.kept(look, digest);
    }

    /** The look that will prove this plan's work; null where it has to be one at everything. */
    @Nullable
    ScopedLook scoped(Plan plan, Catalog live, Catalog declared) {
        return options.force() ? null : ScopedLook.of(plan, live, declared, digest, base);
    }
}
