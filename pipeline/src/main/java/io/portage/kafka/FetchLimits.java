package io.portage.kafka;

/**
 * The limits of what each consumer of a job fetches ahead, so that the memory for it does not grow
 * with the number of partitions.
 *
 * @param records maximum number of records that a consumer returns at once
 * @param partitionBytes maximum number of bytes of one partition in a response, unless a single
 *     batch of records is larger
 */
public record FetchLimits(int records, int partitionBytes) {
  /** The limits of a single consumer. */
  public static final FetchLimits GREATEST = new FetchLimits(5_000, 4 << 20);

  private static final FetchLimits SMALLEST = new FetchLimits(500, 128 << 10);

  /** The records that all readers of a job together return at once. */
  private static final int RECORDS = 40_000;

  /** All responses together use at most this fraction (1/n) of the memory. */
  private static final long PART_OF_MEMORY = 16;

  /**
   * Returns the limits of each of the readers of a job.
   *
   * @param readers the number of readers, at least 1
   * @param partitions the number of partitions that they read, at least 1
   * @param memory the memory of the process in bytes
   */
  public static FetchLimits of(int readers, int partitions, long memory) {
    return new FetchLimits(
        within(SMALLEST.records, RECORDS / readers, GREATEST.records),
        within(
            SMALLEST.partitionBytes,
            memory / PART_OF_MEMORY / partitions,
            GREATEST.partitionBytes));
  }

  private static int within(int least, long wanted, int most) {
    return (int) Math.max(least, Math.min(wanted, most));
  }
}
