package io.portage.config;

import java.io.Serializable;

/** Where dead letters go. */
public sealed interface DeadLetterConfig extends Serializable {
  /**
   * To a topic of the source's cluster.
   *
   * @param topic its name
   */
  record ToKafka(String topic) implements DeadLetterConfig {}

  /**
   * To files, one JSON object a line.
   *
   * @param folder created when missing
   */
  record ToFiles(String folder) implements DeadLetterConfig {}
}
