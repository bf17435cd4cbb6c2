package dev.tidemark.cli;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A terminal on all streams, or none, with somebody who types these lines and then ends the input. */
final class FakeTerminal implements Terminal {
    private final boolean there;
    private final Deque<String> typed;
    int asked;

    private FakeTerminal(boolean there, String... typed) {
        this.there = there;
        this.typed = new ArrayDeque<>(Arrays.asList(typed));
    }

    static FakeTerminal none() {
        return new FakeTerminal(false);
    }

    static FakeTerminal typing(String... lines) {
        return new FakeTerminal(true, lines);
    }

    @Override
    public boolean stdin() {
        return there;
    }

    @Override
    public boolean stdout() {
        return there;
    }

    @Override
    public boolean stderr() {
        return there;
    }

    @Override
    public int columns() {
        return there ? 100 : 0;
    }

    @Override
    public boolean utf8() {
        return true;
    }

    @Override
    public @Nullable String readLine() {
        asked++;
        return typed.poll();
    }
}
