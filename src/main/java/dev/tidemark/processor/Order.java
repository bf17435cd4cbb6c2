package dev.tidemark.processor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Puts things after what they need. */
final class Order {
    private Order() {}

    /**
     * The same things, each after what it needs, else as they came. Of a circle the one with the fewest open needs comes first.
     *
     * @param name what others call a thing
     * @param needs the names of what a thing needs; itself and strangers are overlooked
     */
    static <T> List<T> byNeed(List<T> things, Function<T, String> name, Function<T, Set<String>> needs) {
        Map<String, T> waiting = new LinkedHashMap<>();
        things.forEach(thing -> waiting.put(name.apply(thing), thing));
        Map<String, Set<String>> open = new LinkedHashMap<>();
        waiting.forEach((own, thing) -> {
            Set<String> needed = new HashSet<>(needs.apply(thing));
            needed.retainAll(waiting.keySet());
            needed.remove(own);
            open.put(own, needed);
        });
        List<T> ordered = new ArrayList<>();
        while (!open.isEmpty()) {
            String next = open.entrySet().stream()
                    .min(Comparator.comparingInt(each -> each.getValue().size()))
                    .orElseThrow()
                    .getKey();
            open.remove(next);
            open.values().forEach(needed -> needed.remove(next));
            ordered.add(waiting.get(next));
        }
        return ordered;
    }
}
