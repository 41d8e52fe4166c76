package io.portage.read;

import java.util.List;

/**
 * The records of a {@link Pack}, as KafkaIO's value.
 *
 * @param entries at least one, of one partition, in the order of their offsets
 * @param atEnd whether the consumer knew of no further record of the partition behind them
 */
record Payload(List<Entry> entries, boolean atEnd) {
  @Override
  public String toString() {
    return entries.size() + " records";
  }
}
