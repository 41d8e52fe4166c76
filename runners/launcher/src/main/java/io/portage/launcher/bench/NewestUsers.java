package io.portage.launcher.bench;

/**
 * The time and the event number of the newest change per key. Not thread-safe while it is filled.
 */
final class NewestUsers {
  /** The time of a key that has no change. */
  static final long NONE = Long.MIN_VALUE;

  private final long[] times;
  private final int[] numbers;
  private int count;

  /** Creates a table for keys from 1 to {@code keys}. */
  NewestUsers(int keys) {
    times = new long[keys];
    numbers = new int[keys];
    java.util.Arrays.fill(times, NONE);
  }

  /** Keeps a change if it is newer than the kept one of its key. */
  void offer(long id, long time, int number) {
    int at = (int) id - 1;
    if (times[at] == NONE) {
      count++;
    }
    if (time > times[at]) {
      times[at] = time;
      numbers[at] = number;
    }
  }

  /** Returns the time of the key's newest change, or {@link #NONE}. */
  long time(long id) {
    return times[(int) id - 1];
  }

  /** Returns the event number of the key's newest change; only for a key that has one. */
  int number(long id) {
    return numbers[(int) id - 1];
  }

  /** Returns the highest possible key. */
  int highest() {
    return times.length;
  }

  /** Returns the number of keys that have a change. */
  int count() {
    return count;
  }
}
