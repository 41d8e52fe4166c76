package io.portage.read;

/**
 * The origin of a partition's watermark, which decides whether a restored reader can derive the
 * highest change time from it.
 *
 * <p>KafkaIO's checkpoint holds two numbers per partition, the next offset and the watermark in
 * milliseconds, and passes nothing else to the timestamp policy of a restored reader. So the origin
 * is encoded in the watermark: even milliseconds are {@link #RECORDS}, odd ones {@link #CLOCK}. The
 * encoding changes a watermark by at most one millisecond.
 */
enum WatermarkOrigin {
  /** The highest change time read, less {@code maxOutOfOrder}. */
  RECORDS,
  /** The clock, while the partition returned no records. */
  CLOCK;

  /** Returns the origin of a watermark that {@link #encode} returned. */
  static WatermarkOrigin of(long watermark) {
    return (watermark & 1) == 0 ? RECORDS : CLOCK;
  }

  /**
   * Returns the watermark with this origin: rounded down for {@link #RECORDS}, so that it is never
   * above the records' own; rounded up for {@link #CLOCK}.
   *
   * @param watermark milliseconds since 1970
   */
  long encode(long watermark) {
    return this == RECORDS ? watermark & ~1L : watermark | 1;
  }
}
