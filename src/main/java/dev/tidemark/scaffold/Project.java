package dev.tidemark.scaffold;

import dev.tidemark.TidemarkException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A project that does not exist yet: one table, a class that uses it, a test, and what builds and runs them.
 *
 * @param app the name of the app, which is the project's too: lower-case letters, digits, {@code . _ -}, at most 63
 * @param javaPackage of its classes, such as {@code com.example.notes}
 * @param build what builds it
 * @param kind what it becomes
 * @param version of Tidemark
 */
public record Project(String app, String javaPackage, Build build, Kind kind, String version) {
    private static final Pattern APP = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Pattern PACKAGE = Pattern.compile("[a-z_][a-z0-9_]*(?:\\.[a-z_][a-z0-9_]*)*");

    private static final Set<String> KEYWORDS = Set.of("""
        abstract assert boolean break byte case catch char class const continue default do double else enum extends false
        final finally float for goto if implements import instanceof int interface long native new null package private
        protected public return short static strictfp super switch synchronized this throw throws transient true try void
        volatile while _\
        """.split("\\s+"));

    /** What builds a project. */
    public enum Build {
        MAVEN,
        GRADLE
    }

    /** What a project becomes. */
    public enum Kind {
        /** A function for AWS Lambda, with a SAM template. */
        LAMBDA,
        /** A program with a main method. */
        PLAIN
    }

    /**
     * Checks the names.
     *
     * @throws TidemarkException TDM-603 where one of them cannot be used
     */
    public Project {
        if (!APP.matcher(app).matches()) {
            throw TidemarkException.of(
                    "TDM-603",
                    "'" + app
                            + "' cannot be the name of an app: lower-case letters, digits, '.', '_' and '-', a letter"
                            + " or digit first",
                    "--app notes");
        }
        boolean reserved = List.of(javaPackage.split("\\.")).stream().anyMatch(KEYWORDS::contains);
        if (!PACKAGE.matcher(javaPackage).matches() || reserved) {
            throw TidemarkException.of(
                    "TDM-603", "'" + javaPackage + "' cannot be a package of Java", "--package com.example.notes");
        }
    }

    /** The files by their paths, with {@code /}. */
    public SortedMap<String, String> files() {
        Map<String, String> templates = new LinkedHashMap<>();
        String main = "src/main/java/" + javaPackage.replace('.', '/') + "/";
        templates.put(main + "package-info.java", "package-info.java");
        templates.put(main + "Note.java", "Note.java");
        templates.put(main + "NoteStore.java", "NoteStore.java");
        templates.put(main.replace("src/main", "src/test") + "NoteStoreTest.java", "NoteStoreTest.java");
        switch (kind) {
            case LAMBDA -> {
                templates.put(main + "NotesFunction.java", "NotesFunction.java");
                templates.put("template.yaml", "template.yaml");
            }
            case PLAIN -> templates.put(main + "Main.java", "Main.java");
        }
        switch (build) {
            case MAVEN -> templates.put("pom.xml", "pom.xml");
            case GRADLE -> {
                templates.put("build.gradle.kts", "build.gradle.kts");
                templates.put("settings.gradle.kts", "settings.gradle.kts");
            }
        }
        templates.put(".gitignore", "gitignore");
        templates.put("README.md", "README.md");
        SortedMap<String, String> files = new TreeMap<>();
        templates.forEach((path, template) -> files.put(path, filled(template)));
        return files;
    }

    private String filled(String template) {
        return text(template)
                .replace("@steps@", steps())
                .replace("@app@", app)
                .replace("@package@", javaPackage)
                .replace("@group@", group())
                .replace("@schema@", schema())
                .replace("@library@", kind == Kind.LAMBDA ? "tidemark-lambda-aws" : "tidemark")
                .replace("@version@", version);
    }

    /** A schema that needs no quotes. */
    private String schema() {
        String plain = app.replaceAll("[^a-z0-9]", "_");
        return Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
    }

    private String group() {
        int dot = javaPackage.lastIndexOf('.');
        return dot < 0 ? javaPackage : javaPackage.substring(0, dot);
    }

    /** What to do next, for people: a title and what to type. */
    public Map<String, String> next() {
        Map<String, String> steps = new LinkedHashMap<>();
        boolean maven = build == Build.MAVEN;
        String url = "postgresql://me@localhost/" + schema();
        steps.put("Build it, and test it on a PostgreSQL of its own", maven ? "mvn verify" : "gradle build");
        steps.put(
                "See what is doubtful about the schema",
                maven ? "mvn compile tidemark:lint" : "gradle tidemarkLint -Purl=" + url);
        steps.put(
                "See what would happen to a database",
                maven ? "mvn compile tidemark:plan -Dtidemark.url=" + url : "gradle tidemarkPlan -Purl=" + url);
        switch (kind) {
            case LAMBDA ->
                steps.put("Deploy it; the first cold start makes the schema", "sam build && sam deploy --guided");
            case PLAIN ->
                steps.put(
                        "Make it so, or let Main do it",
                        maven
                                ? "mvn compile tidemark:sync -Dtidemark.url=" + url
                                : "tidemark sync --classes build/classes/java/main --url " + url);
        }
        return steps;
    }

    private String steps() {
        StringBuilder out = new StringBuilder();
        next().forEach((title, command) -> out.append(out.isEmpty() ? "" : "\n")
                .append(title)
                .append(":\n\n```sh\n")
                .append(command)
                .append("\n```\n"));
        return out.toString().strip();
    }

    private static String text(String template) {
        try (InputStream file = Project.class.getResourceAsStream(template + ".txt")) {
            if (file == null) {
                throw new IllegalStateException("the jar holds no " + template + ".txt");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
