package io.portage.target.postgres.fitting;

import com.google.common.net.InetAddresses;
import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.DateFitter;
import java.math.BigDecimal;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Canonical texts of key values whose types are kept as text: one text for all texts that
 * PostgreSQL considers equal. A text whose equality is not certain is rejected, because its row
 * could not be distinguished from others.
 */
final class CanonicalKeyText {
  private static final Pattern ISO_INTERVAL =
      Pattern.compile(
          "P(?=.)(?:([-+]?\\d+)Y)?(?:([-+]?\\d+)M)?(?:([-+]?\\d+)W)?(?:([-+]?\\d+)D)?"
              + "(?:T(?=.)(?:([-+]?\\d+)H)?(?:([-+]?\\d+)M)?(?:([-+]?\\d+(?:\\.\\d+)?)S)?)?");

  /** PostgreSQL's own format, and a time of day alone. */
  private static final Pattern INTERVAL =
      Pattern.compile(
          "(?=.)(?:([-+]?\\d+) years?)?(?:(?:^| )([-+]?\\d+) mons?)?(?:(?:^| )([-+]?\\d+) days?)?"
              + "(?:(?:^| )([-+]?)(\\d+):(\\d\\d):(\\d\\d(?:\\.\\d+)?))?");

  private static final Pattern ZONED_TIME =
      Pattern.compile(
          "(\\d\\d):(\\d\\d)(?::(\\d\\d(?:\\.\\d+)?))?"
              + "(?:Z|([-+])(\\d\\d)(?::?(\\d\\d)(?::?(\\d\\d))?)?)");

  private static final Pattern NETWORK = Pattern.compile("([0-9a-fA-F.:]+)(?:/(\\d{1,3}))?");

  private static final Pattern HARDWARE_ADDRESS =
      Pattern.compile(
          "(?:[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\\1){4}(?:[0-9a-f]{2}\\1[0-9a-f]{2}\\1)?[0-9a-f]{2}"
              + "|[0-9a-f]{6}[:-][0-9a-f]{6}|[0-9a-f]{4}([.-])[0-9a-f]{4}(?:\\2[0-9a-f]{4}){1,2}"
              + "|[0-9a-f]{12}|[0-9a-f]{16})");

  private static final BigDecimal DAY = BigDecimal.valueOf(86_400);

  private CanonicalKeyText() {}

  /** Converts each letter by itself, as the database's {@code lower} does. */
  static String citext(TargetColumn column, String text) {
    StringBuilder lower = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c < 0x80 || !column.asciiCase() ? Character.toLowerCase(c) : c)
        .forEach(lower::appendCodePoint);
    return lower.toString();
  }

  /** Returns the length in seconds, with months of 30 days and days of 24 hours. */
  static String interval(TargetColumn column, String text) throws ValueDoesNotFitException {
    if (DateFitter.isInfinity(text)) {
      return text;
    }
    Matcher iso = ISO_INTERVAL.matcher(text);
    if (iso.matches()) {
      return plain(
          days(iso.group(1), 360)
              .add(days(iso.group(2), 30))
              .add(days(iso.group(3), 7))
              .add(days(iso.group(4), 1))
              .add(seconds(iso.group(5), iso.group(6), iso.group(7))));
    }
    Matcher own = INTERVAL.matcher(text);
    if (own.matches() && !isSignAmbiguous(text)) {
      BigDecimal clock = seconds(own.group(5), own.group(6), own.group(7));
      return plain(
          days(own.group(1), 360)
              .add(days(own.group(2), 30))
              .add(days(own.group(3), 1))
              .add("-".equals(own.group(4)) ? clock.negate() : clock));
    }
    throw new ValueDoesNotFitException(
        column,
        "in a key, an interval that is neither in ISO 8601 form (P1DT2H) nor in PostgreSQL's (1 day"
            + " 02:00:00): its equality with other values is not certain");
  }

  /**
   * Returns true if the first sign may apply to the following parts, which depends on the session's
   * {@code IntervalStyle}.
   */
  private static boolean isSignAmbiguous(String text) {
    return text.startsWith("-") && text.matches(".* \\d.*");
  }

  private static BigDecimal days(@Nullable String amount, int days) {
    return number(amount).multiply(BigDecimal.valueOf(days)).multiply(DAY);
  }

  private static BigDecimal seconds(
      @Nullable String hours, @Nullable String minutes, @Nullable String seconds) {
    return number(hours)
        .multiply(BigDecimal.valueOf(3_600))
        .add(number(minutes).multiply(BigDecimal.valueOf(60)))
        .add(number(seconds));
  }

  private static BigDecimal number(@Nullable String amount) {
    return amount == null ? BigDecimal.ZERO : new BigDecimal(amount);
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /**
   * Returns the seconds since midnight and those of the offset: the same instant at another offset
   * is not equal.
   */
  static String zonedTime(TargetColumn column, String text) throws ValueDoesNotFitException {
    Matcher time = ZONED_TIME.matcher(text);
    if (!time.matches()) {
      throw new ValueDoesNotFitException(column, "text that is not an ISO time with an offset");
    }
    BigDecimal offset = seconds(time.group(5), time.group(6), time.group(7));
    return plain(seconds(time.group(1), time.group(2), time.group(3)))
        + '@'
        + plain("-".equals(time.group(4)) ? offset.negate() : offset);
  }

  /** Returns the bytes of the address and the bits of the network. */
  static String network(TargetColumn column, String text) throws ValueDoesNotFitException {
    Matcher network = NETWORK.matcher(text);
    if (network.matches() && InetAddresses.isInetAddress(network.group(1))) {
      boolean four = network.group(1).indexOf(':') < 0;
      InetAddress address = InetAddresses.forString(network.group(1));
      // Java converts ::ffff:1.2.3.4 to 1.2.3.4, PostgreSQL does not.
      String mapped = !four && address instanceof Inet4Address ? "00000000000000000000ffff" : "";
      int bits = four ? 32 : 128;
      int prefix = network.group(2) == null ? bits : Integer.parseInt(network.group(2));
      return mapped + HexFormat.of().formatHex(address.getAddress()) + '/' + prefix;
    }
    throw new ValueDoesNotFitException(
        column,
        "in a key, text that is not a complete address with at most the bits of its network"
            + " (192.168.5.5/24): its equality with other values is not certain");
  }

  /**
   * Returns the digits; for macaddr8, a short address gets the two bytes that make it a long one.
   */
  static String hardwareAddress(TargetColumn column, String text) throws ValueDoesNotFitException {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!HARDWARE_ADDRESS.matcher(lower).matches()) {
      throw new ValueDoesNotFitException(
          column,
          "in a key, text that is not a hardware address of two digits per byte: its equality"
              + " with other values is not certain");
    }
    String digits = lower.replaceAll("[^0-9a-f]", "");
    return column.type().equals("macaddr8") && digits.length() == 12
        ? digits.substring(0, 6) + "fffe" + digits.substring(6)
        : digits;
  }
}
