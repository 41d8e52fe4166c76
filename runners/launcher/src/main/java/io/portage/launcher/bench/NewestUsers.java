package io.portage.launcher.bench;

/**
 * The newest change of every key: when it was, and the number of its event. Not thread-safe while
 * it is filled.
 */
final class NewestUsers {
  /** The time of a key that has no change. */
  static final long NONE = Long.MIN_VALUE;

  private final long[] times;
  private final int[] numbers;
  private int count;

  /** For keys from 1 to {@code keys}. */
  NewestUsers(int keys) {
    times = new long[keys];
    numbers = new int[keys];
    java.util.Arrays.fill(times, NONE);
  }

  /** Keeps a change if it is newer than what is known of its key. */
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

  /** The time of the key's newest change, or {@link #NONE}. */
  long time(long id) {
    return times[(int) id - 1];
  }

  /** The number of the key's newest change; only for a key that has one. */
  int number(long id) {
    return numbers[(int) id - 1];
  }

  /** The highest key that there can be. */
  int highest() {
    return times.length;
  }

  /** How many keys have a change. */
  int count() {
    return count;
  }
}
