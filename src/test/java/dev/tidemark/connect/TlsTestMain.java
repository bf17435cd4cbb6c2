package dev.tidemark.connect;

import dev.tidemark.fault.ConnectionFaults;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Connects to a name that leads to this machine: {@code host port [mode]}; says the protocol, or the error and the driver's own words. */
final class TlsTestMain {
    private TlsTestMain() {}

    public static void main(String[] args) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "TIDEMARK_URL",
                "jdbc:postgresql://" + args[0] + ":" + args[1] + "/postgres?socketFactory="
                        + LocalSockets.class.getName(),
                "TIDEMARK_USER",
                "postgres"));
        if (args.length > 2) {
            environment.put("TIDEMARK_SSL_MODE", args[2]);
        }
        try {
            System.out.println("=> " + TlsProtocol.of(environment));
        } catch (SQLException e) {
            System.out.println("=> " + ConnectionFaults.of(e, "server").code() + " " + e.getMessage());
        }
    }
}
