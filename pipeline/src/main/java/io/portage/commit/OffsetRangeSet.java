package io.portage.commit;

import io.portage.model.ChangePart;
import io.portage.model.OffsetRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Completed offset ranges of one partition, with the parts of a split record that are completed:
 * sorted, disjoint, adjacent ranges joined.
 *
 * <p>Immutable, because a runner may write it to a checkpoint while processing continues.
 */
final class OffsetRangeSet {
  static final OffsetRangeSet NONE = new OffsetRangeSet(new long[0], new long[0], new byte[0]);

  private final long[] from;
  private final long[] to;
  private final byte[] partMask;

  private OffsetRangeSet(long[] from, long[] to, byte[] mask) {
    this.from = from;
    this.to = to;
    this.partMask = mask;
  }

  /** Returns the set of sorted {@code intervals} of one partition. */
  static OffsetRangeSet of(List<OffsetRange> intervals) {
    OffsetRangeSet all = NONE;
    for (ChangePart changePart : ChangePart.values()) {
      OffsetRangeSetBuilder builder = new OffsetRangeSetBuilder(intervals.size());
      for (OffsetRange offsetRange : intervals) {
        if (offsetRange.part() == changePart) {
          builder.add(offsetRange.from(), offsetRange.to(), changePart.mask());
        }
      }
      all = all.plus(builder.build());
    }
    return all;
  }

  int size() {
    return from.length;
  }

  long from(int i) {
    return from[i];
  }

  long to(int i) {
    return to[i];
  }

  int partMask(int i) {
    return partMask[i];
  }

  /** Returns the union; where both halves of a record are completed, the record is. */
  OffsetRangeSet plus(OffsetRangeSet other) {
    if (other.size() == 0) {
      return this;
    }
    if (size() == 0) {
      return other;
    }
    OffsetRangeSetBuilder union = new OffsetRangeSetBuilder(size() + other.size());
    long at = Long.MIN_VALUE;
    int i = 0;
    int j = 0;
    while (i < size() || j < other.size()) {
      long here = i < size() ? Math.max(from[i], at) : Long.MAX_VALUE;
      long there = j < other.size() ? Math.max(other.from[j], at) : Long.MAX_VALUE;
      long start = Math.min(here, there);
      long end =
          Math.min(
              here == start && i < size() ? to[i] : here,
              there == start && j < other.size() ? other.to[j] : there);
      union.add(
          start, end, (here == start ? partMask[i] : 0) | (there == start ? other.partMask[j] : 0));
      at = end;
      i += i < size() && to[i] <= at ? 1 : 0;
      j += j < other.size() && other.to[j] <= at ? 1 : 0;
    }
    return union.build();
  }

  /**
   * Returns the end of the contiguous wholly completed ranges from {@code offset} on; {@code
   * offset} if there are none.
   */
  long contiguousEnd(long offset) {
    long reach = offset;
    for (int i = 0; i < size() && from[i] <= reach; i++) {
      if (to[i] > reach) {
        if (partMask[i] != ChangePart.WHOLE.mask()) {
          return reach;
        }
        reach = to[i];
      }
    }
    return reach;
  }

  /** Returns the ranges at or above {@code offset}. */
  OffsetRangeSet tailFrom(long offset) {
    int first = 0;
    while (first < size() && to[first] <= offset) {
      first++;
    }
    if (first == 0 && (size() == 0 || from[0] >= offset)) {
      return this;
    }
    if (first == size()) {
      return NONE;
    }
    long[] starts = Arrays.copyOfRange(from, first, size());
    starts[0] = Math.max(starts[0], offset);
    return new OffsetRangeSet(
        starts, Arrays.copyOfRange(to, first, size()), Arrays.copyOfRange(partMask, first, size()));
  }

  /** Returns the ranges as {@code [from, to, mask]}, for tests and messages. */
  List<List<Long>> ranges() {
    List<List<Long>> all = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      all.add(List.of(from[i], to[i], (long) partMask[i]));
    }
    return all;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OffsetRangeSet that
        && Arrays.equals(from, that.from)
        && Arrays.equals(to, that.to)
        && Arrays.equals(partMask, that.partMask);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(from);
  }

  @Override
  public String toString() {
    return ranges().toString();
  }

  /** Builds a set from ranges in ascending order of their starts; joins adjacent ones. */
  static final class OffsetRangeSetBuilder {
    private long[] from;
    private long[] to;
    private byte[] mask;
    private int size;

    OffsetRangeSetBuilder(int capacity) {
      from = new long[capacity];
      to = new long[capacity];
      mask = new byte[capacity];
    }

    /** Adds a range, which may overlap earlier ones only if its mask is the same. */
    void add(long start, long end, int halves) {
      if (size > 0 && mask[size - 1] == halves && start <= to[size - 1]) {
        to[size - 1] = Math.max(to[size - 1], end);
        return;
      }
      if (size == from.length) {
        int larger = Math.max(8, size * 2);
        from = Arrays.copyOf(from, larger);
        to = Arrays.copyOf(to, larger);
        mask = Arrays.copyOf(mask, larger);
      }
      from[size] = start;
      to[size] = end;
      mask[size++] = (byte) halves;
    }

    OffsetRangeSet build() {
      return size == 0
          ? NONE
          : new OffsetRangeSet(
              Arrays.copyOf(from, size), Arrays.copyOf(to, size), Arrays.copyOf(mask, size));
    }
  }
}
