package dev.tidemark.property;

import dev.tidemark.testkit.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Topics of a schema, each a file with several variants of it and rows for each: any of them can become any other.
 *
 * <p>A variant begins with {@code === name}; its rows, if it has any, with {@code --- rows}. Before the first one stand the steps that are refused, such as
 * {@code a > b: plan blocked TDM-212}; and, in a line of its own, {@code chain} where each variant becomes only its neighbours and the last one the first, or {@code star} where only
 * the first one becomes each of the others.
 */
final class Transitions {
    private Transitions() {}

    /** One variant. */
    record Variant(String name, String sql, String rows) {}

    /** One variant that becomes another, or stays what it is. */
    record Step(Variant from, Variant to) {
        @Override
        public String toString() {
            return from.name() + " > " + to.name();
        }
    }

    /** A file of them. */
    record Topic(String name, List<String> refused, List<Variant> variants) {
        Topic {
            refused = List.copyOf(refused);
            variants = List.copyOf(variants);
        }

        /** From each variant to each, or along a chain there and back, or from the first to each other. */
        List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            boolean chain = refused.contains("chain");
            if (refused.contains("star")) {
                return variants.stream()
                        .skip(1)
                        .map(v -> new Step(variants.get(0), v))
                        .toList();
            }
            int size = variants.size();
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    if (!chain || Math.abs(i - j) == 1 || (i == size - 1 && j == 0)) {
                        steps.add(new Step(variants.get(i), variants.get(j)));
                    }
                }
            }
            return steps;
        }

        /**
         * The steps for a build: where each variant would become each, only its neighbours in a ring there and back, and those that the file has an opinion on.
         */
        List<Step> tour() {
            int size = variants.size();
            return steps().stream()
                    .filter(step ->
                            isBetweenNeighbours(step, size) || !wanted(step).equals("right"))
                    .toList();
        }

        private boolean isBetweenNeighbours(Step step, int size) {
            int distance = Math.abs(variants.indexOf(step.from()) - variants.indexOf(step.to()));
            return refused.contains("star") || distance == 1 || distance == size - 1;
        }

        /** What is wrong with these steps on a server of this major version; {@code -Dtidemark.step="a > .*"} takes some of them. */
        List<String> wrong(List<Step> steps, int major) {
            String pattern = System.getProperty("tidemark.step", ".*");
            return steps.stream()
                    .filter(step -> step.toString().matches(pattern))
                    .flatMap(step -> wrong(step, major).stream())
                    .toList();
        }

        /** What is wrong with these steps where a safe sync comes first, which applies what breaks running code or defers it. */
        List<String> wrongOfSafe(List<Step> steps, boolean breaking, int major) {
            String pattern = System.getProperty("tidemark.step", ".*");
            return steps.stream()
                    .filter(step -> step.toString().matches(pattern))
                    .flatMap(step -> new PairCheck(major)
                                    .failureOfSafeTexts(
                                            step.from().sql(),
                                            step.from().rows(),
                                            step.to().sql(),
                                            breaking)
                                    .map(f -> step + ": " + f.kind() + "\n" + f.detail())
                                    .stream())
                    .toList();
        }

        private Optional<String> wrong(Step step, int major) {
            Variant from = step.from();
            Optional<PairCheck.Failure> failure = new PairCheck(major)
                    .failureOfTexts(from.sql(), from.rows(), step.to().sql());
            String kind = failure.map(PairCheck.Failure::kind).orElse("right");
            String wanted = wanted(step);
            return kind.equals(wanted)
                    ? Optional.empty()
                    : Optional.of(step + ": " + kind + ", not " + wanted + "\n"
                            + failure.map(PairCheck.Failure::detail).orElse(""));
        }

        /** What a step should come to: {@code right}, or what the file says. */
        String wanted(Step step) {
            String prefix = step + ": ";
            return refused.stream()
                    .filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()))
                    .findFirst()
                    .orElse("right");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The topics of these folders of the test resources; {@code -Dtidemark.scenario=name} takes those whose name begins so. */
    static Stream<Topic> topics(String... folders) {
        String prefix = System.getProperty("tidemark.scenario", "");
        return Stream.of(folders)
                .flatMap(folder ->
                        read(Needs.basedir().resolve("src/test/resources").resolve(folder)))
                .filter(topic -> topic.name().startsWith(prefix));
    }

    private static Stream<Topic> read(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(Transitions::topic).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Topic topic(Path file) {
        try {
            String[] blocks = Files.readString(file).split("(?m)^=== ", -1);
            List<Variant> variants = new ArrayList<>();
            for (String block : List.of(blocks).subList(1, blocks.length)) {
                String[] parts = block.split("(?m)^--- rows\n", -1);
                int line = parts[0].indexOf('\n');
                variants.add(new Variant(
                        parts[0].substring(0, line).strip(),
                        parts[0].substring(line + 1),
                        parts.length > 1 ? parts[1] : ""));
            }
            String name = file.getFileName().toString().replace(".sql", "");
            return new Topic(name, blocks[0].lines().toList(), variants);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
