package io.portage.target;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads the values of a query's result in the types that a row contains. */
@FunctionalInterface
public interface ResultReader {
  /** The reader for drivers that report the types of JDBC; values of other types become text. */
  ResultReader JDBC = ResultReader::readJdbc;

  /**
   * Returns the value of the column at {@code at}, from 1, in the current row; null for SQL's NULL.
   */
  @Nullable Object read(ResultSet rows, int at) throws SQLException;

  private static @Nullable Object readJdbc(ResultSet rows, int at) throws SQLException {
    Object value =
        switch (rows.getMetaData().getColumnType(at)) {
          case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> rows.getLong(at);
          case Types.NUMERIC, Types.DECIMAL -> rows.getObject(at, BigDecimal.class);
          case Types.REAL, Types.FLOAT, Types.DOUBLE -> rows.getDouble(at);
          case Types.BIT, Types.BOOLEAN -> rows.getBoolean(at);
          case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> rows.getBytes(at);
          case Types.DATE -> rows.getObject(at, LocalDate.class);
          case Types.TIME -> rows.getObject(at, LocalTime.class);
          case Types.TIMESTAMP -> rows.getObject(at, LocalDateTime.class);
          case Types.TIMESTAMP_WITH_TIMEZONE -> instant(rows, at);
          default -> rows.getString(at);
        };
    return rows.wasNull() ? null : value;
  }

  private static @Nullable Object instant(ResultSet rows, int at) throws SQLException {
    OffsetDateTime time = rows.getObject(at, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
