package io.portage.enrich;

/** Counts lookups that gave null for want of an entry. */
final class LookupMissCounter {
  private long count;

  void add() {
    count++;
  }

  long count() {
    return count;
  }
}
