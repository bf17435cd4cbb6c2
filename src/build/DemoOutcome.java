import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Ends Maven with the exit code of the demo, which has said by itself what went wrong: Maven would add its own stack trace to that. */
public final class DemoOutcome {
    private DemoOutcome() {}

    /** The argument is the file that {@code DemoBuild} left. */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        int code = Files.exists(file)
                ? Integer.parseInt(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).trim())
                : 1;
        if (code != 0) {
            System.exit(code);
        }
    }
}
