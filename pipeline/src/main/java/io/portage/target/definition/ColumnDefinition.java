package io.portage.target.definition;

import org.jspecify.annotations.Nullable;

/**
 * The definition of a target column.
 *
 * @param name its name, not quoted
 * @param type the type as the database's SQL has it, such as {@code numeric(12,2)}
 * @param nullable false for {@code NOT NULL}
 * @param defaultValue the default as an SQL literal, or null for none
 * @param comment what the source's type does not tell or the target's does not keep, in one line
 *     and without values; null for nothing
 */
public record ColumnDefinition(
    String name,
    String type,
    boolean nullable,
    @Nullable String defaultValue,
    @Nullable String comment) {
  /** A nullable column without a default. */
  public static ColumnDefinition of(String name, String type, @Nullable String comment) {
    return new ColumnDefinition(name, type, true, null, comment);
  }

  /** Returns a copy that allows no null. */
  public ColumnDefinition required() {
    return new ColumnDefinition(name, type, false, defaultValue, comment);
  }
}
