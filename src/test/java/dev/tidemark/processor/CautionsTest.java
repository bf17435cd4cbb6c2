package dev.tidemark.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules of lint as warnings of the compiler, at the member. */
final class CautionsTest {
    private static final String SOURCE = """
        import dev.tidemark.annotation.*;

        @Table
        record Port(@Id @Identity int id, @Unique String name, @Id short zone) {}

        @Table
        @Index(members = {"port", "zone"})
        @ForeignKey(members = {"other", "zone"}, references = Port.class)
        @ForeignKey(members = {"port", "zone"}, references = Port.class)
        @ForeignKey(members = {"port", "zone"}, references = Port.class, name = "again")
        record Berth(
                @Id long id,
                int port,
                int other,
                short zone,
                @Column(type = "CHAR(3)") String flag,
                @Column(type = "json") String data,
                @Column(type = "money") String fee,
                @Column(type = "serial") int number,
                @Unique @Index String code,
                @Default(sql = "'NULL'") String note) {}
        """;

    @TempDir
    Path home;

    private Javac.Result compile(String source, String... options) throws IOException {
        Path file = Files.writeString(home.resolve("Port.java"), source);
        String[] all = Arrays.copyOf(options, options.length + 1);
        all[options.length] = "-Atidemark.app=port";
        Path classes = Files.createDirectories(home.resolve("classes"));
        return new Javac(classes).compile(List.of(file), all);
    }

    @Test
    void eachStandsAtItsMember() throws IOException {
        Javac.Result result = compile(SOURCE, "-Atidemark.lint=warn");
        assertTrue(result.success());
        assertEquals(
                List.of(
                        "4:31 [TDM-L04] Port.id",
                        "8:1 [TDM-L01] Berth",
                        "10:1 [TDM-L07] Berth",
                        "16:9 [TDM-L09] Berth.flag",
                        "17:9 [TDM-L10] Berth.data",
                        "18:9 [TDM-L11] Berth.fee",
                        "19:9 [TDM-L12] Berth.number",
                        "20:17 [TDM-L05] Berth.code",
                        "21:41 [TDM-L23] Berth.note"),
                result.messages().stream()
                        .map(message -> message.replaceFirst("WARNING Port.java:", "")
                                .replaceFirst("(\\[TDM-L\\d+] [\\w.]+): .*", "$1"))
                        .sorted((a, b) -> Integer.compare(line(a), line(b)))
                        .toList());
    }

    private static int line(String message) {
        return Integer.parseInt(message.substring(0, message.indexOf(':')));
    }

    @Test
    void theyAreSuppressedWhereTheyStandOrAround() throws IOException {
        String quiet = SOURCE.replace("record Berth", "@SuppressWarnings({\"TDM-L01\", \"TDM-L07\"}) record Berth")
                .replace("@Id @Identity int", "@SuppressWarnings(\"TDM-L04\") @Id @Identity int");
        String said = compile(quiet, "-Atidemark.lint=warn").messages().toString();
        assertFalse(said.contains("TDM-L01") || said.contains("TDM-L04") || said.contains("TDM-L07"), said);
        assertTrue(said.contains("TDM-L09"), said);
        assertEquals(
                List.of(), compile(SOURCE, "-Atidemark.lint=off", "-Werror").messages());
    }
}
