package io.portage.config;

import java.io.Serializable;

/** Where dead letters go. */
public sealed interface DeadLetterConfig extends Serializable {
  /**
   * To a topic of the source's cluster.
   *
   * @param topic its name
   * @param spill the folder for letters that are too large for the topic, created when missing;
   *     {@value #SPILL} by default
   */
  record ToKafka(String topic, String spill) implements DeadLetterConfig {
    /** Relative to the working directory. */
    public static final String SPILL = "dead-letters-spilled";
  }

  /**
   * To files, one JSON object a line.
   *
   * @param folder created when missing
   */
  record ToFiles(String folder) implements DeadLetterConfig {}
}
