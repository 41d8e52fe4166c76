package io.portage.target.readiness;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sequence, an identity or an AUTO_INCREMENT of the target, with the columns that it fills.
 *
 * @param name its name, quoted where the database needs it
 * @param columns the columns that it fills, {@code table.column}
 * @param ascending true if its values increase
 * @param next the value that it gives next
 * @param outermost the greatest value in the columns, the least if it descends; null if there is
 *     none
 * @param uncomparable those of the columns whose values are no numbers
 * @param limit the last value that it can give; null if unknown
 * @param fix the statement that continues after {@code outermost}; empty if there is nothing to
 *     continue
 */
public record KeyGenerator(
    String name,
    List<String> columns,
    boolean ascending,
    BigInteger next,
    @Nullable BigInteger outermost,
    List<String> uncomparable,
    @Nullable BigInteger limit,
    String fix) {
  /** Returns true if the next value is beyond all values in the columns. */
  public boolean isBeyondKeys() {
    return outermost == null
        || (ascending ? next.compareTo(outermost) > 0 : next.compareTo(outermost) < 0);
  }

  /** Returns true if no value is left beyond those in the columns. */
  public boolean isExhausted() {
    return outermost != null
        && limit != null
        && (ascending ? outermost.compareTo(limit) >= 0 : outermost.compareTo(limit) <= 0);
  }
}
