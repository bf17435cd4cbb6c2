package dev.tidemark.template;

import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.Tool;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tools of {@code src/build/locks/sam.txt}, as they run without an account and without a network. */
final class Sam {
    private static final String TRANSFORM = "src/test/resources/dev/tidemark/template/transform.py";

    private Sam() {}

    /** Runs one of them in the repository's root; skipped loudly where they are not installed. */
    static Needs.Ran run(String tool, String... arguments) throws IOException, InterruptedException {
        return run(null, tool, arguments);
    }

    /** The template under each of these parameters, as the SAM transform makes it; properties of resources whose type begins so alone. */
    static List<Map<String, Object>> transformed(String type, List<Map<String, String>> parameters)
            throws IOException, InterruptedException {
        Path input = Files.createTempFile("parameters", ".json");
        try {
            Files.writeString(input, parameters.stream().map(Sam::json).collect(Collectors.joining(",", "[", "]")));
            Needs.Ran ran = run(input, "python", TRANSFORM, "template.yaml", type);
            if (ran.exit() != 0) {
                throw new IOException(ran.all());
            }
            return ran.out().lines().map(Cfn::read).toList();
        } finally {
            Files.delete(input);
        }
    }

    private static String json(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(e -> "\"" + e.getKey() + "\":\"" + e.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static Needs.Ran run(@Nullable Path input, String tool, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Tool.bin("sam").resolve(tool).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(Needs.basedir().toFile());
        builder.environment()
                .putAll(Map.of(
                        "SAM_CLI_TELEMETRY", "0",
                        "AWS_DEFAULT_REGION", "eu-central-1",
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test",
                        "AWS_EC2_METADATA_DISABLED", "true"));
        builder.redirectInput(input == null ? new File("/dev/null") : input.toFile());
        Path err = Files.createTempFile("sam", ".err");
        try {
            Process process = builder.redirectError(err.toFile()).start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException(command + " does not end");
            }
            return new Needs.Ran(process.exitValue(), out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }
}
