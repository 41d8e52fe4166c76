package io.portage.model;

import java.util.Objects;

/**
 * The coordinates of a record in Kafka.
 *
 * @param topic the topic
 * @param partition the partition, from 0
 * @param offset the offset, from 0
 */
public record Coordinates(String topic, int partition, long offset) {
  /** Checks that the topic is not null. Partition and offset are not checked. */
  public Coordinates {
    Objects.requireNonNull(topic, "topic");
  }

  /** {@code topic-partition-offset}, the stable id of the record. */
  @Override
  public String toString() {
    return topic + "-" + partition + "-" + offset;
  }
}
