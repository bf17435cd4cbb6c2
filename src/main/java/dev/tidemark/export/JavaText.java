package dev.tidemark.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The text of a Java file: what it imports, and a type with annotations. */
final class JavaText {
    private static final String ANNOTATIONS = "dev.tidemark.annotation.";

    private final String javaPackage;
    private final Set<String> imports = new TreeSet<>();
    private final List<String> lines = new ArrayList<>();

    JavaText(String javaPackage) {
        this.javaPackage = javaPackage;
    }

    void line(String line) {
        lines.add(line);
    }

    void use(String qualified) {
        if (!qualified.isEmpty()) {
            imports.add(qualified);
        }
    }

    /** An annotation of Tidemark's with arguments, which are left out where there are none. */
    String annotation(String name, List<String> arguments) {
        use(ANNOTATIONS + name);
        return "@" + name + (arguments.isEmpty() ? "" : "(" + String.join(", ", arguments) + ")");
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("package ").append(javaPackage).append(";\n\n");
        imports.forEach(name -> out.append("import ").append(name).append(";\n"));
        out.append(imports.isEmpty() ? "" : "\n");
        lines.forEach(line -> out.append(line).append('\n'));
        return out.toString();
    }

    /** A string of Java. */
    static String string(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(c);
            }
        }
        return out.append('"').toString();
    }

    /** An array of strings; one alone needs no braces. */
    static String strings(List<String> texts) {
        List<String> each = texts.stream().map(JavaText::string).toList();
        return each.size() == 1 ? each.get(0) : "{" + String.join(", ", each) + "}";
    }
}
