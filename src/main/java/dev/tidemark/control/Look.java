package dev.tidemark.control;

import java.util.Objects;

/**
 * What a deployment reads first.
 *
 * @param state the hot read
 * @param request what is known of the request that it answers
 */
public record Look(HotState state, Request request) {
    /** What is known of a request of CloudFormation. */
    public enum Request {
        /** Nothing: nobody has claimed it. */
        UNKNOWN,
        /** An invocation works on it, or did, or it was handed on to this one. */
        OPEN,
        /** Its answer has arrived, or it was handed on to a later invocation than this one. */
        TAKEN
    }

    public Look {
        Objects.requireNonNull(state);
        Objects.requireNonNull(request);
    }
}
