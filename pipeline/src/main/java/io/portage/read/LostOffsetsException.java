package io.portage.read;

import org.apache.kafka.common.KafkaException;

/** The offset to continue from is not in the log. The message names the lost range and a remedy. */
final class LostOffsetsException extends KafkaException {
  private static final long serialVersionUID = 1;

  private LostOffsetsException(String message) {
    super(message);
  }

  /** Returns the error for {@code offset} in a log of [beginning, end). */
  static LostOffsetsException of(
      String topic, int partition, long offset, long beginning, long end) {
    String where = "topic " + topic + " partition " + partition + ": ";
    if (offset < beginning) {
      return new LostOffsetsException(
          where
              + "offsets "
              + offset
              + " to "
              + (beginning - 1)
              + " are no longer in the log (it begins at "
              + beginning
              + "). Their changes are lost to this job: reload the tables, then set the group's"
              + " offset or startFrom past them.");
    }
    return new LostOffsetsException(
        where
            + "offset "
            + offset
            + " lies beyond the end of the log ("
            + end
            + "). Was the topic recreated? Then reset the group's offset.");
  }
}
