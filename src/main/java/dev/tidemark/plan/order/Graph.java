package dev.tidemark.plan.order;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/** A directed graph over the numbers 0 … size − 1: an edge says which of two comes first. Knows nothing of plans. */
final class Graph {
    private final int size;
    private final List<List<Integer>> after;
    private final List<BitSet> known;

    Graph(int size) {
        this.size = size;
        this.after = new ArrayList<>(size);
        this.known = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            after.add(new ArrayList<>());
            known.add(new BitSet());
        }
    }

    /** {@code before} comes before {@code next}; an edge to itself says nothing. */
    void edge(int before, int next) {
        if (before != next && !known.get(before).get(next)) {
            known.get(before).set(next);
            after.get(before).add(next);
        }
    }

    /** The same, unless it would close a circle. */
    void edgeIfFree(int before, int next) {
        if (before != next && !reaches(next, before)) {
            edge(before, next);
        }
    }

    /** What comes directly after a node. */
    List<Integer> after(int node) {
        return after.get(node);
    }

    /** Whether a path leads from one node to another. */
    boolean reaches(int from, int to) {
        BitSet seen = new BitSet(size);
        Deque<Integer> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            int node = open.pop();
            if (node == to) {
                return true;
            }
            for (int next : after.get(node)) {
                if (!seen.get(next)) {
                    seen.set(next);
                    open.push(next);
                }
            }
        }
        return false;
    }

    /**
     * All nodes, each after what comes before it, by {@code priority} where the edges leave a choice. What lies on a circle, or behind one, is missing.
     */
    List<Integer> order(Comparator<Integer> priority) {
        int[] waiting = new int[size];
        for (List<Integer> targets : after) {
            targets.forEach(t -> waiting[t]++);
        }
        PriorityQueue<Integer> ready = new PriorityQueue<>(priority.thenComparing(Comparator.naturalOrder()));
        for (int i = 0; i < size; i++) {
            if (waiting[i] == 0) {
                ready.add(i);
            }
        }
        List<Integer> order = new ArrayList<>(size);
        while (!ready.isEmpty()) {
            int node = ready.poll();
            order.add(node);
            for (int next : after.get(node)) {
                if (--waiting[next] == 0) {
                    ready.add(next);
                }
            }
        }
        return order;
    }

    /** Nodes that each need the next one, and the last one the first; empty where there is no circle. */
    List<Integer> circle() {
        int[] component = components();
        for (int start = 0; start < size; start++) {
            for (int next : after.get(start)) {
                if (component[next] == component[start]) {
                    return path(next, start, component);
                }
            }
        }
        return List.of();
    }

    private List<Integer> path(int from, int to, int[] component) {
        int[] cameFrom = new int[size];
        Arrays.fill(cameFrom, -1);
        Deque<Integer> open = new ArrayDeque<>(List.of(from));
        cameFrom[from] = from;
        while (!open.isEmpty() && cameFrom[to] < 0) {
            int node = open.poll();
            for (int next : after.get(node)) {
                if (cameFrom[next] < 0 && component[next] == component[from]) {
                    cameFrom[next] = node;
                    open.add(next);
                }
            }
        }
        List<Integer> path = new ArrayList<>(List.of(to));
        for (int node = to; node != from; node = cameFrom[node]) {
            path.add(0, cameFrom[node]);
        }
        return path;
    }

    /** For each node the number of its strongly connected component: nodes on one circle have the same. */
    int[] components() {
        int[] component = new int[size];
        Arrays.fill(component, -1);
        int[] index = new int[size];
        int[] low = new int[size];
        int[] position = new int[size];
        BitSet onStack = new BitSet(size);
        Deque<Integer> stack = new ArrayDeque<>();
        int counter = 1;
        int components = 0;
        for (int root = 0; root < size; root++) {
            if (index[root] != 0) {
                continue;
            }
            Deque<Integer> calls = new ArrayDeque<>(List.of(root));
            while (!calls.isEmpty()) {
                int node = calls.peek();
                if (index[node] == 0) {
                    index[node] = counter;
                    low[node] = counter++;
                    stack.push(node);
                    onStack.set(node);
                }
                if (position[node] < after.get(node).size()) {
                    int next = after.get(node).get(position[node]++);
                    if (index[next] == 0) {
                        calls.push(next);
                    } else if (onStack.get(next)) {
                        low[node] = Math.min(low[node], index[next]);
                    }
                    continue;
                }
                calls.pop();
                if (!calls.isEmpty()) {
                    low[calls.peek()] = Math.min(low[calls.peek()], low[node]);
                }
                if (low[node] == index[node]) {
                    int member;
                    do {
                        member = stack.pop();
                        onStack.clear(member);
                        component[member] = components;
                    } while (member != node);
                    components++;
                }
            }
        }
        return component;
    }
}
