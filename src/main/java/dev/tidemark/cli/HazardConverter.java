package dev.tidemark.cli;

import dev.tidemark.Hazard;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a hazard, in any case, with _ or -. */
final class HazardConverter implements ITypeConverter<Hazard> {
    @Override
    public Hazard convert(String text) {
        String name = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(Hazard.values())
                .filter(hazard -> hazard.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("no hazard is called '" + text
                        + "'; those that need approval: "
                        + Confirmation.approvable().stream().map(Enum::name).collect(Collectors.joining(", "))));
    }
}
