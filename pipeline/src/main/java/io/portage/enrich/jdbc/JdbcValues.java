package io.portage.enrich.jdbc;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads the values of a result set in the types that a row contains; other types as text. */
final class JdbcValues {
  private JdbcValues() {}

  static @Nullable Object get(ResultSet rows, ResultSetMetaData meta, int at) throws SQLException {
    Object value =
        switch (meta.getColumnType(at)) {
          case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> rows.getLong(at);
          case Types.NUMERIC, Types.DECIMAL -> rows.getObject(at, BigDecimal.class);
          case Types.REAL, Types.FLOAT, Types.DOUBLE -> rows.getDouble(at);
          case Types.BIT, Types.BOOLEAN -> ofBit(rows, meta, at);
          case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> rows.getBytes(at);
          case Types.DATE -> rows.getObject(at, LocalDate.class);
          case Types.TIME -> rows.getObject(at, LocalTime.class);
          case Types.TIMESTAMP -> ofTimestamp(rows, meta, at);
          case Types.TIMESTAMP_WITH_TIMEZONE -> ofInstant(rows, at);
          default -> rows.getString(at);
        };
    return rows.wasNull() ? null : value;
  }

  /** PostgreSQL reports a bit string as a bit. */
  private static @Nullable Object ofBit(ResultSet rows, ResultSetMetaData meta, int at)
      throws SQLException {
    return meta.getColumnTypeName(at).startsWith("bit") ? rows.getString(at) : rows.getBoolean(at);
  }

  /** PostgreSQL reports both of its timestamp types as a timestamp without a zone. */
  private static @Nullable Object ofTimestamp(ResultSet rows, ResultSetMetaData meta, int at)
      throws SQLException {
    return meta.getColumnTypeName(at).equals("timestamptz")
        ? ofInstant(rows, at)
        : rows.getObject(at, LocalDateTime.class);
  }

  private static @Nullable Object ofInstant(ResultSet rows, int at) throws SQLException {
    OffsetDateTime time = rows.getObject(at, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
