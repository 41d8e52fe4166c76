package io.portage.target.postgres;

import io.portage.target.ColumnType;
import io.portage.target.TargetColumn;
import io.portage.target.TypeFamily;
import io.portage.target.WriteSpec;
import io.portage.target.WriteSpec.RowField;
import io.portage.target.postgres.fitting.PostgresTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The statements for PostgreSQL, generated from a {@link WriteSpec} and the bindings of its fields.
 *
 * <p>In all of them {@code t} is the target's row, {@code i} the incoming one, {@code d} a
 * tombstone. Parameters are one array per field, in order.
 */
public final class PostgresSql {
  /**
   * True if {@code t} is older than another row. Arguments: the version column, the other row's
   * name.
   */
  static final String IS_OLDER = "t.%1$s IS NULL OR %2$s.%1$s > t.%1$s";

  private static final String WHOLE_TABLE = PostgresTombstones.digest("'" + WriteSpec.TABLE + "'");

  private final WriteSpec spec;
  private final Function<RowField, ArrayBinding> bindings;
  private final String table;
  private final String version;

  public PostgresSql(WriteSpec spec, Function<RowField, ArrayBinding> bindings) {
    this.spec = spec;
    this.bindings = bindings;
    this.table = qualified(spec.table());
    this.version = quoted(spec.version().name());
  }

  /** Quotes a name. */
  public static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Quotes {@code name} or {@code schema.name}, each part by itself. */
  public static String qualified(String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? quoted(name)
        : quoted(name.substring(0, dot)) + "." + quoted(name.substring(dot + 1));
  }

  /** Returns a cast to the type of a column, see {@link TargetColumn#type}. */
  static String castTo(String type) {
    // The catalog's name of an array type may be another one: it may be truncated, or taken.
    ColumnType element = PostgresTypes.of(type).element();
    return "::" + (element == null ? qualified(type) : qualified(element.name()) + "[]");
  }

  /**
   * Inserts rows or updates older ones. Parameters: all fields; the table's name if there are
   * tombstones.
   */
  String upsert() {
    List<String> sets = new ArrayList<>();
    spec.key().stream()
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

  /**
   * Inserts the rows whose key has no row. Parameters: all fields; the table's name if there are
   * tombstones.
   */
  String insert() {
    // NOT NULL is checked before the conflict, so existing rows must be excluded beforehand.
    String absent = "NOT EXISTS (SELECT FROM " + table + " AS t WHERE " + sameKey() + ")";
    return insertion()
        + (spec.tombstones() == null ? " WHERE " : " AND ")
        + absent
        + conflict()
        + "DO NOTHING";
  }

  /** Returns true if different values of the type may be equal: 1.0 and 1.00, a and A. */
  private static boolean hasManyForms(TargetColumn column) {
    return switch (column.type()) {
      case "numeric" -> column.length() == 0;
      case "float4", "float8" -> true;
      case "interval", "jsonb" -> true;
      default ->
          column.family() == TypeFamily.ARRAY
              ? hasManyForms(column.element())
              : PostgresTypes.isCaseless(column.type());
    };
  }

  private String conflict() {
    return " ON CONFLICT (" + join(spec.key(), column -> quoted(column.name())) + ") ";
  }

  private String insertion() {
    List<TargetColumn> all = new ArrayList<>(spec.key());
    all.addAll(writtenColumns());
    return "INSERT INTO "
        + table
        + " AS t ("
        + join(all, column -> quoted(column.name()))
        // Identity columns hold the source's values.
        + ") OVERRIDING SYSTEM VALUE SELECT "
        + join(all, this::incoming)
        + " FROM "
        + input(spec.fields(), false)
        + noTombstone(" WHERE ");
  }

  /**
   * Returns the condition, after the keyword {@code and}, that no tombstone makes the row stale;
   * empty without tombstones.
   */
  String noTombstone(String and) {
    if (spec.tombstones() == null) {
      return "";
    }
    // A merged change that is partly older than a delete must not restore the row, so its full-row
    // version is compared.
    String last = spec.ignoresDeletedRows() ? internal(WriteSpec.FULL_ROW_VERSION) : "i." + version;
    return and + withoutTombstone(last);
  }

  private String withoutTombstone(String last) {
    return "NOT EXISTS (SELECT FROM "
        + tombstones()
        + " AS d WHERE d.\"table_name\" = ? AND "
        + tombstonesOf(keyText())
        + " AND d.\"version\" >= "
        + last
        + ")";
  }

  /** Returns an internal field of the incoming row, by the constant of its name. */
  String internal(String name) {
    return "i." + quoted(spec.internalName(name));
  }

  String keyText() {
    return internal(WriteSpec.TOMBSTONE_KEY);
  }

  /** Returns the condition for tombstones {@code d} that apply to a row with this key text. */
  String tombstonesOf(String key) {
    String own = PostgresTombstones.digest(key);
    return spec.truncates()
        ? "d.\"key_digest\" IN (" + own + ", " + WHOLE_TABLE + ")"
        : "d.\"key_digest\" = " + own;
  }

  /** Updates older rows. Parameters: all fields; the table's name if {@link #updateNamesTable}. */
  public String update() {
    List<String> sets = new ArrayList<>();
    for (TargetColumn column : spec.columns()) {
      sets.add(quoted(column.name()) + " = " + updated(column));
    }
    spec.key().stream()
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
        + input(spec.fields(), false)
        + " WHERE "
        + sameKey()
        + " AND ("
        + IS_OLDER.formatted(version, "i")
        + ")"
        + notDeleted();
  }

  /**
   * Returns the condition that an update sets this column in {@code t}; empty if it always does.
   */
  Optional<String> isNewer(TargetColumn column) {
    int at = spec.columnVersions() ? spec.columns().indexOf(column) : -1;
    return at < 0
        ? Optional.empty()
        : Optional.of(
            "t.%1$s IS NULL OR %2$s > t.%1$s"
                .formatted(version, internal(WriteSpec.columnVersion(at))));
  }

  /** Returns the column's value in {@code t} after an update. */
  String updated(TargetColumn column) {
    String value = incoming(column);
    return isNewer(column)
        .map(
            newer ->
                "CASE WHEN %s THEN %s ELSE t.%s END".formatted(newer, value, quoted(column.name())))
        .orElse(value);
  }

  /**
   * Returns the condition that {@code t} is the row of {@code i} and is overwritten by an {@link
   * #upsert}, or by an {@link #update} if the spec has partial rows. Parameters: all fields; the
   * table's name if {@link #overwrittenNamesTable}.
   */
  String overwritten() {
    String older = sameKey() + " AND (" + IS_OLDER.formatted(version, "i") + ")";
    return spec.ignoresDeletedRows() || spec.tombstones() == null
        ? older + notDeleted()
        : older + " AND " + withoutTombstone("i." + version);
  }

  /** Returns true if the table's name is the last parameter of {@link #overwritten}. */
  boolean overwrittenNamesTable() {
    return spec.ignoresDeletedRows() ? updateNamesTable() : spec.tombstones() != null;
  }

  private String notDeleted() {
    if (!spec.ignoresDeletedRows()) {
      return "";
    }
    String notMarked =
        spec.deleted() == null
            ? ""
            : " AND (t.%s IS NOT TRUE OR t.%s < %s)"
                .formatted(
                    quoted(spec.deleted().name()), version, internal(WriteSpec.FULL_ROW_VERSION));
    String lastDelete = internal(WriteSpec.DELETED_FIELD);
    return notMarked
        + " AND (%1$s IS NULL OR t.%2$s > %1$s)".formatted(lastDelete, version)
        + notTruncated();
  }

  /**
   * A row that a truncate ended contributes no columns: one that the truncate notMarked, or one at
   * an older version. This does not affect a change with a full row newer than the truncate.
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

  /** Returns true if an update reads the tombstone of the whole table. */
  boolean updateNamesTable() {
    return spec.truncates() && spec.ignoresDeletedRows();
  }

  /** Deletes older rows. Parameters: the identity's fields. */
  String delete() {
    return "DELETE FROM "
        + table
        + " AS t USING "
        + input(spec.identity(), false)
        + " WHERE "
        + sameKey()
        + " AND ("
        + IS_OLDER.formatted(version, "i")
        + ")";
  }

  /**
   * Stores tombstones for keys without a row. Parameters: the table's name; the identity's fields.
   */
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
        + input(spec.identity(), false)
        + (spec.key().isEmpty()
            ? ""
            : " WHERE NOT EXISTS (SELECT FROM " + table + " AS t WHERE " + sameKey() + ")")
        + " ON CONFLICT (\"table_name\", \"key_digest\") DO UPDATE SET \"version\" = EXCLUDED.\"version\","
        + " \"deleted_at\" = now() WHERE EXCLUDED.\"version\" > d.\"version\"";
  }

  /** Returns the tombstones {@code d} of {@code i}. Parameter: the table's name. */
  String tombstonesOf() {
    return tombstones() + " AS d WHERE " + ofTable() + tombstonesOf(keyText());
  }

  static String ofTable() {
    return "d.\"table_name\" = ? AND ";
  }

  String tombstones() {
    if (spec.tombstones() == null) {
      throw new IllegalStateException(
          "no tombstone table is specified for writes to " + spec.table());
    }
    return qualified(spec.tombstones());
  }

  /** Returns the columns that every write sets besides the key. */
  List<TargetColumn> writtenColumns() {
    List<TargetColumn> all = new ArrayList<>(spec.columns());
    all.addAll(storedVersion());
    return all;
  }

  /** Returns the version and the other metadata columns. */
  private List<TargetColumn> storedVersion() {
    List<TargetColumn> all = new ArrayList<>();
    all.add(spec.version());
    all.addAll(spec.metadata());
    if (spec.appliedTime() != null) {
      all.add(spec.appliedTime());
    }
    return all;
  }

  String incoming(TargetColumn column) {
    if (column.equals(spec.appliedTime())) {
      return column.type().equals("timestamp") ? "now() AT TIME ZONE 'UTC'" : "now()";
    }
    return "i." + quoted(column.name());
  }

  /** Returns the condition that {@code t} is the target's row of {@code i}. */
  String sameKey() {
    return sameKey("t", "i");
  }

  /** Returns the condition that the rows of these two names have the same key. */
  String sameKey(String one, String other) {
    if (spec.key().isEmpty()) {
      return "TRUE";
    }
    return spec.key().stream()
        .map(column -> "%2$s.%1$s = %3$s.%1$s".formatted(quoted(column.name()), one, other))
        .collect(Collectors.joining(" AND "));
  }

  /**
   * Returns the incoming rows as a relation {@code i} with the columns' own types. Its form hides
   * the number of rows from the planner: for many rows it would scan the whole table, while these
   * joins are lookups by key.
   */
  String input(List<RowField> fields, boolean numbered) {
    String number = quoted(spec.internalName(WriteSpec.NUMBER));
    return "(SELECT "
        + join(fields, this::converted)
        + (numbered ? ", u." + number : "")
        + " FROM unnest("
        + join(fields, field -> "(SELECT ?::" + bindings.apply(field).element() + "[])")
        + ")"
        + (numbered ? " WITH ORDINALITY" : "")
        + " AS u("
        + join(fields, field -> quoted(field.name()))
        + (numbered ? ", " + number : "")
        + ")) AS i";
  }

  private String converted(RowField field) {
    String name = "u." + quoted(field.name());
    String value = bindings.apply(field).expression(name, field.type());
    return value.equals(name) ? name : value + " AS " + quoted(field.name());
  }

  static <T> String join(List<T> parts, Function<? super T, String> text) {
    return parts.stream().map(text).collect(Collectors.joining(", "));
  }
}
