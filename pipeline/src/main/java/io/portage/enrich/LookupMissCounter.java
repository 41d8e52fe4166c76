package io.portage.enrich;

/** Counts the misses that returned null. */
final class LookupMissCounter {
  private long count;

  void add() {
    count++;
  }

  long count() {
    return count;
  }
}
