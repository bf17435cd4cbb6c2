package dev.tidemark.connect;

import java.sql.Connection;
import java.time.Duration;

/** Connects as the environment says. */
final class PlainLoginMain {
    private PlainLoginMain() {}

    public static void main(String[] args) throws Exception {
        try (Connection connection =
                Databases.runtime(System.getenv(), Duration.ofSeconds(10)).getConnection()) {
            System.out.println(connection.isClosed() ? "=> closed" : "=> connected");
        }
    }
}
