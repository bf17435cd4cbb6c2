package dev.tidemark;

import java.util.List;
import java.util.Objects;

/**
 * What is doubtful about a declared schema, judged by what PostgreSQL makes of it. No finding keeps a sync from running.
 *
 * @param app whose schema it is
 * @param hash its hash
 * @param findings in the order of the declaration; those without a place last
 * @param ignored how many more findings the declaration itself says to ignore
 */
public record LintReport(String app, String hash, List<Finding> findings, int ignored) {
    public LintReport {
        findings = List.copyOf(findings);
    }

    /** How likely it is that something is wrong. */
    public enum Severity {
        /** Nearly always a fault or a trap. */
        WARNING,
        /** Worth a look; a sound schema may do it on purpose. */
        NOTE
    }

    /**
     * One doubt.
     *
     * @param severity how likely it is that something is wrong
     * @param problem its code ({@code TDM-L01}), object, message, place and ways out
     */
    public record Finding(Severity severity, Problem problem) {
        public Finding {
            Objects.requireNonNull(severity);
            Objects.requireNonNull(problem);
        }
    }

    /** The findings of this severity, and worse ones. */
    public List<Finding> atLeast(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity().compareTo(severity) <= 0)
                .toList();
    }
}
