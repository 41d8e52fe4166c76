package io.portage.model;

/**
 * The first offset of a reader in a partition.
 *
 * @param topic the topic
 * @param partition the partition
 * @param offset the first offset that the reader covers
 * @param fromCheckpoint true if a runner's checkpoint restored the reader; false if the reader
 *     chose the offset itself, from committed offsets or by configuration
 */
public record ReaderStart(String topic, int partition, long offset, boolean fromCheckpoint) {}
