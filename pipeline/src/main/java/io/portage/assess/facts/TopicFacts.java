package io.portage.assess.facts;

/**
 * A topic as its cluster describes it.
 *
 * @param name its name
 * @param exists false if the cluster does not have it; the rest is then 0
 * @param partitions the number of partitions
 * @param compacted true if it keeps the last record of each key only
 * @param deletes true if records are deleted by age or size
 * @param retentionMillis how long records are kept; -1 without a limit
 * @param retentionBytes the size of a partition above which records are deleted; -1 without a limit
 * @param records the number of offsets from the first to the last record
 * @param removed the number of offsets below the first record
 * @param unread how many of those the job's group had not committed
 */
public record TopicFacts(
    String name,
    boolean exists,
    int partitions,
    boolean compacted,
    boolean deletes,
    long retentionMillis,
    long retentionBytes,
    long records,
    long removed,
    long unread) {
  /** A topic that the cluster does not have. */
  public static TopicFacts missing(String name) {
    return new TopicFacts(name, false, 0, false, false, 0, 0, 0, 0, 0);
  }
}
