package io.portage.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Origins that grow, in few arrays: lists of stretches, each known by the number of its last one.
 * Not thread-safe.
 */
final class OriginLists {
  /** The number of a list without stretches. */
  static final int NONE = -1;

  /** About how many bytes a stretch takes. */
  static final int PER_INTERVAL = 24;

  private long[] from = new long[16];
  private long[] to = new long[16];
  private int[] previous = new int[16];
  private int[] lane = new int[16];
  private int size;

  /** A stretch of every partition and half that was met; stretches refer to these. */
  private final List<Interval> lanes = new ArrayList<>();

  private int lastLane;

  /** Adds to the list {@code last}, and gives its new number. */
  int add(int last, Origins origins) {
    int list = last;
    for (int i = 0; i < origins.size(); i++) {
      list = add(list, origins.get(i));
    }
    return list;
  }

  private int add(int last, Interval interval) {
    int itsLane = lane(interval);
    if (last != NONE && lane[last] == itsLane && to[last] == interval.from()) {
      to[last] = interval.to();
      return last;
    }
    if (size == from.length) {
      int length = 2 * size;
      from = Arrays.copyOf(from, length);
      to = Arrays.copyOf(to, length);
      previous = Arrays.copyOf(previous, length);
      lane = Arrays.copyOf(lane, length);
    }
    from[size] = interval.from();
    to[size] = interval.to();
    previous[size] = last;
    lane[size] = itsLane;
    return size++;
  }

  private int lane(Interval interval) {
    if (lastLane < lanes.size() && isOf(lanes.get(lastLane), interval)) {
      return lastLane;
    }
    for (int i = 0; i < lanes.size(); i++) {
      if (isOf(lanes.get(i), interval)) {
        lastLane = i;
        return i;
      }
    }
    lastLane = lanes.size();
    lanes.add(interval);
    return lastLane;
  }

  private static boolean isOf(Interval lane, Interval interval) {
    return lane.half() == interval.half() && lane.isBeside(interval);
  }

  /** The origins of a list. */
  Origins get(int last) {
    List<Interval> intervals = new ArrayList<>(4);
    for (int at = last; at != NONE; at = previous[at]) {
      Interval itsLane = lanes.get(lane[at]);
      intervals.add(
          new Interval(itsLane.topic(), itsLane.partition(), from[at], to[at], itsLane.half()));
    }
    return Origins.of(intervals);
  }

  /** How many stretches all lists have together. */
  int size() {
    return size;
  }
}
