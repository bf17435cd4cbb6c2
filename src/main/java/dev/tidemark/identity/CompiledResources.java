package dev.tidemark.identity;

import dev.tidemark.TidemarkException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the compiled schema on the class path; reads its properties, never its SQL.
 *
 * <p>Of an app {@code a} that is {@code META-INF/tidemark/a/schema.sql} with {@code schema.properties} beside it ({@code app}, {@code hash},
 * {@code format}); a hand-written {@code schema.sql} may stand alone. {@code META-INF/tidemark/apps} lists the apps of a jar, one a line.
 */
public final class CompiledResources {
    /** The newest format this version reads. */
    public static final int FORMAT = 1;

    private static final String ROOT = "META-INF/tidemark/";
    private static final String PROPERTIES = "schema.properties";
    private static final String SQL = "schema.sql";

    private CompiledResources() {}

    /** Where an application's resources are looked for: the thread's own class loader, else this class's. */
    public static ClassLoader loader() {
        @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? CompiledResources.class.getClassLoader() : context;
    }

    /**
     * The compiled schema of {@code app}, else of {@code TIDEMARK_APP}, else the only one there is.
     *
     * @throws TidemarkException TDM-110 there is none, TDM-111 two of one app, TDM-112 several apps and none named, TDM-113 a newer format, TDM-114 not readable
     */
    public static Located find(@Nullable String app, ClassLoader loader, Map<String, String> env) {
        try {
            String named = app == null ? Setting.APP.text(env) : app;
            String name = named == null ? onlyApp(loader) : checked(named);
            String base = ROOT.concat(name).concat("/");
            URL properties = single(loader, base.concat(PROPERTIES), name);
            URL sql = loader.getResource(base.concat(SQL));
            if (properties != null && sql != null) {
                return compiled(name, properties, sql);
            }
            URL handWritten = properties == null ? single(loader, base.concat(SQL), name) : null;
            if (handWritten == null) {
                throw Faults.missing(name, properties);
            }
            return new Located(name, null, handWritten);
        } catch (IOException e) {
            throw Faults.unreadable("the compiled schema cannot be read: " + e.getMessage(), e);
        }
    }

    private static Located compiled(String app, URL url, URL sql) throws IOException {
        if (!besideEachOther(url.toExternalForm(), sql.toExternalForm())) {
            throw Faults.twice(app, url, sql);
        }
        Properties properties = new Properties();
        try (InputStream in = url.openStream()) {
            properties.load(in);
        }
        String format = value(properties, "format", url);
        long number = Digits.parse(format, 0, format.length());
        if (number != FORMAT) {
            throw Faults.format(url, format, number > FORMAT);
        }
        if (!app.equals(value(properties, "app", url))) {
            throw Faults.unreadable(url + " is of app " + properties.getProperty("app") + ", not of " + app, null);
        }
        return new Located(app, value(properties, "hash", url), sql);
    }

    private static String value(Properties properties, String key, URL url) {
        String value = properties.getProperty(key, "").strip();
        if (value.isEmpty()) {
            throw Faults.unreadable(url + " has no " + key, null);
        }
        return value;
    }

    private static boolean besideEachOther(String properties, String sql) {
        int folder = properties.length() - PROPERTIES.length();
        return folder == sql.length() - SQL.length() && properties.regionMatches(0, sql, 0, folder);
    }

    private static @Nullable URL single(ClassLoader loader, String resource, String app) throws IOException {
        URL found = null;
        Enumeration<URL> urls = loader.getResources(resource);
        while (urls.hasMoreElements()) {
            URL url = urls.nextElement();
            if (found != null && !found.toExternalForm().equals(url.toExternalForm())) {
                throw Faults.twice(app, found, url);
            }
            found = url;
        }
        return found;
    }

    private static String onlyApp(ClassLoader loader) throws IOException {
        TreeSet<String> apps = new TreeSet<>();
        Enumeration<URL> urls = loader.getResources(ROOT.concat("apps"));
        while (urls.hasMoreElements()) {
            addLines(urls.nextElement(), apps);
        }
        if (apps.size() != 1) {
            throw apps.isEmpty() ? Faults.missing(null, null) : Faults.several(apps);
        }
        return checked(apps.first());
    }

    private static void addLines(URL url, Set<String> apps) throws IOException {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(url.openStream(), StandardCharsets.UTF_8))) {
            String line = reader.readLine();
            while (line != null) {
                String app = line.strip();
                if (!app.isEmpty()) {
                    apps.add(app);
                }
                line = reader.readLine();
            }
        }
    }

    /** A name becomes part of a path: nothing in it may lead out of its folder. */
    private static String checked(String app) {
        boolean good = !app.isEmpty() && app.charAt(0) != '.';
        for (int i = 0; good && i < app.length(); i++) {
            char c = app.charAt(i);
            good = c == '-' || c == '_' || c == '.' || (c < 128 && Character.isLetterOrDigit(c));
        }
        if (!good) {
            throw TidemarkException.of(
                    "TDM-603",
                    "\"" + app + "\" is no name of an app",
                    "letters, digits, '-', '_' and '.'; by TIDEMARK_APP, --app or SyncOptions.withApp");
        }
        return app;
    }
}
