package io.portage.target;

import org.jspecify.annotations.Nullable;

/**
 * A type of columns, as a {@link Dialect} describes it. Types of one name are equal, so that a
 * dialect returns the same {@code fitter} for them.
 *
 * @param name the database's own name, e.g. {@code int8}, {@code varchar}, {@code _text} for an
 *     array of text; for an array in PostgreSQL always an underscore and its elements' type
 * @param family its family
 * @param fitter the rule by which values are fitted
 * @param element the type of the elements of an array; null for all other types
 */
public record ColumnType(
    String name, TypeFamily family, TypeFitter fitter, @Nullable ColumnType element) {
  /** A type that is not an array. */
  public ColumnType(String name, TypeFamily family, TypeFitter fitter) {
    this(name, family, fitter, null);
  }
}
