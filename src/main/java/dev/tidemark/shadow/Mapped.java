package dev.tidemark.shadow;

import java.util.ArrayList;
import java.util.List;

/** A statement for the twins, and where each of its characters comes from. */
final class Mapped {
    private record Piece(int start, int length, int original) {}

    private final StringBuilder sql = new StringBuilder();
    private final List<Piece> pieces = new ArrayList<>();

    /** Text that stands at {@code original} in the statement as declared. */
    void add(String text, int original) {
        pieces.add(new Piece(sql.length(), text.length(), original));
        sql.append(text);
    }

    /** Text that the declared statement does not hold. */
    void insert(String text, int original) {
        pieces.add(new Piece(sql.length(), 0, original));
        sql.append(text);
    }

    String sql() {
        return sql.toString();
    }

    /** The offset in the declared statement of PostgreSQL's error position, which counts characters from 1. */
    int original(int position) {
        int characters = Math.min(Math.max(position - 1, 0), sql.codePointCount(0, sql.length()));
        int at = sql.offsetByCodePoints(0, characters);
        Piece found = new Piece(0, 0, 0);
        for (Piece piece : pieces) {
            if (piece.start() > at) {
                break;
            }
            found = piece;
        }
        return found.original() + Math.min(at - found.start(), Math.max(found.length() - 1, 0));
    }
}
