package io.portage.config.yaml;

/** Validates table names. */
public final class TableNames {
  private TableNames() {}

  /** Validates a target table, {@code table} or {@code schema.table}. */
  public static String name(String text) throws InvalidValueException {
    String[] parts = text.split("\\.", -1);
    if (parts.length > 2 || hasBlank(parts)) {
      throw new InvalidValueException("not a table's name", "write table or schema.table");
    }
    return text;
  }

  private static boolean hasBlank(String[] parts) {
    for (String part : parts) {
      if (part.isBlank()) {
        return true;
      }
    }
    return false;
  }
}
