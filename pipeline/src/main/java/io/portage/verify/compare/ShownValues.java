package io.portage.verify.compare;

import io.portage.model.Row;
import io.portage.verify.report.Finding.ValuePair;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values that differ, as text, for {@code --show-values}. */
public final class ShownValues {
  private ShownValues() {}

  /**
   * Returns the values of {@code columns} in both rows.
   *
   * @param expected the row that the job would write
   * @param actual the target's row
   */
  public static Map<String, ValuePair> of(Collection<String> columns, Row expected, Row actual) {
    Map<String, ValuePair> values = new LinkedHashMap<>();
    for (String column : columns) {
      values.put(column, new ValuePair(text(expected.get(column)), text(actual.get(column))));
    }
    return values;
  }

  private static @Nullable String text(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    return value instanceof byte[] bytes
        ? "\\x" + HexFormat.of().formatHex(bytes)
        : String.valueOf(value);
  }
}
