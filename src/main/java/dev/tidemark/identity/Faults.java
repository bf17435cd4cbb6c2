package dev.tidemark.identity;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import java.net.URL;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@link CompiledResources} refuses, in words; loaded only when it does. */
final class Faults {
    private Faults() {}

    static TidemarkException missing(@Nullable String app, @Nullable URL properties) {
        if (properties != null) {
            return unreadable(properties + " has no schema.sql beside it", null);
        }
        String folder = "META-INF/tidemark/" + (app == null ? "<app>" : app) + "/";
        String message = "no compiled schema " + (app == null ? "" : "of app " + app + " ") + "on the class path ("
                + folder + "schema.sql): the annotation processor did not run when the entities were compiled";
        return TidemarkException.of(
                "TDM-110",
                message,
                "add it to pom.xml, into <plugins>; since JDK 23, javac runs no processor that is only on the class"
                        + " path:\n"
                        + pom(),
                "or put a hand-written schema.sql at " + folder + " and name its app by TIDEMARK_APP");
    }

    static TidemarkException twice(String app, URL one, URL other) {
        return TidemarkException.of(
                "TDM-111",
                "app " + app + " has more than one compiled schema on the class path",
                one.toExternalForm(),
                other.toExternalForm(),
                "remove one of the two, or give one another app (@Database(app = …))");
    }

    static TidemarkException several(Set<String> apps) {
        return TidemarkException.of(
                "TDM-112",
                "the class path has compiled schemas of several apps (" + String.join(", ", apps)
                        + ") and none is named",
                "TIDEMARK_APP=" + apps.iterator().next(),
                "or SyncOptions.withApp, or --app");
    }

    static TidemarkException format(URL url, String format, boolean newer) {
        if (!newer) {
            return unreadable(url + " has the unknown format " + format, null);
        }
        return TidemarkException.of(
                "TDM-113",
                url + " has format " + format + "; this Tidemark reads format " + CompiledResources.FORMAT,
                "use at run time the version of dev.tidemark:tidemark that compiled it, or a newer one");
    }

    static TidemarkException unreadable(String message, @Nullable Throwable cause) {
        Problem problem = Problem.of("TDM-114", null, message, null, null, List.of("compile the entities again"));
        return new TidemarkException(problem, false, cause);
    }

    private static String pom() {
        String version = Faults.class.getPackage().getImplementationVersion();
        return """
            <plugin>
              <groupId>org.apache.maven.plugins</groupId>
              <artifactId>maven-compiler-plugin</artifactId>
              <configuration>
                <annotationProcessorPaths>
                  <path>
                    <groupId>dev.tidemark</groupId>
                    <artifactId>tidemark</artifactId>
                    <version>VERSION</version>
                  </path>
                </annotationProcessorPaths>
              </configuration>
            </plugin>\
            """.replace("VERSION", version == null ? "${tidemark.version}" : version);
    }
}
