package io.portage.target.h2;

import io.portage.model.CanonicalText;
import io.portage.model.Version;
import io.portage.target.GuardedBatch;
import io.portage.target.RowBatch;
import io.portage.target.TargetColumn;
import io.portage.target.WriteSpec;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Guarded writes in plain standard SQL: one statement per row, the guard in its condition. */
final class H2Batch implements GuardedBatch {
  private final H2Dialect dialect;
  private final Connection connection;
  private final RowBatch rows;
  private final WriteSpec spec;
  private final String table;
  private final String version;

  H2Batch(H2Dialect dialect, Connection connection, RowBatch rows) {
    this.dialect = dialect;
    this.connection = connection;
    this.rows = rows;
    this.spec = rows.spec();
    this.table = dialect.qualified(spec.table());
    this.version = dialect.quoted(spec.version().name());
  }

  @Override
  public int update() throws SQLException {
    int written = 0;
    for (int row = 0; row < rows.size(); row++) {
      Sql sql = new Sql("UPDATE " + table + " SET ");
      for (int i = 0; i < spec.columns().size(); i++) {
        TargetColumn column = spec.columns().get(i);
        String name = dialect.quoted(column.name());
        if (spec.columnVersions()) {
          Object own = value(row, spec.internalName(WriteSpec.columnVersion(i)));
          sql.add(name + " = CASE WHEN " + older(sql, own) + " THEN ? ELSE " + name + " END, ");
        } else {
          sql.add(name + " = ?, ");
        }
        sql.bind(value(row, column.name()));
      }
      for (TargetColumn column : spec.metadata()) {
        sql.add(dialect.quoted(column.name()) + " = ?, ").bind(value(row, column.name()));
      }
      if (spec.appliedTime() != null) {
        sql.add(dialect.quoted(spec.appliedTime().name()) + " = CURRENT_TIMESTAMP, ");
      }
      sql.add(version + " = ?").bind(version(row));
      where(sql, row);
      notDeleted(sql, row);
      written += sql.run();
    }
    return written;
  }

  @Override
  public int insert() throws SQLException {
    int written = 0;
    for (int row = 0; row < rows.size(); row++) {
      if (!hasRow(row) && !hasTombstone(row)) {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        Sql sql = new Sql("INSERT INTO " + table);
        List<TargetColumn> all = new ArrayList<>(spec.key());
        all.addAll(spec.columns());
        all.add(spec.version());
        all.addAll(spec.metadata());
        for (TargetColumn column : all) {
          names.add(dialect.quoted(column.name()));
          values.add("?");
          sql.bind(value(row, column.name()));
        }
        if (spec.appliedTime() != null) {
          names.add(dialect.quoted(spec.appliedTime().name()));
          values.add("CURRENT_TIMESTAMP");
        }
        sql.add(" (" + String.join(", ", names) + ") VALUES (" + String.join(", ", values) + ")");
        written += sql.run();
      }
    }
    return written;
  }

  @Override
  public int delete() throws SQLException {
    int deleted = 0;
    for (int row = 0; row < rows.size(); row++) {
      Sql sql = new Sql("DELETE FROM " + table);
      where(sql, row);
      deleted += sql.run();
    }
    return deleted;
  }

  @Override
  public int insertTombstones() throws SQLException {
    int stored = 0;
    for (int row = 0; row < rows.size(); row++) {
      if (!spec.key().isEmpty() && hasRow(row)) {
        continue;
      }
      Optional<BigDecimal> last = tombstone(List.of(keyText(row)));
      if (last.isEmpty()) {
        stored +=
            new Sql("INSERT INTO " + tombstones() + " VALUES (?, ?, ?)")
                .bind(spec.table())
                .bind(keyText(row))
                .bind(version(row))
                .run();
      } else if (last.get().compareTo(number(row)) < 0) {
        stored +=
            new Sql("UPDATE " + tombstones() + " SET \"version\" = ?")
                .bind(version(row))
                .add(" WHERE \"table_name\" = ? AND \"key\" = ?")
                .bind(spec.table())
                .bind(keyText(row))
                .run();
      }
    }
    return stored;
  }

  @Override
  public List<ExistingRow> existingRows() throws SQLException {
    List<ExistingRow> found = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      List<BigDecimal> versions = new ArrayList<>();
      if (!spec.key().isEmpty()) {
        Sql sql = new Sql("SELECT " + version + " FROM " + table);
        key(sql, row);
        sql.number().ifPresent(versions::add);
      }
      if (spec.tombstones() != null) {
        tombstone(keyTexts(row)).ifPresent(versions::add);
      }
      BigDecimal newest = versions.isEmpty() ? null : Collections.max(versions);
      if (newest == null || newest.compareTo(number(row)) != 0) {
        found.add(
            new ExistingRow(
                row,
                newest != null && newest.compareTo(number(row)) > 0,
                newest == null ? null : Version.ofNumber(newest)));
      }
    }
    return found;
  }

  @Override
  public List<String> differingColumns() throws SQLException {
    List<String> differing = new ArrayList<>();
    for (TargetColumn column : spec.columns()) {
      for (int row = 0; row < rows.size(); row++) {
        Sql sql = new Sql("SELECT 1 FROM " + table);
        key(sql, row);
        sql.add(" AND " + dialect.quoted(column.name()) + " IS DISTINCT FROM ?");
        sql.bind(value(row, column.name()));
        if (sql.number().isPresent() && !differing.contains(column.name())) {
          differing.add(column.name());
        }
      }
    }
    return differing;
  }

  private void key(Sql sql, int row) {
    sql.add(" WHERE TRUE");
    for (TargetColumn column : spec.key()) {
      sql.add(" AND " + dialect.quoted(column.name()) + " = ?").bind(value(row, column.name()));
    }
  }

  /** Adds the condition for the older row of the same key; without a key, for all older rows. */
  private void where(Sql sql, int row) {
    key(sql, row);
    sql.add(" AND " + older(sql, version(row)));
  }

  private String older(Sql sql, @Nullable Object than) {
    sql.bind(than);
    return "(" + version + " IS NULL OR " + version + " < ?)";
  }

  private void notDeleted(Sql sql, int row) {
    if (!spec.ignoresDeletedRows()) {
      return;
    }
    Object fullRow = value(row, spec.internalName(WriteSpec.FULL_ROW_VERSION));
    Object lastDelete = value(row, spec.internalName(WriteSpec.DELETED_FIELD));
    if (spec.deleted() != null) {
      String marked = dialect.quoted(spec.deleted().name());
      sql.add(" AND (" + marked + " IS NOT TRUE OR " + version + " < ?)").bind(fullRow);
    }
    if (lastDelete != null) {
      sql.add(" AND " + version + " > ?").bind(lastDelete);
    }
  }

  private boolean hasRow(int row) throws SQLException {
    Sql sql = new Sql("SELECT 1 FROM " + table);
    key(sql, row);
    return sql.add(" FOR UPDATE").number().isPresent();
  }

  private boolean hasTombstone(int row) throws SQLException {
    if (spec.tombstones() == null) {
      return false;
    }
    Object last =
        spec.ignoresDeletedRows()
            ? value(row, spec.internalName(WriteSpec.FULL_ROW_VERSION))
            : version(row);
    Optional<BigDecimal> found = tombstone(keyTexts(row));
    return found.isPresent()
        && last instanceof Version compared
        && found.get().compareTo(new BigDecimal(compared.toNumber())) >= 0;
  }

  private Optional<BigDecimal> tombstone(List<String> keys) throws SQLException {
    Sql sql =
        new Sql(
            "SELECT MAX(\"version\") FROM "
                + tombstones()
                + " WHERE \"table_name\" = ? AND \"key\" IN ("
                + String.join(", ", Collections.nCopies(keys.size(), "?"))
                + ")");
    sql.bind(spec.table());
    keys.forEach(sql::bind);
    return sql.number();
  }

  private List<String> keyTexts(int row) {
    return spec.truncates() ? List.of(keyText(row), WriteSpec.TABLE) : List.of(keyText(row));
  }

  private String keyText(int row) {
    return (String) value(row, spec.internalName(WriteSpec.TOMBSTONE_KEY));
  }

  private String tombstones() {
    return dialect.qualified(spec.tombstones());
  }

  private Version version(int row) {
    return (Version) value(row, spec.version().name());
  }

  private BigDecimal number(int row) {
    return new BigDecimal(version(row).toNumber());
  }

  private @Nullable Object value(int row, String field) {
    return rows.values(field)[row];
  }

  /** A statement with its parameters, in their order. */
  private final class Sql {
    private final StringBuilder text;
    private final List<@Nullable Object> parameters = new ArrayList<>();

    Sql(String text) {
      this.text = new StringBuilder(text);
    }

    Sql add(String more) {
      text.append(more);
      return this;
    }

    Sql bind(@Nullable Object value) {
      parameters.add(value);
      return this;
    }

    int run() throws SQLException {
      try (PreparedStatement statement = prepared()) {
        return statement.executeUpdate();
      }
    }

    /**
     * Returns the number that the statement selects; empty if there is no row, or if it is null.
     */
    Optional<BigDecimal> number() throws SQLException {
      try (PreparedStatement statement = prepared();
          ResultSet result = statement.executeQuery()) {
        return result.next() ? Optional.ofNullable(result.getBigDecimal(1)) : Optional.empty();
      }
    }

    private PreparedStatement prepared() throws SQLException {
      PreparedStatement statement = connection.prepareStatement(text.toString());
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, jdbc(parameters.get(i)));
      }
      return statement;
    }
  }

  private static @Nullable Object jdbc(@Nullable Object value) {
    if (value instanceof Version version) {
      return new BigDecimal(version.toNumber());
    } else if (value instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    } else if (value instanceof CanonicalText text) {
      return text.text();
    }
    return value;
  }
}
