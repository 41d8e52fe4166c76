package io.portage.target.mariadb;

import io.portage.target.ResultReader;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads query results: a TIMESTAMP is an instant, a BIT(1) a boolean, a longer one bytes, a BIGINT
 * UNSIGNED an exact number. A TIME is text, because it may exceed a day.
 */
final class MariaDbResultReader {
  private MariaDbResultReader() {}

  static @Nullable Object read(ResultSet rows, int at) throws SQLException {
    String type = rows.getMetaData().getColumnTypeName(at).toUpperCase(Locale.ROOT);
    if (type.startsWith("BIGINT") && type.contains("UNSIGNED")) {
      BigDecimal number = rows.getBigDecimal(at);
      return number == null ? null : number;
    }
    return switch (type) {
      case "TIMESTAMP" -> {
        LocalDateTime time = rows.getObject(at, LocalDateTime.class);
        yield time == null ? null : time.toInstant(ZoneOffset.UTC);
      }
      case "TIME" -> rows.getString(at);
      case "BIT" ->
          rows.getMetaData().getColumnType(at) == Types.VARBINARY
              ? rows.getBytes(at)
              : ResultReader.JDBC.read(rows, at);
      default -> ResultReader.JDBC.read(rows, at);
    };
  }
}
