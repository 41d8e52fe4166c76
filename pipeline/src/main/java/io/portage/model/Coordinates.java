package io.portage.model;

import java.util.Objects;

/**
 * Where a record stands in Kafka.
 *
 * @param topic the topic
 * @param partition the partition, from 0
 * @param offset the offset, from 0
 */
public record Coordinates(String topic, int partition, long offset) {
  /** Checks that the topic is present; numbers are taken as Kafka gives them. */
  public Coordinates {
    Objects.requireNonNull(topic, "topic");
  }

  /** {@code topic-partition-offset}, the stable id of the record. */
  @Override
  public String toString() {
    return topic + "-" + partition + "-" + offset;
  }
}
