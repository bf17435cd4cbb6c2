package dev.tidemark.schema;

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

    /** Levenshtein's, where two letters in each other's place count as one mistake: how many letters are to be added, removed, replaced or swapped. */
    public static int distance(String a, String b) {
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                rows[i][j] = i == 0 ? j : j == 0 ? i : step(rows, a, b, i, j);
            }
        }
        return rows[a.length()][b.length()];
    }

    private static int step(int[][] rows, String a, String b, int i, int j) {
        int substituted = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(substituted, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, rows[i - 2][j - 2] + 1) : best;
    }
}
