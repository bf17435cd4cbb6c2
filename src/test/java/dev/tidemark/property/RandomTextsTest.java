package dev.tidemark.property;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.SchemaReader;
import dev.tidemark.testkit.random.RandomSchemas;
import org.junit.jupiter.api.Test;

/** The reader of declarations against texts that PostgreSQL takes: nothing is refused, no hint is overlooked, and the hash depends on the tokens alone. */
final class RandomTextsTest {
    @Test
    void everyTextIsReadWithAllItsHints() {
        for (long seed = 1; seed <= 1500; seed++) {
            String text = RandomSchemas.pair(seed).second().sql();
            CompiledSchema read = SchemaReader.read("random", text, "seed " + seed);
            long written =
                    text.lines().filter(l -> l.contains("-- @renamed from=")).count();
            long found =
                    read.statements().stream().mapToLong(s -> s.hints().size()).sum();
            assertEquals(written, found, text);
        }
    }

    @Test
    void blanksAndCommentsDoNotChangeTheHash() {
        for (long seed = 1; seed <= 100; seed++) {
            String text = RandomSchemas.pair(seed).first().sql();
            String hash = SchemaReader.read("random", text, "a").hash();
            String roomy = "/* a /* nested */ one */\n" + text.replace(";\ncreate", " ;\n\n -- said before\n\t create");
            assertEquals(hash, SchemaReader.read("random", roomy, "b").hash(), text);
        }
    }
}
