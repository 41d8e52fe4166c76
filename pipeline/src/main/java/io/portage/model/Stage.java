package io.portage.model;

/** The stages, by the name that their step, metrics and dead letters carry. */
public enum Stage {
  /** Kafka to raw changes. */
  READ("Read"),
  /** Bytes to envelopes. */
  DECODE("Decode"),
  /** Envelopes to changes. */
  NORMALIZE("Normalize"),
  /** The latest change per key. */
  LATEST("Latest"),
  /** Reference data and computed columns. */
  ENRICH("Enrich"),
  /** Guarded writes. */
  UPSERT("Upsert"),
  /** What cannot be used. */
  DEAD_LETTER("DeadLetter"),
  /** Offsets from outcomes. */
  COMMIT("Commit");

  private final String label;

  Stage(String label) {
    this.label = label;
  }

  /** The name in the graph, in metrics and in dead letters. */
  public String label() {
    return label;
  }

  /**
   * The stage with this label.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Stage ofLabel(String label) {
    for (Stage stage : values()) {
      if (stage.label.equals(label)) {
        return stage;
      }
    }
    throw new IllegalArgumentException("no stage is called " + label);
  }
}
