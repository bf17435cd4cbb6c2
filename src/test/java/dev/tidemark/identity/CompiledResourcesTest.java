package dev.tidemark.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compiled schema is found, or what is wrong is said with its way out. */
class CompiledResourcesTest {
    private static final Map<String, String> NO_ENV = Map.of();

    @TempDir
    Path folder;

    @Test
    void theOnlyAppIsFound() throws IOException {
        Located found = find(null, NO_ENV, jar("one.jar", compiled("shop", "v1:aa")));
        assertEquals("shop", found.app());
        assertEquals("v1:aa", found.hash());
        try (var in = found.sqlUrl().openStream()) {
            assertEquals("create table a ();", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void ofSeveralAppsTheArgumentWinsOverTheEnvironment() throws IOException {
        Path shop = jar("one.jar", compiled("shop", "v1:aa"));
        Path billing = jar("two.jar", compiled("billing", "v1:bb"));
        Map<String, String> env = Map.of("TIDEMARK_APP", "shop");
        assertEquals("v1:aa", find(null, env, shop, billing).hash());
        assertEquals("v1:bb", find("billing", env, shop, billing).hash());
        TidemarkException several = refused(null, NO_ENV, shop, billing);
        assertEquals("TDM-112", several.code());
        assertTrue(several.toString().contains("(billing, shop)"), several.toString());
    }

    @Test
    void noneFailsWithThePomThatMendsIt() throws IOException {
        TidemarkException none = refused(null, NO_ENV, jar("empty.jar", Map.of("x", "")));
        assertEquals("TDM-110", none.code());
        for (String part : List.of(
                "<annotationProcessorPaths>",
                "<groupId>dev.tidemark</groupId>",
                "<artifactId>tidemark</artifactId>",
                "JDK 23")) {
            assertTrue(none.toString().contains(part), none.toString());
        }
        TidemarkException other = refused("billing", NO_ENV, jar("one.jar", compiled("shop", "v1:aa")));
        assertEquals("TDM-110", other.code());
        assertTrue(other.toString().contains("of app billing"), other.toString());
    }

    @Test
    void twoOfOneAppAreRefusedWithBothUrls() throws IOException {
        Path one = jar("one.jar", compiled("shop", "v1:aa"));
        Path two = jar("two.jar", compiled("shop", "v1:aa"));
        TidemarkException twice = refused(null, NO_ENV, one, two);
        assertEquals("TDM-111", twice.code());
        assertTrue(twice.toString().contains("one.jar!/META-INF/tidemark/shop/schema.properties"), twice.toString());
        assertTrue(twice.toString().contains("two.jar!/META-INF/tidemark/shop/schema.properties"), twice.toString());
        assertEquals("v1:aa", find(null, NO_ENV, one, one).hash());
    }

    @Test
    void aHandWrittenSchemaNeedsNoProperties() throws IOException {
        Path hand = jar("hand.jar", Map.of("META-INF/tidemark/shop/schema.sql", "create table a ();"));
        Located found = find("shop", NO_ENV, hand);
        assertNull(found.hash());
        assertTrue(found.sqlUrl().toString().endsWith("hand.jar!/META-INF/tidemark/shop/schema.sql"));
        Path again = jar("again.jar", Map.of("META-INF/tidemark/shop/schema.sql", "create table b ();"));
        assertEquals("TDM-111", refused("shop", NO_ENV, hand, again).code());
        assertEquals(
                "TDM-111",
                refused("shop", NO_ENV, hand, jar("one.jar", compiled("shop", "v1:aa")))
                        .code());
    }

    @Test
    void aNewerFormatIsRefused() throws IOException {
        Map<String, String> newer = Map.of(
                "META-INF/tidemark/shop/schema.properties", "app=shop\nhash=v2:aa\nformat=2\n",
                "META-INF/tidemark/shop/schema.sql", "");
        TidemarkException e = refused("shop", NO_ENV, jar("newer.jar", newer));
        assertEquals("TDM-113", e.code());
        assertTrue(e.toString().contains("format 2; this Tidemark reads format 1"), e.toString());
    }

    @Test
    void propertiesThatAreNotWholeAreRefused() throws IOException {
        for (String broken : List.of(
                "app=shop\nformat=1\n",
                "hash=v1:aa\nformat=1\n",
                "app=shop\nhash=v1:aa\n",
                "app=other\nhash=v1:aa\nformat=1\n",
                "app=shop\nhash=v1:aa\nformat=x\n")) {
            Map<String, String> files =
                    Map.of("META-INF/tidemark/shop/schema.properties", broken, "META-INF/tidemark/shop/schema.sql", "");
            assertEquals(
                    "TDM-114",
                    refused("shop", NO_ENV, jar("broken" + broken.length() + ".jar", files))
                            .code(),
                    broken);
        }
        Map<String, String> noSql =
                Map.of("META-INF/tidemark/shop/schema.properties", "app=shop\nhash=v1:aa\nformat=1\n");
        assertEquals("TDM-114", refused("shop", NO_ENV, jar("nosql.jar", noSql)).code());
    }

    @Test
    void anAppsNameCannotLeadOutOfItsFolder() throws IOException {
        Path one = jar("one.jar", compiled("shop", "v1:aa"));
        for (String bad : List.of("../shop", "a/b", "", "..", "a b", "é")) {
            assertEquals("TDM-603", refused(bad, NO_ENV, one).code(), bad);
        }
    }

    private Located find(@Nullable String app, Map<String, String> env, Path... jars) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            urls.add(jar.toUri().toURL());
        }
        // Left open: the located URL is read afterwards.
        URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), null);
        return CompiledResources.find(app, loader, env);
    }

    private TidemarkException refused(@Nullable String app, Map<String, String> env, Path... jars) {
        return assertThrows(TidemarkException.class, () -> find(app, env, jars));
    }

    private static Map<String, String> compiled(String app, String hash) {
        return Map.of(
                "META-INF/tidemark/apps",
                app + "\n",
                "META-INF/tidemark/" + app + "/schema.properties",
                "app=" + app + "\nhash=" + hash + "\nformat=1\n",
                "META-INF/tidemark/" + app + "/schema.sql",
                "create table a ();");
    }

    private Path jar(String name, Map<String, String> files) throws IOException {
        Path jar = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                entries.putNextEntry(new JarEntry(file.getKey()));
                entries.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                entries.closeEntry();
            }
        }
        return jar;
    }
}
