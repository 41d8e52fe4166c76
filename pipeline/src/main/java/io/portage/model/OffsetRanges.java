package io.portage.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The offset ranges of the records that contributed to a value, sorted, with adjacent ranges
 * joined.
 *
 * <p>Commit computes the offsets to commit from them: a range is complete when every change derived
 * from it has a durable outcome. The number of records is not included, because joined ranges no
 * longer contain it.
 */
public final class OffsetRanges {
  private static final OffsetRanges NONE = new OffsetRanges(new OffsetRange[0]);

  private final OffsetRange[] ranges;

  private OffsetRanges(OffsetRange[] ranges) {
    this.ranges = ranges;
  }

  /** No range. */
  public static OffsetRanges none() {
    return NONE;
  }

  /** One range. */
  public static OffsetRanges of(OffsetRange offsetRange) {
    return new OffsetRanges(new OffsetRange[] {offsetRange});
  }

  /** The union of {@code ranges}, which may be in any order; equal ranges become one. */
  public static OffsetRanges of(Collection<OffsetRange> ranges) {
    OffsetRange[] sorted = ranges.toArray(new OffsetRange[0]);
    Arrays.sort(sorted);
    return join(sorted);
  }

  /** The union of all {@code parts}. */
  public static OffsetRanges union(Collection<OffsetRanges> parts) {
    List<OffsetTrack> tracks = new ArrayList<>();
    List<OffsetRange> all = new ArrayList<>();
    OffsetTrack track = null;
    for (OffsetRanges part : parts) {
      for (OffsetRange next : part.ranges) {
        if (!next.part().isOnlyRow()) {
          all.add(next); // a track for each row would be searched for every range
          continue;
        }
        if (track == null || !track.isOf(next)) {
          track = OffsetTrack.of(next, tracks);
        }
        track.add(next.from(), next.to());
      }
    }
    tracks.forEach(one -> one.joinInto(all));
    return of(all);
  }

  /** The union of both. */
  public OffsetRanges plus(OffsetRanges other) {
    if (other.ranges.length == 0) {
      return this;
    }
    if (ranges.length == 0) {
      return other;
    }
    OffsetRange[] all = Arrays.copyOf(ranges, ranges.length + other.ranges.length);
    System.arraycopy(other.ranges, 0, all, ranges.length, other.ranges.length);
    Arrays.sort(all);
    return join(all);
  }

  /** The ranges, sorted; an unmodifiable view. */
  public List<OffsetRange> ranges() {
    return Collections.unmodifiableList(Arrays.asList(ranges));
  }

  /** The range at this index. */
  public OffsetRange get(int index) {
    return ranges[index];
  }

  /** The number of ranges. */
  public int size() {
    return ranges.length;
  }

  /** Returns true if there is no range. */
  public boolean isEmpty() {
    return ranges.length == 0;
  }

  private static OffsetRanges join(OffsetRange[] sorted) {
    if (sorted.length == 0) {
      return NONE;
    }
    int last = 0;
    for (int i = 1; i < sorted.length; i++) {
      OffsetRange head = sorted[last];
      OffsetRange next = sorted[i];
      if (head.touches(next)) {
        sorted[last] =
            new OffsetRange(
                head.topic(),
                head.partition(),
                head.from(),
                Math.max(head.to(), next.to()),
                head.part());
      } else {
        sorted[++last] = next;
      }
    }
    return new OffsetRanges(last + 1 == sorted.length ? sorted : Arrays.copyOf(sorted, last + 1));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OffsetRanges that && Arrays.equals(ranges, that.ranges);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ranges);
  }

  @Override
  public String toString() {
    return Arrays.toString(ranges);
  }

  /**
   * The ranges of one partition and part as two arrays of offsets. Sorted independently, both
   * arrays cover the same offsets, and numbers sort many times faster than objects.
   */
  private static final class OffsetTrack {
    private final OffsetRange first;
    private long[] from = new long[16];
    private long[] to = new long[16];
    private int size;

    private OffsetTrack(OffsetRange first) {
      this.first = first;
    }

    /** Returns the track of {@code offsetRange}'s partition and part; adds it if it is missing. */
    static OffsetTrack of(OffsetRange offsetRange, List<OffsetTrack> tracks) {
      for (OffsetTrack track : tracks) {
        if (track.isOf(offsetRange)) {
          return track;
        }
      }
      OffsetTrack track = new OffsetTrack(offsetRange);
      tracks.add(track);
      return track;
    }

    boolean isOf(OffsetRange offsetRange) {
      return offsetRange.part().equals(first.part()) && offsetRange.isOfSamePartition(first);
    }

    void add(long begin, long end) {
      if (size == from.length) {
        from = Arrays.copyOf(from, 2 * size);
        to = Arrays.copyOf(to, 2 * size);
      }
      from[size] = begin;
      to[size++] = end;
    }

    void joinInto(List<OffsetRange> all) {
      Arrays.sort(from, 0, size);
      Arrays.sort(to, 0, size);
      int begin = 0;
      for (int next = 1; next <= size; next++) {
        if (next == size || from[next] > to[next - 1]) {
          all.add(
              new OffsetRange(
                  first.topic(), first.partition(), from[begin], to[next - 1], first.part()));
          begin = next;
        }
      }
    }
  }
}
