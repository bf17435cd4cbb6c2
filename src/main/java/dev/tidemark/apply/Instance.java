package dev.tidemark.apply;

import java.util.Map;

/** Who this process is, for records and for the person who reads who holds the lease. */
final class Instance {
    private Instance() {}

    /** On Lambda the function, its version and the end of its log stream; else the user, the host and the process. */
    static String name() {
        return name(
                System.getenv(),
                System.getProperty("user.name", "unknown"),
                ProcessHandle.current().pid());
    }

    static String name(Map<String, String> environment, String user, long process) {
        String function = environment.get("AWS_LAMBDA_FUNCTION_NAME");
        if (function == null) {
            String host = environment.getOrDefault("HOSTNAME", environment.getOrDefault("COMPUTERNAME", ""));
            return "user " + user + (host.isEmpty() ? "" : " on " + host) + " (process " + process + ")";
        }
        String stream = environment.get("AWS_LAMBDA_LOG_STREAM_NAME");
        String tail = stream == null ? "" : " (log stream …" + stream.substring(Math.max(0, stream.length() - 8)) + ")";
        return "function " + function + ":" + environment.get("AWS_LAMBDA_FUNCTION_VERSION") + tail;
    }

    /** The version of the jar; {@code development} in a classes folder. */
    static String toolVersion() {
        String version = Instance.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
