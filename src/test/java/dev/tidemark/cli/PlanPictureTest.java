package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** {@code plan --html} and the diagram of {@code plan --markdown}, of a plan that a real database gives; the page is looked at in a browser where there is one. */
final class PlanPictureTest {
    private static final String FIRST = """
        CREATE TABLE customers (
            id    bigint PRIMARY KEY,
            name  text NOT NULL,
            phone text,
            city  text
        );
        CREATE TABLE orders (
            id       bigint PRIMARY KEY,
            customer bigint NOT NULL REFERENCES customers (id),
            priority int NOT NULL DEFAULT 0,
            note     text
        );
        CREATE TABLE carts (id bigint PRIMARY KEY, customer bigint REFERENCES customers (id));
        """;

    private static final String SECOND = """
        CREATE TABLE customers (
            id        bigint PRIMARY KEY,
            full_name text NOT NULL,   -- @renamed from=name
            city      text,
            mail      text DEFAULT '</title><script>alert(1)</script>'
        );
        CREATE TABLE orders (
            id       bigint PRIMARY KEY,
            customer bigint NOT NULL REFERENCES customers (id),
            priority bigint NOT NULL DEFAULT 0,
            note     text
        );
        CREATE INDEX orders_priority ON orders (priority);
        CREATE TABLE payments (
            id    bigint PRIMARY KEY,
            order_id bigint NOT NULL REFERENCES orders (id),
            cents bigint NOT NULL
        );
        COMMENT ON TABLE payments IS '</script><img src=x onerror=alert(1)>"''&';
        """;

    @TempDir
    Path home;

    private TestDatabase database;

    @BeforeEach
    void start() throws IOException {
        database = TestPostgres.fresh();
        assertEquals(0, run(FIRST, "sync", "--yes").exit());
        database.run("insert into customers select g, 'Ada ' || g, '1', 'X' from generate_series(1, 2000) g");
        database.run("insert into orders select g, g from generate_series(1, 2000) g");
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private Ran run(String schema, String command, String... options) throws IOException {
        Path sql = Files.writeString(home.resolve("schema.sql"), schema);
        List<String> args = new ArrayList<>(List.of(command, "--schema", sql.toString(), "--app", "shop"));
        args.addAll(List.of(options));
        return Ran.live(Map.of("DATABASE_URL", database.url()), args.toArray(String[]::new));
    }

    private String page() throws IOException {
        Path file = home.resolve("plan.html");
        Ran ran = run(SECOND, "plan", "--html", file.toString());
        assertEquals(0, ran.exit(), ran.err());
        assertTrue(ran.err().contains("page written to " + file), ran.err());
        return Files.readString(file);
    }

    @Test
    void thePageHasItsPartsAndOthersWordsStayWords() throws Exception {
        String page = page();
        int last = -1;
        for (String part : List.of("<header>", "id=\"hazards\"", "id=\"diagram\"", "id=\"changes\"", "id=\"steps\"")) {
            assertTrue(page.indexOf(part) > last, part + " in its place");
            last = page.indexOf(part);
        }
        assertFalse(page.contains("<img") || page.contains("<script>alert"), "escaped");
        assertFalse(page.contains("http://") || page.contains("https://"), "self-contained");
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(page)));
        assertEquals(1, document.getElementsByTagName("script").getLength());
        assertEquals(2, document.getElementsByTagName("svg").getLength());
        String text = document.getDocumentElement().getTextContent();
        assertTrue(
                text.contains("DATA_LOSS")
                        && text.contains("--drop customers.phone")
                        && text.contains("nobody reads or writes"),
                text);
        assertTrue(text.contains("− phone") && text.contains("+ mail") && text.contains("~ full_name"), text);
        assertTrue(text.contains("~ name") && text.contains("+ payments"), text);
        assertFalse(text.contains("city text"), "columns that matter, not all");
    }

    @Test
    void markdownHasTheSameDiagram() throws IOException {
        String markdown = run(SECOND, "plan", "--markdown").out();
        assertTrue(markdown.contains("```mermaid\nerDiagram\n"), markdown);
        assertTrue(markdown.contains("[\"+ payments\"] {"), markdown);
        assertTrue(markdown.contains("text phone \"- dropped\""), markdown);
        assertTrue(markdown.contains("text full_name \"~ was name text NOT NULL\""), markdown);
        assertTrue(markdown.contains(" ||--o{ ") && markdown.contains(" : \"+ order_id\""), markdown);
    }

    @Test
    void aBrowserShowsItLightAndDarkWideAndNarrowWithoutScripts() throws Exception {
        Optional<Path> browser = browser();
        if (browser.isEmpty()) {
            throw Needs.missing("chromium", "none on the PATH; apt-get install chromium");
        }
        String page = page();
        Files.writeString(home.resolve("plan.html"), page.replaceFirst("(?s)<script>.*</script>", ""));
        for (int width : new int[] {1280, 420}) {
            for (boolean dark : new boolean[] {false, true}) {
                BufferedImage seen = screenshot(browser.get(), width, dark);
                assertEquals(width, seen.getWidth());
                String what = width + (dark ? " dark" : " light");
                assertEquals(dark ? 0x0d1117 : 0xffffff, seen.getRGB(3, 3) & 0xffffff, what + ": the paper");
                assertTrue(count(seen, dark ? 0x12331c : 0xdafbe1) > 500, what + ": added columns");
                assertTrue(count(seen, dark ? 0x4a1719 : 0xffe3e3) > 500, what + ": dropped columns");
                assertTrue(count(seen, dark ? 0x3a2d0a : 0xfff1c2) > 500, what + ": changed columns");
                assertTrue(count(seen, dark ? 0xf85149 : 0xcf222e) > 100, what + ": a step that all wait for");
                assertTrue(count(seen, dark ? 0xe6edf3 : 0x1f2328) > 300, what + ": text");
            }
        }
    }

    private BufferedImage screenshot(Path browser, int width, boolean dark) throws IOException, InterruptedException {
        Path image = home.resolve("seen-" + width + "-" + (dark ? "dark" : "light") + ".png");
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--user-data-dir=" + home.resolve("profile"),
                        "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1),
                        "--window-size=" + width + ",3200",
                        "--screenshot=" + image,
                        home.resolve("plan.html").toUri().toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("browser.log").toFile())
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        assertTrue(Files.exists(image), Files.readString(home.resolve("browser.log"), StandardCharsets.UTF_8));
        String keep = System.getProperty("tidemark.screenshots");
        if (keep != null) {
            Files.copy(image, Path.of(keep).resolve(image.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        return ImageIO.read(image.toFile());
    }

    private static int count(BufferedImage image, int colour) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += (image.getRGB(x, y) & 0xffffff) == colour ? 1 : 0;
            }
        }
        return count;
    }

    private static Optional<Path> browser() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
