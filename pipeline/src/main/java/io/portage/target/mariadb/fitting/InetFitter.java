package io.portage.target.mariadb.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.TextFitter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Fits network addresses without a mask. An INET6 takes no IPv4 address, which the server would
 * make another text of.
 *
 * @param six true for INET6
 */
record InetFitter(boolean six) implements TypeFitter {
  private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern FOUR = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
  private static final Pattern SIX = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    String text = TextFitter.text(column, value);
    if (six ? isSix(text) : FOUR.matcher(text).matches()) {
      return text;
    }
    throw new ValueDoesNotFitException(
        column, "text that is not an IPv" + (six ? 6 : 4) + " address without a mask");
  }

  private static boolean isSix(String text) {
    try {
      // A text with a colon is never looked up.
      return SIX.matcher(text).matches() && InetAddress.getByName(text).getAddress().length > 0;
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
