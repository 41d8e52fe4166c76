package io.portage.launcher.bench;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 5000/s} or {@code 5000}: events per second, at least one. */
final class RateConverter implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    String number = text.endsWith("/s") ? text.substring(0, text.length() - 2) : text;
    try {
      int rate = Integer.parseInt(number);
      if (rate > 0) {
        return rate;
      }
    } catch (NumberFormatException noNumber) {
      // reported below, as for 0
    }
    throw new TypeConversionException(
        "'" + text + "' is not a rate (write 5000/s for 5,000 events per second)");
  }
}
