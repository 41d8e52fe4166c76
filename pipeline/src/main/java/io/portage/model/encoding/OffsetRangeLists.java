package io.portage.model.encoding;

import io.portage.model.ChangePart;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Growing lists of offset ranges in a few arrays. A list is identified by the index of its last
 * range. Not thread-safe.
 */
final class OffsetRangeLists {
  /** The empty list. */
  static final int NONE = -1;

  /** The approximate number of bytes per range. */
  static final int PER_RANGE = 24;

  // The fields of a range are adjacent: its begin and end, and the link to its predecessor and
  // track.
  private static final int FROM = 0;
  private static final int TO = 1;
  private static final int LINK = 2;
  private static final int WIDTH = 3;

  private long[] ranges = new long[16 * WIDTH];
  private int size;

  /** One range of each partition and part; ranges refer to it by its index. */
  private final List<OffsetRange> tracks = new ArrayList<>();

  /** The tracks of records with one row: very few, so that a search needs no key. */
  private final List<Integer> onlyRows = new ArrayList<>();

  /** The tracks of the parts of records with several rows. */
  private final Map<RowOfPartition, Integer> rows = new HashMap<>();

  private int lastTrack;

  private record RowOfPartition(String topic, int partition, ChangePart part) {}

  /** Adds to the list {@code last} and returns its new last range. */
  int add(int last, OffsetRanges origins) {
    int list = last;
    for (int i = 0; i < origins.size(); i++) {
      list = add(list, origins.get(i));
    }
    return list;
  }

  private int add(int last, OffsetRange offsetRange) {
    int track = track(offsetRange);
    if (last != NONE && track(last) == track && get(last, TO) == offsetRange.from()) {
      ranges[WIDTH * last + TO] = offsetRange.to();
      return last;
    }
    if (WIDTH * size == ranges.length) {
      ranges = Arrays.copyOf(ranges, 2 * ranges.length);
    }
    ranges[WIDTH * size + FROM] = offsetRange.from();
    ranges[WIDTH * size + TO] = offsetRange.to();
    ranges[WIDTH * size + LINK] = (long) last << Integer.SIZE | track;
    return size++;
  }

  private long get(int at, int field) {
    return ranges[WIDTH * at + field];
  }

  private int track(int at) {
    return (int) get(at, LINK);
  }

  private int previous(int at) {
    return (int) (get(at, LINK) >> Integer.SIZE);
  }

  private int track(OffsetRange offsetRange) {
    if (lastTrack < tracks.size() && isOf(tracks.get(lastTrack), offsetRange)) {
      return lastTrack;
    }
    lastTrack =
        offsetRange.part().isOnlyRow() ? trackOfOnlyRow(offsetRange) : trackOfRow(offsetRange);
    return lastTrack;
  }

  private int trackOfOnlyRow(OffsetRange offsetRange) {
    for (int i = 0; i < onlyRows.size(); i++) {
      if (isOf(tracks.get(onlyRows.get(i)), offsetRange)) {
        return onlyRows.get(i);
      }
    }
    onlyRows.add(tracks.size());
    tracks.add(offsetRange);
    return tracks.size() - 1;
  }

  private int trackOfRow(OffsetRange offsetRange) {
    return rows.computeIfAbsent(
        new RowOfPartition(offsetRange.topic(), offsetRange.partition(), offsetRange.part()),
        row -> {
          tracks.add(offsetRange);
          return tracks.size() - 1;
        });
  }

  private static boolean isOf(OffsetRange track, OffsetRange offsetRange) {
    return track.part().equals(offsetRange.part()) && track.isOfSamePartition(offsetRange);
  }

  /** The origins of a list. */
  OffsetRanges get(int last) {
    List<OffsetRange> list = new ArrayList<>(4);
    for (int at = last; at != NONE; at = previous(at)) {
      OffsetRange track = tracks.get(track(at));
      list.add(
          new OffsetRange(
              track.topic(), track.partition(), get(at, FROM), get(at, TO), track.part()));
    }
    return OffsetRanges.of(list);
  }

  /** The number of ranges of all lists. */
  int size() {
    return size;
  }
}
