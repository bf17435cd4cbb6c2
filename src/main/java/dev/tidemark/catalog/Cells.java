package dev.tidemark.catalog;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The rows of a result, one after the other, each cell as the text that the server printed. */
interface Cells {
    /** Goes on to the next row; false where there is none. */
    boolean next() throws SQLException;

    /** A cell of this row, null where it holds NULL; the first column is 1. */
    @Nullable
    String text(int column) throws SQLException;
}
