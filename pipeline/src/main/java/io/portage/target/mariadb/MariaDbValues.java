package io.portage.target.mariadb;

import io.portage.model.CanonicalText;
import io.portage.model.Version;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Binds the values of rows, and reads the values of keys. Times are bound as texts in UTC. */
final class MariaDbValues {
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);

  private static final Double NEGATIVE_ZERO = -0.0;
  private static final int SMALL = 24;

  private MariaDbValues() {}

  static void bind(PreparedStatement statement, int at, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(at, Types.NULL);
    } else if (value instanceof byte[] bytes) {
      statement.setBytes(at, bytes);
    } else if (value instanceof Long number) {
      statement.setLong(at, number);
    } else if (value instanceof BigDecimal number) {
      statement.setBigDecimal(at, number);
    } else if (value instanceof Version version) {
      statement.setBigDecimal(at, new BigDecimal(version.toNumber()));
    } else if (value instanceof Double number) {
      if (number.equals(NEGATIVE_ZERO)) {
        statement.setString(at, "-0"); // as a number, it is a decimal, which has no such zero
      } else {
        statement.setDouble(at, number);
      }
    } else if (value instanceof Boolean bit) {
      statement.setInt(at, bit ? 1 : 0);
    } else {
      statement.setString(at, text(value));
    }
  }

  /** Returns the text from which the database reads the same value; bytes have none. */
  static String text(Object value) {
    if (value instanceof Boolean bit) {
      return bit ? "1" : "0";
    } else if (value instanceof BigDecimal number) {
      return number.toPlainString();
    } else if (value instanceof Instant instant) {
      return DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
    } else if (value instanceof LocalDateTime dateTime) {
      return DATE_TIME.format(dateTime);
    } else if (value instanceof LocalTime time) {
      return TIME.format(time);
    } else if (value instanceof CanonicalText text) {
      return text.text();
    }
    return value.toString();
  }

  /** Returns a value as an SQL literal. */
  static String literal(Object value) {
    if (value instanceof byte[] bytes) {
      return "X'" + HexFormat.of().formatHex(bytes) + "'";
    } else if (value instanceof Long || value instanceof Double) {
      return value.toString();
    } else if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    return "'" + text(value).replace("\\", "\\\\").replace("'", "''") + "'";
  }

  /** Returns the approximate length of the value in a statement, in bytes. */
  static int length(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return 2 * bytes.length;
    }
    return value instanceof String text ? 2 * text.length() + SMALL : SMALL;
  }

  /** Returns a column of a key in the type of {@code like}, the value that it is compared with. */
  static Object read(ResultSet result, int at, Object like) throws SQLException {
    if (like instanceof Long) {
      return result.getLong(at);
    } else if (like instanceof BigDecimal) {
      return result.getBigDecimal(at);
    } else if (like instanceof Double) {
      return result.getDouble(at);
    } else if (like instanceof byte[]) {
      return result.getBytes(at);
    } else if (like instanceof Boolean) {
      return result.getBoolean(at);
    } else if (like instanceof LocalDate) {
      return result.getObject(at, LocalDate.class);
    } else if (like instanceof LocalTime) {
      return result.getObject(at, LocalTime.class);
    } else if (like instanceof LocalDateTime) {
      return result.getObject(at, LocalDateTime.class);
    } else if (like instanceof Instant) {
      return result.getObject(at, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }
    return result.getString(at);
  }
}
