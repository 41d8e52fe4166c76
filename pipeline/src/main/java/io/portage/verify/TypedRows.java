package io.portage.verify;

import io.portage.config.FormatConfig;
import io.portage.config.TableDefaults;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;

/** The format of rows that are read from a table: every value has its final type. */
final class TypedRows implements FormatConfig {
  private static final long serialVersionUID = 1;

  static final TypedRows FORMAT = new TypedRows();

  private TypedRows() {}

  @Override
  public String name() {
    return "rows of a table";
  }

  @Override
  public Format create(String unavailableValuePlaceholder) {
    return (topic, value) -> Envelope.malformed("a row of a table has no record");
  }

  @Override
  public TableDefaults tableDefaults() {
    throw new IllegalStateException("the tables are configured");
  }
}
