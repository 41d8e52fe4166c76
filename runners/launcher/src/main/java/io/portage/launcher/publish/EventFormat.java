package io.portage.launcher.publish;

/** The format of the values that {@code publish} checks. */
enum EventFormat {
  /** The plain envelope. */
  ENVELOPE_JSON("envelope-json"),
  /** Debezium's events, with or without the schema part. */
  DEBEZIUM_JSON("debezium-json");

  private final String label;

  EventFormat(String label) {
    this.label = label;
  }

  /** Returns the name in {@code source.format}. */
  @Override
  public String toString() {
    return label;
  }
}
