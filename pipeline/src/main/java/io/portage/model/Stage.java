package io.portage.model;

import java.util.Arrays;
import java.util.List;

/**
 * The stages of the pipeline. A stage's name is part of its step, its metrics and its dead letters.
 */
public enum Stage {
  /** Reads records from Kafka. */
  READ("Read"),
  /** Decodes bytes to envelopes. */
  DECODE("Decode"),
  /** Converts envelopes to changes. */
  NORMALIZE("Normalize"),
  /** Merges the changes of each key. */
  LATEST("Latest"),
  /** Adds reference data and computed columns. */
  ENRICH("Enrich"),
  /** Writes changes under the guard. */
  UPSERT("Upsert"),
  /** Stores dead letters. */
  DEAD_LETTER("DeadLetter"),
  /** Commits offsets whose records have an outcome. */
  COMMIT("Commit");

  private final String label;

  Stage(String label) {
    this.label = label;
  }

  /** The name in the graph, in metrics and in dead letters. */
  public String label() {
    return label;
  }

  /** The labels of all stages, for a message. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Stage::label).toList();
  }

  /**
   * The stage with this label.
   *
   * @throws IllegalArgumentException if no stage has it
   */
  public static Stage ofLabel(String label) {
    for (Stage stage : values()) {
      if (stage.label.equals(label)) {
        return stage;
      }
    }
    throw new IllegalArgumentException("unknown stage " + label);
  }
}
