package dev.tidemark.catalog;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a catalog as the server printed them, packed into one text. A text that is equal to an earlier one is a number; sizes of tables, which change without DDL, and
 * options of foreign servers, which hold secrets, are not among them.
 */
final class KeptRows {
    /** The queries whose rows are never kept. */
    static final Set<String> FRESH = Set.of("sizes", "foreign");

    /** In bytes, packed: what is larger is read again each time. */
    private static final int MAX_BYTES = 16_000_000;

    private KeptRows() {}

    private static String heading(Set<String> schemas) {
        return String.join("\0", new TreeSet<>(schemas));
    }

    /** Writes down what is read. */
    static final class Writer {
        private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        private final DataOutputStream out;
        private final Map<String, Integer> texts = new HashMap<>();
        private boolean usable = true;

        Writer(Set<String> schemas) {
            try {
                out = new DataOutputStream(new GZIPOutputStream(packed, 8192));
                cell(heading(schemas));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The rows of a result, written down while they are read. */
        Cells copying(ResultSet result) throws SQLException {
            @Nullable String[] cells = new String[result.getMetaData().getColumnCount()];
            return new Cells() {
                @Override
                public boolean next() throws SQLException {
                    boolean more = result.next();
                    for (int i = 0; more && i < cells.length; i++) {
                        cells[i] = result.getString(i + 1);
                    }
                    row(more, cells);
                    return more;
                }

                @Override
                public @Nullable String text(int column) {
                    return cells[column - 1];
                }
            };
        }

        /** The rows of an earlier result that pass; more of the same result may follow. */
        void copy(Reader earlier, Predicate<@Nullable String[]> passes) {
            for (@Nullable String[] cells = earlier.row(); cells.length > 0; cells = earlier.row()) {
                if (passes.test(cells)) {
                    row(true, cells);
                }
            }
        }

        /** Nothing of this is kept: it holds what changes without DDL. */
        void spoil() {
            usable = false;
        }

        private void row(boolean more, @Nullable String[] cells) {
            if (!usable || packed.size() > MAX_BYTES) {
                usable = false;
                return;
            }
            try {
                out.writeByte(more ? cells.length : 0);
                for (int i = 0; more && i < cells.length; i++) {
                    cell(cells[i]);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void cell(@Nullable String text) throws IOException {
            if (text == null) {
                out.writeInt(-1);
                return;
            }
            Integer known = texts.putIfAbsent(text, texts.size());
            out.writeInt(known == null ? texts.size() - 1 : known);
            if (known == null) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                out.writeInt(bytes.length);
                out.write(bytes);
            }
        }

        /** All of it, null where it cannot be kept. */
        @Nullable
        String text() {
            try {
                out.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return usable && packed.size() <= MAX_BYTES
                    ? Base64.getEncoder().encodeToString(packed.toByteArray())
                    : null;
        }
    }

    /** Reads what was written down, in the same order. */
    static final class Reader {
        private final DataInputStream in;
        private final List<String> texts = new ArrayList<>();

        private Reader(byte[] rows) {
            in = new DataInputStream(new ByteArrayInputStream(rows));
        }

        /**
         * What was kept of these schemas; null where it is of others, or damaged: the checksum of gzip is looked at first.
         *
         * @param kept as {@link Writer#text} returned it
         */
        static @Nullable Reader of(@Nullable String kept, Set<String> schemas) {
            if (kept == null) {
                return null;
            }
            try (InputStream packed = new GZIPInputStream(
                    new ByteArrayInputStream(Base64.getDecoder().decode(kept)), 8192)) {
                Reader reader = new Reader(packed.readAllBytes());
                return heading(schemas).equals(reader.cell()) ? reader : null;
            } catch (IOException | IllegalArgumentException e) {
                return null;
            }
        }

        /** The rows of the next result. */
        Cells cells() {
            return new Cells() {
                private @Nullable String[] cells = new String[0];

                @Override
                public boolean next() {
                    cells = row();
                    return cells.length > 0;
                }

                @Override
                public @Nullable String text(int column) {
                    return cells[column - 1];
                }
            };
        }

        /** The cells of the next row; none at the end of a result. */
        private @Nullable String[] row() {
            try {
                @Nullable String[] cells = new String[in.readUnsignedByte()];
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = cell();
                }
                return cells;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private @Nullable String cell() throws IOException {
            int number = in.readInt();
            if (number < 0) {
                return null;
            }
            if (number == texts.size()) {
                texts.add(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
            }
            return texts.get(number);
        }
    }
}
