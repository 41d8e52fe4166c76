package io.portage.model;

import java.util.List;

/**
 * Elements that were made of consecutive records of one partition, in their order: what a stage
 * before the first exchange takes and gives at once.
 *
 * @param items the elements; none where nothing is left of the records
 * @param atEnd whether the reader knew of nearly no further record of the partition behind these:
 *     there is nothing to wait for
 * @param <T> what stands for a record
 */
public record Chunk<T>(List<T> items, boolean atEnd) {
  /** A chunk of one element that comes by itself. */
  public static <T> Chunk<T> of(T item) {
    return new Chunk<>(List.of(item), false);
  }

  /** The chunk of what was made of these elements; null where there is nothing to say. */
  public static <T> @org.jspecify.annotations.Nullable Chunk<T> ofNullable(
      List<T> items, boolean atEnd) {
    return items.isEmpty() && !atEnd ? null : new Chunk<>(items, atEnd);
  }
}
