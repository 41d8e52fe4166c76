package io.portage.config;

import java.util.Map;

/** The formats of this class path by name. */
public final class FormatProviders {
  private static final Map<String, FormatProvider> ALL =
      Services.byName(Services.of(FormatProvider.class), FormatProvider::name, "format");

  private FormatProviders() {}

  /** Returns all formats, sorted by name. */
  public static Map<String, FormatProvider> all() {
    return ALL;
  }
}
