package io.portage.config;

import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The formats of this class path by name. */
public final class FormatProviders {
  private static final Map<String, FormatProvider> ALL = load();

  private FormatProviders() {}

  /** Returns all formats, sorted by name. */
  public static Map<String, FormatProvider> all() {
    return ALL;
  }

  private static Map<String, FormatProvider> load() {
    Map<String, FormatProvider> formats = new TreeMap<>();
    // This class's loader and not the thread's, which on Flink may be the cluster's.
    for (FormatProvider format :
        ServiceLoader.load(FormatProvider.class, FormatProvider.class.getClassLoader())) {
      if (formats.putIfAbsent(format.name(), format) != null) {
        throw new IllegalStateException("duplicate format: " + format.name());
      }
    }
    return Collections.unmodifiableMap(formats);
  }
}
