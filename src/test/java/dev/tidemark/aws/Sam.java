package dev.tidemark.aws;

import dev.tidemark.testkit.LocalStack;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.s3.S3Client;

/** {@code sam build} and {@code sam deploy} of the repository's own template against LocalStack, in a folder of its own. */
final class Sam {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final LocalStack aws;
    private final Path folder;
    private final Path temporary;
    private final String bucket = "sam-" + System.nanoTime();
    private int builds;

    /**
     * A folder with the template and its Makefile; nothing else of the repository, which {@code sam build} would copy.
     *
     * @param folder an empty one, in a folder that may be written to
     */
    Sam(LocalStack aws, Path folder) {
        this.aws = aws;
        this.folder = folder;
        try {
            // Beside it: what is in it, sam build copies to its temporary folder.
            this.temporary = Files.createTempDirectory(folder.toAbsolutePath().getParent(), "tmp");
            for (String file : List.of("template.yaml", "Makefile")) {
                Files.copy(Needs.basedir().resolve(file), folder.resolve(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (S3Client s3 = aws.client(S3Client.builder().forcePathStyle(true))) {
            s3.createBucket(b -> b.bucket(bucket));
        }
    }

    /**
     * {@code sam build}, with artefacts that are there.
     *
     * @param functions the folder with {@code orders} and {@code tidemark}
     * @return the folder of what was built
     */
    Path build(Path functions) {
        Path built = folder.resolve("built-" + ++builds);
        Run run = start(List.of("build", "--build-dir", built.toString()), functions);
        if (run.await() != 0) {
            throw new IllegalStateException("sam build\n" + run.output());
        }
        return built;
    }

    /** {@code sam deploy}; it may never end by itself where an update fails, since LocalStack's status is one that it does not know. */
    Run deploy(Stack stack, Path built, Map<String, String> parameters) {
        List<String> command = new ArrayList<>(List.of(
                "deploy",
                "--template-file",
                built.resolve("template.yaml").toString(),
                "--stack-name",
                stack.name(),
                "--s3-bucket",
                bucket,
                "--capabilities",
                "CAPABILITY_IAM",
                "CAPABILITY_AUTO_EXPAND",
                "--no-confirm-changeset",
                "--no-progressbar",
                "--parameter-overrides"));
        parameters.forEach((name, value) -> command.add("ParameterKey=" + name + ",ParameterValue=" + value));
        return start(command, built);
    }

    private Run start(List<String> arguments, Path functions) {
        List<String> command =
                new ArrayList<>(List.of(Tool.bin("sam").resolve("sam").toString()));
        command.addAll(arguments);
        try {
            Path output = Files.createTempFile(folder, "sam", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(aws.environment());
            builder.environment()
                    .putAll(Map.of(
                            "HOME",
                            folder.toString(),
                            "TMPDIR",
                            temporary.toString(),
                            "SAM_CLI_TELEMETRY",
                            "0",
                            "SAM_CLI_POLL_DELAY",
                            "1",
                            "TIDEMARK_FUNCTIONS",
                            functions.toString()));
            Process process = builder.start();
            process.getOutputStream().close();
            return new Run(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A command that was started.
     *
     * @param process it
     * @param file what it writes
     */
    record Run(Process process, Path file) {
        /** Waits for its end, at most four minutes; its exit code. */
        int await() {
            try {
                if (process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    return process.exitValue();
                }
                kill();
                throw new IllegalStateException("sam does not end\n" + output());
            } catch (InterruptedException e) {
                kill();
                throw new IllegalStateException(e);
            }
        }

        void kill() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }

        String output() {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
