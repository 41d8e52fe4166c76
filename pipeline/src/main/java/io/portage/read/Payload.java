package io.portage.read;

import java.util.List;

/**
 * The records of a {@link Pack}, as KafkaIO's value.
 *
 * @param entries at least one, of one partition, in the order of their offsets
 */
record Payload(List<Entry> entries) {
  @Override
  public String toString() {
    return entries.size() + " records";
  }
}
