package dev.tidemark.apply;

/** Who this process is, for records and for the person who reads who holds the lease. */
final class Instance {
    private Instance() {}

    /** The function and version on Lambda with the log stream's end, else host-like: the user and the process id. */
    static String name() {
        String function = System.getenv("AWS_LAMBDA_FUNCTION_NAME");
        if (function == null) {
            return System.getProperty("user.name", "tidemark") + "/"
                    + ProcessHandle.current().pid();
        }
        String stream = System.getenv("AWS_LAMBDA_LOG_STREAM_NAME");
        String tail = stream == null ? "" : "/" + stream.substring(Math.max(0, stream.length() - 8));
        return function + ":" + System.getenv("AWS_LAMBDA_FUNCTION_VERSION") + tail;
    }

    /** The version of the jar; {@code development} in a classes folder. */
    static String toolVersion() {
        String version = Instance.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
