package io.portage.read;

/**
 * The topics no longer fit the partitions that the job has readers for. The message says what to
 * do.
 */
final class SourceChangedException extends IllegalStateException {
  private static final long serialVersionUID = 1;
  private static final String ANEW =
      " Start the job anew, without its state: it goes on from the committed offsets, with ";

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
            + ANEW
            + "readers for all of them.");
  }

  static SourceChangedException topicRecreated(String topic) {
    return new SourceChangedException(
        "topic "
            + topic
            + " was deleted and made anew, so the offsets that this job goes by, and maybe the"
            + " group's, mean nothing any more. Delete the group's offsets of the topic, and start"
            + " the job anew, without its state: it reads the new topic from its beginning.");
  }

  static SourceChangedException topicNotInState(String topic) {
    return new SourceChangedException(
        "topic "
            + topic
            + " is in the configuration, but not in the state that this job goes on from."
            + ANEW
            + "all topics of the configuration.");
  }
}
