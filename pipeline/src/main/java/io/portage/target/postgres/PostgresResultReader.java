package io.portage.target.postgres;

import io.portage.target.ResultReader;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of the types that PostgreSQL's driver reports imprecisely: a bit string as a bit,
 * and a time or timestamp with a zone as one without. Text are: times with a zone, NaN, the
 * infinities of numbers, dates and timestamps, and 24:00:00.
 */
final class PostgresResultReader {
  private static final Set<Integer> HAS_SPECIAL_VALUES =
      Set.of(Types.NUMERIC, Types.DATE, Types.TIME, Types.TIMESTAMP);

  private static final Set<String> SPECIAL_VALUES =
      Set.of("NaN", "Infinity", "-Infinity", "infinity", "-infinity", "24:00:00");

  private PostgresResultReader() {}

  static @Nullable Object read(ResultSet rows, int at) throws SQLException {
    ResultSetMetaData meta = rows.getMetaData();
    int type = meta.getColumnType(at);
    String name = meta.getColumnTypeName(at);
    if ((type == Types.BIT && name.equals("bit")) || name.equals("timetz")) {
      return rows.getString(at);
    }
    if (HAS_SPECIAL_VALUES.contains(type)) {
      String text = rows.getString(at);
      if (text != null && SPECIAL_VALUES.contains(text)) {
        return text;
      }
    }
    if (type == Types.TIMESTAMP && name.equals("timestamptz")) {
      OffsetDateTime time = rows.getObject(at, OffsetDateTime.class);
      return time == null ? null : time.toInstant();
    }
    return ResultReader.JDBC.read(rows, at);
  }
}
