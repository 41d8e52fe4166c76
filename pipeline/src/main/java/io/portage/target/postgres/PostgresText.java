package io.portage.target.postgres;

import io.portage.model.CanonicalText;
import io.portage.model.Surrogates;
import io.portage.model.Version;
import java.math.BigDecimal;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.chrono.IsoEra;
import java.time.temporal.ChronoField;
import java.util.HexFormat;

/** Converts values to text that PostgreSQL reads back exactly. */
public final class PostgresText {
  private PostgresText() {}

  /**
   * Returns the text of a value.
   *
   * @throws SQLDataException if the value has no text: a list or map, or a text with a NUL or half
   *     a surrogate pair, which the driver would change silently
   */
  public static String of(Object value) throws SQLException {
    if (value instanceof String text) {
      return checked(text);
    }
    if (value instanceof CanonicalText folded) {
      return checked(folded.text());
    }
    if (value instanceof Version version) {
      return VersionText.of(version);
    }
    if (value instanceof BigDecimal number) {
      return number.toString();
    }
    if (value instanceof Number || value instanceof Boolean || value instanceof LocalTime) {
      return value.toString();
    }
    if (value instanceof byte[] bytes) {
      return "\\x" + HexFormat.of().formatHex(bytes);
    }
    if (value instanceof LocalDate date) {
      return day(date) + era(date);
    }
    if (value instanceof LocalDateTime local) {
      return day(local.toLocalDate()) + " " + local.toLocalTime() + era(local.toLocalDate());
    }
    if (value instanceof Instant instant) {
      LocalDateTime local = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
      return day(local.toLocalDate())
          + " "
          + local.toLocalTime()
          + "+00"
          + era(local.toLocalDate());
    }
    throw new SQLDataException(
        "a value of " + value.getClass().getName() + " cannot be stored in a column", "22000");
  }

  private static String checked(String text) throws SQLException {
    if (text.indexOf(0) >= 0) {
      throw new SQLDataException("a NUL cannot be stored in a text", "22021");
    }
    if (Surrogates.hasUnpaired(text)) {
      throw new SQLDataException("half a surrogate pair cannot be stored in a text", "22021");
    }
    return text;
  }

  private static String day(LocalDate date) {
    // At least four digits: PostgreSQL reads a year of two digits as one of this century.
    String year = Integer.toString(date.get(ChronoField.YEAR_OF_ERA));
    return "0".repeat(Math.max(0, 4 - year.length()))
        + year
        + "-"
        + two(date.getMonthValue())
        + "-"
        + two(date.getDayOfMonth());
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }

  private static String era(LocalDate date) {
    return date.getEra() == IsoEra.BCE ? " BC" : "";
  }
}
