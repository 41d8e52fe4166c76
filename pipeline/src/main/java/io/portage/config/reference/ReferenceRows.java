package io.portage.config.reference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Receives the rows of a reference from its source. */
public interface ReferenceRows {
  /**
   * Sets the names of the columns; called once, before the first row. If a name occurs twice, its
   * first column is used.
   *
   * @throws ReferenceException if the key column, or a column that lookups use, is missing
   */
  void columns(List<String> names) throws ReferenceException;

  /**
   * Adds a row. The array may be reused after the call.
   *
   * @param values one value per column: null, or a String, Long, Double, Boolean, BigDecimal,
   *     LocalDate, LocalTime, LocalDateTime, Instant or byte[]
   * @param place the row's place in the source for messages, e.g. {@code line 3}; no value
   * @throws ReferenceException if the row has no key, or the key of an earlier row
   */
  void add(@Nullable Object[] values, String place) throws ReferenceException;
}
