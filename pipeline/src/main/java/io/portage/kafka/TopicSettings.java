package io.portage.kafka;

/**
 * The settings of a topic that decide how long it keeps records, and what it holds.
 *
 * @param partitions the number of partitions
 * @param cleanupPolicy {@code delete}, {@code compact} or both with a comma
 * @param retentionMillis how long records are kept; -1 without a limit
 * @param retentionBytes the size of a partition above which records are deleted; -1 without a limit
 * @param records the number of offsets from the first to the end
 * @param removed the number of offsets below the first
 * @param unread how many of those the group had not committed
 */
public record TopicSettings(
    int partitions,
    String cleanupPolicy,
    long retentionMillis,
    long retentionBytes,
    long records,
    long removed,
    long unread) {}
