package io.portage.launcher;

import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 0.5s}, {@code 500ms}, {@code 2m}. */
public final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      return Duration.parse("PT" + seconds(text.toLowerCase(Locale.ROOT)));
    } catch (java.time.format.DateTimeParseException | NumberFormatException malformed) {
      throw new TypeConversionException(
          "'" + text + "' is not a duration (write 0.5s, 500ms or 2m)");
    }
  }

  private static String seconds(String text) {
    if (text.endsWith("ms")) {
      return Double.parseDouble(text.substring(0, text.length() - 2)) / 1000 + "S";
    }
    return text;
  }
}
