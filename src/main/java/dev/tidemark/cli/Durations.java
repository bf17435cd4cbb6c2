package dev.tidemark.cli;

import dev.tidemark.TidemarkException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 500ms}, {@code 5s}, {@code 2min} (or {@code 2m}), {@code 1h}; a bare number says nothing and is refused. */
final class Durations implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|min|m|h)");

    @Override
    public Duration convert(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new TypeConversionException("'" + text + "' is no time; write 500ms, 5s, 2min or 1h");
        }
        long number = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofMinutes(number);
        };
    }

    /** Whole seconds, as libpq has them; 0 means without limit there, which Tidemark does not do: 10 s. */
    static Duration seconds(String text, String name) {
        if (!text.matches("[0-9]{1,6}")) {
            throw TidemarkException.of("TDM-604", name + " is " + text + ", whole seconds are needed");
        }
        int seconds = Integer.parseInt(text);
        return Duration.ofSeconds(seconds == 0 ? 10 : seconds);
    }
}
