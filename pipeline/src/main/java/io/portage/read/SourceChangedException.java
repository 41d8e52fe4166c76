package io.portage.read;

/**
 * The topics no longer match the partitions that the job has readers for. The message names a
 * remedy.
 */
final class SourceChangedException extends IllegalStateException {
  private static final long serialVersionUID = 1;
  private static final String RESTART =
      " Start the job without its state: it continues from the committed offsets, with ";

  private SourceChangedException(String message) {
    super(message);
  }

  static SourceChangedException headroomExceeded(String topic, int partitions, int bound) {
    return new SourceChangedException(
        "topic "
            + topic
            + " has "
            + partitions
            + " partitions now, and this job has headroom for "
            + bound
            + " (source.kafka.partitions.headroom)."
            + RESTART
            + "readers for all of them.");
  }

  static SourceChangedException topicRecreated(String topic) {
    return new SourceChangedException(
        "topic "
            + topic
            + " was deleted and recreated, so the offsets in this job's state, and perhaps the"
            + " group's, are no longer valid. Delete the group's offsets of the topic and start"
            + " the job without its state: it reads the new topic from its beginning.");
  }

  static SourceChangedException topicNotInState(String topic) {
    return new SourceChangedException(
        "topic "
            + topic
            + " is in the configuration, but not in the state that this job was started from."
            + RESTART
            + "all topics of the configuration.");
  }
}
