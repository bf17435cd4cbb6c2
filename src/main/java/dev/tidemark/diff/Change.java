package dev.tidemark.diff;

import dev.tidemark.catalog.AccessList;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.EnumType;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Sequence;
import dev.tidemark.catalog.Table;
import dev.tidemark.catalog.View;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One difference between the live catalog ({@code from}) and the declared one ({@code to}), in words one says aloud. */
public sealed interface Change {
    /** A schema is missing. */
    record AddSchema(String schema) implements Change {}

    /** A managed schema of which nothing is declared; {@code empty}: neither tables nor sequences are in it. */
    record DropSchema(String schema, boolean empty) implements Change {}

    /** A table is missing; it is created from its declared statements, verbatim. */
    record AddTable(Table table) implements Change {}

    /** A managed table is not declared any more. */
    record DropTable(Table table) implements Change {}

    /** A table has another name; what follows about it uses the new one. */
    record RenameTable(QName from, QName to, Table live) implements Change {}

    /** A table's column is missing. */
    record AddColumn(Table table, Column column) implements Change {}

    /** A managed column is not declared any more. */
    record DropColumn(Table table, Column column) implements Change {}

    /** A column has another name; what follows about it uses the new one. */
    record RenameColumn(Table table, String from, String to) implements Change {}

    /** A column's type or collation differs. */
    record ChangeType(Table table, Column from, Column to) implements Change {}

    /** A column becomes NOT NULL. */
    record SetNotNull(Table table, Column column) implements Change {}

    /** A column becomes nullable. */
    record DropNotNull(Table table, Column column) implements Change {}

    /** A NOT NULL constraint becomes one that is not validated, or differs in whether children inherit it (PostgreSQL 18). */
    record ChangeNotNull(Table table, Column from, Column to) implements Change {}

    /** A NOT NULL constraint differs in its name only (PostgreSQL 18). */
    record RenameNotNull(Table table, Column from, Column to) implements Change {}

    /** A column's default differs; {@code to.defaultSql()} null drops it. */
    record ChangeDefault(Table table, Column from, Column to) implements Change {}

    /** A column becomes an identity column, ceases to be one, or its options differ. */
    record ChangeIdentity(Table table, Column from, Column to) implements Change {}

    /** A column's generation expression differs, or it becomes generated, or ceases to be. */
    record ChangeGenerated(Table table, Column from, Column to) implements Change {}

    /** A column's storage, compression, statistics target or options differ. */
    record ChangeColumnStorage(Table table, Column from, Column to) implements Change {}

    /** A constraint is missing. */
    record AddConstraint(Table table, Constraint constraint) implements Change {}

    /** A managed constraint is not declared any more. */
    record DropConstraint(Table table, Constraint constraint) implements Change {}

    /** A constraint of one name differs, or another primary key takes the place of the one that is there. */
    record ReplaceConstraint(Table table, Constraint from, Constraint to) implements Change {}

    /** A constraint is there and right, but not yet validated. */
    record ValidateConstraint(Table table, Constraint constraint) implements Change {}

    /** A constraint differs in its name only. */
    record RenameConstraint(Table table, Constraint from, Constraint to) implements Change {}

    /** An index is missing; {@code owner} is its table or materialized view. */
    record AddIndex(QName owner, Index index, @Nullable Table live) implements Change {}

    /** A managed index is not declared any more, or an invalid one is left over. */
    record DropIndex(QName owner, Index index) implements Change {}

    /** An index of one name differs, or is invalid and must be built again. */
    record ReplaceIndex(
            QName owner, Index from, Index to, @Nullable Table live) implements Change {}

    /** An index differs in its name only. */
    record RenameIndex(QName owner, Index from, Index to) implements Change {}

    /** A table's own properties differ: persistence, storage options, row security, replica identity, what it inherits from or is a partition of … */
    record ChangeTable(Table from, Table to) implements Change {}

    /**
     * A table becomes partitioned, stops being, or gets another partition key: it is made again, and its rows move.
     *
     * @param before its partitions and theirs as they are; those of other names go
     * @param after those that it is declared to have; of the new ones an {@link AddTable} says so too
     */
    record RecreateTable(Table from, Table to, List<Table> before, List<Table> after) implements Change {
        public RecreateTable {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }

        /** The table and its partitions as they are. */
        public Stream<Table> old() {
            return Stream.concat(Stream.of(from), before.stream());
        }

        /** The table and its partitions as they are declared. */
        public Stream<Table> next() {
            return Stream.concat(Stream.of(to), after.stream());
        }
    }

    /** An enum type is missing. */
    record AddEnum(EnumType type) implements Change {}

    /** A managed enum type is not declared any more. */
    record DropEnum(EnumType type) implements Change {}

    /** A type has another name. */
    record RenameType(QName from, QName to) implements Change {}

    /** An enum gains a label, directly before {@code before} or, where that is null, after {@code after} (null: it is the first of an empty enum). */
    record AddEnumValue(
            EnumType type,
            String label,
            @Nullable String before,
            @Nullable String after) implements Change {}

    /** A label has another name. */
    record RenameEnumValue(EnumType type, String from, String to) implements Change {}

    /** Labels go or change their order: the type is made again and every column of it cast over; {@code removed} may be empty. */
    record ReplaceEnum(EnumType from, EnumType to, List<String> removed) implements Change {
        public ReplaceEnum {
            removed = List.copyOf(removed);
        }
    }

    /** A sequence is missing. */
    record AddSequence(Sequence sequence) implements Change {}

    /** A managed sequence is not declared any more. */
    record DropSequence(Sequence sequence) implements Change {}

    /** The sequence of a serial or identity column has another name; {@code table} is the column's. */
    record RenameSequence(Table table, QName from, QName to) implements Change {}

    /** A sequence's options or owner differ. */
    record ChangeSequence(Sequence from, Sequence to) implements Change {}

    /** A view is missing. */
    record AddView(View view) implements Change {}

    /** A managed view is not declared any more. */
    record DropView(View view) implements Change {}

    /** A view's query, columns or options differ. */
    record ReplaceView(View from, View to) implements Change {}

    /** A view has another name (and perhaps another query, then a {@link ReplaceView} follows). */
    record RenameView(View from, QName to) implements Change {}

    /** A comment differs; null removes it. */
    record ChangeComment(
            dev.tidemark.ObjectName object,
            @Nullable String from,
            @Nullable String to) implements Change {}

    /**
     * Who may do what with an object differs.
     *
     * @param target how {@code GRANT … ON} names it
     * @param owner whose it is
     * @param created whether this sync creates it
     * @param granted what is to be given
     * @param revoked what is to be taken; where it is grantable, only the grant option
     */
    record ChangePrivileges(
            dev.tidemark.ObjectName object,
            String target,
            String owner,
            boolean created,
            List<AccessList.Grant> granted,
            List<AccessList.Grant> revoked)
            implements Change {}

    /** An object of another kind is missing: created from its declared statements, verbatim. */
    record AddOther(OtherObject object) implements Change {}

    /** An object of another kind differs in some attribute other than its comment. */
    record ChangeOther(OtherObject from, OtherObject to) implements Change {}

    /** A managed object of another kind is not declared any more. */
    record DropOther(OtherObject object) implements Change {}
}
