package dev.tidemark.plan.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class GraphTest {
    @Test
    void whatComesBeforeComesFirstAndPriorityDecidesTheRest() {
        Graph graph = new Graph(4);
        graph.edge(3, 0);
        graph.edge(2, 1);
        assertEquals(List.of(2, 1, 3, 0), graph.order(Comparator.comparingInt(n -> n == 2 ? 0 : n)));
    }

    @Test
    void nodesOnACircleShareAComponentAndAreMissingFromTheOrder() {
        Graph graph = new Graph(4);
        graph.edge(0, 1);
        graph.edge(1, 2);
        graph.edge(2, 1);
        int[] component = graph.components();
        assertEquals(component[1], component[2]);
        assertTrue(component[0] != component[1] && component[3] != component[1]);
        assertEquals(List.of(0, 3), graph.order(Comparator.naturalOrder()));
        assertEquals(2, graph.circle().size());
    }

    @Test
    void anEdgeThatWouldCloseACircleIsLeftOut() {
        Graph graph = new Graph(3);
        graph.edge(0, 1);
        graph.edge(1, 2);
        graph.edgeIfFree(2, 0);
        assertEquals(List.of(0, 1, 2), graph.order(Comparator.naturalOrder()));
        assertTrue(graph.reaches(0, 2));
        assertFalse(graph.reaches(2, 0));
    }

    @Test
    void randomGraphsWithoutACircleKeepEveryEdge() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int size = 1 + random.nextInt(40);
            Graph graph = new Graph(size);
            for (int e = 0; e < size * 2; e++) {
                int a = random.nextInt(size);
                int b = random.nextInt(size);
                graph.edge(Math.min(a, b), Math.max(a, b));
            }
            List<Integer> order = graph.order(Comparator.<Integer>naturalOrder().reversed());
            assertEquals(size, new HashSet<>(order).size());
            for (int a = 0; a < size; a++) {
                for (int b : graph.after(a)) {
                    assertTrue(order.indexOf(a) < order.indexOf(b));
                }
            }
        }
    }
}
