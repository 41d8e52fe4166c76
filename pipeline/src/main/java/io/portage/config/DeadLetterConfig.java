package io.portage.config;

import java.io.Serializable;

/** Where dead letters go. */
public sealed interface DeadLetterConfig extends Serializable {
  /** The folder that letters can be written to, created when missing. */
  String folder();

  /** The key that names {@link #folder}. */
  String folderKey();

  /**
   * Whether the folder, though local, is on a volume that all machines of a cluster have at its
   * path; false by default.
   */
  boolean shared();

  /**
   * To a topic of the source's cluster.
   *
   * @param topic its name
   * @param spill the folder for letters that are too large for the topic, created when missing;
   *     {@value #SPILL} by default
   * @param shared see {@link DeadLetterConfig#shared}
   */
  record KafkaDeadLetters(String topic, String spill, boolean shared) implements DeadLetterConfig {
    /** Relative to the working directory. */
    public static final String SPILL = "dead-letters-spilled";

    /** With a folder of this machine. */
    public KafkaDeadLetters(String topic, String spill) {
      this(topic, spill, false);
    }

    @Override
    public String folder() {
      return spill;
    }

    @Override
    public String folderKey() {
      return "deadLetters.kafka.spill";
    }
  }

  /**
   * To files, one JSON object a line.
   *
   * @param folder created when missing
   * @param shared see {@link DeadLetterConfig#shared}
   */
  record FileDeadLetters(String folder, boolean shared) implements DeadLetterConfig {
    /** To a folder of this machine. */
    public FileDeadLetters(String folder) {
      this(folder, false);
    }

    @Override
    public String folderKey() {
      return "deadLetters.files";
    }
  }
}
