package dev.tidemark;

import java.util.Collection;
import java.util.Optional;

/** Which of the names that there are somebody may have meant. */
public final class NearestName {
    private NearestName() {}

    /** The nearest of the candidates; empty where none is near: more than a third of the letters, and more than two, would have to change. */
    public static Optional<String> of(String name, Collection<String> candidates) {
        return within(Math.max(2, name.length() / 3), name, candidates);
    }

    /** The nearest of the candidates that is at most so many letters away. */
    public static Optional<String> within(int letters, String name, Collection<String> candidates) {
        String nearest = "";
        int best = letters + 1;
        for (String candidate : candidates) {
            int distance = distance(name, candidate);
            if (distance < best) {
                best = distance;
                nearest = candidate;
            }
        }
        return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
    }

    /** Levenshtein's: how many letters are to be added, removed or replaced. */
    public static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
