package io.portage.commit;

import io.portage.model.ChangePart;
import io.portage.model.OffsetRange;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Completed offset ranges of one partition, with the {@linkplain ChangePart#mask parts} of a
 * divided record that are completed: sorted, disjoint, adjacent ranges joined.
 *
 * <p>Immutable, because a runner may write it to a checkpoint while processing continues.
 */
final class OffsetRangeSet {
  static final OffsetRangeSet NONE = new OffsetRangeSet(new long[0], new long[0], null);
  private static final BigInteger WHOLE = ChangePart.WHOLE.mask();

  private final long[] from;
  private final long[] to;

  /** The mask of each range; null if all are whole. */
  private final BigInteger @Nullable [] masks;

  private OffsetRangeSet(long[] from, long[] to, BigInteger @Nullable [] masks) {
    this.from = from;
    this.to = to;
    this.masks = masks;
  }

  /** Returns the set of sorted {@code intervals} of one partition. */
  static OffsetRangeSet of(List<OffsetRange> intervals) {
    OffsetRangeSetBuilder whole = new OffsetRangeSetBuilder(intervals.size());
    Map<ChangePart, OffsetRangeSetBuilder> parts = null;
    for (OffsetRange offsetRange : intervals) {
      ChangePart part = offsetRange.part();
      if (part.equals(ChangePart.WHOLE)) {
        whole.add(offsetRange.from(), offsetRange.to(), WHOLE);
        continue;
      }
      if (parts == null) {
        parts = new HashMap<>();
      }
      parts
          .computeIfAbsent(part, one -> new OffsetRangeSetBuilder(1))
          .add(offsetRange.from(), offsetRange.to(), part.mask());
    }
    return parts == null
        ? whole.build()
        : whole
            .build()
            .plus(union(parts.values().stream().map(OffsetRangeSetBuilder::build).toList()));
  }

  /** Returns the union of at least one set, in pairs, because a record may have very many parts. */
  private static OffsetRangeSet union(List<OffsetRangeSet> sets) {
    int size = sets.size();
    return size == 1
        ? sets.get(0)
        : union(sets.subList(0, size / 2)).plus(union(sets.subList(size / 2, size)));
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

  /** Returns the completed part of the records of a range, see {@link ChangePart#mask}. */
  BigInteger mask(int i) {
    return masks == null ? WHOLE : masks[i];
  }

  /** Returns the union; where all parts of a record are completed, the record is. */
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
      BigInteger mine = here == start ? mask(i) : BigInteger.ZERO;
      BigInteger theirs = there == start ? other.mask(j) : BigInteger.ZERO;
      union.add(start, end, or(mine, theirs));
      at = end;
      i += i < size() && to[i] <= at ? 1 : 0;
      j += j < other.size() && other.to[j] <= at ? 1 : 0;
    }
    return union.build();
  }

  private static BigInteger or(BigInteger a, BigInteger b) {
    if (a.equals(WHOLE) || b.equals(WHOLE)) {
      return WHOLE;
    }
    return a.signum() == 0 ? b : b.signum() == 0 ? a : a.or(b);
  }

  /**
   * Returns the end of the contiguous wholly completed ranges from {@code offset} on; {@code
   * offset} if there are none.
   */
  long contiguousEnd(long offset) {
    long reach = offset;
    for (int i = 0; i < size() && from[i] <= reach; i++) {
      if (to[i] > reach) {
        if (!mask(i).equals(WHOLE)) {
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
    OffsetRangeSetBuilder tail = new OffsetRangeSetBuilder(size() - first);
    for (int i = first; i < size(); i++) {
      tail.add(Math.max(from[i], offset), to[i], mask(i));
    }
    return tail.build();
  }

  /** Returns the ranges as {@code [from, to, mask]}, for tests and messages. */
  List<List<Number>> ranges() {
    List<List<Number>> all = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      all.add(List.of(from[i], to[i], mask(i)));
    }
    return all;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OffsetRangeSet that
        && Arrays.equals(from, that.from)
        && Arrays.equals(to, that.to)
        && Arrays.equals(masks, that.masks);
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
    private int size;

    /** The mask of each range; null while all are whole. */
    private BigInteger @Nullable [] masks;

    OffsetRangeSetBuilder(int capacity) {
      from = new long[capacity];
      to = new long[capacity];
    }

    /** Adds a range, which may overlap earlier ones only if its mask is the same. */
    void add(long start, long end, BigInteger mask) {
      if (size > 0 && start <= to[size - 1] && mask.equals(maskOfLast())) {
        to[size - 1] = Math.max(to[size - 1], end);
        return;
      }
      if (size == from.length) {
        int larger = Math.max(8, size * 2);
        from = Arrays.copyOf(from, larger);
        to = Arrays.copyOf(to, larger);
      }
      if (masks == null && !mask.equals(WHOLE)) {
        masks = new BigInteger[from.length];
        Arrays.fill(masks, 0, size, WHOLE);
      }
      if (masks != null) {
        masks = masks.length < from.length ? Arrays.copyOf(masks, from.length) : masks;
        masks[size] = mask;
      }
      from[size] = start;
      to[size++] = end;
    }

    private BigInteger maskOfLast() {
      return masks == null ? WHOLE : masks[size - 1];
    }

    OffsetRangeSet build() {
      return size == 0
          ? NONE
          : new OffsetRangeSet(
              Arrays.copyOf(from, size),
              Arrays.copyOf(to, size),
              masks == null ? null : Arrays.copyOf(masks, size));
    }
  }
}
