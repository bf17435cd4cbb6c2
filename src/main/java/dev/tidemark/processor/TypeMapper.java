package dev.tidemark.processor;

import dev.tidemark.processor.SqlType.Family;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** Which PostgreSQL type a Java type becomes. The table is in docs/annotations.md. */
final class TypeMapper {
    private static final String CHARACTER = "varchar(1)";
    private static final Map<String, SqlType> TYPES = Map.ofEntries(
            Map.entry("java.lang.Boolean", SqlType.of("boolean", Family.BOOLEAN)),
            Map.entry("java.lang.Byte", SqlType.of("smallint", Family.INTEGER)),
            Map.entry("java.lang.Short", SqlType.of("smallint", Family.INTEGER)),
            Map.entry("java.lang.Integer", SqlType.of("integer", Family.INTEGER)),
            Map.entry("java.lang.Long", SqlType.of("bigint", Family.INTEGER)),
            Map.entry("java.lang.Float", SqlType.of("real", Family.DECIMAL)),
            Map.entry("java.lang.Double", SqlType.of("double precision", Family.DECIMAL)),
            // Not char(1): that one takes a blank for nothing.
            Map.entry("java.lang.Character", SqlType.of(CHARACTER, Family.TEXT)),
            Map.entry("java.lang.String", SqlType.of("text", Family.TEXT)),
            Map.entry("java.math.BigDecimal", SqlType.of("numeric", Family.DECIMAL)),
            Map.entry("java.math.BigInteger", SqlType.of("numeric", Family.DECIMAL)),
            Map.entry("java.util.UUID", SqlType.of("uuid", Family.UUID)),
            Map.entry("java.time.Instant", SqlType.of("timestamptz", Family.OTHER)),
            Map.entry("java.time.OffsetDateTime", SqlType.of("timestamptz", Family.OTHER)),
            Map.entry("java.time.LocalDateTime", SqlType.of("timestamp", Family.OTHER)),
            Map.entry("java.time.LocalDate", SqlType.of("date", Family.OTHER)),
            Map.entry("java.time.LocalTime", SqlType.of("time", Family.OTHER)),
            Map.entry("java.time.Duration", SqlType.of("interval", Family.OTHER)),
            Map.entry("java.net.InetAddress", SqlType.of("inet", Family.OTHER)),
            Map.entry("java.net.Inet4Address", SqlType.of("inet", Family.OTHER)),
            Map.entry("java.net.Inet6Address", SqlType.of("inet", Family.OTHER)),
            Map.entry("java.util.OptionalInt", SqlType.of("integer", Family.INTEGER)),
            Map.entry("java.util.OptionalLong", SqlType.of("bigint", Family.INTEGER)),
            Map.entry("java.util.OptionalDouble", SqlType.of("double precision", Family.DECIMAL)));
    private static final Set<String> LISTS =
            Set.of("java.util.List", "java.util.Set", "java.util.Collection", "java.util.SequencedCollection");

    private final Scope scope;
    private final EnumReader enums;

    TypeMapper(Scope scope, EnumReader enums) {
        this.scope = scope;
        this.enums = enums;
    }

    /** The type of a column; where there is none, that is reported at the place. */
    Optional<SqlType> map(TypeMirror type, Sizes sizes, Place place) {
        Optional<TypeMirror> elements = elementType(type);
        Optional<SqlType> mapped = elements.isPresent()
                ? scalar(elements.get(), place).map(sizes::apply).map(SqlType::array)
                : scalar(type, place).map(sizes::apply);
        if (mapped.isEmpty() && !isErroneous(elements.orElse(type))) {
            scope.faults().report(Fault.TYPE, place, type);
        }
        return mapped;
    }

    private boolean isErroneous(TypeMirror type) {
        if (type.getKind() == TypeKind.ERROR) {
            scope.faults().leaveToJavac();
            return true;
        }
        return false;
    }

    private Optional<TypeMirror> elementType(TypeMirror type) {
        if (type instanceof ArrayType array && array.getComponentType().getKind() != TypeKind.BYTE) {
            return Optional.of(array.getComponentType());
        }
        if (type instanceof DeclaredType declared
                && LISTS.contains(nameOf(declared))
                && declared.getTypeArguments().size() == 1) {
            return Optional.of(declared.getTypeArguments().get(0));
        }
        return Optional.empty();
    }

    private Optional<SqlType> scalar(TypeMirror type, Place place) {
        if (type.getKind().isPrimitive()) {
            TypeElement box = scope.types().boxedClass(scope.types().getPrimitiveType(type.getKind()));
            return Optional.ofNullable(TYPES.get(box.getQualifiedName().toString()));
        }
        if (type instanceof ArrayType) {
            boolean bytes = elementType(type).isEmpty();
            return bytes ? Optional.of(SqlType.of("bytea", Family.OTHER)) : Optional.empty();
        }
        if (type instanceof DeclaredType declared && declared.asElement() instanceof TypeElement element) {
            return element.getKind() == ElementKind.ENUM
                    ? enums.columnType(element, place)
                    : Optional.ofNullable(TYPES.get(nameOf(declared)));
        }
        return Optional.empty();
    }

    private static String nameOf(DeclaredType type) {
        return type.asElement() instanceof TypeElement element
                ? element.getQualifiedName().toString()
                : "";
    }
}
