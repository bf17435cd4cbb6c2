package dev.tidemark.template;

import static dev.tidemark.template.Cfn.list;
import static dev.tidemark.template.Cfn.map;
import static dev.tidemark.template.Cfn.string;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code .github/workflows}: actionlint, and what it does not ask for: few rights, no stored keys, pinned actions. */
class WorkflowsTest {
    private static List<Path> workflows() {
        try (Stream<Path> files = Files.list(Needs.basedir().resolve(".github/workflows"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void actionlintFindsNothing() throws IOException {
        List<String> command = new ArrayList<>(List.of(actionlint()));
        workflows().forEach(f -> command.add(f.toString()));
        assertTrue(command.size() > 3, command.toString());
        Needs.Ran ran = Needs.run(command);
        assertEquals(0, ran.exit(), ran.all());
    }

    @Test
    void actionlintFindsMistakes(@TempDir Path folder) throws IOException {
        Path wrong = folder.resolve("wrong.yml");
        Files.writeString(wrong, Cfn.text(".github/workflows/main.yml").replace("needs: build", "needs: bulid"));
        Needs.Ran ran = Needs.run(List.of(actionlint(), wrong.toString()));
        assertNotEquals(0, ran.exit());
        assertTrue(ran.all().contains("bulid"), ran.all());
    }

    private static String actionlint() throws IOException {
        Needs.Ran ran = Needs.run(
                List.of(Needs.basedir().resolve("src/build/actionlint.sh").toString(), "--check"));
        if (ran.exit() != 0) {
            throw Needs.missing("actionlint", ran.err());
        }
        return ran.out().strip();
    }

    @Test
    void nothingMayMoreThanItNeeds() {
        TreeSet<String> faults = new TreeSet<>();
        for (Path file : workflows()) {
            String text = Cfn.text(".github/workflows/" + file.getFileName());
            Map<String, Object> workflow = Cfn.read(text);
            if (!Map.of("contents", "read").equals(workflow.get("permissions"))) {
                faults.add(file.getFileName() + ": permissions");
            }
            // Maven Central knows no short-lived tokens, and wants signatures.
            if (text.contains("secrets.") && !file.endsWith("release.yml")) {
                faults.add(file.getFileName() + ": a stored key");
            }
            if (!text.contains("workflow_call") && !workflow.containsKey("concurrency")) {
                faults.add(file.getFileName() + ": two at the same time");
            }
            map(workflow, "jobs").forEach((name, job) -> job(file.getFileName() + "/" + name, map(job), faults));
        }
        assertEquals("[]", faults.toString());
    }

    private static void job(String name, Map<String, Object> job, Set<String> faults) {
        boolean takesRole = string(job.get("uses")).endsWith("/deploy.yml");
        for (Object step : list(job.get("steps"))) {
            String action = string(map(step).get("uses"));
            takesRole |= action.startsWith("aws-actions/configure-aws-credentials@");
            if (!action.isEmpty() && !action.matches("[\\w.-]+/[\\w.-]+@(v\\d+|[0-9a-f]{40})")) {
                faults.add(name + ": not pinned: " + action);
            }
            if (action.startsWith("actions/checkout@")
                    && !Boolean.FALSE.equals(map(map(step), "with").get("persist-credentials"))) {
                faults.add(name + ": the token stays in the checkout");
            }
        }
        if (takesRole != "write".equals(map(job, "permissions").get("id-token"))) {
            faults.add(name + ": the token for AWS");
        }
        if (!job.containsKey("uses") && !job.containsKey("timeout-minutes")) {
            faults.add(name + ": runs for six hours");
        }
    }

    /** The step of the workflow itself, with a {@code gh} that notes what it is asked to do. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<!-- tidemark:orders -->|<!-- tidemark:orders -->",
                "<!-- tidemark:orders -->|<!-- tidemark -->",
                "<!-- tidemark -->|<!-- tidemark:orders -->"
            })
    void theCommentIsReplaced(String before, String now, @TempDir Path folder) throws IOException {
        String others = "{\"id\":1,\"user\":{\"type\":\"User\"},\"body\":\"<!-- tidemark:orders -->\"},"
                + "{\"id\":2,\"user\":{\"type\":\"Bot\"},\"body\":\"coverage\"}";
        String ours = "{\"id\":3,\"user\":{\"type\":\"Bot\"},\"body\":\"" + before + "\\nold\"}";
        Files.writeString(folder.resolve("plan.md"), now + "\nnew `$(touch pwned)`\n");
        assertEquals("POST repos/acme/orders/issues/7/comments", commented(folder, "[" + others + "]"));
        assertEquals("PATCH repos/acme/orders/issues/comments/3", commented(folder, "[" + others + "][" + ours + "]"));
        assertFalse(Files.exists(folder.resolve("pwned")));
        assertTrue(
                Cfn.text("src/main/java/dev/tidemark/cli/MarkdownPrinter.java").contains("\"<!-- tidemark:\""));
        assertTrue(Cfn.text("pipeline/pipeline.sh").contains("\"<!-- tidemark -->\""));
    }

    private static String commented(Path folder, String comments) throws IOException {
        if (Needs.run(List.of("bash", "-c", "command -v jq")).exit() != 0) {
            throw Needs.missing("jq", "it is not on the PATH");
        }
        Files.writeString(folder.resolve("comments.json"), comments);
        Path gh = Files.writeString(
                folder.resolve("gh"),
                "#!/bin/sh\ncase \"$*\" in *--paginate*) cat comments.json;; *) echo \"$3 $4\" >asked;; esac\n");
        assertTrue(gh.toFile().setExecutable(true));
        String run = map(Cfn.read(Cfn.text(".github/workflows/pull-request.yml")), "jobs", "plan")
                                .get("steps")
                        instanceof List<?> steps
                ? steps.stream()
                        .map(Cfn::map)
                        .filter(s -> string(s.get("name")).startsWith("comment"))
                        .map(s -> string(s.get("run")))
                        .findFirst()
                        .orElseThrow()
                : "exit 1";
        ProcessBuilder step = new ProcessBuilder("bash", "-eo", "pipefail", "-c", run).directory(folder.toFile());
        step.environment().putAll(Map.of("GITHUB_REPOSITORY", "acme/orders", "NUMBER", "7"));
        step.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        Needs.Ran ran = Needs.run(step);
        assertEquals(0, ran.exit(), ran.all());
        return Files.readString(folder.resolve("asked")).strip();
    }

    /** What others write (titles, branches, a variable) is data: it reaches a script by its environment, never by its text. */
    @Test
    void nothingOfOthersIsPutIntoScripts() {
        Set<String> faults = new TreeSet<>();
        for (Path file : workflows()) {
            Map<String, Object> workflow = Cfn.read(Cfn.text(".github/workflows/" + file.getFileName()));
            for (Object job : map(workflow, "jobs").values()) {
                list(map(job).get("steps")).stream()
                        .map(step -> string(map(step).get("run")))
                        .filter(run -> run.contains("${{"))
                        .forEach(run -> faults.add(file.getFileName() + ": " + run));
                // A private repository is read with the job's token, which actions/checkout has.
                list(map(job).get("steps")).stream()
                        .map(step -> string(map(step).get("run")))
                        .filter(run -> run.contains("git fetch") || run.contains("git clone"))
                        .forEach(run -> faults.add(file.getFileName() + ": " + run));
            }
            if (workflow.toString().contains("pull_request_target")) {
                faults.add(file.getFileName() + ": code of forks would run with rights");
            }
        }
        assertEquals("[]", faults.toString());
    }

    /** The environments and the variables of the workflows are those that infra/ and samconfig.toml know. */
    @Test
    void theEnvironmentsAreThere() {
        String main = Cfn.text(".github/workflows/main.yml");
        String samconfig = Cfn.text("samconfig.toml");
        String github = Cfn.text("infra/github.yaml");
        map(Cfn.read(main), "jobs").values().stream()
                .map(job -> map(map(job), "with"))
                .filter(with -> !with.isEmpty())
                .forEach(with -> {
                    assertTrue(samconfig.contains("[" + with.get("config") + ".deploy.parameters]"), with.toString());
                    assertTrue(github.contains(":environment:" + with.get("environment") + "\n"), with.toString());
                });
        for (String variable : List.of("PLAN_ROLE", "DEPLOY_ROLE", "CLOUDFORMATION_ROLE", "PACKAGES_BUCKET")) {
            assertTrue(github.contains("Variable " + variable + " of the "), variable);
            assertTrue(
                    Stream.of("pull-request", "deploy")
                            .anyMatch(f ->
                                    Cfn.text(".github/workflows/" + f + ".yml").contains("vars." + variable + " }}")),
                    variable);
        }
    }
}
