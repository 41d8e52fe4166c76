package io.portage.model;

/**
 * Says where a reader began a partition.
 *
 * @param topic the topic
 * @param partition the partition
 * @param offset the first offset that the reader covers
 * @param fromCheckpoint whether the reader went on from a runner's checkpoint; false when it chose
 *     its place itself, from committed offsets or by configuration
 */
public record ReaderStart(String topic, int partition, long offset, boolean fromCheckpoint) {}
