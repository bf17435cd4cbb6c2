package dev.tidemark.processor;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The fields of a class file whose type carries an annotation with the simple name {@code Nullable} (JVM Specification, chapter 4: fields and the two
 * type-annotation attributes).
 */
final class NullableFields {
    private static final int FIELD_TARGET = 0x13;
    private static final int NESTED = 1;

    private final DataInputStream in;
    private final Map<Integer, String> texts = new HashMap<>();
    private final Set<String> nullable = new HashSet<>();

    private NullableFields(byte[] classFile) {
        in = new DataInputStream(new ByteArrayInputStream(classFile));
    }

    /** Their names. */
    static Set<String> of(byte[] classFile) throws IOException {
        NullableFields reader = new NullableFields(classFile);
        reader.readAll();
        return reader.nullable;
    }

    private void readAll() throws IOException {
        in.skipNBytes(8); // magic, versions
        readConstants();
        in.skipNBytes(6); // access, this class, superclass
        in.skipNBytes(2L * in.readUnsignedShort()); // interfaces
        int fields = in.readUnsignedShort();
        for (int i = 0; i < fields; i++) {
            readField();
        }
    }

    private void readConstants() throws IOException {
        int count = in.readUnsignedShort();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts.put(i, in.readUTF());
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++; // long and double take two places
                }
                default -> throw new IOException("constant of kind " + tag);
            }
        }
    }

    private void readField() throws IOException {
        in.skipNBytes(2);
        String name = texts.getOrDefault(in.readUnsignedShort(), "");
        in.skipNBytes(2);
        int attributes = in.readUnsignedShort();
        for (int i = 0; i < attributes; i++) {
            String attribute = texts.getOrDefault(in.readUnsignedShort(), "");
            byte[] content = in.readNBytes(in.readInt());
            if (attribute.equals("RuntimeVisibleTypeAnnotations")
                    || attribute.equals("RuntimeInvisibleTypeAnnotations")) {
                readTypeAnnotations(name, new DataInputStream(new ByteArrayInputStream(content)));
            }
        }
    }

    private void readTypeAnnotations(String field, DataInputStream attribute) throws IOException {
        int count = attribute.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            boolean onField = attribute.readUnsignedByte() == FIELD_TARGET;
            boolean onWhole = true;
            int path = attribute.readUnsignedByte();
            for (int step = 0; step < path; step++) {
                onWhole &= attribute.readUnsignedByte() == NESTED;
                attribute.skipNBytes(1);
            }
            String type = texts.getOrDefault(attribute.readUnsignedShort(), "");
            if (onField && onWhole && isNullable(type)) {
                nullable.add(field);
            }
            skipValues(attribute);
        }
    }

    private static boolean isNullable(String descriptor) {
        return descriptor.endsWith("/Nullable;")
                || descriptor.endsWith("$Nullable;")
                || descriptor.equals("LNullable;");
    }

    private static void skipValues(DataInputStream in) throws IOException {
        int pairs = in.readUnsignedShort();
        for (int i = 0; i < pairs; i++) {
            in.skipNBytes(2);
            skipValue(in);
        }
    }

    private static void skipValue(DataInputStream in) throws IOException {
        switch (in.readUnsignedByte()) {
            case 'e' -> in.skipNBytes(4);
            case '@' -> {
                in.skipNBytes(2);
                skipValues(in);
            }
            case '[' -> {
                int count = in.readUnsignedShort();
                for (int i = 0; i < count; i++) {
                    skipValue(in);
                }
            }
            default -> in.skipNBytes(2);
        }
    }
}
