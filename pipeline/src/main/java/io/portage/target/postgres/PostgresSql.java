package io.portage.target.postgres;

import io.portage.target.TargetColumn;
import io.portage.target.WriteSpec;
import io.portage.target.WriteSpec.RowField;
import io.portage.target.fitting.ArrayFitter;
import io.portage.target.fitting.TypeFitters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The text of PostgreSQL's statements, each made of a shape and the lanes of its fields.
 *
 * <p>In all of them {@code t} is the target's row, {@code i} the incoming one, {@code d} a
 * tombstone; parameters are one array for each field, in order.
 */
public final class PostgresSql {
  /** Whether {@code t} is older than another row: the version's column, the other's name. */
  static final String IS_OLDER = "t.%1$s IS NULL OR %2$s.%1$s > t.%1$s";

  private static final String WHOLE_TABLE = PostgresTombstones.digest("'" + WriteSpec.TABLE + "'");

  private final WriteSpec shape;
  private final Function<RowField, ArrayBinding> lanes;
  private final String table;
  private final String version;

  public PostgresSql(WriteSpec shape, Function<RowField, ArrayBinding> lanes) {
    this.shape = shape;
    this.lanes = lanes;
    this.table = qualified(shape.table());
    this.version = quoted(shape.version().name());
  }

  /** A name in quotes. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** {@code name} or {@code schema.name}, each part in quotes. */
  static String qualified(String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? quoted(name)
        : quoted(name.substring(0, dot)) + "." + quoted(name.substring(dot + 1));
  }

  /** Parameters: all fields; the table's name if there are tombstones. */
  String upsert() {
    List<String> sets = new ArrayList<>();
    shape.key().stream()
        .filter(PostgresSql::hasManyForms)
        .forEach(
            column -> sets.add(quoted(column.name()) + " = EXCLUDED." + quoted(column.name())));
    for (TargetColumn column : writtenColumns()) {
      sets.add(quoted(column.name()) + " = EXCLUDED." + quoted(column.name()));
    }
    return insertion()
        + conflict()
        + "DO UPDATE SET "
        + String.join(", ", sets)
        + " WHERE "
        + IS_OLDER.formatted(version, "EXCLUDED");
  }

  /** Parameters: all fields; the table's name if there are tombstones. */
  String insert() {
    // Not null is checked before the conflict: rows that are there must not come so far.
    String absent = "NOT EXISTS (SELECT FROM " + table + " AS t WHERE " + sameKey() + ")";
    return insertion()
        + (shape.tombstones() == null ? " WHERE " : " AND ")
        + absent
        + conflict()
        + "DO NOTHING";
  }

  /** Whether the database takes values for equal that are not the same: 1.0 and 1.00, a and A. */
  private static boolean hasManyForms(TargetColumn column) {
    return switch (column.type()) {
      case "numeric" -> column.length() == 0;
      case "float4", "float8" -> true;
      case "interval", "jsonb" -> true;
      default ->
          TypeFitters.isArray(column.type())
              ? hasManyForms(column.element(ArrayFitter.elementType(column.type())))
              : TypeFitters.isCaseless(column.type());
    };
  }

  private String conflict() {
    return " ON CONFLICT (" + join(shape.key(), column -> quoted(column.name())) + ") ";
  }

  private String insertion() {
    List<TargetColumn> all = new ArrayList<>(shape.key());
    all.addAll(writtenColumns());
    return "INSERT INTO "
        + table
        + " AS t ("
        + join(all, column -> quoted(column.name()))
        // Identity columns hold the source's values here.
        + ") OVERRIDING SYSTEM VALUE SELECT "
        + join(all, this::incoming)
        + " FROM "
        + input(shape.fields(), false)
        + noTombstone(" WHERE ");
  }

  /**
   * Whether no tombstone refuses the row, behind the word {@code and}; empty without tombstones.
   */
  String noTombstone(String and) {
    if (shape.tombstones() == null) {
      return "";
    }
    // What is partly older than a delete must not come back by it: its whole part is what counts.
    String last =
        shape.ignoresDeletedRows() ? internal(WriteSpec.FULL_ROW_VERSION) : "i." + version;
    return and + withoutTombstone(last);
  }

  private String withoutTombstone(String last) {
    return "NOT EXISTS (SELECT FROM "
        + qualified(shape.tombstones())
        + " AS d WHERE d.\"table_name\" = ? AND "
        + tombstonesOf(keyText())
        + " AND d.\"version\" >= "
        + last
        + ")";
  }

  /** A field of the incoming row that is no column of the table, by its constant name. */
  String internal(String name) {
    return "i." + quoted(shape.internalName(name));
  }

  String keyText() {
    return internal(WriteSpec.TOMBSTONE_KEY);
  }

  /** The tombstones {@code d} that hold for a row of this key's text. */
  String tombstonesOf(String key) {
    String own = PostgresTombstones.digest(key);
    return shape.truncates()
        ? "d.\"key_digest\" IN (" + own + ", " + WHOLE_TABLE + ")"
        : "d.\"key_digest\" = " + own;
  }

  /** Parameters: all fields; the table's name if {@link #updateNamesTable}. */
  public String update() {
    List<String> sets = new ArrayList<>();
    for (TargetColumn column : shape.columns()) {
      sets.add(quoted(column.name()) + " = " + updated(column));
    }
    shape.key().stream()
        .filter(PostgresSql::hasManyForms)
        .forEach(column -> sets.add(quoted(column.name()) + " = " + incoming(column)));
    for (TargetColumn column : storedVersion()) {
      sets.add(quoted(column.name()) + " = " + incoming(column));
    }
    return "UPDATE "
        + table
        + " AS t SET "
        + String.join(", ", sets)
        + " FROM "
        + input(shape.fields(), false)
        + " WHERE "
        + sameKey()
        + " AND ("
        + IS_OLDER.formatted(version, "i")
        + ")"
        + notDeleted();
  }

  /** Whether {@code t} is a row that an update with this column's value takes it from. */
  Optional<String> isNewer(TargetColumn column) {
    int at = shape.columnVersions() ? shape.columns().indexOf(column) : -1;
    return at < 0
        ? Optional.empty()
        : Optional.of(
            "t.%1$s IS NULL OR %2$s > t.%1$s"
                .formatted(version, internal(WriteSpec.columnVersion(at))));
  }

  /** The column's value in {@code t} after an update. */
  String updated(TargetColumn column) {
    String value = incoming(column);
    return isNewer(column)
        .map(
            newer ->
                "CASE WHEN %s THEN %s ELSE t.%s END".formatted(newer, value, quoted(column.name())))
        .orElse(value);
  }

  /**
   * Whether {@code t} is the row of {@code i} and is written over by an {@link #upsert}, or by an
   * {@link #update} where the shape has rows that lack columns. Parameters: all fields; the table's
   * name if {@link #overwrittenNamesTable}.
   */
  String overwritten() {
    String older = sameKey() + " AND (" + IS_OLDER.formatted(version, "i") + ")";
    return shape.ignoresDeletedRows() || shape.tombstones() == null
        ? older + notDeleted()
        : older + " AND " + withoutTombstone("i." + version);
  }

  /** Whether {@link #overwritten} has the table's name as its last parameter. */
  boolean overwrittenNamesTable() {
    return shape.ignoresDeletedRows() ? updateNamesTable() : shape.tombstones() != null;
  }

  private String notDeleted() {
    if (!shape.ignoresDeletedRows()) {
      return "";
    }
    String marked =
        shape.deleted() == null
            ? ""
            : " AND (t.%s IS NOT TRUE OR t.%s < %s)"
                .formatted(
                    quoted(shape.deleted().name()), version, internal(WriteSpec.FULL_ROW_VERSION));
    String dead = internal(WriteSpec.DELETED_FIELD);
    return marked
        + " AND (%1$s IS NULL OR t.%2$s > %1$s)".formatted(dead, version)
        + notTruncated();
  }

  /**
   * A row that a truncate has ended lends nothing: one that it marked, or one that came by other
   * ways at an older version. A change that was whole after the truncate needs nothing of it.
   */
  private String notTruncated() {
    return updateNamesTable()
        ? " AND NOT EXISTS (SELECT FROM "
            + tombstones()
            + " AS d WHERE d.\"table_name\" = ? AND d.\"key_digest\" = "
            + WHOLE_TABLE
            + " AND (t."
            + version
            + " IS NULL OR d.\"version\" >= t."
            + version
            + ") AND (%1$s IS NULL OR d.\"version\" >= %1$s))"
                .formatted(internal(WriteSpec.FULL_ROW_VERSION))
        : "";
  }

  /** Whether an update looks for the table's tombstone. */
  boolean updateNamesTable() {
    return shape.truncates() && shape.ignoresDeletedRows();
  }

  /** Parameters: the identity's fields. */
  String delete() {
    return "DELETE FROM "
        + table
        + " AS t USING "
        + input(shape.identity(), false)
        + " WHERE "
        + sameKey()
        + " AND ("
        + IS_OLDER.formatted(version, "i")
        + ")";
  }

  /** Parameters: the table's name; the identity's fields. */
  String insertTombstones() {
    return "INSERT INTO "
        + tombstones()
        + " AS d (\"table_name\", \"key\", \"key_digest\", \"version\") SELECT ?, "
        + keyText()
        + ", "
        + PostgresTombstones.digest(keyText())
        + ", i."
        + version
        + " FROM "
        + input(shape.identity(), false)
        + (shape.key().isEmpty()
            ? ""
            : " WHERE NOT EXISTS (SELECT FROM " + table + " AS t WHERE " + sameKey() + ")")
        + " ON CONFLICT (\"table_name\", \"key_digest\") DO UPDATE SET \"version\" = EXCLUDED.\"version\","
        + " \"buried_at\" = now() WHERE EXCLUDED.\"version\" > d.\"version\"";
  }

  /** The tombstones {@code d} of {@code i}. Parameter: the table's name. */
  String tombstonesOf() {
    return tombstones() + " AS d WHERE " + ofTable() + tombstonesOf(keyText());
  }

  static String ofTable() {
    return "d.\"table_name\" = ? AND ";
  }

  String tombstones() {
    if (shape.tombstones() == null) {
      throw new IllegalStateException("writes to " + shape.table() + " know no tombstones");
    }
    return qualified(shape.tombstones());
  }

  /** The columns that every write sets besides the key. */
  List<TargetColumn> writtenColumns() {
    List<TargetColumn> all = new ArrayList<>(shape.columns());
    all.addAll(storedVersion());
    return all;
  }

  /** The version and the other metadata. */
  private List<TargetColumn> storedVersion() {
    List<TargetColumn> all = new ArrayList<>();
    all.add(shape.version());
    all.addAll(shape.metadata());
    if (shape.appliedTime() != null) {
      all.add(shape.appliedTime());
    }
    return all;
  }

  String incoming(TargetColumn column) {
    if (column.equals(shape.appliedTime())) {
      return column.type().equals("timestamp") ? "now() AT TIME ZONE 'UTC'" : "now()";
    }
    return "i." + quoted(column.name());
  }

  /** Whether {@code t} is the target's row of {@code i}. */
  String sameKey() {
    return sameKey("t", "i");
  }

  /** Whether the rows of these two names have the same key. */
  String sameKey(String one, String other) {
    if (shape.key().isEmpty()) {
      return "TRUE";
    }
    return shape.key().stream()
        .map(column -> "%2$s.%1$s = %3$s.%1$s".formatted(quoted(column.name()), one, other))
        .collect(Collectors.joining(" AND "));
  }

  /**
   * The incoming rows as a relation {@code i} of the columns' own types. The planner is not to know
   * how many they are: for many it would read the whole table, and what it joins here is looked up
   * by key.
   */
  String input(List<RowField> fields, boolean numbered) {
    String number = quoted(shape.internalName(WriteSpec.NUMBER));
    return "(SELECT "
        + join(fields, this::converted)
        + (numbered ? ", u." + number : "")
        + " FROM unnest("
        + join(fields, field -> "(SELECT ?::" + lanes.apply(field).element() + "[])")
        + ")"
        + (numbered ? " WITH ORDINALITY" : "")
        + " AS u("
        + join(fields, field -> quoted(field.name()))
        + (numbered ? ", " + number : "")
        + ")) AS i";
  }

  private String converted(RowField field) {
    String name = "u." + quoted(field.name());
    String value = lanes.apply(field).expression(name, field.type());
    return value.equals(name) ? name : value + " AS " + quoted(field.name());
  }

  static <T> String join(List<T> parts, Function<? super T, String> text) {
    return parts.stream().map(text).collect(Collectors.joining(", "));
  }
}
