package io.portage.model;

import java.util.List;

/**
 * Elements derived from consecutive records of one partition, in their order: the input and output
 * element of the stages before the first exchange.
 *
 * @param items the elements; empty if no record of the chunk is left
 * @param atEnd true if the reader expects almost no further record of the partition after these, so
 *     that waiting for more is useless
 * @param <T> the type that represents a record
 */
public record Chunk<T>(List<T> items, boolean atEnd) {
  /** A chunk of a single element. */
  public static <T> Chunk<T> of(T item) {
    return new Chunk<>(List.of(item), false);
  }

  /** A chunk of {@code items}, or null if there are no items and {@code atEnd} is false. */
  public static <T> @org.jspecify.annotations.Nullable Chunk<T> ofNullable(
      List<T> items, boolean atEnd) {
    return items.isEmpty() && !atEnd ? null : new Chunk<>(items, atEnd);
  }
}
