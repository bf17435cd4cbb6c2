package dev.tidemark.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of an enum's names in small or capital letters; a mistake names them all. */
public abstract class Choice<E extends Enum<E>> implements ITypeConverter<E> {
    private final List<E> values;

    protected Choice(Class<E> type) {
        this.values = Arrays.asList(type.getEnumConstants());
    }

    @Override
    public final E convert(String text) {
        return values.stream()
                .filter(value -> word(value).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "'; it is " + words()));
    }

    private String words() {
        List<String> words = values.stream().map(Choice::word).toList();
        int last = words.size() - 1;
        return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
