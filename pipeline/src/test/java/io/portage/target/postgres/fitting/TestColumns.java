package io.portage.target.postgres.fitting;

import io.portage.target.TargetColumn;
import java.util.List;

/** Columns of PostgreSQL from flat lists of settings. */
public final class TestColumns {
  private TestColumns() {}

  /** Returns a column of the type of this name that is not an enum and can be updated. */
  public static TargetColumn column(
      String name,
      String type,
      int length,
      int scale,
      boolean nullable,
      boolean hasDefault,
      boolean generated) {
    return new TargetColumn(
        name, PostgresTypes.of(type), length, scale, nullable, hasDefault, generated);
  }

  /** Returns a column of a database whose {@code lower} converts all letters. */
  public static TargetColumn column(
      String name,
      String type,
      int length,
      int scale,
      boolean nullable,
      boolean hasDefault,
      boolean generated,
      boolean generatedAlways,
      List<String> labels) {
    return column(
        name, type, length, scale, nullable, hasDefault, generated, generatedAlways, labels, false);
  }

  /** Returns a column of the type of this name. */
  public static TargetColumn column(
      String name,
      String type,
      int length,
      int scale,
      boolean nullable,
      boolean hasDefault,
      boolean generated,
      boolean generatedAlways,
      List<String> labels,
      boolean asciiCase) {
    return new TargetColumn(
        name,
        PostgresTypes.of(type),
        length,
        scale,
        nullable,
        hasDefault,
        generated,
        generatedAlways,
        labels,
        asciiCase);
  }
}
