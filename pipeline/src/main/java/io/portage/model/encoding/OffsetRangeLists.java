package io.portage.model.encoding;

import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Origins that grow, in few arrays: lists of stretches, each known by the number of its last one.
 * Not thread-safe.
 */
final class OffsetRangeLists {
  /** The number of a list without stretches. */
  static final int NONE = -1;

  /** About how many bytes a stretch takes. */
  static final int PER_INTERVAL = 24;

  // What belongs to a stretch stands together: where it begins and ends, its list and its lane.
  private static final int FROM = 0;
  private static final int TO = 1;
  private static final int LINK = 2;
  private static final int WIDTH = 3;

  private long[] stretches = new long[16 * WIDTH];
  private int size;

  /** A stretch of every partition and half that was met; stretches refer to these. */
  private final List<OffsetRange> lanes = new ArrayList<>();

  private int lastLane;

  /** Adds to the list {@code last}, and gives its new number. */
  int add(int last, OffsetRanges origins) {
    int list = last;
    for (int i = 0; i < origins.size(); i++) {
      list = add(list, origins.get(i));
    }
    return list;
  }

  private int add(int last, OffsetRange offsetRange) {
    int lane = lane(offsetRange);
    if (last != NONE && lane(last) == lane && get(last, TO) == offsetRange.from()) {
      stretches[WIDTH * last + TO] = offsetRange.to();
      return last;
    }
    if (WIDTH * size == stretches.length) {
      stretches = Arrays.copyOf(stretches, 2 * stretches.length);
    }
    stretches[WIDTH * size + FROM] = offsetRange.from();
    stretches[WIDTH * size + TO] = offsetRange.to();
    stretches[WIDTH * size + LINK] = (long) last << Integer.SIZE | lane;
    return size++;
  }

  private long get(int at, int field) {
    return stretches[WIDTH * at + field];
  }

  private int lane(int at) {
    return (int) get(at, LINK);
  }

  private int previous(int at) {
    return (int) (get(at, LINK) >> Integer.SIZE);
  }

  private int lane(OffsetRange offsetRange) {
    if (lastLane < lanes.size() && isOf(lanes.get(lastLane), offsetRange)) {
      return lastLane;
    }
    for (int i = 0; i < lanes.size(); i++) {
      if (isOf(lanes.get(i), offsetRange)) {
        lastLane = i;
        return i;
      }
    }
    lastLane = lanes.size();
    lanes.add(offsetRange);
    return lastLane;
  }

  private static boolean isOf(OffsetRange lane, OffsetRange offsetRange) {
    return lane.part() == offsetRange.part() && lane.isOfSamePartition(offsetRange);
  }

  /** The origins of a list. */
  OffsetRanges get(int last) {
    List<OffsetRange> intervals = new ArrayList<>(4);
    for (int at = last; at != NONE; at = previous(at)) {
      OffsetRange lane = lanes.get(lane(at));
      intervals.add(
          new OffsetRange(lane.topic(), lane.partition(), get(at, FROM), get(at, TO), lane.part()));
    }
    return OffsetRanges.of(intervals);
  }

  /** How many stretches all lists have together. */
  int size() {
    return size;
  }
}
