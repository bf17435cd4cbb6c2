package dev.tidemark.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.lambda.ColdStart;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;

/** What one fresh JVM does: {@code floor} is HikariCP and {@code SELECT 1}; {@code check} is the same, and Tidemark's check. */
final class ColdJvm {
    private ColdJvm() {}

    public static void main(String[] args) throws Exception {
        long begun = System.nanoTime();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(args[1]);
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(0);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            if (args[0].equals("check")) {
                System.out.println("status " + ColdStart.check(pool).status());
            }
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select 1")) {
                row.next();
            }
        }
        System.out.println("ready " + (System.nanoTime() - begun));
    }
}
