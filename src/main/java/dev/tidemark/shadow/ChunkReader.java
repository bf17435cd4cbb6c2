package dev.tidemark.shadow;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reads what stands in the twins while a chunk is there. */
@FunctionalInterface
interface ChunkReader {
    /** {@code twins} as the server knows them; {@code names} is to be applied to every name and text. */
    void read(Connection connection, Set<String> twins, UnaryOperator<String> names, Chunk chunk) throws SQLException;
}
