package dev.tidemark.faults;

/** What happens to the holder of the lease in the middle of its run. */
enum Fault {
    KILL("kill -9 of the process"),
    FREEZE("SIGSTOP past the lease's TTL, then SIGCONT"),
    TERMINATE("`pg_terminate_backend` of all its sessions"),
    CUT("its network is cut");

    private final String title;

    Fault(String title) {
        this.title = title;
    }

    /** As the table in docs/reliability.md names it. */
    String title() {
        return title;
    }
}
