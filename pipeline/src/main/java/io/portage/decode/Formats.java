package io.portage.decode;

import io.portage.config.SourceConfig;
import io.portage.model.event.Format;

/** The factory of the formats. */
public final class Formats {
  private Formats() {}

  /**
   * Creates the format of a source's values.
   *
   * <p>The format is immutable, thread-safe and serializable, and does not throw for malformed
   * bytes. Every format replaces {@link SourceConfig#unavailableValuePlaceholder}.
   *
   * @throws IllegalArgumentException if a setting of the format is invalid, or if {@code
   *     unavailableValuePlaceholder} begins with {@code hex:} and is not hexadecimal
   */
  public static Format of(SourceConfig source) {
    return source.format().create(source.unavailableValuePlaceholder());
  }
}
