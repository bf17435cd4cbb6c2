import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks ({@code --check}) or rewrites ({@code --write}) every Java file of the project with palantir-java-format; run by Maven on the toolchain's JDK. */
final class Format {
    public static void main(String[] args) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--palantir"));
        arguments.addAll(args[0].equals("--write") ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
        int before = arguments.size();
        for (String folder : List.of("src", "integrations", "test-support")) {
            try (var files = Files.walk(Path.of(folder))) {
                files.filter(f -> f.toString().endsWith(".java"))
                        .filter(f -> !f.startsWith("src/test/resources") && !f.startsWith("src/build"))
                        .filter(f -> folder.equals("src") || !f.toString().contains("/target/"))
                        .sorted()
                        .forEach(f -> arguments.add(f.toString()));
            }
        }
        if (arguments.size() == before) {
            return;
        }
        com.palantir.javaformat.java.Main.main(arguments.toArray(String[]::new));
    }
}
