package io.portage.decode.avro;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The names of columns as fields of an Avro schema. */
public final class AvroNames {
  private AvroNames() {}

  /**
   * Checks the source columns that a table uses: an Avro schema has no field of some names, and the
   * connector gives such a column another one, which must not be that of another column.
   *
   * @return the error, or empty
   */
  public static Optional<String> problem(Collection<String> columns) {
    Map<String, String> owners = new HashMap<>();
    for (String column : columns) {
      String other = owners.putIfAbsent(adjusted(column), column);
      if (other != null && !other.equals(column)) {
        return Optional.of(
            "the source columns '%s' and '%s' have one name in an Avro schema, %s: rename one of them"
                    .formatted(other, column, adjusted(column))
                + " in the source, or exclude it in the connector");
      }
    }
    for (String column : columns) {
      if (!adjusted(column).equals(column)) {
        return Optional.of(
            ("an Avro schema has no field '%s': with field.name.adjustment.mode=avro the connector"
                    + " names it %s; use that name here")
                .formatted(column, adjusted(column)));
      }
    }
    return Optional.empty();
  }

  /** Returns the name that Debezium's {@code field.name.adjustment.mode=avro} gives a column. */
  static String adjusted(String column) {
    String valid = column.replaceAll("[^A-Za-z0-9_]", "_");
    return !valid.isEmpty() && Character.isDigit(valid.charAt(0)) ? "_" + valid : valid;
  }
}
