package io.portage.config;

import java.io.Serializable;

/** The destination of dead letters. */
public sealed interface DeadLetterConfig extends Serializable {
  /** The folder that dead letters can be written to; created if missing. */
  String folder();

  /** The configuration key of {@link #folder}. */
  String folderKey();

  /**
   * True if the folder, although local, is on a volume that all machines of a cluster mount at its
   * path; false by default.
   */
  boolean shared();

  /**
   * A topic of the source's cluster.
   *
   * @param topic its name
   * @param spill the folder for dead letters that are too large for the topic, created if missing;
   *     {@value #SPILL} by default
   * @param shared see {@link DeadLetterConfig#shared}
   */
  record KafkaDeadLetters(String topic, String spill, boolean shared) implements DeadLetterConfig {
    /** The default folder, relative to the working directory. */
    public static final String SPILL = "dead-letters-spilled";

    /** With a folder that is local to each machine. */
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
   * Files with one JSON object per line.
   *
   * @param folder created if missing
   * @param shared see {@link DeadLetterConfig#shared}
   */
  record FileDeadLetters(String folder, boolean shared) implements DeadLetterConfig {
    /** With a folder that is local to each machine. */
    public FileDeadLetters(String folder) {
      this(folder, false);
    }

    @Override
    public String folderKey() {
      return "deadLetters.files";
    }
  }
}
