package io.portage.launcher.contract.sources;

import java.util.Locale;

/** A converter of the connector, and the job's source section for it. */
enum Converter {
  JSON("Converter: JSON without schemas", "Job: JSON without schemas"),
  JSON_WITH_SCHEMA("Converter: JSON with schemas", "Job: JSON with schemas"),
  AVRO("Converter: Avro", "Job: Avro");

  private final String properties;
  private final String job;

  Converter(String properties, String job) {
    this.properties = properties;
    this.job = job;
  }

  /** Returns the title of the block of properties. */
  String properties() {
    return properties;
  }

  /** Returns the title of the job's block. */
  String job() {
    return job;
  }

  /** Returns the part of a name. */
  String part() {
    return name().toLowerCase(Locale.ROOT);
  }
}
